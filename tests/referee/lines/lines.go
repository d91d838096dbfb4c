// Package lines reads JSON lines and answers each with one JSON line.
//
// It depends on nothing but the standard library, so that judges whose versions clash can share it.
package lines

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// Answer reads a value of type Q from each line of standard input and writes what answer says of it, until the input
// ends. A line that is no such value ends the program: that is a mistake of the one who asks.
func Answer[Q, A any](answer func(Q) A) error {
	in := bufio.NewReader(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err == io.EOF && len(line) == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		var question Q
		if err := json.Unmarshal(line, &question); err != nil {
			return fmt.Errorf("a line cannot be read: %w", err)
		}
		if err := Write(out, answer(question)); err != nil {
			return err
		}
	}
}

// Write writes a value as one line, at once.
func Write(out *bufio.Writer, value any) error {
	line, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if _, err := out.Write(append(line, '\n')); err != nil {
		return err
	}
	return out.Flush()
}

// Main runs a judge, and says on standard error why it ended early.
func Main(run func() error) {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
