package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
)

type schemaCommand struct {
	Kind     string `arg:"" optional:"" placeholder:"KIND" help:"A kind of page, such as case-study, or settings; without one, all of them."`
	Markdown bool   `help:"Print the page docs/schema.md instead: the same facts for people."`
}

// Help gives examples.
func (schemaCommand) Help() string {
	return examples("exemplar schema case-study > case-study.schema.json", "exemplar schema settings", "exemplar schema --markdown")
}

// Run prints JSON Schema (2020-12), made from the same struct tags that decode
// the files.
func (c *schemaCommand) Run(env *environment) error {
	if c.Markdown {
		return c.document(env)
	}
	if c.Kind == settingsName {
		_, err := env.stdout.Write(config.Schema())
		return err
	}
	if c.Kind == "" {
		return allSchemas(env)
	}
	for _, k := range content.Kinds() {
		if k.String() == c.Kind {
			_, err := env.stdout.Write(content.Schema(k))
			return err
		}
	}
	return usage(fmt.Sprintf("there is no kind %q; there are %s", c.Kind, strings.Join(schemaNames(), ", ")))
}

// settingsName stands for exemplar.yaml among the kinds.
const settingsName = "settings"

func schemaNames() []string {
	var names []string
	for _, k := range content.Kinds() {
		names = append(names, k.String())
	}
	return append(names, settingsName)
}

// allSchemas prints one document with every schema under $defs.
func allSchemas(env *environment) error {
	defs := map[string]json.RawMessage{settingsName: config.Schema()}
	for _, k := range content.Kinds() {
		defs[k.String()] = content.Schema(k)
	}
	encoder := json.NewEncoder(env.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Schema string                     `json:"$schema"`
		Title  string                     `json:"title"`
		Defs   map[string]json.RawMessage `json:"$defs"`
	}{"https://json-schema.org/draft/2020-12/schema", "Exemplar: front matter by kind, and exemplar.yaml as settings", defs})
}

const schemaIntroduction = `# Front matter and settings

Every key that a page or ` + "`exemplar.yaml`" + ` may have. This page is written by ` + "`exemplar schema --markdown`" + ` from the same tags that read the files; ` + "`exemplar schema KIND`" + ` prints them as JSON Schema for an editor.

`

func (c *schemaCommand) document(env *environment) error {
	var b strings.Builder
	b.WriteString(schemaIntroduction)
	for _, k := range content.Kinds() {
		fmt.Fprintf(&b, "## %s\n\n%s\n", k, content.SchemaTable(k))
	}
	fmt.Fprintf(&b, "## %s\n\n%s", config.File, config.SchemaTable())
	_, err := fmt.Fprint(env.stdout, b.String())
	return err
}
