package diag

import "testing"

func TestOwner(t *testing.T) {
	for code, want := range map[Code]string{
		LinkBroken: "author", ConfigValue: "administrator", CheckSignoff: "head", PeopleConsent: "data-protection lead",
		WithdrawnPublished: "data-protection lead", PrivacyEmail: "author", TemplateExec: "administrator", AccessStatement: "administrator",
	} {
		if got := code.Owner().String(); got != want {
			t.Errorf("%s is for the %s, not the %s", code, got, want)
		}
	}
}

// TestSilenceable keeps errors that are no guesses from being silenced by a page.
func TestSilenceable(t *testing.T) {
	for _, rule := range Rules() {
		want := rule.Severity != Error || rule.Code == PrivacyUPN || rule.Code == PrivacyBirth || rule.Code == PrivacyList || rule.Code == AccessMedia
		if got := rule.Code.Silenceable(); got != want {
			t.Errorf("%s: %t", rule.Code, got)
		}
	}
}
