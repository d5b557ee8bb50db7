package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
)

// Format names a way of printing problems.
type Format string

const (
	// Text is for people: the place, the message, the line with a caret.
	Text Format = "text"
	// JSON is one object a line with the keys severity, code, file, line,
	// column, message and hint.
	JSON Format = "json"
	// GitHub is the workflow command form that annotates a pull request.
	GitHub Format = "github"
)

// InQuotes writes a path of this machine in quotes, as people write it there: the
// backslashes of Windows are not doubled, and control characters are escaped.
func InQuotes(path string) string {
	return strings.ReplaceAll(strconv.Quote(path), `\\`, `\`)
}

// Printer writes problems in one format.
type Printer struct {
	W      io.Writer
	Format Format
	// Colour turns terminal colours on in the Text format.
	Colour bool
	// Line returns one line of a file of the site, or "" if it cannot. It may be
	// nil; the Text format then leaves the source line out.
	Line func(file string, line int) string
}

// Print writes the whole list in the order given.
func (p Printer) Print(list List) error {
	for _, d := range list {
		if _, err := io.WriteString(p.W, p.render(d)); err != nil {
			return err
		}
	}
	return nil
}

func (p Printer) render(d Diagnostic) string {
	switch p.Format {
	case JSON:
		return renderJSON(d)
	case GitHub:
		return renderGitHub(d)
	}
	return p.renderText(d)
}

func renderJSON(d Diagnostic) string {
	b, err := json.Marshal(struct {
		Severity string `json:"severity"`
		Code     Code   `json:"code"`
		File     string `json:"file"`
		Line     int    `json:"line"`
		Column   int    `json:"column"`
		Message  string `json:"message"`
		Hint     string `json:"hint"`
	}{d.Severity.String(), d.Code, d.Position.File, d.Position.Line, d.Position.Column, d.Message, d.Hint})
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	return string(b) + "\n"
}

// renderGitHub follows the workflow command syntax of GitHub Actions, in which
// %, CR and LF are escaped everywhere and : and , in property values.
func renderGitHub(d Diagnostic) string {
	level := map[Severity]string{Info: "notice", Warning: "warning", Error: "error"}[d.Severity]
	value := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	text := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	var props []string
	add := func(name, v string) { props = append(props, name+"="+value.Replace(v)) }
	if d.Position.File != "" {
		add("file", d.Position.File)
	}
	if d.Position.Line > 0 {
		add("line", fmt.Sprint(d.Position.Line))
	}
	if d.Position.Column > 0 {
		add("col", fmt.Sprint(d.Position.Column))
	}
	add("title", string(d.Code))
	message := d.Message
	if d.Hint != "" {
		message += "\n" + d.Hint
	}
	return fmt.Sprintf("::%s %s::%s\n", level, strings.Join(props, ","), text.Replace(message))
}

const (
	red    = "\x1b[1;31m"
	yellow = "\x1b[1;33m"
	blue   = "\x1b[1;34m"
	bold   = "\x1b[1m"
	dim    = "\x1b[2m"
	reset  = "\x1b[0m"
)

func (p Printer) paint(code, s string) string {
	if !p.Colour || s == "" {
		return s
	}
	return code + s + reset
}

func (p Printer) renderText(d Diagnostic) string {
	var b strings.Builder
	if at := d.Position.String(); at != "" {
		b.WriteString(p.paint(bold, Printable(at)) + ": ")
	}
	tint := map[Severity]string{Info: blue, Warning: yellow, Error: red}[d.Severity]
	fmt.Fprintf(&b, "%s: %s [%s]\n", p.paint(tint, d.Severity.String()), Printable(d.Message), d.Code)
	b.WriteString(p.excerpt(d.Position, tint))
	if d.Hint != "" {
		fmt.Fprintf(&b, "  %s %s\n", p.paint(bold, "hint:"), Printable(d.Hint))
	}
	for _, r := range d.Related {
		fmt.Fprintf(&b, "  %s: %s\n", Printable(r.Position.String()), Printable(r.Message))
	}
	return b.String()
}

// widest is the number of characters of a source line that are shown.
const widest = 120

// excerpt draws the source line with carets under the problem. Long lines are
// cut around it.
func (p Printer) excerpt(at Position, tint string) string {
	if p.Line == nil || at.Line == 0 {
		return ""
	}
	line := []rune(p.Line(at.File, at.Line))
	if len(line) == 0 || at.Column == 0 || at.Column > len(line)+1 {
		return ""
	}
	from := 0
	if at.Column > widest-20 {
		from = at.Column - widest/2
	}
	to := min(from+widest, len(line))
	start := at.Column - 1 - from
	length := min(max(at.Length, 1), max(to-from-start, 1))
	gutter := fmt.Sprintf("%5d", at.Line)
	shown := Printable(string(line[from:to]))
	pad := indent(line[from : from+min(start, to-from)])
	return fmt.Sprintf("%s %s\n%s %s%s\n",
		p.paint(dim, gutter+" |"), shown,
		p.paint(dim, "      |"), pad, p.paint(tint, strings.Repeat("^", length)))
}

// indent returns blanks as wide as text, keeping its tabs.
func indent(text []rune) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, Printable(string(text)))
}

// Printable replaces control characters, which could steer a terminal, and those
// that cannot be seen, under which no caret would stand.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), strings.ContainsRune("\u00ad\u200b\u2060\ufeff\u3164", r):
			return '\uFFFD'
		}
		return r
	}, s)
}
