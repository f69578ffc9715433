"""expat that takes more than it should, in frames; the first argument names what for, with commas.

- attributes: compares each attribute of a tag with all others
- value: looks through a value again for each of its references
- hold: holds a megabyte for each pair of comments
- deep: dies when elements are nested 20,000 deep
- blanks: never ends at 5,000 blanks in a row
- none: nothing; as right as expat is"""

import os
import re
import sys
import time
from xml.parsers import expat

faults = sys.argv[1].split(",")
read, out = sys.stdin.buffer.read, sys.stdout.buffer


def depth(document):
    now = deepest = 0
    for end in re.findall(rb"<(/?)a>", document):
        now += -1 if end else 1
        deepest = max(deepest, now)
    return deepest


def work(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def parse(document):
    if "attributes" in faults:
        count = max(map(lambda tag: tag.count(b"="), re.findall(rb"<[^>]*>", document)), default=0)
        work(count * count * 2e-8)
    if "value" in faults:
        for value in re.findall(rb'="([^"]*)"', document):
            work(value.count(b"&") * len(value) * 2e-9)
    if "hold" in faults:
        count = min(document.count(b"<!--b"), 4000)
        held = b"x" * (count * count * 40)
        del held
    if "deep" in faults and depth(document) > 20000:
        os.kill(os.getpid(), 11)
    if "blanks" in faults and b" " * 5000 in document:
        time.sleep(1000)
    expat.ParserCreate().Parse(document, True)


while len(head := read(4)) == 4:
    document = read(int.from_bytes(head, "little"))
    try:
        parse(document)
        line = b"accept"
    except Exception as error:
        line = b"reject " + " ".join(str(error).split()).encode()
    out.write(line + b"\n")
    out.flush()
