"""Commands that cannot be tested, or that misbehave; the first argument says how.

A later argument only marks the processes, so that a test can look for them."""

import os
import signal
import sys
import time

way = sys.argv[1]
out = sys.stdout.buffer
read = sys.stdin.buffer.read


def frames():
    while len(head := read(4)) == 4:
        yield read(int.from_bytes(head, "little"))


def say(text):
    out.write(text + b"\n")
    out.flush()


def never_read():
    time.sleep(1000)


def read_and_never_answer():
    read()
    time.sleep(1000)


def ignore_sigterm():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    while True:
        time.sleep(1)


def print_without_end():
    while True:
        out.write(b"x" * 65536)


def print_lines_without_end():
    while True:
        out.write(b"accept\n" * 8192)


def complain_without_end():
    while True:
        sys.stderr.buffer.write(b"x" * 65536)


def eat_memory():
    held = []
    while True:
        held.append(b"x" * (4 << 20))


def fork_and_stay():
    if os.fork() == 0:
        time.sleep(1000)
    if "--persistent" in sys.argv:
        for _ in frames():
            say(b"accept")
    else:
        read()


def fork_and_leave():
    """Leaves its group, its session and its parent."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in (0, 1, 2):
                os.close(number)
            time.sleep(1000)
        os._exit(0)
    os.wait()
    if "--persistent" in sys.argv:
        for _ in frames():
            say(b"accept")
    else:
        read()


def fork_and_eat():
    """A grandchild in a session of its own eats, not the command itself."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            eat_memory()
        time.sleep(1000)
    time.sleep(1000)


def garbage():
    for _ in frames():
        say(b"<html>\x1b[31m")


def greeting():
    say(b"parser 1.0 ready")
    for _ in frames():
        say(b"accept")


def two_answers():
    for _ in frames():
        say(b"accept\naccept")


def die_after_a_while():
    for number, _ in enumerate(frames()):
        if number == 100:
            os._exit(0)
        say(b"accept")


def unsupported():
    for _ in frames():
        say(b"unsupported nothing is")


globals()[way]()
