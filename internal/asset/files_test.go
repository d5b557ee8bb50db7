package asset

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

func TestFiles(t *testing.T) {
	const zip, ole = "PK\x03\x04and more", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	tests := []struct {
		name, data string
		// says is part of the problem's message and hint; empty where the file is
		// published.
		says, hint string
	}{
		{"plan.pdf", "%PDF-1.7\n", "", ""},
		{"PLAN.PDF", "%PDF-1.7\n", "", ""},
		{"odd.pdf", "\r\n%PDF-1.4\n", "", ""},
		{"planning grid (final).docx", zip, "", ""},
		{"sheet.xlsx", zip, "", ""},
		{"slides.pptx", zip, "", ""},
		{"text.odt", zip, "", ""},
		{"sheet.ods", zip, "", ""},
		{"slides.odp", zip, "", ""},
		{"all.zip", zip, "", ""},
		{"nothing-in-it.zip", "PK\x05\x06", "", ""},
		{"notes.txt", "Nodiadau", "", ""},
		{"scores.csv", "a,b\n", "", ""},
		{"dates.ics", "BEGIN:VCALENDAR\n", "", ""},
		{"talk.vtt", "WEBVTT\n", "", ""},
		{"talk.mp4", "\x00\x00\x00\x18ftypmp42", "", ""},
		{"talk.m4a", "\x00\x00\x00\x18ftypM4A ", "", ""},
		{"talk.webm", "\x1a\x45\xdf\xa3", "", ""},
		{"talk.mp3", "ID3\x04", "", ""},
		{"bare.mp3", "\xff\xfb\x90", "", ""},

		{"page.html", "<html>", "files that end in .html are not", "write its text in a page"},
		{"run.js", "alert(1)", "files that end in .js are not", "take it out of the folder"},
		{"setup.exe", "MZ", "files that end in .exe are not", "take it out of the folder"},
		{"plan.pdf.exe", "%PDF-1.7", "files that end in .exe are not", "take it out of the folder"},
		{"old.doc", ole, "files that end in .doc are not", "save it as .docx or PDF"},
		{"macro.DOCM", zip, "files that end in .docm are not", "save it as .docx or PDF"},
		{"poster.pub", ole, "files that end in .pub are not", "save it as PDF"},
		{"README", "x", "does not say what it is", "give it the ending"},
		{"empty.pdf", "", "is empty", "save it again"},
		{"page.pdf", "<!DOCTYPE html>", "is not really a .pdf file", "save it as .pdf again"},
		{"locked.docx", ole, "has a password or is of an old kind", "save it as .docx"},
		{"photo.docx", "\xff\xd8\xff\xe0", "is not really a .docx file", "save it as .docx again"},
		{"film.mp4", "MZ\x90\x00", "is not really a .mp4 file", "save it as .mp4 again"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			source := "content/case-studies/talk/" + tt.name
			files, problems := Files(site(map[string][]byte{source: []byte(tt.data)}), []string{source}, Limits{})
			if tt.says == "" {
				want := []File{{source, "case-studies/talk/" + tt.name, int64(len(tt.data))}}
				if diff := cmp.Diff(files, want); diff != "" || len(problems) > 0 {
					t.Errorf("%s %v", diff, problems)
				}
				return
			}
			if len(files) > 0 || len(problems) != 1 || problems[0].Code != diag.AssetType ||
				!strings.Contains(problems[0].Message, tt.says) || !strings.Contains(problems[0].Hint, tt.hint) {
				t.Errorf("published %v with %+v", files, problems)
			}
		})
	}
}

func TestFilesLeftOut(t *testing.T) {
	names := []string{"a.jpg", "b.PNG", "c.svg", "d.HEIC", ".DS_Store", "._plan.pdf", ".gitkeep", "Thumbs.db", "desktop.ini", "~$plan.docx", "plan.pdf~", "x.tmp", "y.bak"}
	fsys := fstest.MapFS{}
	var paths []string
	for _, name := range names {
		fsys["content/"+name] = &fstest.MapFile{Data: []byte("x")}
		paths = append(paths, "content/"+name)
	}
	if files, problems := Files(fsys, paths, Limits{}); len(files) > 0 || len(problems) > 0 {
		t.Error(files, problems)
	}
}

// hugeFS says that every file is of a given size.
type hugeFS struct {
	fstest.MapFS
	size int64
}

type hugeInfo struct {
	fs.FileInfo
	size int64
}

func (i hugeInfo) Size() int64 { return i.size }

func (h hugeFS) Lstat(name string) (fs.FileInfo, error) {
	info, err := h.MapFS.Lstat(name)
	return hugeInfo{info, h.size}, err
}

func TestFilesProblems(t *testing.T) {
	fsys := fstest.MapFS{
		"content/there.pdf": {Data: []byte("%PDF-")},
		"content/link.pdf":  {Data: []byte("there.pdf"), Mode: fs.ModeSymlink | 0o777},
		"content/pipe.pdf":  {Mode: fs.ModeNamedPipe},
	}
	tests := []struct {
		name   string
		fsys   fs.FS
		limits Limits
		want   diag.Code
	}{
		{"gone.pdf", fsys, Limits{}, diag.FileUnreadable},
		{"link.pdf", fsys, Limits{}, diag.FileSymlink},
		{"pipe.pdf", fsys, Limits{}, diag.FileUnreadable},
		{"there.pdf", hugeFS{fsys, 101 * million}, Limits{}, diag.FileTooLarge},
		{"there.pdf", hugeFS{fsys, 7 * million}, Limits{DownloadMB: 6}, diag.FileTooLarge},
	}
	for _, tt := range tests {
		files, problems := Files(tt.fsys, []string{"content/" + tt.name}, tt.limits)
		if len(files) > 0 || len(problems) != 1 || problems[0].Code != tt.want {
			t.Errorf("%s: published %v with %v, want %s", tt.name, files, problems, tt.want)
		}
	}
}
