package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
)

// ManifestPath is where the list of published files stands in an output folder;
// it is also how a build knows that a folder is one of its own. Hosts leave out
// or ignore what begins with a dot, and the list says nothing that the site does
// not show.
const ManifestPath = ".exemplar/manifest.json"

// manifestVersion is the form of manifest that this package writes and reads.
const manifestVersion = 1

// Manifest is the list of the files that a build made. It holds no times, no
// machine's paths and no version of the program: equal sites have equal
// manifests.
type Manifest struct {
	// Version is the form of the manifest: 1.
	Version int `json:"version"`
	// Files is sorted by path and does not list the manifest itself.
	Files []File `json:"files"`
}

// File is one published file.
type File struct {
	// Path is relative to the output folder, with slashes.
	Path string `json:"path"`
	// Size is in bytes.
	Size int64 `json:"size"`
	// SHA256 is in lower-case hexadecimal.
	SHA256 string `json:"sha256"`
}

// ReadManifest reads the manifest of a published site. The error is
// fs.ErrNotExist, wrapped, where there is none.
func ReadManifest(fsys fs.FS) (Manifest, error) {
	b, err := fs.ReadFile(fsys, ManifestPath)
	if err != nil {
		return Manifest{}, err
	}
	return parseManifest(b)
}

func parseManifest(b []byte) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(b, &m); err != nil {
		return Manifest{}, fmt.Errorf("%s: %w", ManifestPath, err)
	}
	if m.Version != manifestVersion {
		return Manifest{}, fmt.Errorf("%s: version %d is not known", ManifestPath, m.Version)
	}
	return m, nil
}

// usualLine is how long a line of a manifest may be before the manifest has to be
// moved in memory, in bytes.
const usualLine = 160

// encode writes a file a line, so that two manifests can be compared by eye.
func (m Manifest) encode() []byte {
	var b bytes.Buffer
	b.Grow(len(m.Files) * usualLine)
	fmt.Fprintf(&b, "{\"version\":%d,\"files\":[\n", m.Version)
	lines := json.NewEncoder(&b)
	for i := range m.Files {
		if i > 0 {
			b.Truncate(b.Len() - len("\n"))
			b.WriteString(",\n")
		}
		if err := lines.Encode(&m.Files[i]); err != nil {
			panic(err) // strings and numbers always marshal
		}
	}
	b.WriteString("]}\n")
	return b.Bytes()
}

// describe lists data as the file at a path.
func describe(path string, data []byte) File {
	sum := sha256.Sum256(data)
	var digits [2 * sha256.Size]byte
	hex.Encode(digits[:], sum[:])
	return File{Path: path, Size: int64(len(data)), SHA256: string(digits[:])}
}
