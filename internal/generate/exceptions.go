package main

import (
	"fmt"
	"go/doc/comment"
	"strings"
	"text/template"

	"github.com/a2iflows/a2iflows-go/internal/model"
)

// exception is a row of the model, with its documentation.
type exception struct {
	model.Error
	exceptionDoc
}

// exceptions executes one of the templates for the rows with documentation. A service's row
// for a common exception does not have its own.
func exceptions(template string, rows []model.Error, docs map[string]exceptionDoc) func(string, file) (string, error) {
	return func(_ string, f file) (string, error) {
		data := struct {
			Package    string
			Exceptions []exception
		}{Package: f.pkg()}
		for _, row := range rows {
			doc, ok := docs[row.Code]
			if _, common := commonDocs[row.Code]; !ok && !common {
				return "", fmt.Errorf("docs.go does not document the exception %s", row.Code)
			}
			if ok {
				data.Exceptions = append(data.Exceptions, exception{row, doc})
			}
		}
		var code strings.Builder
		err := templates.ExecuteTemplate(&code, template, data)
		return code.String(), err
	}
}

// Describe returns the comment of the exception's type.
func (e exception) Describe() string {
	retried := ""
	if e.Server {
		retried = "; retried"
	}
	return asComment(fmt.Sprintf("%s reports that %s HTTP status %d%s. %s", e.Code, e.That, e.Status, retried, e.Note))
}

// asComment writes a paragraph as lines of a comment.
func asComment(text string) string {
	printer := comment.Printer{TextWidth: 85}
	wrapped := strings.TrimSpace(string(printer.Text(new(comment.Parser).Parse(text))))
	return "// " + strings.ReplaceAll(wrapped, "\n", "\n// ")
}

var templates = template.Must(template.New("").Funcs(template.FuncMap{"comment": asComment}).Parse(`
{{define "types"}}package {{.Package}}

import "github.com/aws/smithy-go"

{{range .Exceptions}}{{.Describe}}
type {{.Code}} struct {
	// Message is the service's message, or nil if it sent none.
	Message *string

	{{with .Reason}}{{comment .}}
	Reason *string

	{{end -}}
	// ErrorCodeOverride is the code that the service sent, or nil if it is the type's name.
	ErrorCodeOverride *string
}

// Error returns the code and the message.
func (e *{{.Code}}) Error() string { return e.ErrorCode() + ": " + e.ErrorMessage() }

// ErrorCode returns the code that the service sent: ErrorCodeOverride if it is set.
func (e *{{.Code}}) ErrorCode() string {
	if e == nil || e.ErrorCodeOverride == nil {
		return "{{.Code}}"
	}
	return *e.ErrorCodeOverride
}

// ErrorMessage returns the service's message, or "" if it sent none.
func (e *{{.Code}}) ErrorMessage() string {
	if e == nil || e.Message == nil {
		return ""
	}
	return *e.Message
}

{{$fault := "Client"}}{{if .Server}}{{$fault = "Server"}}{{end -}}
// ErrorFault returns smithy.Fault{{$fault}}.
func (e *{{.Code}}) ErrorFault() smithy.ErrorFault { return smithy.Fault{{$fault}} }

{{end}}{{end}}

{{define "common"}}{{template "types" .}}
// Common contains the Constructor of each common error, by code.
var Common = map[string]Constructor{
{{range .Exceptions}}	"{{.Code}}": New[{{.Code}}],
{{end}}}
{{end}}

{{define "constructors"}}package {{.Package}}

import (
	"github.com/a2iflows/a2iflows-go/{{.Package}}/types"
	"github.com/a2iflows/a2iflows-go/internal/awsclient"
)

// exceptions contains the constructors of the service's exceptions, by code.
var exceptions = map[string]func(awsclient.ErrorInfo) error{
{{range .Exceptions}}{{if .Reason}}	"{{.Code}}": func(e awsclient.ErrorInfo) error {
		return &types.{{.Code}}{Message: e.Message, Reason: e.Reason, ErrorCodeOverride: e.ErrorCodeOverride}
	},
{{else}}	"{{.Code}}": awsclient.Exception[types.{{.Code}}],
{{end}}{{end}}}
{{end}}
`))
