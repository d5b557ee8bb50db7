package catalog

import (
	"cmp"
	"slices"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Options say how a site is judged.
type Options struct {
	// AsOf is the day by which dates are judged; it is needed.
	AsOf date.Date
	// Drafts includes drafts, studies in review or not signed off, and entries
	// of a later date. What is withdrawn or hidden stays out all the same.
	Drafts bool
	// Framework is the default framework's folder; it may be empty where there
	// is only one.
	Framework string
	// FrameworkAt is the place of that setting, for messages.
	FrameworkAt diag.Position
	// RequireSignoff leaves out the case studies that nobody signed.
	RequireSignoff bool
	// RequireSafeguarding leaves out those that nobody has checked for children
	// who could be recognised.
	RequireSafeguarding bool
	// ReviewGrace is how long after its day of review a case study is still
	// published; the zero length means for ever.
	ReviewGrace date.Length
	// Outputs are further output paths that a body may link to, beside the
	// pages and files of the content and the pages that every site has.
	Outputs []string
}

// Link finds out how the entries of a site belong together and returns them as
// one catalogue, with every problem that takes more than one file to see. The
// catalogue is complete as far as the problems allow. The order of the set's
// entries makes no difference.
func Link(set *content.Set, opts Options) (*Catalog, diag.List) {
	l := newLinker(set, opts)
	l.publish()
	l.publishFiles(set.Files)
	l.claimAddresses()
	l.linkFrameworks()
	bodies := l.startBodies()
	l.linkSchools()
	l.linkPractitioners()
	l.linkCaseStudies()
	l.linkOpportunities()
	l.linkPages()
	l.finishBodies(bodies)
	l.linkClaims()
	go l.catalog.relations() // most pages ask, and what the caller does next takes as long
	return l.catalog, l.problems.Sort()
}

// linker is the catalogue in the making.
type linker struct {
	opts     Options
	entries  []content.Entry // by source
	failed   []string        // content files that could not be read, sorted
	catalog  *Catalog
	problems diag.List

	// names has what a reference may name, by kind and then by file name or
	// slug; a standard's names are its code in lower case after its framework
	// and a slash.
	names []map[string]known
	// sorted has the same names once they were asked for, for suggestions.
	sorted map[content.Kind][]string
	// standards are those published, by source; a framework sorts its own.
	standards []*Standard
	// standing is the default framework; nil where there is none.
	standing *Framework

	places  map[string]*place
	guesses guesses
	// typed has the standards that were found, by framework and code as authors
	// type them.
	typed map[[2]string]*Standard
	// mentioned are the entries that the body in hand leads to.
	mentioned []Entry
}

// fork returns a linker for work that goes on beside this one's. It may only look
// up; it guesses nothing.
func (l *linker) fork() *linker {
	own := *l
	own.problems, own.mentioned, own.typed = nil, nil, map[[2]string]*Standard{}
	own.guesses = guesses{none: true}
	return &own
}

func newLinker(set *content.Set, opts Options) *linker {
	l := &linker{
		opts:    opts,
		entries: slices.Clone(set.Entries),
		failed:  slices.Clone(set.Failed),
		catalog: &Catalog{AsOf: opts.AsOf},
		names:   make([]map[string]known, len(content.Kinds())),
		sorted:  map[content.Kind][]string{},
		places:  make(map[string]*place, 2*len(set.Entries)+len(set.Files)),
		guesses: guesses{made: map[[2]string]string{}, tried: map[string]int{}},
		typed:   map[[2]string]*Standard{},
	}
	slices.SortFunc(l.entries, func(a, b content.Entry) int {
		return cmp.Compare(a.Common().Source, b.Common().Source)
	})
	slices.Sort(l.failed)
	for kind, n := range counts(l.entries) {
		l.names[kind] = make(map[string]known, n)
	}
	return l
}

// counts says how many entries there are of each kind.
func counts(entries []content.Entry) []int {
	list := make([]int, len(content.Kinds()))
	for _, e := range entries {
		list[e.Common().Kind]++
	}
	return list
}
