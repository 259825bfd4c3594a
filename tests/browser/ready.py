"""Servers that start at once: everything is loaded here, and each server is a copy of this process.

Reads a line for each server that is wanted (JSON: environment, log, arguments) and answers with the number of its process. How a server
starts by itself is tried in tests/kernel and tests/faults. A template that one of them has compiled is compiled for all.
"""
import gc
import json
import os
import signal
import sys
import tempfile
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from perf import start  # noqa: E402


def main():
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)       # whoever ends is gone at once
    with tempfile.TemporaryDirectory() as compiled:
        Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(compiled)}
        gc.collect()
        gc.freeze()
        for line in sys.stdin:
            answer(json.loads(line))


def answer(wanted):
    number = os.fork()
    if not number:
        serve(**wanted)
    print(number, flush=True)


def serve(environment, log, arguments):
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environment)
    for place, opened in ((0, os.open(os.devnull, os.O_RDONLY)), (1, os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))):
        os.dup2(opened, place)
    os.dup2(1, 2)
    code = 1
    try:
        start.run(arguments)
        code = 0
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    main()
