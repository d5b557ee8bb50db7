package export

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/config"
)

// TestPolicyIsTheThemes holds the headers to what the pages themselves say.
func TestPolicyIsTheThemes(t *testing.T) {
	top, err := os.ReadFile("../../themes/default/templates/partials/top.html")
	if err != nil {
		t.Fatal(err)
	}
	meta := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]+)"`).FindSubmatch(top)
	if meta == nil {
		t.Fatal("the theme has no policy")
	}
	if want := string(meta[1]) + "; frame-ancestors 'none'"; Policy != want {
		t.Errorf("the headers say %s, the pages %s", Policy, want)
	}
	hosting, err := os.ReadFile("../../docs/hosting.md")
	if err != nil {
		t.Fatal(err)
	}
	for file, times := range map[string]int{string(Headers()): 1, string(Apache(config.Default())): 1, string(hosting): 2} {
		if n := strings.Count(file, Policy); n != times {
			t.Errorf("the policy is there %d times, not %d:\n%s", n, times, file)
		}
	}
}

func TestRobotsCollectors(t *testing.T) {
	settings := config.Default()
	if got := string(Robots(settings)); !strings.Contains(got, "User-agent: GPTBot\n") || !strings.HasSuffix(got, "Disallow: /\n") {
		t.Errorf("by default: %s", got)
	}
	settings.Privacy.Crawlers = "allowed"
	if got := string(Robots(settings)); got != "User-agent: *\nDisallow:\n" {
		t.Errorf("allowed: %q", got)
	}
}
