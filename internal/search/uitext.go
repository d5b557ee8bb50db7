package search

// uiTexts are the words of the interface in English, by key. {n}, {q}, {words}
// and the like are places to fill. A key that ends in .one or .other is picked by
// number; a language may have .zero, .two, .few and .many too.
var uiTexts = map[string]string{
	"results.one":      "{n} result",
	"results.other":    "{n} results",
	"none":             "Nothing found",
	"none.hint":        "Try fewer or other words, take a filter away, or look under a heading below.",
	"none.word":        "No page has “{words}”.",
	"corrected":        "Showing results for {words}",
	"also":             "Also searched: {words}",
	"partly":           "Some of these pages do not have all your words.",
	"checked":          "The phrase was looked for in the {n} best pages.",
	"more":             "Show more",
	"remove":           "Remove {words}",
	"clear":            "Clear all filters",
	"find":             "Find in this list",
	"all":              "Show all {n}",
	"none.list":        "Try fewer or other words, or take a filter away.",
	"everywhere":       "Search the whole portal for “{q}”",
	"section":          "In “{words}”",
	"evidence":         "Evidence for {words}",
	"searching":        "Searching …",
	"failed":           "The search could not be loaded. The lists below lead to every page.",
	"seeall":           "See everything for “{q}”",
	"unfiltered.one":   "Show the {n} result without the filters",
	"unfiltered.other": "Show the {n} results without the filters",
	"suggest.one":      "{n} suggestion; use the arrow keys",
	"suggest.other":    "{n} suggestions; use the arrow keys",
}

// texts returns the words of the interface in the site's language.
func texts(opts Options) map[string]string {
	found := make(map[string]string, len(uiTexts))
	for key, english := range uiTexts {
		found[key] = english
		if opts.Text != nil {
			if s := opts.Text(key); s != "" {
				found[key] = s
			}
		}
	}
	if opts.Text != nil {
		for _, key := range []string{"results", "suggest", "unfiltered"} {
			for _, form := range []string{".zero", ".two", ".few", ".many"} {
				if s := opts.Text(key + form); s != "" {
					found[key+form] = s
				}
			}
		}
	}
	return found
}
