package markdown

import "testing"

func TestSafeURL(t *testing.T) {
	tests := []struct {
		address, scheme string
		ok              bool
	}{
		{"a.md", "", true},
		{"../a/b.md#c", "", true},
		{"#a", "", true},
		{"?a=b:c", "", true},
		{"", "", true},
		{"/a/b.html", "", true},
		{"Year%209%20plan.pdf", "", true},
		{"a/b:c", "", true},
		{`pictures\a.jpg`, "", true},
		{"https://example.org/a?b=c&copy=d#e", "https", true},
		{"HTTP://example.org", "http", true},
		{"https://example.org/@a:b//c", "https", true},
		{"https://example.org/?u=javascript%3Aalert(1)", "https", true},
		{"https://müller.example/ä", "https", true},
		{"mailto:office@school.example?subject=A%20b", "mailto", true},
		{"tel:+44-1234-567", "tel", true},
		{" https://example.org ", "https", true},

		{"javascript:alert(1)", "", false},
		{"JAVASCRIPT:alert(1)", "", false},
		{"data:text/html,a", "", false},
		{"blob:https://example.org/a", "", false},
		{"feed:javascript:alert(1)", "", false},
		{"file:///etc/passwd", "", false},
		{"ftp://example.org", "", false},
		{"localhost:8080/a", "", false},
		{"java\tscript:alert(1)", "", false},
		{"java\nscript:alert(1)", "", false},
		{"\x01javascript:alert(1)", "", false},
		{"a\u200bb.md", "", false},
		{"a\u202eb.md", "", false},
		{"a\u0085b.md", "", false},
		{"//example.org/a", "", false},
		{`\\example.org\a`, "", false},
		{`/\example.org`, "", false},
		{" //example.org", "", false},
		{"https:example.org", "", false},
		{"https:/example.org", "", false},
		{"https:///example.org", "", false},
		{`https:\\example.org`, "", false},
		{"https://", "", false},
		{"https://good.example@evil.example", "", false},
		{`https://good.example\@evil.example`, "", false},
		{"https://good example/", "", false},
		{"javascript%3Aalert(1)", "", false},
		{"javascript%253Aalert(1)", "", false},
		{"%6Aavascript:alert(1)", "", false},
		{"java%0Ascript%3Aalert(1)", "", false},
		{"javascript&colon;alert(1)", "", false},
		{"&#106;avascript:alert(1)", "", false},
		{"%2F/evil.example", "", false},
		{"&sol;/evil.example", "", false},
	}
	for _, tt := range tests {
		scheme, err := SafeURL(tt.address)
		if scheme != tt.scheme || (err == nil) != tt.ok {
			t.Errorf("SafeURL(%q) = %q, %v", tt.address, scheme, err)
		}
	}
}
