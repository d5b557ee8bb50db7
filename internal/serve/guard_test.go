package serve

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestGuard_hosts(t *testing.T) {
	for _, tt := range []struct {
		bind  string
		yes   string
		never string
	}{
		{"",
			"localhost localhost:4000 LOCALHOST:4000 LocalHost 127.0.0.1 127.0.0.1:4000 127.0.0.1:80 [::1] [::1]:4000",
			"attacker.example attacker.example:4000 localhost.attacker.example localhost.:4000 localhost. 127.0.0.1.nip.io " +
				"127.0.0.2 0.0.0.0 0.0.0.0:4000 [::] [::ffff:127.0.0.1]:4000 2130706433 0x7f.1 127.1 127.000.000.001 192.168.1.7:4000 " +
				"localhost:4000:4000 localhost: localhost:x localhost:-1 user@localhost localhost/ localhost:4000/a [localhost] [localhost]:4000 [127.0.0.1] ::1 ::1:4000 " +
				"[::1 ::1] [::1%25lo] xn--lcalhost-54a lосalhost localhost%00 localhost\\attacker.example 127.0.0.1,attacker.example " +
				"localhost#attacker.example localhost?attacker.example *.localhost app.localhost 0177.0.0.1 127。0。0。1"},
		{"0.0.0.0",
			"localhost:4000 192.168.1.7:4000 10.0.0.1 [2001:db8::1]:4000 0.0.0.0:4000",
			"attacker.example:4000 2130706433 127.1 192.168.1.7.nip.io"},
		{"lp.example", "lp.example LP.example:4000 localhost", "attacker.example www.lp.example"},
		{"127.0.0.2", "127.0.0.2:4000 localhost", "127.0.0.3:4000 attacker.example"},
	} {
		g := newGuard(tt.bind)
		for _, host := range strings.Fields(tt.yes) {
			if !g.allows(host) {
				t.Errorf("bound to %q: refuses %q", tt.bind, host)
			}
		}
		for _, host := range append(strings.Fields(tt.never), "", " ", "localhost ", ":4000", "[]", "[]:4000") {
			if g.allows(host) {
				t.Errorf("bound to %q: answers for %q", tt.bind, host)
			}
		}
	}
}

// TestGuard_origins goes through what browsers send, with every page and with
// the event stream: https://www.w3.org/TR/fetch-metadata/.
func TestGuard_origins(t *testing.T) {
	const here = "http://localhost:4000"
	type sent map[string]string
	for _, tt := range []struct {
		name          string
		headers       sent
		page, private bool // whether a page, and a file under /-/, is answered
	}{
		{"no browser", sent{}, true, true},
		{"typed into the address bar", sent{"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, true, true},
		{"a link of our own", sent{"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, true, true},
		{"our own script", sent{"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Origin": here}, true, true},
		{"an old browser's event stream", sent{"Origin": here}, true, true},
		{"a link elsewhere", sent{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, true, false},
		{"a link on another port", sent{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, true, false},
		{"a frame elsewhere", sent{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, false, false},
		{"a picture elsewhere", sent{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, false, false},
		{"a script elsewhere", sent{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, false, false},
		{"fetch elsewhere", sent{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Origin": "https://attacker.example"}, false, false},
		{"fetch from another port", sent{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Origin": "http://localhost:8080"}, false, false},
		{"an old browser elsewhere", sent{"Origin": "https://attacker.example"}, false, false},
		{"an old browser, another port", sent{"Origin": "http://localhost:8080"}, false, false},
		{"an old browser, another scheme", sent{"Origin": "https://localhost:4000"}, false, false},
		{"an opaque origin", sent{"Origin": "null"}, false, false},
		{"an empty origin", sent{"Origin": ""}, false, false},
		{"a name that ends alike", sent{"Origin": "http://attacker-localhost:4000"}, false, false},
		{"a word that is new", sent{"Sec-Fetch-Site": "other", "Sec-Fetch-Mode": "cors"}, false, false},
	} {
		for path, want := range map[string]bool{"/a.html": tt.page, "/-/events": tt.private, "/-/problems.json": tt.private} {
			r := httptest.NewRequest(http.MethodGet, here+path, nil)
			for name, value := range tt.headers {
				r.Header.Set(name, value)
			}
			status, _ := newGuard("").refuse(r)
			if got := status == 0; got != want {
				t.Errorf("%s, %s: answered is %t", tt.name, path, got)
			}
		}
	}
}

func TestGuard_methods(t *testing.T) {
	for method, want := range map[string]int{
		"GET": 0, "HEAD": 0, "POST": 405, "PUT": 405, "DELETE": 405, "OPTIONS": 405, "TRACE": 405, "PATCH": 405, "PROPFIND": 405,
	} {
		r := httptest.NewRequest(method, "http://localhost:4000/", nil)
		if got, _ := newGuard("").refuse(r); got != want {
			t.Errorf("%s: %d, not %d", method, got, want)
		}
	}
}
