package markdown

import (
	"strings"
	"testing"
)

func TestParse_languages(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"paragraph", "Bore da i bawb. {lang=cy}\n", `<p lang="cy">Bore da i bawb.</p>`},
		{"on a line of its own", "Bore da.\n{lang=cy}\n", `<p lang="cy">Bore da.</p>`},
		{"with a marker", "Bore da. [PS1] {lang=cy}\n", ` class="evidence" lang="cy">Bore da.`},
		{"quote", "> Da iawn. {lang=cy}\n", "<blockquote>\n<p lang=\"cy\">Da iawn.</p>"},
		{"item of a tight list", "- Hello\n- Helo {lang=cy}\n", "<li lang=\"cy\">Helo</li>"},
		{"item of a loose list", "- Helo {lang=cy}\n\n- Hello\n", "<li lang=\"cy\">\n<p>Helo</p>"},
		{"heading", "## Croeso {lang=cy}\n", `<h2 id="croeso" lang="cy">Croeso</h2>`},
		{"definition", "Welcome\n: Croeso {lang=cy}\n", `<dd lang="cy">Croeso</dd>`},
		{"not at the end", "We wrote {lang=cy} in it.\n", "<p>We wrote {lang=cy} in it.</p>"},
		{"alone", "{lang=cy}\n", "<p>{lang=cy}</p>"},
		{"other braces", "A set {1, 2}\n\nB {#b}\n", "<p>B {#b}</p>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body, problems := parse(t, tt.body)
			if !strings.Contains(string(body.HTML), tt.want) || len(problems) > 0 {
				t.Errorf("%s%s", body.HTML, show(problems))
			}
			for _, w := range judge(body) {
				t.Error(w)
			}
		})
	}
	if _, problems := parse(t, "Bore da. {lang=\"Welsh\"}\n"); !strings.HasPrefix(show(problems), "1:10+14 error markdown/attribute") {
		t.Error(show(problems))
	}
}
