package markdown

import (
	"errors"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// SafeURL says whether a page may lead to an address, and how it begins. The
// scheme is http, https, mailto or tel, or empty for an address within the site;
// for anything else the error says in plain words what is wrong. The address is
// one whose entities are resolved; what it would be if they were resolved again,
// or its percent signs decoded, must be safe too. Scheme and host are read as
// the WHATWG URL standard has browsers read them.
func SafeURL(address string) (scheme string, err error) {
	if strings.ContainsFunc(address, isInvisible) {
		return "", errors.New("the address holds an invisible character")
	}
	scheme, err = readScheme(address)
	if err != nil || !strings.ContainsAny(address, "&%") {
		return scheme, err
	}
	for _, form := range decoded(address) {
		if again, err := readScheme(form); err != nil || again != scheme {
			return "", errors.New("the address hides how it begins")
		}
	}
	return scheme, nil
}

func isInvisible(r rune) bool {
	return r < 0x20 || r >= 0x7F && (unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r))
}

// decoded returns what a careless reader could make of an address.
func decoded(address string) []string {
	forms := []string{html.UnescapeString(address)}
	for range 2 {
		plain, err := url.PathUnescape(forms[len(forms)-1])
		if err != nil {
			break
		}
		forms = append(forms, stripControls(plain))
	}
	return forms
}

// stripControls drops what browsers drop from an address before they read it.
func stripControls(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cc, r) {
			return -1
		}
		return r
	}, s)
}

func readScheme(address string) (string, error) {
	address = strings.TrimSpace(address)
	if len(address) > 1 && isSlash(address[0]) && isSlash(address[1]) {
		return "", errors.New("an address that begins with // belongs to another site")
	}
	end := strings.IndexAny(address, ":/?#")
	if end < 0 || address[end] != ':' {
		return "", nil
	}
	scheme := strings.ToLower(address[:end])
	switch scheme {
	case "mailto", "tel":
		return scheme, nil
	case "http", "https":
		if err := checkHost(scheme, address[end+1:]); err != nil {
			return "", err
		}
		return scheme, nil
	}
	return "", fmt.Errorf(`a page cannot lead to a "%s:" address`, clip(address[:end], 30))
}

func isSlash(c byte) bool { return c == '/' || c == '\\' }

// host is what must follow http: or https:, up to the path.
var host = regexp.MustCompile(`^//[^/\\?#]+`)

func checkHost(scheme, rest string) error {
	name := host.FindString(rest)
	switch {
	case name == "":
		return fmt.Errorf(`"%s:" is not followed by // and the name of a site`, scheme)
	case strings.ContainsAny(name, "@ "):
		return errors.New("the address hides the name of its site")
	case strings.HasPrefix(rest[len(name):], `\`):
		return errors.New(`the address has a backslash after the name of its site`)
	}
	return nil
}

// clip shortens what an author wrote so that it fits into a message.
func clip(s string, longest int) string {
	s = stripControls(s)
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}
