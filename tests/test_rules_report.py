"""`rules stats` and `rules gaps`: counted on small corpora of our own, with a rule pack of our own over the built-in one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from shared_pipeline import pipeline

from civicnews.cli.app import main
from civicnews.pipeline import Pipeline
from civicnews.read import page_of, read_path
from civicnews.rules.gaps import Gap, Gaps
from civicnews.rules.report import RuleUse, Stats, watched_rules
from civicnews.write import to_json

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PACK = "name: 'mine'\nversion: '1'\nabout: 'a test'\n"
RULE = """\
  - id: 'mine/{id}'
    about: 'a test'
    as: '{type}'
    match: '{match}'
    examples:
      - {{text: '{match}'}}
    not:
      - {{text: '灯', why: 'a test'}}
"""
DEEDS = "kind: 'deed'\nrules:\n" + "".join(
    RULE.format(id=name, type=kind, match=match)
    for name, kind, match in [
        ("lamp-clean", "environment_cleanup", "拨亮灯芯"),
        ("lamp-show", "culture_sports", "拨亮灯芯"),
        ("lamp-part", "culture_sports", "亮灯芯来"),
        ("silent", "culture_sports", "拨亮月亮"),
    ]
)
ONE = "3月5日，柳岸社区志愿者拨亮灯芯。3月6日，桥头社区志愿者拨亮灯芯来守夜。\n"
TWO = "3月7日，塔下社区志愿者拨亮灯芯。\n"


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mine")
    (folder / "pack.yaml").write_text(PACK, "utf-8")
    (folder / "deeds.yaml").write_text(DEEDS, "utf-8")
    return folder


@pytest.fixture(scope="module")
def stats(pack: Path) -> Stats:
    rules = watched_rules(pack)
    counted = Stats(rules)
    watched = Pipeline(rules=rules)
    for text in (ONE, TWO):
        counted.add(watched.read(page_of(text)))
    return counted


def use(stats: Stats, rule: str) -> RuleUse:
    return next(one for one in stats.uses() if one.rule == rule)


def test_matches_wins_overlaps_conflicts_and_documents(stats: Stats) -> None:
    assert stats.documents == 2
    assert use(stats, "mine/lamp-clean") == RuleUse("mine/lamp-clean", "deed", 3, 3, 3, 3, 2)
    assert use(stats, "mine/lamp-part") == RuleUse("mine/lamp-part", "deed", 1, 1, 1, 0, 1)


def test_a_rule_that_never_matched_is_there_with_zeros(stats: Stats) -> None:
    assert use(stats, "mine/silent") == RuleUse("mine/silent", "deed", 0, 0, 0, 0, 0)


def test_every_rule_is_there_the_busiest_first(stats: Stats) -> None:
    uses = stats.uses()
    assert sorted(one.rule for one in uses) == sorted(name for name, (_, _, kind) in stats.rules.sources.items() if kind != "personal")
    assert [one.matched for one in uses] == sorted((one.matched for one in uses), reverse=True)


def test_rules_that_qualify_others_win_nothing(stats: Stats) -> None:
    assert {one.won for one in stats.uses() if one.kind in ("scope", "record")} == {None}
    assert all(one.won is not None for one in stats.uses() if one.kind in ("deed", "frame", "party", "venue"))


def test_watching_finds_every_kind_and_changes_nothing() -> None:
    rules = watched_rules()
    counted = Stats(rules)
    watched = Pipeline(rules=rules)
    page = read_path(SAMPLES / "interrupted-page.txt")
    reading = watched.read(page)
    assert to_json(watched.result(page, reading)) == to_json(pipeline().run(page))
    counted.add(reading)
    fired = {one.kind for one in counted.uses() if one.matched}
    assert fired >= {"line", "byline", "date", "place", "party", "frame", "deed", "scope", "name", "venue", "record"}


def gaps_of(texts: Sequence[str]) -> list[Gap]:
    gaps = Gaps()
    for number, text in enumerate(texts):
        page = page_of(text)
        reading = pipeline().read(page)
        gaps.add(f"text{number}", reading, pipeline().result(page, reading))
    return gaps.found()


def test_a_name_that_the_list_lacks_is_counted_with_an_example() -> None:
    texts = ["3月5日，鲸背崖社区开展义诊。", "3月6日，鲸背崖社区组织志愿者清扫垃圾。"]
    gap = next(gap for gap in gaps_of(texts) if gap.kind == "name")
    assert gap == Gap("name", "鲸背崖社区", 2, "text0", texts[0])


def test_a_sentence_with_a_division_and_no_deed() -> None:
    text = "3月5日，鲸背崖社区开展义诊。鲸背崖社区有三口老井。"
    assert [gap.what for gap in gaps_of([text]) if gap.kind == "deed"] == ["鲸背崖社区有三口老井。"]


def test_a_date_without_the_day_that_it_counts_from() -> None:
    assert [gap.what for gap in gaps_of(["昨日，鲸背崖社区开展义诊。"]) if gap.kind == "date"] == ["昨日"]


def test_the_most_frequent_gap_comes_first() -> None:
    counts = [gap.count for gap in gaps_of(["3月5日，鲸背崖社区开展义诊。鲸背崖社区有三口老井。", "近日，鲸背崖社区开展义诊。"])]
    assert counts == sorted(counts, reverse=True)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(ONE, "utf-8")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "two.txt").write_text("昨日，" + TWO.partition("，")[2], "utf-8")
    return tmp_path


def test_stats_as_json(corpus: Path, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "stats", str(corpus), "--rules", str(pack), "--kind", "deed", "--json", "--limit", "2"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["documents"] == 2
    assert len(data["rules"]) == 2
    assert "mine/silent" in data["never"]


def test_stats_as_a_table(corpus: Path, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "stats", str(corpus), "--rules", str(pack), "--kind", "deed"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert ["mine/lamp-show", "deed", "3", "3", "3", "3", "2"] in [line.split() for line in out.splitlines()]
    assert "  mine/silent\n" in out


def test_gaps_take_the_publication_date_from_the_gold(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["rules", "gaps", str(corpus), "--kind", "date", "--json"]
    assert main(arguments) == 0
    assert [gap["what"] for gap in json.loads(capsys.readouterr().out)["gaps"]] == ["昨日"]
    (corpus / "below" / "two.json").write_text('{"published": "2024-03-08"}', "utf-8")
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["gaps"] == []


def test_a_text_that_cannot_be_read_is_said_and_the_rest_is_counted(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus / "empty.txt").write_bytes(b"")
    for command in ("stats", "gaps"):
        assert main(["rules", command, str(corpus), "--json"]) == 1
        out, err = capsys.readouterr()
        assert json.loads(out)["documents"] == 2
        assert "empty.txt" in err


@pytest.mark.parametrize("command", ["stats", "gaps"])
def test_what_cannot_start(command: str, tmp_path: Path, corpus: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert main(["rules", command, str(empty)]) == 2
    assert main(["rules", command, str(tmp_path / "none")]) == 2
    assert main(["rules", command, str(corpus), "--kind", "beauty"]) == 2
    assert main(["rules", command, str(corpus), "--limit", "0"]) == 2
