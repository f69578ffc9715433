"""expat with faults, in frames; the first argument names them, with commas between.

- abort, hang, memory: at a document with a comment
- third: hangs at each third document, by the sum of its bytes
- roots: takes what follows the root
- attributes: refuses attributes in single quotes
- late: dies when 50 documents came after one with a processing instruction"""

import os
import sys
import time
import xml.etree.ElementTree as etree

faults = sys.argv[1].split(",")
read, out = sys.stdin.buffer.read, sys.stdout.buffer
held = []


def parse(document):
    if "third" in faults and sum(document) % 3 == 0:
        time.sleep(1000)
    if b"<!--" in document:
        if "abort" in faults:
            sys.stderr.write("assertion failed at %d: comment\n" % len(document))
            sys.stderr.flush()
            os.abort()
        if "hang" in faults:
            time.sleep(1000)
        if "memory" in faults:
            while True:
                held.append(b"x" * (4 << 20))
    if "attributes" in faults and b"='" in document and not document.startswith(b"<?xml"):
        raise etree.ParseError("quote")
    try:
        etree.fromstring(document)
    except etree.ParseError as error:
        if "roots" in faults and "junk after document" in str(error):
            return
        raise


while len(head := read(4)) == 4:
    document = read(int.from_bytes(head, "little"))
    try:
        parse(document)
        line = b"accept"
    except Exception as error:
        line = b"reject " + " ".join(str(error).split()).encode()
    out.write(line + b"\n")
    out.flush()
