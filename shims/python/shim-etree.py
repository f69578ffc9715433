#!/usr/bin/env python3
"""xml.etree.ElementTree of the standard library. With SHIM_CANONICAL=1 it tells what it read, by what
its XMLParser tells a target of one's own, since the tree has no prefixes and nothing outside the root.
The parser gives names by namespace and tells of declarations apart: where two prefixes in force stand
for one namespace it does not tell which of them was written. Nor does it tell where a document type
declaration ends, so that an instruction between its start and the root may stand within or after it.
Such documents are called unsupported."""

import os
import sys
import xml.etree.ElementTree as etree

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import canonical
import protocol

CANONICAL = os.environ.get("SHIM_CANONICAL") == "1"


class Reader(canonical.Writer):
    """A target of XMLParser."""

    def __init__(self):
        super().__init__()
        # Declarations that the next element brings.
        self.own = []
        self.names = []
        self.has_doctype = False
        # What is not told, if anything.
        self.doubt = None

    def doctype(self, *_):
        self.has_doctype = True

    def pi(self, target, data=None):
        if self.has_doctype and not self.is_rooted:
            self.doubt = "it does not tell whether an instruction is one of the document type declaration"
        self.instruction(target, data or "")

    def start_ns(self, prefix, uri):
        self.own.append((prefix or "", uri or ""))

    def start(self, tag, attributes):
        scope = {**self.scope(), **dict(self.own)}
        own = [("xmlns:" + prefix if prefix else "xmlns", uri) for prefix, uri in self.own]
        self.own = []
        plain = [(self.written(key, scope, False), value) for key, value in attributes.items()]
        self.names.append(self.written(tag, scope, True))
        super().start(self.names[-1], own + plain)

    def end(self, tag):
        super().end(self.names.pop())

    def data(self, text):
        self.text(text)

    def close(self):
        if self.doubt:
            raise protocol.Unsupported(self.doubt)
        return self.form()

    def written(self, name, scope, is_element):
        """The name with the prefix that stands for its namespace."""
        uri, brace, local = name[1:].rpartition("}")
        if not brace:
            return name
        if uri == canonical.XML:
            return "xml:" + local
        prefixes = [p for p, bound in scope.items() if bound == uri and (p or is_element)]
        if len(prefixes) > 1:
            self.doubt = "it does not tell which prefix stands for a namespace that has two"
        # Without any the parser has told of a namespace that it did not declare, which is seen so.
        return name if not prefixes else f"{prefixes[0]}:{local}" if prefixes[0] else local


def parse(document):
    if not CANONICAL:
        etree.fromstring(document)
        return None
    parser = etree.XMLParser(target=Reader())
    parser.feed(document)
    return parser.close()


protocol.main(parse)
