"""What the Python adapters have in common: the protocol of `clausal fuzz parser`."""

import sys


class Unsupported(Exception):
    """The parser does not claim to read such a document, or does not tell what it read."""


class Crash(Exception):
    """The parser broke down in a process of its own."""


# A fault of the parser's own code is no opinion on the document.
BROKEN = (
    Crash,
    ArithmeticError,
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    MemoryError,
    NameError,
    RuntimeError,
    SystemError,
    TypeError,
)


def main(parse, stream=None):
    """Answers with `parse`, which raises an Exception for a document that it refuses and may return
    the canonical form as bytes. `stream` is the same for a list of pieces (--chunks)."""
    if sys.argv[1:2] == ["--persistent"]:
        frames(parse, stream)
        return
    document = sys.stdin.buffer.read()
    try:
        form = parse(document)
    except BROKEN as error:
        print(type(error).__name__, error, file=sys.stderr)
        raise SystemExit(100)
    except Exception as error:
        print(type(error).__name__, error, file=sys.stderr)
        raise SystemExit(1)
    if form is not None:
        sys.stdout.buffer.write(form)


IN_PIECES = 1 << 31


def frames(parse, stream):
    read, write, flush = sys.stdin.buffer.read, sys.stdout.buffer.write, sys.stdout.buffer.flush
    while len(head := read(4)) == 4:
        size = int.from_bytes(head, "little")
        document = read(size & ~IN_PIECES)
        if len(document) < size & ~IN_PIECES:
            return
        if size & IN_PIECES and stream is None:
            said = b"unsupported pieces"
        elif size & IN_PIECES:
            said = answer(stream, pieces(document))
        else:
            said = answer(parse, document)
        write(said + b"\n")
        flush()


def pieces(payload):
    number = lambda at: int.from_bytes(payload[at : at + 4], "little")
    count = number(0)
    at, cut = 4 + 4 * count, []
    for length in (number(4 + 4 * index) for index in range(count)):
        cut.append(payload[at : at + length])
        at += length
    return cut


def answer(parse, document):
    try:
        form = parse(document)
    except Unsupported as error:
        return b"unsupported " + line(error)
    except BROKEN as error:
        return b"crash " + line(error)
    except Exception as error:
        return b"reject " + line(error)
    if form is None:
        return b"accept"
    import base64

    return b"accept " + base64.b64encode(form)


def line(error):
    text = f"{type(error).__name__}: {error}"
    return " ".join(text.split()).encode("utf-8", "replace")
