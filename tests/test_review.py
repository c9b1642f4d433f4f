"""The review page as a file: what stands in it, and how the command behaves. What it does is in test_review_browser.py."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import io
import itertools
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from results import record, result
from shared_pipeline import pipeline

from civicnews.cli.app import main
from civicnews.read import page_of, read_path
from civicnews.review.data import review_data
from civicnews.review.documents import extracted, stored
from civicnews.review.parts import MANY, RECORDS, hull, parts
from civicnews.review.render import embedded, filled, review_page
from civicnews.write import to_json, to_jsonl

SAMPLES = Path(__file__).parent.parent / "samples"
BRIEF = SAMPLES / "brief.txt"


class Outline(HTMLParser):
    """The elements of a page, and what stands in its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.held: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in ("script", "style"):
            self.held.append((self.tags[-1][0], data))


def page_with(text: str) -> str:
    return review_page(review_data([extracted(page_of(text), pipeline())], pipeline().rules))


# -- the file


def test_it_asks_for_nothing_from_anywhere() -> None:
    outline = Outline(page_with("5日，柳岸社区组织20余名志愿者到广场义诊。"))
    links = [value for _, attributes in outline.tags for name, value in attributes.items() if name in ("src", "href")]
    assert [value for value in links if not (value or "").startswith(("#", "data:"))] == []
    assert "http" not in re.sub(r"http-equiv", "", "".join(text for kind, text in outline.held if kind == "style"))


def test_the_policy_names_the_script_and_the_style_by_their_hashes() -> None:
    page = page_with("无事。")
    outline = Outline(page)
    policy = next(
        about["content"] or ""
        for tag, about in outline.tags
        if tag == "meta" and "content" in about and "default-src" in (about["content"] or "")
    )
    style = re.findall(r"<style>(.*)</style>", page, re.DOTALL)[0]
    script = re.findall(r"<script>(.*)</script>", page, re.DOTALL)[0]
    for text in (style, script):
        assert f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in policy
    assert "default-src 'none'" in policy


def test_the_same_input_gives_the_same_bytes() -> None:
    assert page_with("5日，柳岸社区开展义诊。") == page_with("5日，柳岸社区开展义诊。")


@given(st.text())
def test_embedded_data_ends_no_script_and_comes_back(text: str) -> None:
    made = embedded({"text": text, text: [text]})
    assert not re.search("[<>&\u2028\u2029]", made)
    assert json.loads(made)["text"] == re.sub("[\ud800-\udfff]", "\ufffd", text)
    made.encode("utf-8")


def test_what_is_filled_in_is_not_filled_again() -> None:
    assert filled("{{data}} {{version}}", {"data": "{{version}}", "version": "1"}) == "{{version}} 1"


def test_markup_in_a_page_leaves_the_outline_as_it_is() -> None:
    plain = [tag for tag, _ in Outline(page_with("无事。")).tags]
    hostile = "</script><script>alert(1)</script><!--<img onerror=1 src=x>-->5日，柳岸社区组织志愿者到</style>广场义诊。"
    assert [tag for tag, _ in Outline(page_with(hostile)).tags] == plain


# -- the data


def test_every_value_of_the_samples_has_its_reason() -> None:
    for path in sorted(SAMPLES.glob("*.txt")):
        data = review_data([extracted(read_path(path), pipeline())], pipeline().rules)
        for one in data["documents"][0]["records"]:
            for number, place in enumerate(one["communities"]):
                assert one["why"][f"communities.{number}"], place
            for field in ("date", "venue", "activity_name"):
                assert one[field] is None or one["why"][field]
            assert all(one["why"][f"participants.{number}"] for number in range(len(one["participants"])))
            for whys in one["why"].values():
                assert all(data["rules"][number]["about"] for number, _ in whys)


def test_a_stored_result_has_the_same_text_and_records() -> None:
    fresh = extracted(read_path(BRIEF), pipeline())
    [one, other] = review_data([fresh, stored(fresh.result, pipeline().rules)], pipeline().rules)["documents"]
    assert other["text"] == one["text"]
    for made, kept in zip(one["records"], other["records"], strict=True):
        assert {name: value for name, value in made.items() if name != "why"} == {
            name: value for name, value in kept.items() if name != "why"
        }
        assert kept["why"]["date"] == made["why"]["date"]


