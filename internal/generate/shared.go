package main

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/printer"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// shared lists types of an internal package that another package exports. A copy is a new
// type with the same fields and no methods. An alias is the same type. go doc shows only the
// comment of an alias, so the comment contains the declaration and the methods.
type shared struct{ copies, aliases []string }

var (
	clientTypes = shared{copies: []string{"Options"}, aliases: []string{
		"EndpointResolverOptions", "EndpointParameters", "EndpointResolverV2", "HTTPClient",
		"HTTPSignerV4", "AuthSchemeResolver", "AuthResolverParameters",
	}}
	callErrors   = shared{aliases: []string{"CallError", "ClientError", "BodyReadError"}}
	commonErrors = shared{aliases: slices.Sorted(maps.Keys(commonDocs))}
	fakeTypes    = shared{copies: []string{"Fault", "Call"}}
)

func (s shared) code(root string, f file) (string, error) {
	internal, err := load(root, f.from)
	if err != nil {
		return "", err
	}
	var decls strings.Builder
	imports := map[string]bool{}
	for _, name := range s.copies {
		t, err := internal.lookup(name)
		if err != nil {
			return "", err
		}
		maps.Copy(imports, internal.importsOf(t.Decl))
		fmt.Fprintf(&decls, "\n%s%s\n", lines("// ", t.Doc), internal.print(t.Decl))
	}
	for _, name := range s.aliases {
		declared, t, err := internal.resolve(root, name)
		if err != nil {
			return "", err
		}
		imports[strconv.Quote(modulePath+"/"+f.from)] = true
		fmt.Fprintf(&decls, "\n%s//\n%stype %s = %s.%s\n", lines("// ", t.Doc), lines("//\t", declared.declaration(t)), name, internal.Name, name)
	}
	return fmt.Sprintf("package %s\n\nimport (\n%s\n)\n%s", f.pkg(),
		strings.Join(slices.Sorted(maps.Keys(imports)), "\n"), decls.String()), nil
}

// internalPackage is a package with shared types.
type internalPackage struct {
	*doc.Package
	files *token.FileSet
	specs map[string]string // the import specs of its files, by package name
}

func load(root, dir string) (*internalPackage, error) {
	names, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(dir), "*.go"))
	if err != nil {
		return nil, err
	}
	p := &internalPackage{files: token.NewFileSet(), specs: map[string]string{}}
	var parsed []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(p.files, name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, f)
		for _, spec := range f.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			if spec.Name != nil {
				p.specs[spec.Name.Name] = spec.Name.Name + " " + spec.Path.Value
			} else {
				p.specs[path[strings.LastIndex(path, "/")+1:]] = spec.Path.Value
			}
		}
	}
	p.Package, err = doc.NewFromFiles(p.files, parsed, modulePath+"/"+dir)
	return p, err
}

func (p *internalPackage) lookup(name string) (*doc.Type, error) {
	for _, t := range p.Types {
		if t.Name == name {
			return t, nil
		}
	}
	return nil, fmt.Errorf("%s has no type %s", p.ImportPath, name)
}

// resolve follows aliases to the package that declares a type.
func (p *internalPackage) resolve(root, name string) (*internalPackage, *doc.Type, error) {
	t, err := p.lookup(name)
	if err != nil {
		return nil, nil, err
	}
	spec := t.Decl.Specs[0].(*ast.TypeSpec)
	selector, ok := spec.Type.(*ast.SelectorExpr)
	if !ok || !spec.Assign.IsValid() {
		return p, t, nil
	}
	path := strings.Trim(p.specs[selector.X.(*ast.Ident).Name], `"`)
	target, err := load(root, strings.TrimPrefix(path, modulePath+"/"))
	if err != nil {
		return nil, nil, err
	}
	return target.resolve(root, selector.Sel.Name)
}

// declaration returns what go doc would show for a type: its fields and methods.
func (p *internalPackage) declaration(t *doc.Type) string {
	text := p.print(t.Decl) + "\n"
	for _, method := range t.Methods {
		method.Decl.Body = nil
		text += "\n" + lines("// ", method.Doc) + p.print(method.Decl) + "\n"
	}
	return text
}

func (p *internalPackage) print(node ast.Node) string {
	var text strings.Builder
	config := printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 8}
	_ = config.Fprint(&text, p.files, node) // writing to a Builder never fails
	return text.String()
}

// importsOf returns the imports that a declaration needs.
func (p *internalPackage) importsOf(decl ast.Node) map[string]bool {
	needed := map[string]bool{}
	ast.Inspect(decl, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if name, ok := selector.X.(*ast.Ident); ok {
				needed[p.specs[name.Name]] = true
			}
		}
		return true
	})
	return needed
}

// lines adds a prefix to each line of a text.
func lines(prefix, text string) string {
	var prefixed strings.Builder
	for line := range strings.Lines(text) {
		prefixed.WriteString(strings.TrimRight(prefix+strings.TrimSuffix(line, "\n"), " \t") + "\n")
	}
	return prefixed.String()
}
