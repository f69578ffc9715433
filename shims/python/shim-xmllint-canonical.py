#!/usr/bin/env python3
"""What shim-xmllint runs with SHIM_CANONICAL=1: xmllint tells what it read as Canonical XML 1.0 with
comments, which are taken out. It takes one document a process."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import canonical
import protocol

COMMAND = ["xmllint", "--nonet", "--noent", "--c14n", "-"]


def parse(document):
    done = subprocess.run(COMMAND, input=document, capture_output=True)
    said = done.stderr.decode("utf-8", "replace")
    if not 0 <= done.returncode < 64:
        raise protocol.Crash(f"status {done.returncode}: {said}")
    # Canonical XML has no form for relative names of namespaces.
    if "C14N error :" in said:
        raise protocol.Unsupported(said)
    # What breaks Namespaces in XML is told, and the code is 0 even so.
    if done.returncode or "namespace error :" in said:
        raise ValueError(said)
    return canonical.without_comments(done.stdout)


protocol.main(parse)
