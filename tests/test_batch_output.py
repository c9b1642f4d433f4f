"""Where a batch writes: the lock on an output, a folder of documents, and what is known of libraries."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from civicnews.batch import lock as lock_module
from civicnews.batch import options as options_module
from civicnews.batch.export import exporter
from civicnews.batch.lock import exclusive
from civicnews.errors import BatchError, WriteError


def test_the_lock_says_who_holds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lock"
    with exclusive(path, "out.jsonl"):
        assert path.read_text().startswith(f"process {os.getpid()} on ")

    def held(descriptor: int) -> None:
        raise BlockingIOError

    monkeypatch.setattr(lock_module, "_lock", held)
    with (
        pytest.raises(BatchError, match=rf"out\.jsonl: another run \(process {os.getpid()} on .*\) is writing it"),
        exclusive(path, "out.jsonl"),
    ):
        pass
    path.write_text("")
    with pytest.raises(BatchError, match=r"out\.jsonl: another run is writing it"), exclusive(path, "out.jsonl"):
        pass


def test_a_lock_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="lock: cannot be written"), exclusive(tmp_path / "nowhere" / "lock", "out.jsonl"):
        pass


def document(path: str) -> dict[str, Any]:
    return {"schema": "civicnews/1", "source": {"path": path}, "articles": []}


def test_every_document_of_a_folder_has_a_file_below_it_whatever_its_name(tmp_path: Path) -> None:
    target = tmp_path / "out"
    names = ["a/b.txt", "../up.txt", "/root.txt", "a/b.txt", "a\\b.txt", "x" * 300 + ".txt", "长" * 100, "长" * 100 + "/c.txt", ""]
    exporter(f"{target}/")((*map(document, names), {"failure": "empty", "source": {"path": "bad.txt"}}), target)
    made = sorted(path for path in target.rglob("*.json"))
    assert len(made) == len(names)
    assert sorted(json.loads(path.read_text("utf-8"))["source"]["path"] for path in made) == sorted(names)
    assert {path.relative_to(target).as_posix() for path in made} >= {
        "a/b.txt.json", "a/b.txt~2.json", "a/b.txt~3.json", "_/up.txt.json", "root.txt.json", "_.json",
    }  # fmt: skip
    assert all(len(part.encode()) < 256 for path in made for part in path.parts)
    assert not list(target.rglob("bad*"))


def test_a_folder_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "out"
    export = exporter(f"{target}/")
    export([document("old.txt")], target)

    def broken() -> Any:
        yield document("new.txt")
        raise OSError(28, "No space left on device")

    with pytest.raises(WriteError, match=r"out: cannot be written \(No space left on device\)"):
        export(broken(), target)
    assert [path.name for path in tmp_path.rglob("*.json")] == ["old.txt.json"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_extra_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("civicnews.batch.export.find_spec", lambda name: None)
    with pytest.raises(BatchError, match=r"to write \.parquet files: pip install 'civicnews\[parquet\]'"):
        exporter("out.parquet")


def test_the_version_of_a_library_that_is_not_installed_is_empty() -> None:
    assert options_module._version("no-such-library-anywhere") == ""
    assert options_module._version("no-such-library-anywhere") == ""
    assert options_module._version(None) == ""
