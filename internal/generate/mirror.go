package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/a2iflows/a2iflows-go/internal/model"
)

// a2iToFlows contains the words that differ between the files of the two services. Each word
// is followed by its replacement.
var a2iToFlows = []string{
	"a2iruntime", "bedrockflows",
	"a2itest", "flowstest",
	"model.A2I", "model.Flows",
	strconv.Quote(model.A2I.SigningName), strconv.Quote(model.Flows.SigningName),
	"Amazon Augmented AI Runtime", "Agents for Amazon Bedrock Runtime",
	model.A2I.ID, model.Flows.ID,
	environmentName(&model.A2I), environmentName(&model.Flows),
	model.A2I.APIVersion, model.Flows.APIVersion,
	"100 of the service's longest page", "1,000 of the service's longest page",
}

// environmentName returns the service's name in environment variables.
func environmentName(s *model.Service) string {
	return strings.ToUpper(strings.ReplaceAll(s.ID, " ", "_"))
}

// mirror makes a file for Bedrock flows from the same file for A2I.
func mirror(root string, f file) (string, error) {
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(f.from)))
	return strings.NewReplacer(a2iToFlows...).Replace(string(text)), err
}
