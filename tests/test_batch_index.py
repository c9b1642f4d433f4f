"""The index of a batch: what is known of texts and inputs, and the file that it lives in."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from civicnews.batch.index import Index, Line, Placed, scratch
from civicnews.errors import WriteError
from civicnews.inputs.sources import Failure


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with scratch(tmp_path / "index.sqlite") as sql:
        yield Index(sql)


def test_a_new_index_knows_nothing(index: Index) -> None:
    assert (len(index), index.find(b"a"), index.find_failure(b"a", "x"), list(index.inputs())) == (0, None, None, [])
    assert index.all_met


def test_all_lines_are_met_when_the_inputs_have_come_to_each_text(index: Index) -> None:
    index.add(b"a", Line(10, 1))
    index.add(b"b", Line(20, 2))
    assert not index.all_met
    index.meet(b"a")
    index.meet(b"a")  # a second input with the same text
    assert not index.all_met
    index.meet(b"b")
    assert index.all_met


def test_of_two_lines_with_one_key_the_last_counts(index: Index) -> None:
    index.add(b"a", Line(10, 1))
    index.add(b"a", Line(30, 3))
    assert (index.find(b"a"), len(index)) == (Line(30, 3), 1)
    index.meet(b"a")
    assert index.all_met


def test_a_failed_text_fails_under_each_of_its_names(index: Index) -> None:
    index.add_failure(b"a", Failure("one.txt", "read", "empty"))
    index.add_failure(b"a", Failure("two.txt", "read", "something else"))
    assert index.find_failure(b"a", "two.txt") == Failure("two.txt", "read", "empty")


def test_inputs_come_back_in_order_each_under_a_name_of_its_own(index: Index) -> None:
    index.place("b.txt", 10)
    index.place("a.txt", None, Failure("a.txt", "read", "empty"))
    index.place("b.txt", 20)
    index.place(os.fsdecode(b"\xff.txt"), None, Failure("x", "read", os.fsdecode(b"no \xff")))
    assert list(index.inputs()) == [
        Placed("b.txt", 10, None, None),
        Placed("a.txt", None, "read", "empty"),
        Placed("b.txt~3", 20, None, None),
        Placed("\ufffd.txt", None, "read", "no \ufffd"),
    ]


def test_a_file_is_seen_once_until_it_is_forgotten(index: Index) -> None:
    assert [index.seen("/a"), index.seen("/b"), index.seen("/a")] == [False, False, True]
    index.forget_seen()
    assert not index.seen("/a")


def test_the_file_lives_as_long_as_the_block(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    path.write_bytes(b"left over from a run that was killed")
    with scratch(path) as sql:
        sql.execute("CREATE TABLE t (x)")
        assert path.exists()
    assert not path.exists()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        sql.execute("SELECT 1")


def test_a_file_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    with (
        pytest.raises(WriteError, match=r"index\.sqlite: cannot be written \(.*\); make room or check the rights"),
        scratch(tmp_path / "nowhere" / "index.sqlite"),
    ):
        pass
