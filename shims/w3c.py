#!/usr/bin/env python3
"""Runs the conformance suite of the W3C through adapters and prints how far each agrees.

w3c.py SUITE [--only NAME]... [--list FILE]

SUITE is the folder with xmlconf.xml; w3c.sh fetches it. --only chooses adapters, --list writes each
test that an adapter gets wrong, and each that stays undecided, with its id and why.

The tests are those for processors of XML 1.0 with namespaces. No adapter validates, so documents of
the kinds "valid" and "invalid" are to be accepted, those of the kind "not-wf" refused, and "error"
leaves either open. Undecided is also what the adapter calls unsupported, and an ill-formed document
that was accepted where only external entities tell that it is, which such a processor need not read.
Every adapter runs in the folder of the test, where its external entities are."""

import argparse
import os
import queue
import subprocess
import sys
import threading
import xml.etree.ElementTree as etree
from collections import Counter, defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
# The catalogues, as the suite's xmlconf.xml includes them; those of XML 1.1 and of Namespaces 1.1
# are left out.
CATALOGUES = """sun/sun-valid.xml sun/sun-invalid.xml sun/sun-not-wf.xml sun/sun-error.xml
xmltest/xmltest.xml japanese/japanese.xml oasis/oasis.xml ibm/ibm_oasis_invalid.xml
ibm/ibm_oasis_not-wf.xml ibm/ibm_oasis_valid.xml eduni/errata-2e/errata2e.xml
eduni/errata-3e/errata3e.xml eduni/errata-4e/errata4e.xml eduni/namespaces/1.0/rmt-ns10.xml
eduni/namespaces/errata-1e/errata1e.xml eduni/misc/ht-bh.xml""".split()
# Seconds that one answer may take.
PATIENCE = 30

# name: command, edition of XML 1.0 that it keeps to, whether it claims namespaces
ADAPTERS = {
    "quick-xml": ("rust/target/release/shim-quick-xml", "5", True),
    "roxmltree": ("rust/target/release/shim-roxmltree", "5", True),
    "xml-rs": ("rust/target/release/shim-xml-rs", "5", True),
    "xmlparser": ("rust/target/release/shim-xmlparser", "5", False),
    "xml.etree": ("python/shim-etree.py", "4", True),
    "lxml": ("shim-lxml", "5", True),
    "fast-xml-parser": ("node/shim-fast-xml-parser.js", "5", False),
    "xmldom": ("node/shim-xmldom.js", "5", True),
    "sax": ("node/shim-sax.js", "5", True),
    "xmllint": ("shim-xmllint", "5", True),
    "xmlwf": ("shim-xmlwf", "4", True),
    "xerces": ("shim-xerces", "5", True),
}


def tests(suite):
    """The tests of every catalogue. Some are lists without a root, so one is put around each."""
    for catalogue in CATALOGUES:
        path = os.path.join(suite, catalogue)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        if text.startswith("<?xml"):
            text = text[text.index("?>") + 2 :]
        for test in etree.fromstring(f"<all>{text}</all>").iter("TEST"):
            get = test.get
            if get("VERSION", "1.0") != "1.0" or get("NAMESPACE") == "no":
                continue
            if get("RECOMMENDATION") in ("XML1.1", "NS1.1"):
                continue
            yield {
                "id": get("ID"),
                "kind": get("TYPE"),
                "path": os.path.normpath(os.path.join(os.path.dirname(path), get("URI"))),
                "editions": get("EDITION", "4 5").split(),
                "is_of_namespaces": (get("RECOMMENDATION") or "").startswith("NS"),
                "is_external": get("ENTITIES", "none") != "none",
            }


class Adapter:
    """One process of an adapter, in one folder. It is started anew when it dies."""

    def __init__(self, command, folder):
        self.command, self.folder, self.process = command, folder, None

    def start(self):
        surroundings = dict(os.environ, SHIM_FOLDER=self.folder)
        self.process = subprocess.Popen(
            [os.path.join(HERE, self.command), "--persistent"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd=self.folder, env=surroundings,
        )
        self.lines = queue.Queue()
        threading.Thread(target=self.read, args=(self.process.stdout, self.lines), daemon=True).start()

    @staticmethod
    def read(pipe, lines):
        for line in pipe:
            lines.put(line)
        lines.put(b"")

    def ask(self, document):
        """The word of the answer, and the reason."""
        if self.process is None:
            self.start()
        try:
            self.process.stdin.write(len(document).to_bytes(4, "little") + document)
            self.process.stdin.flush()
            line = self.lines.get(timeout=PATIENCE)
        except (BrokenPipeError, queue.Empty):
            line = b""
        if not line.endswith(b"\n"):
            self.end()
            return "crash", "it died, or gave no answer in time"
        word, _, reason = line.decode("utf-8", "replace").strip().partition(" ")
        return word, reason

    def end(self):
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


def verdict(test, word):
    """How a test counts, and whether that is a fault."""
    if word == "crash":
        return "crashes", True
    if word == "unsupported":
        return "unsupported", False
    if test["kind"] == "error":
        return "left open", False
    is_accepted = word == "accept"
    if test["kind"] != "not-wf":
        return ("agrees", False) if is_accepted else ("refuses well-formed", True)
    if not is_accepted:
        return "agrees", False
    if test["is_external"]:
        return "external", False
    return "accepts ill-formed", True


def run(name, all_tests, told):
    """The counts of one adapter."""
    command, edition, knows_namespaces = ADAPTERS[name]
    counts = Counter()
    folders = defaultdict(list)
    for test in all_tests:
        if edition not in test["editions"]:
            continue
        counts["tests"] += 1
        if test["is_of_namespaces"] and not knows_namespaces:
            counts["not claimed"] += 1
            continue
        folders[os.path.dirname(test["path"])].append(test)
    for folder, own in sorted(folders.items()):
        adapter = Adapter(command, folder)
        for test in own:
            with open(test["path"], "rb") as file:
                word, reason = adapter.ask(file.read())
            what, is_fault = verdict(test, word)
            counts[what] += 1
            if is_fault or what in ("unsupported", "external"):
                told.append("\t".join([name, what, test["id"], test["kind"], reason[:200]]))
        adapter.end()
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("suite")
    parser.add_argument("--only", action="append", choices=ADAPTERS)
    parser.add_argument("--list")
    args = parser.parse_args()
    all_tests = list(tests(os.path.abspath(args.suite)))
    columns = ["agrees", "accepts ill-formed", "refuses well-formed", "crashes"]
    undecided = ["left open", "unsupported", "external", "not claimed"]
    print("| adapter | tests | decided | " + " | ".join(columns) + " | undecided |")
    print("|---|" + "---:|" * (len(columns) + 2) + "---|")
    told, crashes = [], 0
    for name in args.only or ADAPTERS:
        if Adapter(ADAPTERS[name][0], HERE).ask(b"<a/>")[0] != "accept":
            print(f"| {name} | not installed: run shims/install.sh |")
            continue
        counts = run(name, all_tests, told)
        crashes += counts["crashes"]
        why = ", ".join(f"{counts[what]} {what}" for what in undecided if counts[what])
        decided = sum(counts[what] for what in columns)
        cells = [name, counts["tests"], decided, *(counts[what] for what in columns), why]
        print("| " + " | ".join(map(str, cells)) + " |", flush=True)
    if args.list:
        with open(args.list, "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in told)
    # Adapters differ from the suite, each in its own ways; but none may break down.
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())
