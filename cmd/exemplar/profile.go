package main

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
)

// The files that profiled writes; go tool pprof reads them.
const (
	processorProfile = "cpu.pprof"
	memoryProfile    = "heap.pprof"
)

// profiled does the work and writes into a folder where its time went and what
// memory it asked for. Without a folder it only does the work. The profiles of
// work that failed are written too.
func profiled(dir string, work func() error) error {
	if dir == "" {
		return work()
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	file, err := os.Create(filepath.Join(dir, processorProfile))
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return errors.Join(err, file.Close())
	}
	err = work()
	pprof.StopCPUProfile()
	if written := errors.Join(file.Close(), writeHeap(dir)); err == nil {
		err = written
	}
	return err
}

// writeHeap writes what is in memory now and what was asked for until now.
func writeHeap(dir string) error {
	file, err := os.Create(filepath.Join(dir, memoryProfile))
	if err != nil {
		return err
	}
	runtime.GC() // so that what is in memory is what is in use
	return errors.Join(pprof.WriteHeapProfile(file), file.Close())
}
