#!/usr/bin/env python3
"""Lists what `clausal fuzz parser` finds in every parser that shims/ adapts, with the smallest document
of each finding: shims/defects.py > shims/defects.tsv. What --known tells of is left out. What is read
wrongly is found by runs of their own, and told once for each entry of misread.toml. CLAUSAL names the
command to use, SECONDS_EACH how long each parser is tried (10 unless told). Needs Python 3.11."""

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib

HERE = os.path.dirname(os.path.abspath(__file__))
CLAUSAL = os.environ.get("CLAUSAL") or os.path.join(HERE, "..", "target", "release", "clausal")
SECONDS = os.environ.get("SECONDS_EACH", "10")
TEXT = "utf8-only,lenient:encoding-contradicts-bytes,lenient:mark-contradicts-encoding,lenient:second-byte-order-mark"
BUILT = "rust/target/release/shim-"
# The adapter, what the parser claims, the name of its list of known deviations.
PARSERS = [
    (BUILT + "quick-xml", "namespaces,no-dtd,utf8-only,fourth-edition", None),
    (BUILT + "roxmltree", "namespaces,no-dtd," + TEXT, None),
    (BUILT + "xml-rs", "namespaces,no-dtd", None),
    (BUILT + "xmlparser", "no-dtd," + TEXT, None),
    ("python/shim-etree.py", "namespaces,fourth-edition", "xml.etree"),
    ("shim-lxml", "namespaces", "lxml"),
    ("node/shim-fast-xml-parser.js", "no-dtd,fourth-edition," + TEXT, None),
    ("node/shim-xmldom.js", "namespaces,no-dtd," + TEXT, None),
    ("node/shim-sax.js", "namespaces,no-dtd,fourth-edition," + TEXT, None),
    ("shim-xmllint", "namespaces", "libxml2"),
    ("shim-xmlwf", "namespaces,fourth-edition", "expat"),
    ("shim-xerces", "namespaces", "xerces-c"),
]
# Those that tell what they read.
READERS = ["quick-xml", "roxmltree", "xml-rs", "etree", "lxml", "xmldom", "sax", "xmllint"]
with open(os.path.join(HERE, "misread.toml"), "rb") as file:
    MISREADINGS = tomllib.load(file)["misreading"]


def shown(text):
    """Text on one line, with everything that does not print made visible."""
    return text.encode("unicode_escape").decode() if not text.isprintable() else text


def shown_document(found):
    if found["document"] is None:
        return "base64:" + found["document_base64"]
    document = shown(found["document"])
    return document if len(document) <= 200 else document[:200] + "…"


def run(adapter, expect, known, *options):
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.json")
        words = [CLAUSAL, "fuzz", "parser", "--persistent", "--seed", "1", "--time", SECONDS]
        words += ["--expect", expect, "--out", folder, "--report", "json=" + report]
        words += ["--known", known] if known else []
        words += [*options, "--", os.path.join(HERE, adapter), "--persistent"]
        surroundings = dict(os.environ, SHIM_CANONICAL="1" if options else "0")
        done = subprocess.run(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=surroundings
        )
        if done.returncode not in (0, 1):
            sys.exit(f"{adapter}: exit code {done.returncode}: {done.stderr}")
        with open(report, encoding="utf-8") as file:
            return json.load(file)


def misread(name, report):
    """The smallest finding for each entry of the list, and each finding that is not listed."""
    wrong = [f for f in report["findings"] if f["outcome"] == "wrong-infoset"]
    wrong.sort(key=lambda found: len(found["document"] or found["document_base64"]))
    told = set()
    for found in wrong:
        number, section = found["about"], ""
        for at, own in enumerate(MISREADINGS):
            is_it = own["parser"] == name and any(word in found["about"] for word in own["differs"])
            if is_it and re.search(own["with"], found["document"] or ""):
                number, section = at, own["section"]
                break
        if number not in told:
            told.add(number)
            yield section, found["about"], shown_document(found)


def main():
    print("adapter", "outcome", "section", "rule", "smallest document", sep="\t")
    for adapter, expect, known in PARSERS:
        name = os.path.basename(adapter).removeprefix("shim-").split(".")[0]
        report = run(adapter, expect, known)
        print(f"{name}: {len(report['findings'])} in {report['documents']} documents", file=sys.stderr)
        for found in sorted(report["findings"], key=lambda f: (f["outcome"], f["section"], f["rule"])):
            print(name, found["outcome"], found["section"], found["rule"], shown_document(found), sep="\t")
        if name in READERS:
            report = run(adapter, expect, known, "--compare", "canonical", "--no-mutants")
            for row in sorted(misread(name, report)):
                print(name, "wrong-infoset", *row, sep="\t")


main()
