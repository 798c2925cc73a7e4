package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
)

// A flipped reader gives the files from memory, one of them with one bit turned.
type flipped struct {
	files map[string][]byte
	name  string
	data  []byte
}

func (f flipped) read(name string) ([]byte, error) {
	if name == f.name {
		return f.data, nil
	}
	if data, ok := f.files[name]; ok {
		return data, nil
	}
	return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
}

// flipAll flips each byte of each file below root, one at a time, in memory, and checks the log again: it must be
// refused every time, and so no file may be there that the check does not read. A byte has one of its bits flipped, a
// different one from byte to byte; a byte of the checkpoint has each.
func flipAll(c *checker, root string) error {
	files, err := load(root, c.entries != nil)
	if err != nil {
		return err
	}
	clean := checker{verifier: c.verifier, log: flipped{files: files}.read, olds: c.olds}
	if c.entries != nil {
		clean.entries = clean.log
	}
	if _, err := clean.check(); err != nil {
		return fmt.Errorf("before any flip: %v", err)
	}
	var flips, refused int64
	names := make(chan string)
	var workers sync.WaitGroup
	for i := 0; i < runtime.NumCPU(); i++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for name := range names {
				n, m := flipFile(clean, files, name)
				atomic.AddInt64(&flips, n)
				atomic.AddInt64(&refused, m)
			}
		}()
	}
	for name := range files {
		names <- name
	}
	close(names)
	workers.Wait()
	fmt.Println("FLIPS", flips, "refused", refused)
	if flips == 0 || flips != refused {
		return fmt.Errorf("%d of %d flips were not refused", flips-refused, flips)
	}
	return nil
}

// flipFile flips each byte of one file and counts flips and refusals.
func flipFile(c checker, files map[string][]byte, name string) (flips, refused int64) {
	f := flipped{files, name, append([]byte(nil), files[name]...)}
	// Entries are checked against leaf hashes that do not depend on them: no need to authenticate the tiles again.
	check := func() error { _, _, err := c.checkTiles(); return err }
	if strings.HasPrefix(name, "tile/entries/") {
		_, leaves, err := c.checkTiles()
		if err != nil {
			return 1, 0
		}
		check = func() error { return checkEntries(f.read, leaves) }
	} else {
		c.log = f.read
	}
	for i := range f.data {
		bits := []int{i % 8}
		if name == "checkpoint" {
			bits = []int{0, 1, 2, 3, 4, 5, 6, 7}
		}
		for _, bit := range bits {
			f.data[i] ^= 1 << bit
			flips++
			if check() != nil {
				refused++
			} else {
				fmt.Println("NOT REFUSED", name, "byte", i, "bit", bit)
			}
			f.data[i] ^= 1 << bit
		}
	}
	return flips, refused
}

// load reads the checkpoint and all files below tile, entries only if asked for.
func load(root string, entries bool) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		wanted := name == "checkpoint" || strings.HasPrefix(name, "tile/")
		if !wanted || (!entries && strings.HasPrefix(name, "tile/entries/")) {
			return nil
		}
		files[name], err = os.ReadFile(path)
		return err
	})
	return files, err
}
