"""Canonical XML 1.0 without comments, from what a parser tells in order."""

import re

XML = "http://www.w3.org/XML/1998/namespace"
TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"})
VALUE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;"}
)
# A comment, an instruction and a tag of a canonical form, in which no text and no value has "<".
MARKUP = re.compile(rb'<!--.*?-->|<\?.*?\?>|<(?:[^">]|"[^"]*")*>', re.DOTALL)


class Writer:
    """Names are given as they stand in the document, declarations of namespaces as attributes."""

    def __init__(self):
        self.out = []
        # The declarations in force, by prefix, for each open element.
        self.scopes = []
        self.is_rooted = False

    def form(self):
        return "".join(self.out).encode()

    def scope(self):
        return self.scopes[-1] if self.scopes else {}

    def attribute(self, name, value):
        self.out.append(f' {name}="{value.translate(VALUE)}"')

    def start(self, name, attributes):
        self.is_rooted = True
        around = self.scope()
        own, plain = {}, []
        for key, value in attributes:
            if key == "xmlns":
                own[""] = value
            elif key.startswith("xmlns:"):
                own[key[6:]] = value
            else:
                plain.append((key, value))
        scope = {**around, **own}
        self.out.append("<" + name)
        for prefix in sorted(own):
            if prefix != "xml" and own[prefix] != around.get(prefix, ""):
                self.attribute("xmlns:" + prefix if prefix else "xmlns", own[prefix])

        def order(attribute):
            prefix, colon, local = attribute[0].rpartition(":")
            uri = XML if prefix == "xml" else scope.get(prefix, "") if colon else ""
            return uri, local

        for key, value in sorted(plain, key=order):
            self.attribute(key, value)
        self.out.append(">")
        self.scopes.append(scope)

    def end(self, name):
        self.out.append(f"</{name}>")
        self.scopes.pop()

    def text(self, text):
        self.out.append(text.translate(TEXT))

    def instruction(self, target, data):
        data = data.replace("\r", "&#xD;")
        text = f"<?{target} {data}?>" if data else f"<?{target}?>"
        if self.scopes:
            self.out.append(text)
        else:
            self.out.append("\n" + text if self.is_rooted else text + "\n")


def without_comments(form):
    """A canonical form with comments, as bytes, as one without: outside the root each comment has a
    line end of its own."""
    out, at, depth, is_rooted = [], 0, 0, False
    for found in MARKUP.finditer(form):
        start, end = found.span()
        word = found.group()
        if word.startswith(b"<!--"):
            if depth == 0:
                start, end = (start - 1, end) if is_rooted else (start, end + 1)
            out.append(form[at:start])
            at = end
        elif word.startswith(b"</"):
            depth -= 1
        elif not word.startswith(b"<?"):
            depth += 1
            is_rooted = True
    return b"".join(out) + form[at:]
