"""Parsers that take every well-formed document and read some wrongly, for `--compare canonical`:
wrong_infoset.py normalisation|defaults|order|instructions."""

import importlib.util
import os
import re
import sys

FLAW = sys.argv.pop(1)
# The adapters find their parts beside them, and are told by the environment what to print.
SHIMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "shims", "python")
sys.path.insert(0, SHIMS)
os.environ["SHIM_CANONICAL"] = "1"

import protocol

CALLED = []
protocol.main = lambda parse, stream=None: CALLED.append(parse)
spec = importlib.util.spec_from_file_location("shim", os.path.join(SHIMS, "shim-expat.py"))
shim = importlib.util.module_from_spec(spec)
spec.loader.exec_module(shim)

MARK = "\ue000\ue001\ue000".encode()


def parse(document):
    if FLAW == "normalisation":
        # A line end in an attribute value stays one.
        if b"encoding" not in document and b"\r" not in document:
            hide = lambda value: value.group().replace(b"\n", MARK)
            document = re.sub(rb'="[^"<]*"', hide, document)
        return CALLED[0](document).replace(MARK, b"&#xA;")
    if FLAW == "instructions":
        # None is told of, and text has a blank for each line end.
        form = re.sub(rb"<\?.*?\?>", b"", CALLED[0](document), flags=re.DOTALL)
        return re.sub(rb">[^<]*<", lambda text: text.group().replace(b"\n", b" "), form)
    if FLAW == "order":
        form = CALLED[0](document)
        return re.sub(rb' (a="[^"]*") (b="[^"]*")', rb" \2 \1", form)
    parser = shim.expat.ParserCreate()
    parser.specified_attributes = True
    reader = shim.Reader(parser)
    parser.Parse(document, True)
    return reader.form()


del protocol.main
importlib.reload(protocol).main(parse)
