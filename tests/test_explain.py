"""Every value has its rule and its words, at the place that is said; every other sentence has its reason."""

from __future__ import annotations

import io
import json
import re
import sys
from functools import cache
from pathlib import Path

import pytest
from shared_pipeline import pipeline

from civicnews.cli.app import main
from civicnews.explain import Explanation, Position, Why, explain
from civicnews.read import page_of, read_path

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.txt"))
PAGE = """\
街巷里的春天
本报讯（记者 何其）连日来，各社区纷纷开展志愿服务活动。

3月5日，柳岸社区组织20名志愿者到中心广场清扫垃圾。居民王秀英说：“干净多了。”
  3月6日，桥头社区为老人义诊。

编辑：苏木
"""


@cache
def explained(name: str) -> Explanation:
    return explain(read_path(SAMPLES / f"{name}.txt"), pipeline())


@cache
def page() -> Explanation:
    return explain(page_of(PAGE), pipeline())


def reasons(told: Explanation) -> list[Why]:
    of_values = [why for record in told.records for value in record.values for why in value.why]
    return [*of_values, *(why for left in told.left for why in left.why)]


def test_every_value_of_a_record_is_explained() -> None:
    result = pipeline().run(page_of(PAGE))
    records = [record for article in result.articles for section in article.sections for record in section.records]
    assert [told.id for told in page().records] == [record.id for record in records]
    for told, record in zip(page().records, records, strict=True):
        fields = {value.field for value in told.values}
        assert {f"communities.{i}" for i in range(len(record.communities))} <= fields
        assert {f"participants.{i}" for i in range(len(record.participants))} <= fields
        assert {f"activity_types.{i}" for i in range(len(record.activity_types))} <= fields
        for name in ("street", "district", "city", "province", "date", "activity_name", "venue"):
            assert (name in fields) is (getattr(record, name) is not None)


def test_a_date_with_its_rule_its_words_and_their_place() -> None:
    date = next(value for value in page().records[1].values if value.field == "date")
    assert date.value == "XXXX-03-06"
    assert date.how == "3月6日, stated"
    (why,) = date.why
    assert why.words == "3月6日"
    assert why.at == (Position(5, 3),)
    assert why.file is not None
    assert re.fullmatch(r"base/dates\.yaml:\d+", why.file)
    assert why.rule in pipeline().rules.sources


def test_a_participant_has_the_rule_that_found_it_and_the_one_that_gave_its_role() -> None:
    volunteers = next(value for value in page().records[0].values if value.value == "志愿者")
    assert "20名" in volunteers.how
    assert [why.words for why in volunteers.why] == ["志愿者", "志愿者"]
    kinds = [pipeline().rules.sources[why.rule][2] for why in volunteers.why if why.rule is not None]
    assert kinds == ["party", "frame"]


def test_the_introduction_and_the_furniture_say_why_they_are_no_record() -> None:
    introduction = next(left for left in page().left if "各社区纷纷" in left.text)
    assert introduction.article == "a1"
    assert introduction.at == Position(2, 11)
    assert any(why.about.startswith("introduction: ") and "各社区" in why.words for why in introduction.why)
    editor = next(left for left in page().left if left.text.startswith("编辑"))
    assert editor.article is None
    assert all(why.rule is None or why.rule.startswith("line.") for why in editor.why)


def test_a_notice_says_that_it_is_one() -> None:
    outage = next(left for left in explained("no-community-news").left if left.text.startswith("因线路检修"))
    assert any("notice" in why.about for why in outage.why)
    assert any((why.rule or "").startswith("line.notice") for why in outage.why)


def test_a_page_without_community_news_gives_a_reason_for_every_sentence() -> None:
    told = explained("no-community-news")
    assert told.records == ()
    assert told.left
    assert all(left.why for left in told.left)


@pytest.mark.parametrize("name", NAMES)
def test_words_stand_where_they_are_said_to(name: str) -> None:
    lines = re.split(r"\r\n|\n|\r", read_path(SAMPLES / f"{name}.txt").text)
    for why in reasons(explained(name)):
        if why.words:
            first = why.at[0]
            assert lines[first.line - 1][first.column - 1] == why.words[0]


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_that_is_named_is_there(name: str) -> None:
    rules = pipeline().rules
    for why in reasons(explained(name)):
        if why.file is not None:
            assert why.rule is not None
            rule, path, _ = rules.sources[why.rule]
            assert rule.about in why.about
            line = int(why.file.rpartition(":")[2])
            assert "match:" in path.read_text("utf-8").splitlines()[line - 1]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_left_is_in_no_record(name: str) -> None:
    told = explained(name)
    records = "".join(record.text for record in told.records)
    for left in told.left:
        if left.article is not None and len(left.text) > 8:
            assert left.text not in records


@pytest.mark.parametrize("text", ["", "。", "\r\n\r", "社区", "3月5日", "\ud800社区"])
def test_any_text_can_be_explained(text: str) -> None:
    assert explain(page_of(text), pipeline()).path is None


def test_the_tree_is_plain_in_a_pipe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    assert main(["explain", str(path), "--published", "2024-03-07"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "\x1b" not in out
    lines = out.splitlines()
    assert lines[0].startswith("a1.s1.r1  4:1  3月5日，柳岸社区")
    assert "  date: 2024-03-05  (3月5日, stated)" in lines
    assert "in no record" in lines


def test_one_record_alone_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    assert main(["explain", str(path), "--record", "a1.s1.r2", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [record["id"] for record in data["records"]] == ["a1.s1.r2"]
    assert data["left"] == []
    date = next(value for value in data["records"][0]["values"] if value["field"] == "date")
    assert date["why"][0]["at"] == [{"line": 5, "column": 3}]


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode("gb18030"))))
    assert main(["explain", "-", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["path"] is None


@pytest.mark.parametrize("arguments", [["--record", "a9.s1.r1"], ["--published", "7.3.2024"], ["--format", "html"]])
def test_what_cannot_be_explained(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    assert main(["explain", str(path), *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1


def test_no_such_file() -> None:
    assert main(["explain", "no-such-file.txt"]) == 2


def test_the_tree_is_chinese_where_chinese_is_spoken(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    assert main(["explain", str(tmp_path / "page.txt"), "--lang", "zh"]) == 0
    out = capfd.readouterr().out
    heads = [
        line.split(":")[0].strip() for line in out.splitlines() if line.startswith("  ") and not line.startswith("    ") and ": " in line
    ]
    assert {"社区.0", "日期", "参与者.0", "活动类型.0"} <= set(heads)
    assert not [head for head in heads if head.isascii()]
    assert "不在任何记录里\n" in out
    assert "（环境整治）" in out or "(环境整治)" in out
