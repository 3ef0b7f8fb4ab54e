package main

import (
	"go/ast"
	"go/doc"
	"regexp"
	"strings"
	"testing"
)

// public lists the packages of the services and those that users test with.
var public = []string{
	"a2iruntime", "a2iruntime/types", "a2iruntime/a2itest", "a2iruntime/answers",
	"bedrockflows", "bedrockflows/types", "bedrockflows/flowstest",
}

// go doc shows the fields and methods of the exported types, with comments. For an alias
// it shows only the comment, and for an embedded type only the name.
func TestGoDocShowsExportedTypes(t *testing.T) {
	for _, dir := range public {
		p, err := load(root, dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, typ := range p.Types {
			name := dir + "." + typ.Name
			if path := internalImport(p, typ.Decl.Specs[0].(*ast.TypeSpec).Type); path == "" {
				checkComments(t, name, p, typ)
			} else if declared, target, err := p.resolve(root, typ.Name); err != nil {
				t.Error(err)
			} else {
				checkAlias(t, name, typ.Doc, target)
				checkComments(t, name, declared, target)
			}
		}
	}
}

// internalImport returns the folder of the internal package whose type an expression
// names, or "" if there is none.
func internalImport(p *internalPackage, typ ast.Expr) string {
	if pointer, ok := typ.(*ast.StarExpr); ok {
		typ = pointer.X
	}
	selector, ok := typ.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	path := strings.Trim(p.specs[selector.X.(*ast.Ident).Name], `"`)
	if path, ok := strings.CutPrefix(path, modulePath+"/internal/"); ok {
		return path
	}
	return ""
}

// checkAlias checks that an alias's comment contains all fields and methods of its
// target.
func checkAlias(t *testing.T, name, comment string, target *doc.Type) {
	t.Helper()
	var want []string
	for _, member := range members(target) {
		for _, ident := range member.Names {
			want = append(want, ident.Name)
		}
	}
	for _, method := range target.Methods {
		want = append(want, method.Name)
	}
	if len(want) == 0 {
		t.Errorf("%s: the alias has no field and no method to show", name)
	}
	for _, member := range want {
		if !regexp.MustCompile(`(?m)^\t(\t|func \(.*?\) )` + member + `\b`).MatchString(comment) {
			t.Errorf("%s: its comment does not show %s", name, member)
		}
	}
}

// checkComments checks that a type, its fields and its methods have comments.
func checkComments(t *testing.T, name string, p *internalPackage, typ *doc.Type) {
	t.Helper()
	if typ.Doc == "" {
		t.Errorf("%s has no comment", name)
	}
	for _, method := range typ.Methods {
		if method.Doc == "" {
			t.Errorf("%s: the method %s has no comment", name, method.Name)
		}
	}
	before := 0 // the last line of the previous member with a comment
	for _, member := range members(typ) {
		if len(member.Names) == 0 {
			if path := internalImport(p, member.Type); path != "" {
				t.Errorf("%s embeds a type of %s", name, path)
			}
			continue
		}
		// A comment also applies to the members on the next lines.
		if member.Doc == nil && member.Comment == nil && p.files.Position(member.Pos()).Line != before+1 {
			t.Errorf("%s: the members %v have no comment", name, member.Names)
			continue
		}
		before = p.files.Position(member.End()).Line
	}
}

// members returns the fields of a struct or the methods of an interface.
func members(typ *doc.Type) []*ast.Field {
	switch typ := typ.Decl.Specs[0].(*ast.TypeSpec).Type.(type) {
	case *ast.StructType:
		return typ.Fields.List
	case *ast.InterfaceType:
		return typ.Methods.List
	}
	return nil
}
