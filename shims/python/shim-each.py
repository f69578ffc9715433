#!/usr/bin/env python3
"""Speaks the persistent protocol for a command that reads one document from standard input and
tells by its exit code: shim-each.py --persistent -- COMMAND [ARGUMENT]..."""

import subprocess
import sys

FRAMES, DASHES, *COMMAND = sys.argv[1:]
if FRAMES != "--persistent" or DASHES != "--" or not COMMAND:
    raise SystemExit(__doc__)


def answer(document):
    done = subprocess.run(COMMAND, input=document, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    words = b" ".join(done.stderr.split())[:400]
    if done.returncode == 0:
        return b"accept"
    if 0 < done.returncode < 64:
        return b"reject " + words
    return b"crash status %d: " % done.returncode + words


read, output = sys.stdin.buffer.read, sys.stdout.buffer
while len(head := read(4)) == 4:
    output.write(answer(read(int.from_bytes(head, "little"))) + b"\n")
    output.flush()
