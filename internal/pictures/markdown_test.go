package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The elements with which a Markdown file may show a picture.
var (
	element = regexp.MustCompile(`(?s)<picture>\s*<source media="\(prefers-color-scheme: dark\)" srcset="([^"]+)">\s*<img alt="([^"]*)" src="([^"]+)">\s*</picture>`)
	mention = regexp.MustCompile(`!\[[^\]]*\]\([^)]*\)|<(?:img|source)\b[^>]*>`)
)

// Each Markdown file shows pictures for both themes, with an alternative text. Both files
// exist.
func TestMarkdownShowsBothThemes(t *testing.T) {
	shown := map[string]bool{}
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := entry.Name(); entry.IsDir() && (name == ".git" || name == "node_modules" || name == "testdata" || name == "dist") {
			return fs.SkipDir
		}
		if filepath.Ext(file) != ".md" {
			return nil
		}
		markdown, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for _, m := range element.FindAllStringSubmatch(string(markdown), -1) {
			dark, alt, light := m[1], m[2], m[3]
			if len(strings.Fields(alt)) < 3 {
				t.Errorf("%s: the alternative text of %s is %q: describe the picture", file, light, alt)
			}
			if strings.Replace(light, ".light.", ".dark.", 1) != dark || light == dark {
				t.Errorf("%s: %s and %s are not the same picture", file, light, dark)
			}
			for _, picture := range []string{light, dark} {
				if _, err := os.Stat(filepath.Join(filepath.Dir(file), picture)); err != nil && !isInBench(file, picture) {
					t.Errorf("%s: %v", file, err)
				}
			}
			shown[path.Base(light)] = true
		}
		for _, m := range mention.FindAllString(element.ReplaceAllString(string(markdown), ""), -1) {
			t.Errorf("%s: %s is not a <picture> with a light and a dark variant", file, m)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	skipWithoutBench(t)
	for _, p := range pictures {
		if name := path.Base(p.path) + ".light.svg"; !shown[name] {
			t.Errorf("no Markdown file shows %s", name)
		}
	}
}

// isInBench reports whether a picture is missing only because this is the module's
// archive.
func isInBench(file, picture string) bool {
	_, err := os.Stat(filepath.Join(root, "internal", "bench"))
	return err != nil && strings.Contains(filepath.ToSlash(filepath.Join(filepath.Dir(file), picture)), "internal/bench/")
}

func TestTablesWith(t *testing.T) {
	const markdown = "# A\n\nUnit: call. Reference: x.\n\n| a | b |\n|---|---|\n| 1 | 2 µs |\n|  | 1,000 |\n\n## B\n\n| a | c |\n|---|---|\n"
	tables, err := tablesWith(markdown, "a", "b")
	if err != nil {
		t.Fatal(err)
	}
	if len(tables) != 1 || tables[0].title != "A" || tables[0].intro != "Unit: call. Reference: x." || len(tables[0].rows) != 2 {
		t.Fatalf("got %+v", tables)
	}
	for i, want := range []float64{2, 1000} {
		if got, err := tables[0].number(tables[0].rows[i], "b"); err != nil || got != want {
			t.Errorf("row %d: got %v, %v, want %v", i, got, err, want)
		}
	}
	if _, err := tables[0].number(tables[0].rows[1], "a"); err == nil {
		t.Error("an empty cell is a number, want an error")
	}
	for name, tc := range map[string]struct{ markdown, want string }{
		"no such column": {markdown, `no table has the columns ["d"]`},
		"a short row":    {"| a | b |\n|---|---|\n| 1 |\n", "a row has 1 cells, want 2"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := tablesWith(tc.markdown, "d"); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want an error with %q", err, tc.want)
			}
		})
	}
}
