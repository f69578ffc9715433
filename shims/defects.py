#!/usr/bin/env python3
"""Lists what `clausal fuzz parser` finds in every parser that shims/ adapts, with the smallest document
of each finding: shims/defects.py > shims/defects.tsv. What --known tells of is left out. CLAUSAL names
the command to use, SECONDS_EACH how long each parser is tried (10 unless told)."""

import json
import os
import subprocess
import sys
import tempfile

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


def shown(text):
    """Text on one line, with everything that does not print made visible."""
    return text.encode("unicode_escape").decode() if not text.isprintable() else text


def findings(adapter, expect, known):
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.json")
        words = [CLAUSAL, "fuzz", "parser", "--persistent", "--seed", "1", "--time", SECONDS]
        words += ["--expect", expect, "--out", folder, "--report", "json=" + report]
        words += ["--known", known] if known else []
        words += ["--", os.path.join(HERE, adapter), "--persistent"]
        done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode not in (0, 1):
            sys.exit(f"{adapter}: exit code {done.returncode}: {done.stderr}")
        with open(report, encoding="utf-8") as file:
            return json.load(file)


print("adapter", "outcome", "section", "rule", "smallest document", sep="\t")
for adapter, expect, known in PARSERS:
    report = findings(adapter, expect, known)
    name = os.path.basename(adapter).removeprefix("shim-").split(".")[0]
    print(f"{name}: {len(report['findings'])} in {report['documents']} documents", file=sys.stderr)
    for found in sorted(report["findings"], key=lambda f: (f["outcome"], f["section"], f["rule"])):
        document = found["document"]
        document = shown(document) if document is not None else "base64:" + found["document_base64"]
        if len(document) > 200:
            document = document[:200] + "…"
        print(name, found["outcome"], found["section"], found["rule"], document, sep="\t")
