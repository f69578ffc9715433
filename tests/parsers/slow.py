"""expat that takes more than it should, in frames; the first argument names what for, with commas.

- attributes: compares each attribute of a tag with all others
- value: looks through a value again for each of its references
- hold: holds a megabyte for each pair of comments
- deep: dies when elements are nested 20,000 deep
- blanks: never ends at 5,000 blanks in a row
- ends: ends calmly at the 700th document
- leaks: holds 20 kilobytes more with each document
- tires: takes longer with each document
- caches: takes ever more for each attribute up to a bound, as when a table outgrows the caches
- late: takes as long as a document is, and for attributes the square as well, which shows late
- room: makes room for what entities stand for, and refuses what that is
- bound: makes room for no more than 8 MiB of that, and refuses what is more
- signs: looks through a value again for each percent sign
- gaps: looks through the blanks of a declaration of attributes again for each
- zeros: dies of a reference with 5,000 zeros to the base of sixteen
- turns: takes as long as a document is, and from 16 KiB on the square
- jumps: takes more from 16 KiB on, and no more than that
- open: never ends at a comment without an end
- masked: dies where an instruction of a document type holds its end
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


count = 0
held = []


def work(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def parse(document):
    global count
    count += 1
    if "ends" in faults and count == 700:
        sys.exit(0)
    if "leaks" in faults:
        held.append(b"x" * 20000)
    if "tires" in faults:
        work(count * 1e-7)
    if "attributes" in faults:
        number = max(map(lambda tag: tag.count(b"="), re.findall(rb"<[^>]*>", document)), default=0)
        work(number * number * 2e-8)
    if "caches" in faults:
        number = max(map(lambda tag: tag.count(b"="), re.findall(rb"<[^>]*>", document)), default=0)
        # Squares up to 60,000 attributes, and as many times that from there on.
        work(number * min(number, 60000) * 4e-11)
    if "value" in faults:
        for value in re.findall(rb'="([^"]*)"', document):
            work(value.count(b"&") * len(value) * 2e-9)
    if "hold" in faults:
        pairs = min(document.count(b"<!--b"), 4000)
        much = b"x" * (pairs * pairs * 40)
        del much
    if "late" in faults:
        size = len(document)
        work(size * 5e-6 + (size * size * 2.5e-10 if b"b0=" in document else 0))
    if "room" in faults or "bound" in faults:
        value = re.search(rb"<!ENTITY b '([^']*)'", document)
        size = len(value[1]) * document.count(b"&b;") if value else 0
        most = (400 << 20) if "room" in faults else (8 << 20)
        much = b"x" * min(size, most)
        del much
        if size > 4 << 20:
            raise ValueError("too much")
    if "signs" in faults:
        work(document.count(b"%>") ** 2 * 3e-9)
    if "gaps" in faults and (gap := re.search(rb"<!ATTLIST a( *)", document)):
        work(len(gap[1]) ** 2 * 8e-10)
    if "zeros" in faults and b"&#x" + b"0" * 5000 in document:
        os.kill(os.getpid(), 11)
    if "turns" in faults or "jumps" in faults:
        size = len(document) / 1024
        work(max(0.0125 * size, 0.00088 * size * size) if "turns" in faults or size < 40 else 0.028 * size)
    if "open" in faults and b"<!--" in document and b"-->" not in document:
        time.sleep(1000)
    if "masked" in faults and re.search(rb"<!DOCTYPE[^>]*<\?[^?]*\]>", document):
        os.kill(os.getpid(), 11)
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
