"""Fuzz one target, guided by coverage.

    pip install atheris
    python tests/fuzz/run.py decode -max_total_time=60       # the options are those of libFuzzer

Says at the end how many inputs were tried. What breaks the target is written to tests/fuzz/found/TARGET-crash-HASH.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, os.fspath(Path(__file__).parent))
with atheris.instrument_imports(include=["civicnews"]):
    from targets import TARGETS, seeds

    from civicnews.errors import CivicNewsError


def main() -> None:
    name, *options = sys.argv[1:]
    target = TARGETS[name]
    started = seeds(name)

    def one(data: bytes) -> None:
        try:
            target(data)
        except CivicNewsError:
            return

    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(started):
            (Path(corpus) / str(number)).write_bytes(data)
        found = os.fspath(Path(__file__).parent / "found" / f"{name}-")
        atheris.Setup(
            [sys.argv[0], *options, f"-artifact_prefix={found}", "-timeout=20", "-rss_limit_mb=1500", "-print_final_stats=1", corpus], one
        )
        atheris.Fuzz()


main()
