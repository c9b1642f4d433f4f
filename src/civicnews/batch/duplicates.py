"""Mark stories that were there before, in the order of the inputs.

A story repeats an earlier one if their signatures agree in `THRESHOLD` of their values, which estimates the share of runs of five
characters that they have in common, and if their records name the same communities: reports of one mould are not the same story. Stories
are found by bands: two that have all values of a band in common are compared. With 21 bands of 6 values, a pair with a
share of 0.8 is found with a probability of 0.998, one of 0.9 surely, one of 0.5 with 0.28 (and then refused).

A story that is a duplicate is not compared with again, so that a chain of small changes does not lead from one story to another.

Source: Broder, On the resemblance and containment of documents (1997); Leskovec et al., Mining of Massive Datasets, ch. 3.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from civicnews.batch.options import Dedup

__all__ = ["BANDS", "ROWS", "THRESHOLD", "Duplicates"]

BANDS, ROWS = 21, 6
THRESHOLD = 0.8
_VALUE = 4
"""Bytes of one value of a signature."""
_CANDIDATES = 100
"""So many earlier stories are compared with at most, those with most bands in common first."""
_TABLES = """
CREATE TABLE stories (number INTEGER PRIMARY KEY, name TEXT NOT NULL, signature BLOB NOT NULL);
CREATE TABLE bands (band INTEGER NOT NULL, story INTEGER NOT NULL, PRIMARY KEY (band, story)) WITHOUT ROWID;
"""


class Duplicates:
    """The stories that came so far, in a database on the disk: 1 KB a story.

    Args:
        connection: an empty database.
        mode: `mark` duplicates, or `drop` them.

    Attributes:
        count: how many duplicates there were.
    """

    def __init__(self, connection: sqlite3.Connection, mode: Dedup) -> None:
        self._sql = connection
        self._mode = mode
        for statement in _TABLES.split(";"):
            self._sql.execute(statement)
        self._stories = 0
        self.count = 0

    def settle(self, document: dict[str, Any], signatures: Mapping[str, str]) -> dict[str, Any]:
        """Mark or drop the duplicates in a document, and remember its other stories.

        Args:
            document: a `civicnews/1` document; it is changed.
            signatures: article id → signature, base64.
        """
        kept = []
        for article in document["articles"]:
            earlier = self._earlier(f"{document['source']['path']}#{article['id']}", article, signatures.get(article["id"]))
            if earlier is not None:
                self.count += 1
                article["duplicate_of"] = earlier
            if earlier is None or self._mode != "drop":
                kept.append(article)
        document["articles"] = kept
        return document

    def _earlier(self, name: str, article: Mapping[str, Any], encoded: str | None) -> str | None:
        if encoded is None:
            return None
        signature = base64.b64decode(encoded)
        bands = _bands(signature, _communities(article))
        marks = ",".join("?" * len(bands))
        found = self._sql.execute(
            f"SELECT story, count(*) AS shared FROM bands WHERE band IN ({marks}) GROUP BY story ORDER BY shared DESC, story LIMIT ?",
            [*bands, _CANDIDATES],
        ).fetchall()
        for story, _ in sorted(found):
            earlier, other = self._sql.execute("SELECT name, signature FROM stories WHERE number = ?", (story,)).fetchone()
            if _agreement(signature, other) >= THRESHOLD:
                return str(earlier)
        self._stories += 1
        self._sql.execute("INSERT INTO stories VALUES (?, ?, ?)", (self._stories, name, signature))
        self._sql.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(band, self._stories) for band in bands])
        return None


def _communities(article: Mapping[str, Any]) -> bytes:
    """The communities that the records of a story are about."""
    records = [record for section in article["sections"] for record in section["records"]]
    named = {(place["code"] or "", place["name"]) for record in records for place in record["communities"]}
    return json.dumps(sorted(named)).encode("ascii")


def _bands(signature: bytes, communities: bytes) -> list[int]:
    """One number a band: a hash of its values, its place and the communities."""
    size = ROWS * _VALUE
    parts = (communities + bytes([band]) + signature[band * size : (band + 1) * size] for band in range(BANDS))
    return [int.from_bytes(hashlib.blake2b(part, digest_size=8).digest(), "big", signed=True) for part in parts]


def _agreement(one: bytes, other: bytes) -> float:
    values = len(one) // _VALUE
    return sum(one[at : at + _VALUE] == other[at : at + _VALUE] for at in range(0, len(one), _VALUE)) / values
