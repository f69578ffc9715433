#!/usr/bin/env python3
"""pyexpat of the standard library, without namespaces. With SHIM_CANONICAL=1 it tells what it read."""

import os
import sys
from xml.parsers import expat

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import canonical
import protocol

CANONICAL = os.environ.get("SHIM_CANONICAL") == "1"


class Reader(canonical.Writer):
    def __init__(self, parser):
        super().__init__()
        self.is_in_doctype = False
        parser.ordered_attributes = True
        parser.StartElementHandler = self.started
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.ProcessingInstructionHandler = self.instruction
        parser.StartDoctypeDeclHandler = lambda *_: self.in_doctype(True)
        parser.EndDoctypeDeclHandler = lambda: self.in_doctype(False)

    def in_doctype(self, answer):
        self.is_in_doctype = answer

    def started(self, name, attributes):
        self.start(name, zip(attributes[::2], attributes[1::2]))

    def instruction(self, target, data):
        if not self.is_in_doctype:
            super().instruction(target, data)


def stream(pieces):
    parser = expat.ParserCreate()
    reader = Reader(parser) if CANONICAL else None
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return reader.form() if reader else None


def parse(document):
    return stream([document])


protocol.main(parse, stream)
