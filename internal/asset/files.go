package asset

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// File is a file that is published and is no picture.
type File struct {
	// Source is relative to the site's root, Path to the output folder.
	Source, Path string
	// Size is in bytes.
	Size int64
}

// contentFolder is the folder whose files are published beside their pages.
const contentFolder = "content/"

// Files says which of the files beside pages are published: those of the kinds
// that a visitor can open and that cannot run in a browser. Pictures are left
// out without a word, because Plan publishes those that a page shows; so are
// the files that systems and programs leave behind.
func Files(fsys fs.FS, paths []string, limits Limits) ([]File, diag.List) {
	var files []File
	var problems diag.List
	for _, source := range paths {
		if IsPicture(source) || isLeftBehind(source) {
			continue
		}
		size, refused := judge(fsys, source, limits.withDefaults())
		if refused != nil {
			problems = append(problems, refused.diagnostic(source))
			continue
		}
		if found := besideText(fsys, source, size); len(found) > 0 {
			problems = append(problems, documentWarning(source, found))
		}
		if slices.Contains(filmExtensions, extension(source)) && filmedAt(fsys, source) {
			problems = append(problems, refuse(diag.ImageGPS, "the published film does not; clean the file as well, or keep it where only staff can get it",
				"says where it was taken").diagnostic(source))
		}
		files = append(files, File{source, strings.TrimPrefix(source, contentFolder), size})
	}
	return files, problems
}

// pictureExtensions are those that people expect a page to show, published by
// Plan or refused by it.
var pictureExtensions = []string{
	".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".webp", ".svg", ".avif",
	".heic", ".heif", ".tif", ".tiff", ".bmp", ".ico",
}

// IsPicture reports whether a file's name says that it is a picture.
func IsPicture(name string) bool { return slices.Contains(pictureExtensions, extension(name)) }

func extension(name string) string { return strings.ToLower(path.Ext(name)) }

// isLeftBehind knows what Windows, macOS, Office and editors put into folders.
func isLeftBehind(name string) bool {
	base := strings.ToLower(path.Base(name))
	return strings.HasPrefix(base, ".") || strings.HasPrefix(base, "~$") || strings.HasSuffix(base, "~") ||
		slices.Contains([]string{".tmp", ".bak", ".swp"}, path.Ext(base)) ||
		slices.Contains([]string{"thumbs.db", "desktop.ini", "icon\r"}, base)
}

// downloads are the kinds of files that are published, and how each begins. A
// kind without a beginning is text.
var downloads = map[string][]magic{
	".pdf":  {{0, "%PDF-"}},
	".docx": office,
	".xlsx": office,
	".pptx": office,
	".odt":  office,
	".ods":  office,
	".odp":  office,
	".zip":  {{0, "PK\x03\x04"}, {0, "PK\x05\x06"}},
	".mp4":  film,
	".m4a":  film,
	".webm": {{0, "\x1a\x45\xdf\xa3"}},
	".mp3":  {{0, "ID3"}, {0, "\xff\xfb"}, {0, "\xff\xfa"}, {0, "\xff\xf3"}, {0, "\xff\xf2"}, {0, "\xff\xe3"}},
	".txt":  nil,
	".csv":  nil,
	".ics":  nil,
	".vtt":  nil,
}

// filmExtensions are those of films and recordings that may say where they were taken.
var filmExtensions = []string{".mp4", ".m4a"}

var (
	office = []magic{{0, "PK\x03\x04"}}
	film   = []magic{{4, "ftyp"}}
)

// instead says what to do about the kinds that people try.
var instead = map[string]string{
	".doc": "save it as .docx or PDF", ".docm": "save it as .docx or PDF", ".dotx": "save it as .docx or PDF",
	".rtf": "save it as .docx or PDF", ".pages": "export it as PDF", ".pub": "save it as PDF",
	".xls": "save it as .xlsx", ".xlsm": "save it as .xlsx", ".numbers": "export it as .xlsx",
	".ppt": "save it as .pptx or PDF", ".pptm": "save it as .pptx or PDF", ".ppsx": "save it as .pptx or PDF",
	".key": "export it as PDF", ".notebook": "export it as PDF",
	".mov": "save it as .mp4", ".avi": "save it as .mp4", ".wmv": "save it as .mp4", ".mkv": "save it as .mp4",
	".wav": "save it as .mp3", ".wma": "save it as .mp3",
	".html": "write its text in a page", ".htm": "write its text in a page", ".md": "",
	".lnk": "put the file itself there", ".url": "link to the address in a page",
}

// judge returns the size of a file that may be published.
func judge(fsys fs.FS, source string, limits Limits) (int64, *refusal) {
	kind := extension(source)
	magics, ok := downloads[kind]
	if !ok {
		return 0, refuseKind(kind)
	}
	info, refused := stat(fsys, source)
	if refused != nil {
		return 0, refused
	}
	if info.Size() > int64(limits.DownloadMB)*million {
		return 0, refuse(diag.FileTooLarge, "put it where your school keeps films and large files, and link to it",
			"is %d MB; the limit is %d MB", info.Size()/million, limits.DownloadMB)
	}
	head, refused := readHead(fsys, source)
	if refused != nil {
		return 0, refused
	}
	return info.Size(), judgeHead(head, kind, magics)
}

func refuseKind(kind string) *refusal {
	if kind == "" {
		return refuse(diag.AssetType, "give it the ending of its kind, such as .pdf, or take it out of the folder",
			"is not published: its name does not say what it is")
	}
	hint, ok := instead[kind]
	if !ok {
		hint = "save it as PDF, or pack it into a .zip, or take it out of the folder"
	}
	return refuse(diag.AssetType, hint, "is not published: files that end in %s are not", kind)
}

// headSize is how much of a file is looked at, in bytes.
const headSize = 1024

func readHead(fsys fs.FS, source string) ([]byte, *refusal) {
	file, err := fsys.Open(source)
	if err != nil {
		return nil, unreadable(err)
	}
	defer file.Close()
	head, err := io.ReadAll(io.LimitReader(file, headSize))
	if err != nil {
		return nil, unreadable(err)
	}
	return head, nil
}

// judgeHead refuses a file whose content is not of the kind that its name says:
// it would not open, and may be something else in disguise.
func judgeHead(head []byte, kind string, magics []magic) *refusal {
	switch {
	case len(head) == 0:
		return refuse(diag.AssetType, "save it again, or take it out of the folder", "is not published: it is empty")
	case magics == nil:
		return nil
	case kind == ".pdf" && bytes.Contains(head, []byte("%PDF-")):
		return nil // some programs write a few bytes before it
	case slices.ContainsFunc(magics, func(m magic) bool { return m.matches(head) }):
		return nil
	case slices.Equal(magics, office) && (magic{0, "\xd0\xcf\x11\xe0"}).matches(head):
		return refuse(diag.AssetType, "open it, take the password off, and save it as "+kind,
			"is not published: it has a password or is of an old kind")
	}
	return refuse(diag.AssetType, "open it and save it as "+kind+" again", "is not published: it is not really a %s file", kind)
}
