// encoding/xml of Go's standard library, strict, with namespaces. What it reads is written and read again.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
)

func tokens(document []byte) ([]xml.Token, error) {
	decoder := xml.NewDecoder(bytes.NewReader(document))
	var all []xml.Token
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		all = append(all, xml.CopyToken(token))
	}
}

// lost says what is gone when tokens are written and read again.
func lost(all []xml.Token) string {
	var out bytes.Buffer
	encoder := xml.NewEncoder(&out)
	for _, token := range all {
		if err := encoder.EncodeToken(token); err != nil {
			return ""
		}
	}
	if encoder.Flush() != nil {
		return ""
	}
	again, err := tokens(out.Bytes())
	if err != nil {
		return "what it wrote is not well-formed: " + err.Error()
	}
	for i := range all {
		if i >= len(again) || reflect.TypeOf(all[i]) != reflect.TypeOf(again[i]) {
			return fmt.Sprintf("it wrote another kind of token for %T", all[i])
		}
		one, is := all[i].(xml.StartElement)
		if is && one.Name != again[i].(xml.StartElement).Name {
			return "it wrote another name of an element"
		}
	}
	return ""
}

func answer(document []byte) (line string) {
	defer func() {
		if panicked := recover(); panicked != nil {
			line = fmt.Sprint("crash panic: ", panicked)
		}
	}()
	all, err := tokens(document)
	if err != nil {
		return "reject " + err.Error()
	}
	roots := false
	for _, token := range all {
		if _, is := token.(xml.StartElement); is {
			roots = true
		}
	}
	if !roots {
		return "reject no root"
	}
	if how := lost(all); how != "" && os.Getenv("SHIM_ROUND_TRIP") == "1" {
		return "differs " + how
	}
	return "accept"
}

func main() {
	if len(os.Args) < 2 || os.Args[1] != "--persistent" {
		document, _ := io.ReadAll(os.Stdin)
		line := answer(document)
		fmt.Fprintln(os.Stderr, line)
		if strings.HasPrefix(line, "reject") {
			os.Exit(1)
		} else if line != "accept" {
			os.Exit(100)
		}
		return
	}
	input := bufio.NewReader(os.Stdin)
	head := make([]byte, 4)
	for {
		if _, err := io.ReadFull(input, head); err != nil {
			return
		}
		document := make([]byte, binary.LittleEndian.Uint32(head))
		if _, err := io.ReadFull(input, document); err != nil {
			return
		}
		line := strings.Join(strings.Fields(answer(document)), " ")
		fmt.Fprintln(os.Stdout, line)
	}
}
