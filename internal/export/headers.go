package export

import (
	"strings"

	"github.com/exemplar-lp/exemplar/internal/config"
)

// The output paths of the files by which hosts are told what a browser may do
// with the pages: that of Netlify and Cloudflare Pages, and that of Apache.
const (
	HeadersPath = "_headers"
	ApachePath  = ".htaccess"
)

// Policy is what a page may load and do: nothing but the portal's own files
// (https://www.w3.org/TR/CSP3/). The theme's pages say the same in a meta
// element, which cannot forbid framing.
const Policy = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers are sent with every file.
var headers = [][2]string{
	{"Content-Security-Policy", Policy},
	{"X-Content-Type-Options", "nosniff"},
	{"X-Frame-Options", "DENY"},
	{"Referrer-Policy", "strict-origin-when-cross-origin"},
	{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
}

// Headers returns the file for Netlify and Cloudflare Pages.
func Headers() []byte {
	var b strings.Builder
	b.WriteString("/*\n")
	for _, h := range headers {
		b.WriteString("  " + h[0] + ": " + h[1] + "\n")
	}
	return []byte(b.String())
}

// Apache returns the file for Apache. Which page a visitor gets for an address
// that is not there can only be said where the portal's own address is known.
func Apache(settings *config.Settings) []byte {
	var b strings.Builder
	b.WriteString("Options -Indexes\nAddDefaultCharset utf-8\n")
	if root := settings.RootPath(); root != "" {
		b.WriteString("ErrorDocument 404 " + root + "404.html\n")
	}
	b.WriteString("<IfModule mod_headers.c>\n")
	for _, h := range headers {
		b.WriteString("  Header always set " + h[0] + " \"" + h[1] + "\"\n")
	}
	b.WriteString("</IfModule>\n")
	return []byte(b.String())
}
