"""Redaction: no name is left in any output, pseudonyms are stable, nothing points to a name."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from results import record, result
from shared_pipeline import pipeline

from civicnews.cli.app import main
from civicnews.mentions.personal import PersonalNames
from civicnews.models import ActivityEvidence, Evidence, Participant, Phrase, Record, Result, Warning
from civicnews.read import page_of, read_path
from civicnews.redact import Redaction, redact, redact_reviewed
from civicnews.review.data import review_data
from civicnews.review.documents import extracted
from civicnews.review.render import review_page
from civicnews.table import to_table
from civicnews.text import fold
from civicnews.write import to_csv, to_json, to_jsonl

ROOT = Path(__file__).resolve().parent.parent
KEY = b"a secret of our own"
PAGE = """情暖柳岸

本报讯（记者 苏木）3月5日，平城区水泊寺街道永和社区组织20余名志愿者来到居民林悦忠家中，为他打扫房间。
“房间亮堂多了！”82岁的林悦忠高兴地说。邻居王桂芬也来帮忙，居民老秦送来饺子。
"""


def outputs(one: Result) -> list[str]:
    """The result in every format."""
    return [to_json(one), to_json(one, pretty=True), to_jsonl(one), to_csv(one), to_table(one, labels={}, width=200)]


def read(text: str) -> Result:
    return pipeline().run(page_of(text), published=None)


def holds(text: str, name: str) -> bool:
    """Whether the name stands in the text, blanks between and Traditional characters included."""
    return "".join(fold(name).split()) in re.sub(r"\s", "", fold(text))


def test_no_name_is_left_in_any_format() -> None:
    done = redact(read(PAGE), pipeline())
    for text in outputs(done):
        for name in ("林悦忠", "王桂芬", "老秦"):
            assert not holds(text, name)
    assert "苏木" in to_json(done)


NAMES = st.builds("".join, st.tuples(st.sampled_from("林王陈郭蒋欧阳"), st.text("芬芳秀英国栋志强淑玉", min_size=2, max_size=2)))
FRAMES = (
    "5日，永和社区志愿者看望了居民{0}。",
    "5日，永和社区组织志愿者义诊。“真方便！”居民{0}高兴地说。",
    "5日，永和社区党委书记{0}带领志愿者清扫街道。",
    "5日，永和社区为85岁的{0}过生日，志愿者{1}送来蛋糕。",
    "5日，永和社区在“{0}工作室”开展调解，志愿者{1}、{0}参加。",
    "{0}入选好人榜\n\n本报讯 5日，永和社区志愿者、居民{0}打扫院落。",
)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(FRAMES), NAMES, NAMES)
def test_names_that_the_rules_see_are_gone_everywhere(frame: str, one: str, other: str) -> None:
    found = read(frame.format(one, other))
    seen = {q.name for a in found.articles for s in a.sections for r in s.records for q in r.participants if q.kind == "person"}
    for text in outputs(redact(found, pipeline())):
        assert not [name for name in seen if holds(text, name)]


@pytest.mark.parametrize("path", sorted((ROOT / "samples").glob("*.txt")), ids=lambda path: path.stem)
def test_no_gold_name_is_left_in_the_samples(path: Path) -> None:
    gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
    records = [one for article in gold["articles"] for one in article["records"]]
    names = [party["name"] for one in records for party in one["participants"] if party["kind"] == "person"]
    written = outputs(redact(pipeline().run(read_path(path)), pipeline()))
    assert [name for name in names for text in written if holds(text, name)] == []


LINES = [line for line in (ROOT / "tests" / "personal_names.txt").read_text("utf-8").splitlines() if line.strip()]
ALONE = LINES[: next(number for number, line in enumerate(LINES) if line.startswith("# -- only with the rest"))]
MARKED = re.compile("«(.*?)»")


def plain(line: str) -> str:
    return line.lstrip("=").replace("«", "").replace("»", "")


@pytest.mark.parametrize("line", [line for line in ALONE if "«" in line and not line.startswith("#")])
def test_a_name_is_seen_in_its_sentence(line: str) -> None:
    found = list(PersonalNames(pipeline().rules, pipeline().segmenter, pipeline().gazetteer).find(plain(line)))
    assert [name for name in MARKED.findall(line) if not any(name in one for one in found)] == []


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("=")])
def test_divisions_bodies_and_everyday_words_are_no_names(line: str) -> None:
    assert list(PersonalNames(pipeline().rules, pipeline().segmenter, pipeline().gazetteer).find(plain(line))) == []


def test_a_whole_page_is_shown_without_a_name() -> None:
    text = "\n\n".join(plain(line) for line in LINES if not line.startswith("#"))
    done = redact_reviewed(extracted(page_of(text), pipeline()), pipeline(), Redaction())
    assert done.text is not None
    shown = review_page(review_data([done], pipeline().rules))
    names = {name for line in LINES if not line.startswith("#") for name in MARKED.findall(line)}
    assert [name for name in names if holds(done.text, name) or holds(shown, name)] == []
    assert [line for line in LINES if line.startswith("=") and plain(line) not in done.text] == []


@pytest.mark.parametrize("command", ["extract", "extract --format csv", "explain", "explain --format json", "review -o -"])
def test_no_name_of_a_page_is_left_and_who_made_the_paper_stays(
    command: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    marked = (ROOT / "tests" / "personal_page.txt").read_text("utf-8")
    page = tmp_path / "page.txt"
    page.write_text(plain(marked), "utf-8")
    name, *options = command.split()
    assert main([name, str(page), *options, "--redact", "persons"]) == 0
    out = capfdbinary.readouterr().out.decode()
    assert [one for one in MARKED.findall(marked) if holds(out, one)] == []
    assert all(word in out for word in ("永和社区", "水泊寺街道", *(("许安", "高远", "严冬") if name == "review" else ())))


def test_a_short_form_has_the_pseudonym_of_the_full_name() -> None:
    found = read("5日，永和社区志愿者看望了居民林悦忠。“灯亮了。”悦忠说。邻居老林也笑了。")
    text = redact(found, pipeline()).articles[0].sections[0].records[0].text
    assert text == "5日，永和社区志愿者看望了居民person-1。“灯亮了。”person-1说。邻居person-2也笑了。"


def test_a_division_keeps_a_name_that_is_part_of_its_own() -> None:
    found = read("5日，平城区水泊寺街道永和社区志愿者永和为居民王水泊理发。")
    text = redact(found, pipeline()).articles[0].sections[0].records[0].text
    assert "平城区水泊寺街道永和社区" in text
    assert "王水泊" not in text


def spans_of(value: object) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    """What each value of a record is printed as, and where."""
    assert isinstance(value, Record)
    values = [(one.name, one.spans) for one in (*value.participants, *value.communities)]
    return values + [(one.text, one.spans) for one in (value.date, value.venue) if one is not None]


def test_the_spans_of_a_page_to_review_are_those_of_its_own_text() -> None:
    before = extracted(page_of(PAGE), pipeline())
    done = redact_reviewed(before, pipeline(), Redaction())
    assert done.text is not None
    assert done.text.count("\n") == PAGE.count("\n")
    values = [one for a in done.result.articles for s in a.sections for r in s.records for one in spans_of(r)]
    assert any(name.startswith("person-") for name, _ in values)
    for name, spans in values:
        assert "".join(done.text[start:end] for start, end in spans) == name
    assert done.result.articles[0].reporters == before.result.articles[0].reporters
    assert done.result.source.sha256 != before.result.source.sha256
    assert [one.code for one in done.result.warnings][-1] == "redacted"


TORN = """情暖柳岸

