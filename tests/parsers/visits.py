"""expat that visits what documents name, in frames; the first argument names what it does.

- visit: reads files and opens connections that entities name
- none: neither"""

import sys
import urllib.request
from xml.parsers import expat

read, out = sys.stdin.buffer.read, sys.stdout.buffer


def outside(parser, context, base, system, public):
    if sys.argv[1] != "visit" or system.startswith("empty"):
        return 1
    try:
        if ":" in system:
            urllib.request.urlopen(system, timeout=2).read()
        else:
            open(system, "rb").read()
    except OSError:
        pass
    return 1


def parse(document):
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
    parser.ExternalEntityRefHandler = lambda *told: outside(parser, *told)
    parser.Parse(document, True)


while len(head := read(4)) == 4:
    document = read(int.from_bytes(head, "little"))
    try:
        parse(document)
        line = b"accept"
    except (expat.ExpatError, LookupError, ValueError) as error:
        line = b"reject " + " ".join(str(error).split()).encode()
    out.write(line + b"\n")
    out.flush()
