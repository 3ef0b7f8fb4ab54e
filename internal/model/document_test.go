package model

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/interop"
	"github.com/google/go-cmp/cmp"
)

// document is the part of AWS's model of a service that these tests read.
type document struct {
	Metadata struct {
		APIVersion, EndpointPrefix, ServiceID, SigningName string
	}
	Operations map[string]struct {
		HTTP          struct{ Method, RequestURI string }
		Input, Output reference
		Errors        []reference
	}
	Shapes map[string]*documentShape
}

type reference struct {
	Shape, Location, LocationName string
}

type documentShape struct {
	Type      string
	Required  []string
	Members   map[string]reference
	Member    reference // of a list
	Value     reference // of a map
	Enum      []string
	Min, Max  int
	Pattern   string
	Exception bool
	Fault     bool
	Error     struct{ HTTPStatusCode int }
}

// readModel prints botocore's copy of AWS's model of a service, reduced to some operations
// and the shapes that they refer to.
const readModel = `
import json, sys
from botocore.loaders import Loader

name, wanted = sys.argv[1], [n for n in sys.argv[2].split(",") if n]
model = Loader().load_service_model(name, "service-2")
operations = {k: v for k, v in model["operations"].items() if k in wanted or not wanted}
shapes = {}

def collect(shape):
    if shape in shapes:
        return
    shapes[shape] = s = model["shapes"][shape]
    for member in list(s.get("members", {}).values()) + [s.get("member", {}), s.get("value", {})]:
        if "shape" in member:
            collect(member["shape"])

for operation in operations.values():
    for part in [operation.get("input"), operation.get("output")] + operation.get("errors", []):
        if part:
            collect(part["shape"])
json.dump({"metadata": model["metadata"], "operations": operations, "shapes": shapes}, sys.stdout)
`

// documents lists the models and whether this module implements all of their operations.
var documents = []struct {
	name    string
	all     bool
	service *Service
}{
	{"sagemaker-a2i-runtime", true, &A2I},
	{"bedrock-agent-runtime", false, &Flows},
}

// operationNames returns the names of a service's operations, separated by commas.
func operationNames(s *Service) string {
	var names []string
	for _, op := range s.Operations {
		names = append(names, op.Name)
	}
	return strings.Join(names, ",")
}

func readDocument(t *testing.T, name, operations string) *document {
	t.Helper()
	interop.NeedPython(t, "botocore")
	data, err := exec.Command("python3", "-c", readModel, name, operations).Output()
	if err != nil {
		t.Fatalf("read botocore's model of %s: %v", name, err)
	}
	doc := new(document)
	if err := json.Unmarshal(data, doc); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for operation := range strings.SplitSeq(operations, ",") {
		if _, ok := doc.Operations[operation]; !ok && operation != "" {
			interop.Missing(t, interop.Python, "this botocore's %s has no operation %s: it is older, or the table misspells the name", name, operation)
		}
	}
	return doc
}

