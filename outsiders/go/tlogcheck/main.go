// Tlogcheck verifies a tile log from its files alone, with the code every go command trusts: golang.org/x/mod/sumdb.
// It is the glue only: signatures are note.Open's, tiles TileHashReader's, proofs CheckRecord's and CheckTree's.
//
//	tlogcheck [-entries DIR] VKEY-FILE LOGDIR [OLD-CHECKPOINT...]        OK size, or FAIL reason and exit status 1
//	tlogcheck [-entries DIR] -flip VKEY-FILE LOGDIR [OLD-CHECKPOINT...]  FLIPS n refused m, then OK only if n is m
//	tlogcheck -notes FILE VKEY-FILE                                     NOTES 0110..., one digit a note
//
// Build: GO111MODULE=off GOPATH=/usr/share/gocode go build (Debian: golang-go, golang-golang-x-mod-dev).
package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	entries := flag.String("entries", "", "also check the entry bundles below `DIR`/tile/entries")
	flip := flag.Bool("flip", false, "flip every byte in turn and require refusal")
	notes := flag.String("notes", "", "say which notes of `FILE` (4-byte length, bytes, ...) open")
	flag.Parse()
	last, err := run(*entries, *flip, *notes, flag.Args())
	if err != nil {
		fmt.Println("FAIL", err)
		os.Exit(1)
	}
	fmt.Println(last)
}

func run(entriesDir string, flip bool, notes string, args []string) (string, error) {
	if len(args) < 1 || (notes == "" && len(args) < 2) {
		return "", errors.New("usage: tlogcheck [-entries DIR] [-flip] VKEY-FILE LOGDIR [OLD-CHECKPOINT...]")
	}
	vkey, err := os.ReadFile(args[0])
	if err != nil {
		return "", err
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	if err != nil {
		return "", err
	}
	if notes != "" {
		return openNotes(notes, verifier)
	}
	c := checker{verifier: verifier, log: dir(args[1])}
	if entriesDir != "" {
		c.entries = dir(entriesDir)
	}
	for _, name := range args[2:] {
		old, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		c.olds = append(c.olds, old)
	}
	if flip {
		if err := flipAll(&c, args[1]); err != nil {
			return "", err
		}
	}
	tree, err := c.check()
	if err != nil {
		return "", err
	}
	return fmt.Sprint("OK ", tree.N), nil
}

// A reader gives the bytes of a file named as the log serves it, such as "tile/0/000".
type reader func(name string) ([]byte, error)

func dir(root string) reader {
	return func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(root, filepath.FromSlash(name))) }
}

// A checker is one log to check. A nil entries reader leaves the entries unread.
type checker struct {
	verifier     note.Verifier
	log, entries reader
	olds         [][]byte
}

// check verifies all of the log and returns the tree its checkpoint claims.
func (c *checker) check() (tlog.Tree, error) {
	tree, leaves, err := c.checkTiles()
	if err != nil {
		return tree, err
	}
	if c.entries == nil {
		return tree, nil
	}
	return tree, checkEntries(c.entries, leaves)
}

// checkTiles verifies checkpoint, tiles and proofs, and returns the authenticated leaf hashes.
func (c *checker) checkTiles() (tlog.Tree, []tlog.Hash, error) {
	signed, err := c.log("checkpoint")
	if err != nil {
		return tlog.Tree{}, nil, err
	}
	tree, err := openCheckpoint(signed, c.verifier)
	if err != nil {
		return tree, nil, err
	}
	hashes := tlog.TileHashReader(tree, tiles{c.log})
	leaves, err := readLeaves(tree, hashes)
	if err != nil {
		return tree, nil, err
	}
	if err := checkInclusion(tree, hashes, leaves); err != nil {
		return tree, nil, err
	}
	for _, old := range c.olds {
		if err := checkGrowth(tree, hashes, old, c.verifier); err != nil {
			return tree, nil, err
		}
	}
	return tree, leaves, nil
}

