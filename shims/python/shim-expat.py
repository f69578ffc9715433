#!/usr/bin/env python3
"""pyexpat of the standard library, without namespaces. With SHIM_CANONICAL=1 it tells what it read."""

import os
import sys
from xml.parsers import expat

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import protocol

CANONICAL = os.environ.get("SHIM_CANONICAL") == "1"
XML = "http://www.w3.org/XML/1998/namespace"
TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"}
VALUE = {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;"}


class Canonical:
    """Writes Canonical XML 1.0 without comments."""

    def __init__(self, parser):
        self.out = []
        # The declarations in force, by prefix, for each open element.
        self.scopes = []
        self.is_rooted = False
        self.is_in_doctype = False
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = lambda text: self.put(text.translate(str.maketrans(TEXT)))
        parser.ProcessingInstructionHandler = self.instruction
        parser.StartDoctypeDeclHandler = lambda *_: self.in_doctype(True)
        parser.EndDoctypeDeclHandler = lambda: self.in_doctype(False)

    def put(self, text):
        self.out.append(text)

    def in_doctype(self, answer):
        self.is_in_doctype = answer

    def attribute(self, name, value):
        self.put(f' {name}="{value.translate(str.maketrans(VALUE))}"')

    def start(self, name, attributes):
        self.is_rooted = True
        around = self.scopes[-1] if self.scopes else {}
        own, plain = {}, []
        for key, value in attributes.items():
            if key == "xmlns":
                own[""] = value
            elif key.startswith("xmlns:"):
                own[key[6:]] = value
            else:
                plain.append((key, value))
        scope = {**around, **own}
        self.put("<" + name)
        for prefix in sorted(own):
            if prefix != "xml" and own[prefix] != around.get(prefix, ""):
                self.attribute("xmlns:" + prefix if prefix else "xmlns", own[prefix])
        def order(attribute):
            prefix, colon, local = attribute[0].rpartition(":")
            uri = XML if prefix == "xml" else scope.get(prefix, "") if colon else ""
            return uri, local
        for key, value in sorted(plain, key=order):
            self.attribute(key, value)
        self.put(">")
        self.scopes.append(scope)

    def end(self, name):
        self.put(f"</{name}>")
        self.scopes.pop()

    def instruction(self, target, data):
        if self.is_in_doctype:
            return
        data = data.replace("\r", "&#xD;")
        text = f"<?{target} {data}?>" if data else f"<?{target}?>"
        if self.scopes:
            self.put(text)
        else:
            self.put("\n" + text if self.is_rooted else text + "\n")


def parse(document):
    parser = expat.ParserCreate()
    canonical = Canonical(parser) if CANONICAL else None
    parser.Parse(document, True)
    return "".join(canonical.out).encode() if canonical else None


protocol.main(parse)
