package site

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/exemplar-lp/exemplar/internal/asset"
	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/document"
)

// unlinked reports the files that are published though no page leads to them, such
// as one that somebody left in the folder or that only a draft offers.
func (s *Site) unlinked() diag.List {
	led := map[string]bool{}
	note := func(targets []catalog.Target) {
		for _, t := range targets {
			if t.File {
				led[t.Path] = true
			}
		}
	}
	s.Catalog.Each(func(e catalog.Entry) {
		note(e.Linked().Targets)
		if study, ok := e.(*catalog.CaseStudy); ok {
			note(study.Offered)
		}
	})
	var problems diag.List
	for _, f := range s.files {
		if !led[f.Source] {
			problems.Add(diag.AssetUnlinked, diag.Position{File: f.Source}, "link to it from a page, or take it out of the content folder",
				"%q is published, and no page leads to it", path.Base(f.Source))
		}
	}
	return problems
}

// largestRead is how much of a file to download is read for its words, in bytes.
const largestRead = 32 << 20

// readDownloads looks for what should not be public in the words of files to
// download. known may be nil.
func (s *Site) readDownloads(known *Memory) diag.List {
	var problems diag.List
	for _, f := range s.files {
		switch {
		case !wordy(f):
		case f.Size > largestRead:
			problems = append(problems, unread(f, "it is larger than 32 MB"))
		default:
			problems = append(problems, known.said(s.root, f)...)
		}
	}
	return problems
}

// wordy reports whether a file is of a kind that has words which can be read.
func wordy(f asset.File) bool {
	return !slices.Contains([]string{".mp4", ".m4a", ".mp3", ".webm"}, strings.ToLower(path.Ext(f.Source)))
}

// numbered are the kinds of files whose lines a person sees.
var numbered = []string{".txt", ".csv", ".ics", ".vtt"}

// said reads one file. What cannot be read says nothing here; publishing it fails.
func said(root fs.FS, f asset.File) diag.List {
	data, err := fs.ReadFile(root, f.Source)
	if err != nil {
		return nil
	}
	d := content.Download{File: f.Source}
	hasLines := slices.Contains(numbered, strings.ToLower(path.Ext(f.Source)))
	for _, text := range document.Texts(f.Source, data) {
		for i, line := range text.Lines() {
			if !hasLines {
				i = -1
			}
			d.Line(i+1, line)
		}
	}
	if why := document.Unread(f.Source, data); why != "" {
		return append(d.Problems(), unread(f, why))
	}
	return d.Problems()
}

// unread warns of a file in which nothing could be looked for.
func unread(f asset.File, why string) diag.Diagnostic {
	return diag.New(diag.PrivacyDocument, diag.Position{File: f.Source}, "look yourself for names, numbers and dates of birth of pupils; then silence the check on the page beside it, and say who looked",
		"the words of %q cannot be looked through: %s", path.Base(f.Source), why)
}

// readFile is what a file said when it had a size and a time of change.
type readFile struct {
	size     int64
	changed  time.Time
	problems diag.List
}

// said returns what a file says, from memory where the file has not changed.
func (m *Memory) said(root fs.FS, f asset.File) diag.List {
	info, err := fs.Stat(root, f.Source)
	if m == nil || err != nil {
		return said(root, f)
	}
	old, ok := m.files[f.Source]
	if ok && old.size == info.Size() && old.changed.Equal(info.ModTime()) {
		return old.problems
	}
	now := readFile{info.Size(), info.ModTime(), said(root, f)}
	if m.files == nil {
		m.files = map[string]readFile{}
	}
	m.files[f.Source] = now
	return now.problems
}
