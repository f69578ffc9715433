#!/usr/bin/env python3
"""expat with one planted fault, in frames: `parser.py NAME`. `parser.py --list` prints the names with the
outcomes and the rules by which each has to be told, with bars between."""

import os
import re
import sys
import time
from xml.parsers import expat

FAULTS = {}


def fault(outcomes, rules):
    def put(function):
        FAULTS[function.__name__.replace("_", "-")] = (outcomes, rules, function)
        return function

    return put


def spin():
    while True:
        pass


def die():
    os.kill(os.getpid(), 11)


def hold(size):
    held = bytearray(min(size, 8 << 30))
    for at in range(0, len(held), 4096):
        held[at] = 1


def work(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def longest(pattern, document):
    return max(map(len, re.findall(pattern, document)), default=0)


def depth(document):
    now = deepest = 0
    for tag in re.finditer(rb"<(/?)[A-Za-z_][^<>]*?(/?)>", document):
        if tag[1]:
            now -= 1
        elif not tag[2]:
            now += 1
            deepest = max(deepest, now)
    return deepest


def parens(document):
    now = deepest = 0
    for model in re.findall(rb"<!ELEMENT[^>]*>", document):
        for byte in model:
            now += (byte == 40) - (byte == 41)
            deepest = max(deepest, now)
        now = 0
    return deepest


def entities(document):
    return re.findall(rb"<!ENTITY\s+([\w.-]+)\s+(?:\"([^\"]*)\"|'([^']*)')", document)


def chain(document):
    """How many entities refer to each other in a row."""
    own = {name: re.findall(rb"&([\w.-]+);", one or two) for name, one, two in entities(document)}
    length = {}
    for name in own:
        way, at = [], name
        while at in own and at not in length and at not in way:
            way.append(at)
            at = own[at][0] if own[at] else None
        known = length.get(at, 0)
        for number, one in enumerate(reversed(way), 1):
            length[one] = known + number
    return max(length.values(), default=0)


def expanded(document):
    """How many bytes the references of the content stand for."""
    own = {}
    for name, one, two in entities(document):
        value = one or two
        refs = re.findall(rb"&([\w.-]+);", value)
        own.setdefault(name, len(value) + sum(own.get(ref, 0) for ref in refs))
    content = document[document.rfind(b"]>") + 1 :]
    return sum(own.get(ref, 0) for ref in re.findall(rb"&([\w.-]+);", content))


# Loops without end.


@fault("hang", "attribute|element|truncated|no-construct")
def name_without_value(d):
    if re.search(rb"<[a-zA-Z]\w*\s+[a-zA-Z]\w*\s*>", d):
        spin()


@fault("hang", "hyphen|dash|comment")
def dashes_in_comment(d):
    if re.search(rb"<!--(?:(?!-->).)*?--[^>]", d[:2000], re.S):
        spin()


@fault("hang", "comment|truncated|no-construct")
def open_comment(d):
    if b"<!--" in d and b"-->" not in d:
        spin()


@fault("hang", "section|cdata|truncated|no-construct")
def open_section(d):
    if b"<![CDATA[" in d and b"]]>" not in d:
        spin()


@fault("hang", "parameter-entity-declaration|truncated|entity-declaration")
def parameter_entity(d):
    if re.search(rb"<!ENTITY\s+%", d):
        spin()


@fault("hang", "character-reference|hexadecimal-reference")
def hexadecimal_reference(d):
    if re.search(rb"&#x0{6}", d):
        spin()


@fault("hang", "depth|nesting|deep|unclosed")
def depth_14000(d):
    if depth(d) > 14000:
        spin()


@fault("hang", "blanks")
def blanks_in_tag(d):
    if re.search(rb"<[A-Za-z][^<>]{0,40}[ \t\r\n]{5000}", d):
        spin()


@fault("hang", "blanks")
def blanks_in_end_tag(d):
    if re.search(rb"</[A-Za-z]\w*[ \t\r\n]{3000}", d):
        spin()


@fault("hang", "reference|blanks")
def long_reference(d):
    if re.search(rb"&[^;<&\s]{2000}", d):
        spin()


@fault("hang", "chain|entit")
def entity_chain_200(d):
    if d.count(b"<!ENTITY") > 200 and chain(d) > 200:
        spin()


@fault("hang", "model|choice|sequence|element")
def content_model_3000(d):
    if longest(rb"<!ELEMENT[^>]*>", d) > 3000:
        spin()


@fault("hang", "model|choice|sequence|element")
def deep_content_model(d):
    if parens(d) > 500:
        spin()


# Full stacks and other ends.


@fault("crash", "depth|nesting|deep|unclosed")
def depth_20000(d):
    if depth(d) > 20000:
        die()


@fault("crash", "depth|nesting|deep|unclosed")
def depth_70000(d):
    if depth(d) > 70000:
        die()


@fault("crash", "model|choice|sequence|element")
def content_model_depth_14000(d):
    if parens(d) > 14000:
        die()


@fault("crash", "chain|entit")
def entity_chain_2000(d):
    if d.count(b"<!ENTITY") > 2000 and chain(d) > 2000:
        die()


@fault("crash", "attribute|value")
def attributes_5000(d):
    if max((tag.count(b"=") for tag in re.findall(rb"<[a-zA-Z][^<>]*>", d)), default=0) > 5000:
        die()


@fault("crash", "name")
def long_name(d):
    if longest(rb"<[A-Za-z_][\w.-]*", d) > 10000:
        die()


@fault("crash", "instruction|pi")
def long_instruction(d):
    if longest(rb"<\?[^?]*\?>", d) > 20000:
        die()


@fault("crash", "namespace|prefix|attribute")
def namespaces_1000(d):
    if d.count(b"xmlns:") > 1000:
        die()


# Memory.


@fault("memory|growth", "expansion|laughs|entit|exponential|quadratic")
def all_entities_held(d):
    if b"<!ENTITY" in d:
        hold(expanded(d))


@fault("memory", "character-reference|reference")
def memory_for_a_reference(d):
    if re.search(rb"&#x?0*\w+;", d):
        hold(3 << 30)


@fault("memory|growth", "comment")
def memory_for_comments(d):
    hold(d.count(b"<!--") ** 2 * 40)


# Ever more time.


@fault("growth|hang", "attribute|namespace|default")
def attributes_compared(d):
    count = max((tag.count(b"=") for tag in re.findall(rb"<[a-zA-Z][^<>]*>", d)), default=0)
    work(count * count * 2e-8)


@fault("growth|hang", "expansion|laughs|entit|exponential|quadratic")
def expansion_in_time(d):
    if b"<!ENTITY" in d:
        work(expanded(d) * 4e-8)


@fault("growth|hang", "hyphen|dash|comment")
def dashes_compared(d):
    work(longest(rb"--[- ]*", d) ** 2 * 1e-9 + d.count(b"--") ** 2 * 4e-8 if b"<!--" in d else 0)


@fault("growth|hang", "bracket|section|cdata")
def brackets_compared(d):
    if b"<![CDATA[" in d:
        work(d.count(b"]") ** 2 * 1e-9)


@fault("growth|hang", "reference|value")
def references_in_a_value(d):
    for value in re.findall(rb"=\s*\"([^\"]*)\"|=\s*'([^']*)'", d):
        value = value[0] or value[1]
        work(value.count(b"&") * len(value) * 2e-9)


@fault("growth|hang", "declaration|entit|element|attlist|attribute-list|notation")
def declarations_compared(d):
    work(d.count(b"<!E") ** 2 * 4e-8)


@fault("growth|hang", "blank|space")
def blanks_compared(d):
    work(longest(rb"[ \t\r\n]+", d) ** 2 * 4e-10)


@fault("growth|hang", "depth|nest|unclosed|namespaces-in-depth|sibling")
def depth_compared(d):
    work(depth(d) ** 2 * 1e-8)


@fault("growth|hang", "name|reference")
def names_compared(d):
    work(longest(rb"[\w.-]+", d) ** 2 * 3e-10)


# Of a third of all documents.


@fault("hang", "")
def hangs_on_a_third(d):
    if sum(d) % 3 == 0:
        spin()


@fault("crash", "")
def dies_on_a_third(d):
    if sum(d) % 3 == 0:
        os._exit(139)


def parse(document):
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
    parser.ExternalEntityRefHandler = lambda *_: 1
    parser.Parse(document, True)


def main():
    if sys.argv[1] == "--list":
        for name, (outcomes, rules, _) in FAULTS.items():
            print(f"{name}\t{outcomes}\t{rules}")
        return
    planted = FAULTS[sys.argv[1]][2]
    read, out = sys.stdin.buffer.read, sys.stdout.buffer
    while len(head := read(4)) == 4:
        document = read(int.from_bytes(head, "little"))
        planted(document)
        try:
            parse(document)
            line = b"accept"
        except (expat.ExpatError, LookupError, ValueError) as error:
            line = b"reject " + " ".join(str(error).split()).encode("utf-8", "replace")
        out.write(line + b"\n")
        out.flush()


main()
