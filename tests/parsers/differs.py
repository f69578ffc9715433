"""expat that is not the same to all, in frames, also with pieces; the first argument names faults, with
commas between.

- written: forgets a comment when it writes what it read
- pieces: loses its way where a piece ends within the end of a CDATA section
- seam: loses its way where a longer piece ends before the last character of a CDATA section's end, in
  a document of some length
- turn: the same between the two characters of a line end
- letter: the same within the bytes of a character
- place: tells of a line too far
- roots: takes what follows the root
- none: nothing; as right as expat is"""

import sys
from xml.parsers import expat

faults = sys.argv[1].split(",")
read, out = sys.stdin.buffer.read, sys.stdout.buffer


def number():
    return int.from_bytes(read(4), "little")


def parse(pieces):
    parser = expat.ParserCreate()
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)


SEAMS = [("seam", b"]]", b">"), ("turn", b"\r", b"\n")]


def answer(document, pieces):
    if "pieces" in faults and b"]]>" in document and all(b"]]>" not in piece for piece in pieces):
        return "reject end of section"
    if len(document) > 150:
        for one, two in zip(pieces, pieces[1:]):
            if len(one) > 1 and any(
                fault in faults and one.endswith(end) and two.startswith(start)
                for fault, end, start in SEAMS
            ):
                return "reject lost its way"
            if "letter" in faults and len(one) > 1 and two and 0x80 <= two[0] < 0xC0:
                return "reject lost its way"
    try:
        parse(pieces)
    except expat.ExpatError as error:
        if "roots" in faults and "junk after document" in str(error):
            return "accept"
        line = error.lineno + (1000 if "place" in faults else 0)
        return f"reject @{line}:{error.offset} {error}"
    except (LookupError, ValueError) as error:
        return f"reject {error}"
    if "written" in faults and b"<!--" in document:
        return "differs a comment is gone"
    return "accept"


while len(head := read(4)) == 4:
    size = int.from_bytes(head, "little")
    lengths = None
    if size >> 31:
        size &= 0x7FFFFFFF
        lengths = [number() for _ in range(number())]
        size -= 4 + 4 * len(lengths)
    document = read(size)
    pieces, at = [], 0
    for length in lengths or [size]:
        pieces.append(document[at : at + length])
        at += length
    out.write(answer(document, pieces).encode("utf-8", "replace").replace(b"\n", b" ") + b"\n")
    out.flush()