3月5日，永和社区志愿者来到居民林悦
忠家中打扫。85岁的林悦　忠高兴地说：“真好。”
"""


@pytest.mark.parametrize("command", ["review", "explain", "explain --format json", "extract"])
@pytest.mark.parametrize("text", [PAGE, TORN])
def test_no_command_that_shows_a_page_shows_a_name(
    command: str, text: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    page = tmp_path / "林悦忠.txt"
    page.write_text(text, "utf-8")
    name, *options = command.split()
    assert main([name, str(page), *options, "--redact", "persons", *(["-o", "-"] if name == "review" else [])]) == 0
    out, err = capfdbinary.readouterr()
    assert b"person-1" in out
    assert not [one for one in ("林悦忠", "王桂芬", "老秦") if holds((out + err).decode(), one)]


def test_a_stored_result_is_reviewed_without_names(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, "utf-8")
    assert main(["extract", str(page), "-o", str(tmp_path / "result.json")]) == 0
    assert main(["review", str(tmp_path / "result.json"), "--redact", "persons", "-o", "-"]) == 0
    out = capfdbinary.readouterr().out.decode()
    assert "房间亮堂多了" in out
    assert not [one for one in ("林悦忠", "王桂芬", "老秦") if holds(out, one)]


def with_name(name: str = "林悦忠") -> Result:
    """A result in which a name stands in every kind of value."""
    one = record(
        text=f"柳岸社区看望{name[0]} {name[1:]}，{name}很高兴。",
        participants=(Participant(name, "person", "beneficiary", None, f"{name}家庭", ((33, 36),)),),
        activity_evidence=(ActivityEvidence("elder_care", "elder_care/visit", ((31, 35),)), ActivityEvidence("other", "x", ((50, 52),))),
        evidence=(Evidence("participants.0", "frame/served", ((33, 36),)),),
        activity_name=Phrase(f"“{name}”故事会", ((3, 9),)),
        venue=Phrase(f"{name}工作室", ((37, 39),)),
        warnings=(Warning("odd", f"odd: {name}", ((33, 36),)),),
    )
    made = result(one, headline=f"{name}的一天")
    return replace(made, source=replace(made.source, path=f"{name}.txt"), warnings=(Warning("w", f"在{name}处"),))


@pytest.mark.parametrize("written", ["林悦忠", "林悅忠", "古丽娜·艾山", "Anna", "欧阳修文"])
def test_every_kind_of_value_is_redacted(written: str) -> None:
    for text in outputs(redact(with_name(written), pipeline())):
        assert not holds(text, written)


def test_spans_that_point_to_a_name_are_dropped_and_those_of_records_stay() -> None:
    found = with_name()
    before = found.articles[0].sections[0].records[0]
    after = redact(found, pipeline()).articles[0].sections[0].records[0]
    assert after.spans == before.spans
    assert after.participants[0].spans == after.warnings[0].spans == after.evidence[0].spans == ()
    assert after.venue is not None
    assert after.venue.spans == ()
    assert [one.spans for one in after.activity_evidence] == [(), ((50, 52),)]
    assert after.date == before.date


def test_one_name_has_one_pseudonym_and_two_names_have_two() -> None:
    done = redact(read(PAGE), pipeline()).articles[0].sections[0].records[0]
    assert done.text.count("person-1") == 2
    assert {"person-1", "person-2", "person-3"} <= set(re.findall(r"person-\d+", done.text))


def test_pseudonyms_that_keep_the_surname_are_told_apart() -> None:
    found = read("5日，永和社区志愿者看望了居民林悦忠、林秀英和王桂芬。")
    text = redact(found, pipeline(), Redaction(pseudonyms="surname")).articles[0].sections[0].records[0].text
    assert "林某某、林某某2和王某某" in text


def test_a_key_gives_one_pseudonym_in_all_documents() -> None:
    texts = ["5日，永和社区志愿者看望了居民林悦忠。", "6日，水泊寺街道永和社区义诊，邻居王桂芬和居民林悦忠量了血压。"]

    def pseudonyms(key: bytes | None) -> list[set[str]]:
        return [set(re.findall("person-[0-9a-f]+", to_json(redact(read(text), pipeline(), Redaction(key=key))))) for text in texts]

    one, other = pseudonyms(KEY)
    assert one < other
    assert pseudonyms(KEY[::-1])[0].isdisjoint(one)
    assert pseudonyms(None)[0] == {"person-1"}


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 or more"):
        Redaction(key=b"short")


def test_reporters_stay_unless_asked() -> None:
    found = read(PAGE)
    assert redact(found, pipeline()).articles[0].reporters == found.articles[0].reporters
    done = redact(found, pipeline(), Redaction(reporters=True))
    assert not holds(to_json(done), "苏木")
    assert done.articles[0].reporters[0].spans == ()
    assert done.articles[0].reporters[0].role == "记者"


def test_the_hash_of_the_input_is_gone() -> None:
    found = read(PAGE)
    done = redact(found, pipeline())
    assert re.fullmatch("[0-9a-f]{64}", done.source.sha256)
    assert done.source.sha256 != found.source.sha256
    assert to_json(redact(found, pipeline())) == to_json(done)


def test_words_without_names_stay() -> None:
    found = read("5日，平城区水泊寺街道永和社区组织20余名志愿者，为老人们理发。")
    done = redact(found, pipeline())
    assert done.articles == found.articles
    assert [one.code for one in done.warnings][-1] == "redacted"


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="林悦忠王社区居民说，。\n· 某老5日Anna\ud800", max_size=80))
def test_any_text_can_be_redacted(text: str) -> None:
    to_json(redact(read(text), pipeline(), Redaction(reporters=True, key=KEY)))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--redact", "people"], "neither persons nor"),
        (["--redact", "reporters"], "neither persons nor"),
        (["--pseudonyms", "surname"], "goes with --redact"),
        (["--redact", "persons", "--pseudonym-key", "none.key"], "cannot be read"),
        (["--redact", "persons", "--pseudonym-key", "short.key"], "16 or more"),
    ],
)
def test_a_wrong_option_is_named(
    arguments: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    (tmp_path / "short.key").write_text("short", "utf-8")
    assert main(["extract", "page.txt", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert says in err


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "table"])
def test_the_command_writes_no_name(form: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    page, key = tmp_path / "林悦忠.txt", tmp_path / "key"
    page.write_text(PAGE, "utf-8")
    key.write_bytes(KEY)
    options = ["--format", form, "--redact", "persons", "--pseudonyms", "surname", "--pseudonym-key", str(key)]
    assert main(["extract", str(page), *options]) == 0
    out = capfdbinary.readouterr().out.decode()
    assert not [name for name in ("林悦忠", "王桂芬", "老秦") if holds(out, name)]
    assert re.search("林某某-[0-9a-f]{12}", re.sub(r"\s", "", out))


@pytest.mark.parametrize("output", ["records.jsonl", "records.csv", "pages/", "records.sqlite"])
def test_a_batch_writes_no_name(output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    papers = tmp_path / "papers"
    papers.mkdir()
    for name in ("林悦忠", "王桂芬"):
        (papers / f"{name}.txt").write_text(PAGE.replace("饺子", name[0]), "utf-8")
    assert main(["batch", "papers", "-o", output, "--dedup", "off", "--redact", "persons", "--workers", "1", "-q"]) == 0
    target = tmp_path / output
    paths = sorted(path for path in target.rglob("*.json")) if target.is_dir() else [target]
    written = "".join(f"{path.name}\n{path.read_bytes().decode('utf-8', 'ignore')}" for path in paths)
    assert "永和社区" in written
    assert not [name for name in ("林悦忠", "王桂芬", "老秦") if holds(written, name)]
    if target.is_dir():
        assert len(paths) == 2


def test_the_duplicates_of_a_batch_are_named_without_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "林悦忠.txt").write_text(PAGE, "utf-8")
    (tmp_path / "again.txt").write_text(PAGE + "\n", "utf-8")
    assert main(["batch", "again.txt", "林悦忠.txt", "-o", "out.jsonl", "--redact", "persons", "--workers", "1", "-q"]) == 0
    written = (tmp_path / "out.jsonl").read_text("utf-8")
    assert '"duplicate_of":"' in written
    assert not holds(written, "林悦忠")
