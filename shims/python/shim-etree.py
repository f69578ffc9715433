#!/usr/bin/env python3
"""xml.etree.ElementTree of the standard library."""

import os
import sys
import xml.etree.ElementTree as etree

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import protocol

def parse(document):
    etree.fromstring(document)


protocol.main(parse)
