package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io/fs"
	"time"
)

// packed is one file of an archive.
type packed struct {
	name, from string
	mode       fs.FileMode
	data       []byte
}

// tarred returns a tar.gz: no owner, no names of users, one time for all.
func tarred(list []packed, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	small, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	w := tar.NewWriter(small)
	for _, p := range list {
		head := &tar.Header{
			Typeflag: tar.TypeReg, Name: p.name, Size: int64(len(p.data)), Mode: int64(p.mode), ModTime: at, Format: tar.FormatUSTAR,
		}
		if err := w.WriteHeader(head); err != nil {
			return nil, err
		}
		if _, err := w.Write(p.data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	err = small.Close()
	return out.Bytes(), err
}

// zipped returns a zip with one time for all, in UTC.
func zipped(list []packed, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range list {
		head := &zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: at.UTC()}
		head.SetMode(p.mode)
		f, err := w.CreateHeader(head)
		if err != nil {
			return nil, err
		}
		if _, err := f.Write(p.data); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}
