package serve

import (
	"runtime/debug"
	"slices"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// load makes a state of the files. It survives mistakes of the program's own,
// so that the server does. It does not wait for the rules of check where there
// was a state before: these take about as long as all else together, and hardly
// ever find an error.
func load(t *tree, before *state, opts site.Options) (now *state) {
	defer func() {
		if p := recover(); p != nil {
			now = failed(t, before, &crash{"reading the site", p, debug.Stack()})
		}
	}()
	opts.Sum, opts.Shape = t.sum, t.shape
	s, err := site.Load(t, opts)
	if err != nil {
		return failed(t, before, err)
	}
	now = &state{tree: t, site: s, before: before.good, good: before.good, manifest: manifestOf(s.Direct(), before.manifest)}
	if s.Problems.HasErrors() || now.manifest.conflicts.HasErrors() {
		return now.check()
	}
	now.next = newSnapshot(s, t, now.manifest)
	if before.site == nil {
		return now.check()
	}
	now.problems = carried(before)
	if !now.broken() {
		now.good = now.next
	}
	return now
}

// failed is the state of files that cannot be read as a site.
func failed(t *tree, before *state, err error) *state {
	return &state{tree: t, good: before.good, problems: diag.List{site.LoadProblem(err)}, checked: true}
}

// carried are the problems to show until the rules are checked: those of the
// state before, without the errors that the stages would have found again.
func carried(before *state) diag.List {
	if before.next == nil {
		return slices.DeleteFunc(slices.Clone(before.problems), func(d diag.Diagnostic) bool { return d.Severity == diag.Error })
	}
	return before.problems
}

// check returns the state with the rules checked.
func (s *state) check() *state {
	now := *s
	now.checked, now.good, now.before = true, s.before, nil
	now.problems = slices.Concat(checked(s.site), s.manifest.conflicts).Sort()
	if now.broken() {
		return &now
	}
	if now.next == nil {
		now.next = newSnapshot(s.site, s.tree, s.manifest)
	}
	now.good = now.next
	return &now
}

// checked are the problems of a site. A mistake in a rule is one of them.
func checked(s *site.Site) (list diag.List) {
	defer func() {
		if p := recover(); p != nil {
			list = append(slices.Clone(s.Problems), site.LoadProblem(&crash{"checking the site", p, debug.Stack()}))
		}
	}()
	return s.Check()
}