// openCheckpoint verifies the note and reads its three lines. Go's base64 forgives stray bits; a checkpoint has one
// spelling, so the lines must come out as they went in.
func openCheckpoint(signed []byte, verifier note.Verifier) (tlog.Tree, error) {
	var tree tlog.Tree
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tree, err
	}
	for _, sig := range opened.Sigs {
		if _, err := base64.StdEncoding.Strict().DecodeString(sig.Base64); err != nil {
			return tree, fmt.Errorf("signature line: %v", err)
		}
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tree, errors.New("checkpoint: not three lines under the log's name")
	}
	tree.N, err = strconv.ParseInt(lines[1], 10, 64)
	if err != nil || strconv.FormatInt(tree.N, 10) != lines[1] || tree.N < 0 {
		return tree, errors.New("checkpoint: size")
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tree, errors.New("checkpoint: root")
	}
	copy(tree.Hash[:], root)
	return tree, nil
}

// tiles adapts a log's names to Go's, which put the tile height first.
type tiles struct{ read reader }

func (t tiles) Height() int                     { return 8 }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data, err := t.read(strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// readLeaves reads every leaf hash, which authenticates every tile of level 0 and all tiles above.
func readLeaves(tree tlog.Tree, hashes tlog.HashReader) ([]tlog.Hash, error) {
	if tree.N == 0 {
		// Not tlog.TreeHash: older releases of it take 32 zero bytes for the root of nothing.
		if tree.Hash != sha256.Sum256(nil) {
			return nil, errors.New("an empty log has the empty root")
		}
		return nil, nil
	}
	indexes := make([]int64, tree.N)
	for i := range indexes {
		indexes[i] = tlog.StoredHashIndex(0, int64(i))
	}
	return hashes.ReadHashes(indexes)
}

// checkInclusion proves and checks the first and last entries, the edges of the first tile, and a stride.
func checkInclusion(tree tlog.Tree, hashes tlog.HashReader, leaves []tlog.Hash) error {
	at := []int64{0, 255, 256, tree.N - 1}
	for i := int64(0); i < tree.N; i += tree.N/16 + 1 {
		at = append(at, i)
	}
	for _, i := range at {
		if i < 0 || i >= tree.N {
			continue
		}
		proof, err := tlog.ProveRecord(tree.N, i, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, i, leaves[i]); err != nil {
			return fmt.Errorf("entry %d: %v", i, err)
		}
	}
	return nil
}

// checkGrowth proves and checks that an older checkpoint is the beginning of the tree.
func checkGrowth(tree tlog.Tree, hashes tlog.HashReader, signed []byte, verifier note.Verifier) error {
	old, err := openCheckpoint(signed, verifier)
	if err != nil {
		return fmt.Errorf("older checkpoint: %v", err)
	}
	if old.N == 0 {
		_, err := readLeaves(old, hashes)
		return err // every log grew from nothing; there is nothing more to prove
	}
	if old.N > tree.N {
		return fmt.Errorf("the log shrank from %d to %d", old.N, tree.N)
	}
	proof, err := tlog.ProveTree(tree.N, old.N, hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash); err != nil {
		return fmt.Errorf("growth from %d: %v", old.N, err)
	}
	return nil
}

// checkEntries hashes every entry of every bundle and compares it with its leaf.
func checkEntries(read reader, leaves []tlog.Hash) error {
	size := int64(len(leaves))
	for first := int64(0); first < size; first += 256 {
		tile := tlog.Tile{H: 8, L: 0, N: first / 256, W: 256}
		if size-first < 256 {
			tile.W = int(size - first)
		}
		bundle, err := read(strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1))
		if err != nil {
			return err
		}
		for i := first; i < first+int64(tile.W); i++ {
			if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
				return fmt.Errorf("entry %d: the bundle ends inside it", i)
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			if tlog.RecordHash(bundle[2:end]) != leaves[i] {
				return fmt.Errorf("entry %d: not the entry of its leaf", i)
			}
			bundle = bundle[end:]
		}
		if len(bundle) != 0 {
			return fmt.Errorf("bundle of entry %d: bytes after the last entry", first)
		}
	}
	return nil
}

// openNotes says of each note in a file whether note.Open takes it.
func openNotes(file string, verifier note.Verifier) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	said := "NOTES "
	for len(data) > 0 {
		if len(data) < 4 || uint32(len(data)-4) < binary.BigEndian.Uint32(data) {
			return "", errors.New("the file of notes ends inside one")
		}
		end := 4 + binary.BigEndian.Uint32(data)
		if _, err := note.Open(data[4:end], note.VerifierList(verifier)); err == nil {
			said += "1"
		} else {
			said += "0"
		}
		data = data[end:]
	}
	return said, nil
}
