package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// attribute is the id that an author gave a heading, as in ## Costs {#costs}.
type attribute struct {
	id  string
	pos diag.Position
}

// attributedHeading takes {#id} off the end of a heading before its words are
// read.
type attributedHeading struct{ parser.BlockParser }

func (h attributedHeading) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	h.BlockParser.Close(node, reader, pc)
	lines := node.Lines()
	if node.Parent() == nil || lines.Len() == 0 {
		return
	}
	line := lines.At(lines.Len() - 1)
	value := line.Value(reader.Source())
	open, list := trailingBraces(value)
	if open < 0 {
		return
	}
	at := line.Start + open
	line.Stop = line.Start + len(bytes.TrimRight(value[:open], " \t"))
	lines.Set(lines.Len()-1, line)
	pc.(*document).readAttributes(node, list, at)
}

// attributeList is what stands between the braces: it begins with #id, .class
// or name=value. Anything else in braces is text.
var attributeList = regexp.MustCompile(`^\s*(?:[#.][^\s{}]|[A-Za-z_:][\w:.-]*\s*=)[^{}]*$`)

// trailingBraces finds the attribute list that ends a line. It returns where its
// brace opens and what is inside, or -1.
func trailingBraces(line []byte) (open int, list string) {
	line = bytes.TrimRight(line, " \t\n")
	if len(line) == 0 || line[len(line)-1] != '}' {
		return -1, ""
	}
	if open = bytes.LastIndexByte(line, '{'); open < 0 {
		return -1, ""
	}
	slashes := open - len(bytes.TrimRight(line[:open], `\`))
	inside := line[open+1 : len(line)-1]
	if slashes%2 == 1 || !attributeList.Match(inside) {
		return -1, ""
	}
	return open, string(inside)
}

// explicitID is the form of an id that an author may choose.
var explicitID = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// reserved are the beginnings of ids that others on the page use: the theme,
// footnotes and evidence.
var reserved = []string{"site-", "fn", "evidence-"}

func isReserved(id string) bool {
	for _, prefix := range reserved {
		if strings.HasPrefix(id, prefix) {
			return true
		}
	}
	return false
}

// readAttributes keeps the id of an attribute list, which opens at an offset
// into the body, and reports everything else in it.
func (d *document) readAttributes(heading ast.Node, list string, at int) {
	pos := d.at(at, len(list)+2)
	if words, ok := strings.CutPrefix(strings.TrimSpace(list), "#"); ok && strings.Contains(words, " ") && !strings.ContainsAny(words, ".=#") {
		d.list.Add(diag.MarkdownID, pos, "write {#"+betterID(words)+"}", `the name "%s" has a space in it`, clip(words, 40))
		return
	}
	for _, field := range strings.Fields(list) {
		id, ok := strings.CutPrefix(field, "#")
		language := passageLanguage.FindStringSubmatch(field)
		switch {
		case language != nil:
			d.readLanguage(heading, language[1], pos)
		case !ok:
			d.list.Add(diag.MarkdownAttribute, pos, "keep only a name for links, as in {#costs}, or a language, as in {lang=cy}, or delete the brackets",
				`"%s" means nothing after a heading`, clip(field, 40))
		case !explicitID.MatchString(id):
			d.list.Add(diag.MarkdownID, pos, "write {#"+betterID(id)+"}: small letters, digits and hyphens, a letter first",
				`the name "%s" is not allowed after a heading`, clip(id, 40))
		case isReserved(id):
			d.list.Add(diag.MarkdownID, pos, "write {#h-"+clip(id, 40)+"}",
				`the name "%s" begins like those that the page itself uses`, clip(id, 40))
		default:
			if d.attributes == nil {
				d.attributes = map[ast.Node]attribute{}
			}
			d.attributes[heading] = attribute{id, pos}
		}
	}
}

// betterID turns an id that is not allowed into one that is.
func betterID(id string) string {
	id = headingID(id)
	if !explicitID.MatchString(id) {
		return "h-" + id
	}
	return id
}

// nameHeadings gives every heading its id: the author's, or one made from its
// words. Chosen ids come first, so that they never change because of others.
func (d *document) nameHeadings(nodes []ast.Node, headings []Heading) {
	used := make(names, len(nodes))
	for i, node := range nodes {
		a, ok := d.attributes[node]
		switch {
		case !ok:
		case used[a.id] > 0:
			d.duplicateID(a, headings)
		default:
			headings[i].ID = used.unused(a.id)
		}
	}
	for i := range headings {
		if headings[i].ID == "" {
			headings[i].ID = used.unused(d.headingID(headings[i].Text))
		}
	}
}

func (d *document) duplicateID(a attribute, headings []Heading) {
	problem := diag.New(diag.MarkdownID, a.pos, "choose another name, or leave it out",
		`the name "%s" is given to two headings`, a.id)
	first := slices.IndexFunc(headings, func(h Heading) bool { return h.ID == a.id })
	problem.Related = []diag.Related{{Position: headings[first].Pos.In(d.src.Path), Message: "first given here"}}
	d.list = append(d.list, problem)
}

// headingText makes a string of the words of a heading.
func (d *document) headingText(words []byte) string {
	if h, ok := d.headings[string(words)]; ok {
		return h.text
	}
	return string(words)
}

// headingID is the id of a heading, if no other has it.
func (d *document) headingID(text string) string {
	if h, ok := d.headings[text]; ok {
		return h.id
	}
	return headingID(text)
}

// headingID is the id that an author expects of a heading.
func headingID(text string) string {
	id := idOf(text)
	if isReserved(id) {
		return "h-" + id
	}
	return id
}

// names holds the names that are taken, each with a number up to which its
// numbered forms may be taken too.
type names map[string]int

// unused returns name, or name with the lowest number from 2 that makes it new,
// and takes it.
func (used names) unused(name string) string {
	if used[name] == 0 {
		used[name] = 1
		return name
	}
	for n := used[name] + 1; ; n++ {
		numbered := name + "-" + strconv.Itoa(n)
		if used[numbered] == 0 {
			used[name], used[numbered] = n, 1
			return numbered
		}
	}
}

// checkHeading reports a heading that breaks the outline of the page, whose own
// title is level 1. The level before is 1 for the first heading.
func (d *document) checkHeading(h Heading, written, before int) {
	switch {
	case written == 1:
		d.list.Add(diag.MarkdownHeading, h.Pos.In(d.src.Path), "write ## "+clip(h.Text, 60),
			`the heading "%s" is level 1, which is the page's title`, clip(h.Text, 60))
	case h.Text == "":
		d.list.Add(diag.MarkdownHeading, h.Pos.In(d.src.Path), "give it words, or leave it out", "a heading without words")
	case int(h.Level) > before+1:
		d.list.Add(diag.MarkdownHeading, h.Pos.In(d.src.Path), "write "+strings.Repeat("#", before+1)+" "+clip(h.Text, 60),
			`the heading "%s" is level %d and follows level %d`, clip(h.Text, 60), h.Level, before)
	}
}

// headingPos is the whole heading as written, without its id.
func (d *document) headingPos(n *ast.Heading) diag.Position {
	start := max(n.Pos(), 0)
	line, _, _ := bytes.Cut(d.source[start:], []byte("\n"))
	if lines := n.Lines(); lines.Len() > 0 {
		line = d.source[start:max(lines.At(0).Stop, start)]
	}
	return d.at(start, len(bytes.TrimRight(line, " \t\n")))
}
