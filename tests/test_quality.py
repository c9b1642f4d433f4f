"""The quality gate: no measure below its floor, on the gold that the floors were measured on.

A floor only rises: `python -m civicnews.evaluation.floors tests/quality/floors.json --raise`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shared_pipeline import pipeline

from civicnews.errors import ReadError, WriteError
from civicnews.evaluation import floors
from civicnews.evaluation.floors import Corpus, digest, measure, pinned, read_floors, shortfalls, write_floors
from civicnews.evaluation.score import MEASURES

FILE = Path(__file__).resolve().parent / "quality" / "floors.json"
CORPORA = read_floors(FILE)
VALUES = dict.fromkeys(MEASURES, 0.8)


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda corpus: corpus.folder.removeprefix("../").removeprefix("../"))
def test_no_measure_is_below_its_floor(corpus: Corpus) -> None:
    folder = FILE.parent / corpus.folder
    assert digest(folder) == corpus.gold, "the gold has changed: look at the scores, then pin new floors with --lower"
    assert set(corpus.floors) == set(MEASURES)
    assert shortfalls(corpus.floors, measure(folder, pipeline())) == []


def test_the_samples_and_both_halves_of_the_development_set_are_measured() -> None:
    assert [corpus.folder for corpus in CORPORA] == ["../../samples", "../devset/read", "../devset/check", "../corpus"]


def test_a_shortfall_is_named() -> None:
    assert shortfalls({"venue": 0.81, "street": 0.8}, VALUES) == ["venue 0.800 is below its floor 0.810"]


def test_raising_never_lowers() -> None:
    before = Corpus("gold", "abc", {"venue": 0.9, "street": 0.7})
    after = pinned(before, "abc", VALUES, lower=False)
    assert (after.floors["venue"], after.floors["street"], after.floors["record"]) == (0.9, 0.8, 0.8)


def test_lowering_must_be_asked_for() -> None:
    assert pinned(Corpus("gold", "abc", {"venue": 0.9}), "abc", VALUES, lower=True).floors["venue"] == 0.8


def test_floors_of_other_gold_stay_until_lowering_is_asked_for() -> None:
    before = Corpus("gold", "abc", {"venue": 0.1})
    assert pinned(before, "def", VALUES, lower=False) == before
    assert pinned(before, "def", VALUES, lower=True) == Corpus("gold", "def", VALUES)


def test_a_new_corpus_is_pinned_at_once() -> None:
    assert pinned(Corpus("gold"), "abc", VALUES, lower=False) == Corpus("gold", "abc", VALUES)


def test_the_digest_tells_texts_and_gold_apart(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("社区", "utf-8")
    first = digest(tmp_path)
    (tmp_path / "README.md").write_text("not gold", "utf-8")
    assert digest(tmp_path) == first
    (tmp_path / "a.json").write_text("{}", "utf-8")
    second = digest(tmp_path)
    (tmp_path / "a.json").rename(tmp_path / "b.json")
    assert len({first, second, digest(tmp_path)}) == 3


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    write_floors(path, CORPORA)
    assert read_floors(path) == CORPORA
    with pytest.raises(WriteError, match="cannot be written"):
        write_floors(tmp_path / "nowhere" / "floors.json", CORPORA)
    with pytest.raises(ReadError, match="cannot be read"):
        read_floors(tmp_path / "nowhere.json")


@pytest.mark.parametrize("content", ["", "[]", '{"gold": {}}', '{"gold": {"gold": "", "floors": {"venue": "high"}}}'])
def test_a_file_that_is_none(content: str, tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text(content, "utf-8")
    with pytest.raises(ReadError):
        read_floors(path)
    assert floors.main([str(path)]) == 2


def test_the_command_compares_raises_and_lowers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(floors, "measure", lambda folder, pipeline: VALUES)
    path = tmp_path / "floors.json"
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.txt").write_text("社区", "utf-8")
    write_floors(path, [Corpus("gold", digest(tmp_path / "gold"), {"venue": 0.9, "street": 0.7})])
    before = path.read_bytes()
    assert floors.main([str(path)]) == 1
    assert capsys.readouterr().out == "gold: venue 0.800 is below its floor 0.900\n"
    assert path.read_bytes() == before
    assert floors.main([str(path), "--raise"]) == 1
    assert json.loads(path.read_text("utf-8"))["gold"]["floors"]["street"] == 0.8
    assert json.loads(path.read_text("utf-8"))["gold"]["floors"]["venue"] == 0.9
    assert floors.main([str(path), "--lower"]) == 0
    assert json.loads(path.read_text("utf-8"))["gold"]["floors"]["venue"] == 0.8
    capsys.readouterr()
    assert floors.main([str(path)]) == 0
    assert capsys.readouterr().out == "gold: all floors hold\n"
