"""Fuzz one target, guided by coverage.

    pip install atheris
    python tests/fuzz/run.py decode -max_total_time=60       # the options are those of libFuzzer, and a folder to keep its corpus in

Says at the end how many inputs were tried. What breaks the target is written to tests/fuzz/found/TARGET-crash-HASH.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
import tempfile
from pathlib import Path

import atheris

HERE = Path(__file__).parent
sys.path[:0] = [os.fspath(HERE), os.fspath(HERE.parent)]
READERS = ("zipfile", "tarfile", "gzip", "csv", "json", "html")
"""Modules of Python's own that read what a stranger wrote."""
for module in [name for name in sys.modules if name.partition(".")[0] in READERS]:
    del sys.modules[module]
# Only what is imported in this block is watched, and the targets import when they run: so all of it is imported here.
with atheris.instrument_imports(include=["civicnews", "targets", *READERS]):
    import civicnews

    for found in pkgutil.walk_packages(civicnews.__path__, "civicnews."):
        if not found.name.startswith(("civicnews.__main__", "civicnews.spark", "civicnews.stores")):
            importlib.import_module(found.name)
    from targets import TARGETS, seeds, words

    from civicnews.errors import CivicNewsError


def main() -> None:
    name, *options = sys.argv[1:]
    target = TARGETS[name]

    def one(data: bytes) -> None:
        try:
            target(data)
        except CivicNewsError:
            return

    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch) / "corpus"
        corpus.mkdir()
        for number, data in enumerate(seeds(name)):
            (corpus / str(number)).write_bytes(data)
        dictionary = Path(scratch) / "words"
        escaped = ("".join(map("\\x{:02x}".format, word)) for word in words(name))
        dictionary.write_text("".join(f'"{word}"\n' for word in escaped), "ascii")
        (HERE / "found").mkdir(exist_ok=True)
        own = (
            f"-artifact_prefix={HERE / 'found' / name}-",
            f"-dict={dictionary}",
            "-timeout=20",
            "-rss_limit_mb=1500",
            "-print_final_stats=1",
        )
        folders = [one for one in options if not one.startswith("-")]
        atheris.Setup(
            [sys.argv[0], *own, *(one for one in options if one.startswith("-")), *folders, os.fspath(corpus)],
            one,
        )
        atheris.Fuzz()


main()