def test_a_text_that_has_changed_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("5日，柳岸社区开展义诊。", encoding="utf-8")
    made = pipeline().run(read_path(path))
    path.write_text("6日，柳岸社区开展义诊。", encoding="utf-8")
    told = stored(made, pipeline().rules)
    assert told.text is None
    assert "SHA-256 differs" in (told.trouble or "")
    assert len(told.records) == 1


def test_a_text_is_found_beside_its_result(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("5日，柳岸社区开展义诊。", encoding="utf-8")
    made = pipeline().run(dataclasses.replace(read_path(path), path="elsewhere/page.txt"))
    assert stored(made, pipeline().rules, tmp_path).text == "5日，柳岸社区开展义诊。"
    assert "no such file" in (stored(made, pipeline().rules).trouble or "")


# -- parts


SPANS = st.lists(st.tuples(st.integers(0, 90_000), st.integers(1, 400)).map(lambda one: (one[0], one[0] + one[1])), max_size=400)


@given(SPANS, SPANS)
def test_parts_are_the_whole_and_cut_no_record(articles: list[tuple[int, int]], records: list[tuple[int, int]]) -> None:
    length = max([1, *(end for _, end in [*articles, *records])])
    found = parts(length, articles, records)
    assert found[0][0] == 0
    assert found[-1][1] == length
    assert all(end == start for (_, end), (start, _) in itertools.pairwise(found))
    for start, end in records:
        assert any(low <= start and end <= high for low, high in found)


def test_a_long_text_has_parts_of_bounded_size() -> None:
    records = [(place * 100, place * 100 + 90) for place in range(3000)]
    assert all(sum(low <= start < high for start, _ in records) <= MANY for low, high in parts(300_000, [], records))
    articles = [(place * 500, place * 500 + 490) for place in range(600)]
    found = parts(300_000, articles, records)
    assert all(low % 500 == 0 for low, _ in found)
    assert all(sum(low <= start < high for start, _ in records) <= RECORDS + 5 for low, high in found)


def test_hull() -> None:
    assert hull([(7, 9), (2, 4)]) == (2, 9)
    assert hull([]) == (0, 0)


# -- the command


def test_review_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "review.html"
    assert main(["review", str(BRIEF), "-o", str(target)]) == 0
    assert "钟鼓楼社区" in target.read_text("utf-8")
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("write", [to_json, to_jsonl])
def test_review_takes_a_result(write: object, tmp_path: Path) -> None:
    kept, target = tmp_path / "result.json", tmp_path / "review.html"
    kept.write_text(write(pipeline().run(read_path(BRIEF))), encoding="utf-8")  # type: ignore[operator]
    assert main(["review", str(kept), "-o", str(target)]) == 0
    assert "一笼重阳糕" in target.read_text("utf-8")


def test_review_reads_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for data in (BRIEF.read_bytes(), to_json(pipeline().run(read_path(BRIEF))).encode()):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert main(["review", "-", "-o", "-"]) == 0
        assert "一笼重阳糕" in capsys.readouterr().out


def test_a_result_without_its_text_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "result.json"
    kept.write_text(to_json(result(record())), encoding="utf-8")
    assert main(["review", str(kept), "-o", str(tmp_path / "review.html")]) == 0
    assert "页.txt: no such file" in capsys.readouterr().err


def test_what_cannot_be_read_is_one_line_and_the_rest_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target, broken = tmp_path / "review.html", tmp_path / "broken.json"
    broken.write_text('{"schema": "civicnews/1", ', encoding="utf-8")
    assert main(["review", str(tmp_path / "none.txt"), "-o", str(target)]) == 2
    assert not target.exists()
    assert main(["review", str(broken), str(BRIEF), "-o", str(target)]) == 1
    assert target.exists()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert "no such file" in lines[0]
    assert "broken.json:1" in lines[1]


def test_a_target_that_cannot_be_written_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(BRIEF), "-o", str(tmp_path)]) == 2
    assert "is a directory" in capsys.readouterr().err