// The table agrees with AWS's own models.
func TestTableMatchesAWSModels(t *testing.T) {
	for _, d := range documents {
		service := d.service
		t.Run(service.Package, func(t *testing.T) {
			wanted := operationNames(service)
			if d.all {
				wanted = ""
			}
			doc := readDocument(t, d.name, wanted)
			m := doc.Metadata
			if m.ServiceID != service.ID || m.APIVersion != service.APIVersion || m.EndpointPrefix != service.HostPrefix || m.SigningName != service.SigningName {
				t.Errorf("got %+v in the document, but %q, %q, %q, %q in the table", m, service.APIVersion, service.HostPrefix, service.ID, service.SigningName)
			}
			if len(doc.Operations) != len(service.Operations) {
				t.Errorf("%d operations in the document, %d in the table", len(doc.Operations), len(service.Operations))
			}
			for name, documented := range doc.Operations {
				op := service.Operation(name)
				if op == nil {
					t.Errorf("operation %s is not in the table", name)
					continue
				}
				if op.Method != documented.HTTP.Method || op.Path != documented.HTTP.RequestURI {
					t.Errorf("%s is %s %s in the table, want %s %s", name, op.Method, op.Path, documented.HTTP.Method, documented.HTTP.RequestURI)
				}
				var codes []string
				for _, e := range documented.Errors {
					codes = append(codes, e.Shape)
				}
				if diff := cmp.Diff(sorted(codes), sorted(op.Errors)); diff != "" {
					t.Errorf("errors of %s (-document +table):\n%s", name, diff)
				}
				for _, side := range []struct {
					name, shape string
					members     []Member
				}{{"input", documented.Input.Shape, op.Input}, {"output", documented.Output.Shape, op.Output}} {
					want := map[string]row{}
					doc.collect(t, want, "", side.shape)
					if diff := cmp.Diff(want, tableRows(side.members)); diff != "" {
						t.Errorf("%s of %s (-document +table):\n%s", side.name, name, diff)
					}
				}
			}
			checkDocumentErrors(t, doc, service)
		})
	}
}

// row is a member in the format in which document and table are compared.
type row struct {
	Type     string
	In       string
	Required bool
	Min, Max int
	Pattern  string
	Enum     []string
}

// collect adds the members of a structure and of its nested structures.
func (d *document) collect(t *testing.T, rows map[string]row, parent, structure string) {
	t.Helper()
	shape := d.Shapes[structure]
	if shape == nil {
		return // the operation has no input, or no output
	}
	for name, ref := range shape.Members {
		s := d.Shapes[ref.Shape]
		if ref.LocationName != "" && ref.LocationName != name {
			t.Errorf("%s%s of %s is sent as %s: use this name in the row", parent, name, structure, ref.LocationName)
		}
		r := row{
			Type: s.Type, In: ref.Location, Required: slices.Contains(shape.Required, name),
			Min: s.Min, Max: s.Max, Pattern: s.Pattern, Enum: s.Enum,
		}
		inner := ""
		switch s.Type {
		case "structure":
			inner = ref.Shape
		case "list", "map":
			element := s.Member.Shape
			if s.Type == "map" {
				element = s.Value.Shape
			}
			r.Enum = d.Shapes[element].Enum
			if d.Shapes[element].Type == "structure" {
				inner = element
			}
		}
		rows[parent+name] = r
		if inner != "" {
			d.collect(t, rows, parent+name+".", inner)
		}
	}
}

func tableRows(members []Member) map[string]row {
	rows := map[string]row{}
	for _, m := range members {
		rows[m.Name] = row{
			Type:     map[Kind]string{String: "string", Integer: "integer", Timestamp: "timestamp", List: "list", Structure: "structure", Map: "map"}[m.Shape.Kind],
			In:       map[Location]string{InBody: "", InPath: "uri", InQuery: "querystring"}[m.In],
			Required: m.Required,
			Min:      m.Shape.Min, Max: m.Shape.Max, Pattern: m.Shape.Pattern, Enum: m.Shape.Enum,
		}
	}
	return rows
}

func checkDocumentErrors(t *testing.T, doc *document, service *Service) {
	want, got := map[string]Error{}, map[string]Error{}
	for name, s := range doc.Shapes {
		if !s.Exception {
			continue
		}
		want[name] = Error{Code: name, Status: s.Error.HTTPStatusCode, Server: s.Error.HTTPStatusCode >= 500}
		if s.Fault && !want[name].Server {
			t.Errorf("the document calls %s a fault with status %d", name, s.Error.HTTPStatusCode)
		}
		if _, ok := s.Members[service.MessageMember]; !ok {
			t.Errorf("the message of %s is in none of its members %v, want %s", name, s.Members, service.MessageMember)
		}
	}
	for _, e := range service.Errors {
		got[e.Code] = e
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("errors (-document +table):\n%s", diff)
	}
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}
