"""The targets of tests/fuzz without a fuzzer: what they begin with, what once broke them, and a few thousand changes of it.

The changes come from a generator with a seed, so that a failure comes again.
"""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest
from fuzz.targets import TARGETS, seeds, words

from civicnews.errors import CivicNewsError

FOUND = sorted((Path(__file__).parent / "fuzz" / "found").iterdir())
TRIES = {"archives": 1500, "decode": 1500, "rows": 1500, "gazetteer": 300, "markdown": 300, "rules": 300, "results": 20}
"""So many changed inputs a target has; 60 unless named."""


def run(name: str, data: bytes) -> None:
    with suppress(CivicNewsError):
        TARGETS[name](data)


def changed(data: bytes, others: list[bytes], tokens: list[bytes], chance: random.Random) -> bytes:
    """The data with some bytes other, gone, doubled, or replaced by a word or by a part of another input."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(out))
        end = min(len(out), at + chance.choice((0, 1, 2, 8, 64)))
        other = chance.choice(others)
        cut = chance.randint(0, len(other))
        out[at:end] = chance.choice(
            (
                b"",
                bytes([chance.randrange(256)]),
                bytes(out[at:end]) * 2,
                chance.choice(tokens),
                other[cut : cut + 64],
                bytes(4),
                b"\xff" * 4,
            )
        )
    return bytes(out)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_once_broke_a_target(path: Path) -> None:
    run(path.name.partition("-")[0], path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_inputs_that_fuzzing_begins_with_and_changes_of_them(name: str) -> None:
    started, tokens = seeds(name), words(name)
    for data in started:
        run(name, data)
    chance = random.Random(name)
    for _ in range(TRIES.get(name, 60)):
        run(name, changed(chance.choice(started), started, tokens, chance))
