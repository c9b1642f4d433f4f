"""Scoring: a gold set and predictions of our own, with every count worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from civicnews.cli.app import main
from civicnews.errors import ReadError
from civicnews.evaluation.compare import Value, hits, same, same_party, same_phrase
from civicnews.evaluation.documents import published_in
from civicnews.evaluation.interval import intervals
from civicnews.evaluation.run import Evaluation, evaluate, from_folder, from_pipeline
from civicnews.evaluation.score import FIELDS, MEASURES, Tally

FIRST = "3月5日，柳岸社区志愿者清扫门前广场，给绿地除草。"
SECOND = "6日，桥头社区与柳岸社区为老人义诊。"
THIRD = "7日，塔下社区举办灯会。"
AFTER = "塔下社区的灯会明年还办。"
TEXT = f"河湾新事 一周见闻\n{FIRST}\n{SECOND}\n{THIRD}\n{AFTER}\n"


def gold_record(anchor: str, **values: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "street": None, "street_code": None, "district": None, "communities": [], "community_codes": [], "date": None,
        "participants": [], "activity_types": ["other"], "activity_name": None, "venue": None,
    }  # fmt: skip
    return {"anchor": anchor} | empty | values


def place(name: str, code: str | None = None) -> dict[str, Any]:
    return {"name": name, "code": code}


def party(name: str, role: str) -> dict[str, Any]:
    return {"name": name, "role": role, "kind": "group"}


def predicted_record(words: str, **values: Any) -> dict[str, Any]:
    """A record whose span is where `words` stand."""
    start = TEXT.index(words)
    return {"text": words, "spans": [[start, start + len(words)]]} | values


GOLD = {
    "published": "2023-03-08",
    "articles": [
        {"kind": "roundup", "kicker": None, "headline": "河湾新事", "subhead": "一周见闻", "reporters": ["何其", "苏木"], "records": [
            gold_record(
                "3月5日，柳岸社区志愿者", communities=["柳岸社区"], community_codes=["999001001001"], street="河湾街道",
                street_code="999001001", district="南城区", date={"text": "3月5日", "edtf": "2023-03-05"}, venue="门前广场",
                participants=[party("志愿者", "actor"), party("柳岸社区", "organiser")],
                activity_types=["environment_cleanup", "volunteer_service"],
            ),
            gold_record(
                "6日，桥头社区与柳岸", communities=["桥头社区", "柳岸社区"], community_codes=[None, "999001001001"], street="河湾街道",
                street_code="999001001", date={"text": "6日", "edtf": "2023-03-06"}, participants=[party("老人", "beneficiary")],
                activity_types=["health_service", "elder_care"], activity_name="“暖春”义诊活动",
            ),
            gold_record(
                "7日，塔下社区", communities=["塔下社区"], date={"text": "7日", "edtf": "2023-03-07"}, activity_types=["culture_sports"],
                participants=[party("居民", "actor")],
            ),
        ]},
    ],
}  # fmt: skip
PREDICTION = {
    "articles": [
        {"headline": "河湾新事：一周见闻", "reporters": [{"name": "何其"}], "sections": [{"records": [
            predicted_record(
                FIRST, communities=[place("柳岸社区", "999001001001")], street=place("河湾街道", "999001001"), district=place("北城区"),
                date={"text": "3月5日", "edtf": "2023-03-05"}, participants=[party("党员志愿者们", "actor"), party("柳岸社区", "partner")],
                activity_types=["volunteer_service", "environment_cleanup"], venue={"text": "柳岸社区门前广场"},
            ),
            predicted_record(
                SECOND, communities=[place("桥头社区"), place("河西社区", "999001001002")], street=place("河湾街道"),
                date={"text": "6日", "edtf": "2023-02-06"}, participants=[party("老人", "beneficiary"), party("桥头社区", "organiser")],
                activity_types=["health_service"], activity_name={"text": "暖春义诊"},
                evidence=[{"field": "date", "rule": "date.day", "spans": [[TEXT.index("6日"), TEXT.index("6日") + 2]]}],
            ),
            predicted_record(AFTER, communities=[place("塔下社区")], participants=[], activity_types=["culture_sports", "other"]),
            predicted_record(
                "一周见闻", communities=[], activity_types=["other"], participants=[party("一周", "actor")], venue={"text": "一周"},
            ),
        ]}]},
    ],
}  # fmt: skip
EXPECTED = {
    # the third prediction lies in the third gold record, far from its head but more than a touch; the fourth lies before all records
    "record": Tally(3, 1, 0),
    "community": Tally(3, 1, 1),  # 河西 for 柳岸 in the second
    "community_code": Tally(1, 1, 1),
    "street": Tally(2, 0, 0),
    "street_code": Tally(1, 0, 1),
    "district": Tally(0, 1, 1),
    "date_text": Tally(2, 0, 1),
    "date_edtf": Tally(1, 1, 2),
    "participant": Tally(3, 2, 1),  # ornament and attribute are overlooked; extra 桥头社区, 一周; missed 居民
    "participant_role": Tally(2, 2, 2),  # as above, 柳岸社区 in the wrong role; the extra record's 一周 is not counted here
    "activity_type": Tally(4, 2, 1),  # extra: other in the third and in the extra record
    "main_type": Tally(2, 1, 1),
    "activity_name": Tally(1, 0, 0),
    "venue": Tally(1, 0, 0),  # one inside the other, at least half as long; the extra record's venue is not counted
    "title": Tally(0, 1, 2),
    "reporter": Tally(1, 0, 1),
    "usable": Tally(1, 2, 2),  # the first: its main type is among the gold's, and the other way round
}


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    gold, predictions = tmp_path / "gold", tmp_path / "predictions"
    gold.mkdir()
    predictions.mkdir()
    (gold / "page.txt").write_text(TEXT, "utf-8")
    (gold / "page.json").write_text(json.dumps(GOLD), "utf-8")
    (gold / "notes.json").write_text('{"about": "no gold"}', "utf-8")
    (predictions / "page.json").write_text(json.dumps(PREDICTION), "utf-8")
    return gold, predictions


@pytest.fixture
def scored(folders: tuple[Path, Path]) -> Evaluation:
    return evaluate(folders[0], from_folder(folders[1]))


@pytest.mark.parametrize("measure", MEASURES)
def test_counts_worked_out_by_hand(measure: str, scored: Evaluation) -> None:
    assert scored.totals[measure] == EXPECTED[measure]


def test_precision_recall_and_f1() -> None:
    tally = Tally(right=3, extra=1, missed=2)
    assert (tally.precision, tally.recall, tally.f1) == (3 / 4, 3 / 5, 2 / 3)
    assert Tally() == (0, 0, 0)
    assert (Tally().precision, Tally().recall, Tally().f1) == (0.0, 0.0, 0.0)


def test_an_unnamed_party_is_never_met() -> None:
    assert not same_party(Value("们"), Value("们"))


def test_usable_is_a_share(scored: Evaluation) -> None:
    assert scored.records == 3
    assert scored.value("usable") == 1 / 3


def test_a_document_without_prediction_is_missed_whole(folders: tuple[Path, Path]) -> None:
    gold, predictions = folders
    for damage in (lambda: (predictions / "page.json").write_text("{", "utf-8"), (predictions / "page.json").unlink):
        damage()
        found = evaluate(gold, from_folder(predictions))
        assert found.missing == ("page",)
        assert found.totals["record"] == Tally(0, 0, 3)
        assert found.totals["participant"] == Tally(0, 0, 4)
        assert found.totals["title"] == Tally(0, 0, 2)


def test_a_prediction_is_paired_once_and_by_the_head(folders: tuple[Path, Path]) -> None:
    gold, predictions = folders
    both = predicted_record(FIRST + "\n" + SECOND, activity_types=[], communities=[place("柳岸社区")], participants=[])
    (predictions / "page.json").write_text(json.dumps({"articles": [{"sections": [{"records": [both, both]}]}]}), "utf-8")
    found = evaluate(gold, from_folder(predictions))
    assert found.totals["record"] == Tally(2, 0, 1)
    assert found.totals["community"] == Tally(2, 0, 2)


def test_a_mere_touch_pairs_nothing(folders: tuple[Path, Path]) -> None:
    gold, predictions = folders
    end = len(TEXT)
    for length, record in ((10, Tally(0, 1, 3)), (11, Tally(1, 0, 2))):
        data = json.loads(json.dumps(GOLD))
        (gold / "page.txt").write_text(TEXT + "。" * 40, "utf-8")
        touch = {"text": "", "spans": [[end + 40 - length, end + 40]], "activity_types": [], "communities": [], "participants": []}
        (gold / "page.json").write_text(json.dumps(data), "utf-8")
        (predictions / "page.json").write_text(json.dumps({"articles": [{"sections": [{"records": [touch]}]}]}), "utf-8")
        assert evaluate(gold, from_folder(predictions)).totals["record"] == record


@pytest.mark.parametrize(
    ("equal", "gold", "predicted", "holds"),
    [
        (same, "６９１６社区", "6916 社区", True),
        (same, "文明城市，你我共建", "文明城市 你我共建", True),
        (same, "2023-03-05", "2023-03-06", False),
        (same_party, "志愿者", "该社区的志愿者们", True),
        (same_party, "居民", "辖区居民", True),
        (same_party, "广大居民", "居民", True),
        (same_party, "志愿者", "志愿者服务队", False),
        (same_party, "们", "的", False),
        (same_phrase, "“暖春”专场招聘会", "专场招聘会", True),
        (same_phrase, "老年活动中心", "中心", False),
        (same_phrase, "万达广场", "万达广场东门外的露天舞台", False),
        (same_phrase, "", "广场", False),
    ],
)
def test_when_values_are_the_same(equal: Callable[[Value, Value], bool], gold: str, predicted: str, holds: bool) -> None:
    assert equal(Value(gold), Value(predicted)) is holds


def test_a_role_must_be_the_role() -> None:
    assert same_party(Value("志愿者", "actor"), Value("志愿者", "actor"))
    assert not same_party(Value("志愿者", "actor"), Value("志愿者", "partner"))


def test_each_value_is_met_once() -> None:
    twice = [Value("居民"), Value("居民")]
    assert hits(twice, [Value("居民")], same) == 1
    assert hits(twice, twice, same) == 2


def test_intervals_are_the_same_every_time_and_hold_the_value() -> None:
    column = [Tally(5, 1, 0), Tally(2, 2, 2), Tally(0, 1, 3), Tally(7, 0, 1)]
    first, again = intervals([column]), intervals([column])
    assert first == again
    low, high = first[0]
    assert 0 < low < 28 / (28 + 10) < high < 1


def test_intervals_of_what_never_varies() -> None:
    assert intervals([[Tally(1, 0, 0)] * 5, [Tally(0, 1, 1)] * 5]) == [(1.0, 1.0), (0.0, 0.0)]
    assert intervals([[]]) == [(0.0, 0.0)]


def test_the_pipeline_gets_the_publication_date_and_no_folder(folders: tuple[Path, Path]) -> None:
    from shared_pipeline import pipeline

    asked: dict[str, Any] = {}

    class Watched:
        def run(self, page: Any, **about: Any) -> Any:
            asked.update(about, path=page.path)
            return pipeline().run(page, **about)

    found = evaluate(folders[0], from_pipeline(Watched()))  # type: ignore[arg-type]
    assert asked["published"].isoformat() == "2023-03-08"
    assert asked["path"] == "page.txt"
    assert found.totals["record"].right > 0


def test_published_in(folders: tuple[Path, Path], tmp_path: Path) -> None:
    assert str(published_in(folders[0] / "page.json")) == "2023-03-08"
    assert published_in(folders[0] / "notes.json") is None
    assert published_in(tmp_path / "none.json") is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda gold: (gold / "page.txt").unlink(), "text beside"),
        (lambda gold: (gold / "page.txt").write_bytes("社区".encode("gb18030")), "not utf-8"),
        (lambda gold: (gold / "page.json").write_text("{", "utf-8"), "no JSON"),
        (lambda gold: (gold / "page.json").write_text('{"articles": [{}]}', "utf-8"), "no gold file"),
        (lambda gold: (gold / "page.json").unlink(), "no gold in it"),
    ],
)
def test_wrong_gold_is_said_in_one_line(
    change: Callable[[Path], object], says: str, folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    change(folders[0])
    with pytest.raises(ReadError, match=says):
        evaluate(folders[0], from_folder(folders[1]))
    assert main(["eval", *map(str, folders)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", 5), ("communities", [place("柳岸社区", 5)]), ("communities", [{"name": [[]]}]), ("street", {"name": 1.5}),
        ("date", {"text": True}), ("date", {"edtf": {"a": 1}}), ("participants", [{"name": 5, "role": "actor"}]),
        ("participants", [{"name": "志愿者", "role": 5}]), ("activity_types", [5]), ("venue", {"text": 5}), ("spans", [["x", 5]]),
        ("evidence", [{"field": "venue", "rule": "r", "spans": [["x", 5]]}]),
    ],
)  # fmt: skip
def test_wrong_predictions_are_said_in_one_line(
    field: str, value: object, folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    record = predicted_record(FIRST) | {field: value}
    (folders[1] / "page.json").write_text(json.dumps({"articles": [{"sections": [{"records": [record]}]}]}), "utf-8")
    assert main(["eval", *map(str, folders)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "is not what `civicnews extract` prints" in err
    assert err.count("\n") == 1


def test_what_utf8_cannot_hold_is_printed_all_the_same(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    record = predicted_record(FIRST, participants=[party("\ud800", "actor")])
    (folders[1] / "page.json").write_text(json.dumps({"articles": [{"sections": [{"records": [record]}]}]}), "utf-8")
    assert main(["eval", *map(str, folders), "--json", "--errors", "participant"]) == 0
    assert "\ufffd" in capsys.readouterr().out


def test_scoring_that_takes_too_long_is_given_up(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from civicnews import watchdog
    from civicnews.evaluation import run

    def for_ever(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr(watchdog, "SECONDS", 0.1)
    monkeypatch.setattr(run, "score", for_ever)
    assert main(["eval", *map(str, folders)]) == 2
    assert "seconds of processor time" in capsys.readouterr().err


def test_gold_in_another_encoding(folders: tuple[Path, Path]) -> None:
    gold, predictions = folders
    (gold / "page.txt").write_bytes(TEXT.encode("gb18030"))
    (gold / "page.json").write_text(json.dumps(GOLD | {"encoding": "gb18030"}), "utf-8")
    assert evaluate(gold, from_folder(predictions)).totals == EXPECTED


def test_the_table_is_plain_in_a_pipe(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", *map(str, folders), "--per-doc"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "\x1b" not in out
    lines = [line.split() for line in out.splitlines()]
    assert ["page", "0.86", "0.75", "1.00", "0.40", "0.67", "0.73", "1/3"] in lines
    community = next(line for line in lines if line[:1] == ["community"])
    assert community[1:4] == ["0.750", "0.750", "0.750"]
    assert community[-3:] == ["3", "1", "1"]
    assert "1 documents, 3 gold records; usable records: 0.333" in out
    assert {line[0] for line in lines if line} >= set(FIELDS)


def test_json_has_all_that_the_table_has(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", *map(str, folders), "--json", "--per-doc", "--errors", "date_edtf"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["documents"] == 1
    assert data["usable"]["share"] == 1 / 3
    assert data["fields"]["street_code"]["recall"] == 0.5
    assert data["per_document"][0]["fields"]["record"] == {"right": 3, "extra": 1, "missed": 0}
    assert [miss["gold"] for miss in data["errors"]] == [["2023-03-06"], ["2023-03-07"]]


def test_errors_show_the_rule_and_its_words(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", *map(str, folders), "--errors", "date_edtf"]) == 0
    first = capsys.readouterr().out.split("\n\n")[0].splitlines()
    assert first == [
        "page paired 6日，桥头社区与柳岸",
        "  gold       2023-03-06",
        "  predicted  2023-02-06",
        "  rule       date.day  6日",
        f"  text       {SECOND}",
    ]


@pytest.mark.parametrize("field", MEASURES)
def test_errors_of_every_field(field: str, scored: Evaluation) -> None:
    shown = [miss for miss in scored.documents[0].misses if miss.field == field]
    assert bool(shown) is (scored.totals[field].extra + scored.totals[field].missed > 0)


def test_fail_under(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["eval", *map(str, folders)]
    assert main([*arguments, "--fail-under", "community=0.75", "--fail-under", "usable=0.33"]) == 0
    assert capsys.readouterr().err == ""
    assert main([*arguments, "--fail-under", "community=0.76", "--fail-under", "usable=0.33"]) == 1
    assert capsys.readouterr().err == "civicnews: community: 0.7500 is below 0.76\n"


@pytest.mark.parametrize(
    "wrong",
    [["--fail-under", "community"], ["--fail-under", "community=high"], ["--fail-under", "beauty=0.5"], ["--fail-under", "street=95"],
     ["--fail-under", "street=nan"], ["--errors", "beauty"], ["--rules", "."]],
)  # fmt: skip
def test_usage_errors(wrong: list[str], folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", *map(str, folders), *wrong]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert main(["eval", str(tmp_path / "none")]) == 2


def test_a_lost_anchor_is_a_warning(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    gold, predictions = folders
    (gold / "page.json").write_text(json.dumps(GOLD).replace(json.dumps("7日，塔下社区")[1:-1], "nowhere"), "utf-8")
    assert main(["eval", str(gold), str(predictions)]) == 0
    assert "'nowhere' is not in the text" in capsys.readouterr().err
