#!/usr/bin/env python3
"""lxml, with entities replaced and without access to the network. It reads the external entities that
documents name from SHIM_FOLDER, or else from a folder where they are empty: left to itself lxml refuses
every document that refers to one. With SHIM_CANONICAL=1 it tells what it read."""

import os
import sys

from lxml import etree

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import protocol

os.chdir(os.environ.get("SHIM_FOLDER") or os.path.join(HERE, "..", "external"))
# Default values come only with an external subset, if there is one.
CANONICAL = os.environ.get("SHIM_CANONICAL") == "1"


def parse(document):
    parser = etree.XMLParser(
        resolve_entities=True, no_network=True, load_dtd=False, attribute_defaults=CANONICAL
    )
    root = etree.fromstring(document, parser)
    if not CANONICAL:
        return None
    try:
        return etree.tostring(root.getroottree(), method="c14n", with_comments=False)
    except etree.C14NError as error:
        # Canonical XML has no form for relative names of namespaces.
        raise protocol.Unsupported(error)


protocol.main(parse)
