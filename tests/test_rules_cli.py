"""`civicnews rules`: what does not hold is explained with its place; rules are made, tried and listed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
import rule_schemas
import yaml
from jsonschema import Draft202012Validator

from civicnews.cli.app import main
from civicnews.rules.json_schema import pack_schema, rules_schema
from civicnews.rules.load import load_rules
from civicnews.rules.schema import KINDS

PACK = "name: 'mine'\nversion: '1'\nabout: 'a test'\n"
RULES = """\
kind: 'venue'
rules:
  - id: 'venue.stall'
    about: 'a stall'
    as: 'place'
    match: '[东西]门摊位'
    examples:
      - {text: '志愿者来到东门摊位', at: '东门摊位'}
    not:
      - {text: '志愿者来到摊位', why: 'no gate'}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "venues.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path


def test_a_pack_that_holds(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check", str(pack)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"civicnews: {pack}: 1 rules, 2 examples, 0 failures\n"


def failed(pack: Path, rules: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What `rules check` prints of a pack with these rules, which do not hold."""
    (pack / "venues.yaml").write_text(rules, encoding="utf-8")
    assert main(["rules", "check", str(pack)]) == 1
    out, err = capsys.readouterr()
    assert err.endswith("1 failures\n")
    return out.splitlines()


def test_nothing_matched(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert failed(pack, RULES.replace("'[东西]门摊位'", "'南门摊位'"), capsys) == [
        f"{pack}/venues.yaml:6: venue.stall: nothing matched",
        "    志愿者来到东门摊位",
        "              ^^^^^^^^  expected  东门摊位 = place",
        "    found     nothing",
        "    next      make `match` fit these words, or correct the example",
    ]


def test_nothing_matched_because_a_condition_refused_it(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = failed(pack, RULES.replace("    examples", "    not_before: '来到|走进'\n    examples"), capsys)
    assert lines[3] == "              ^^^^^^^^  refused   not_before 来到|走进 matches “志愿者来到”"


def test_the_words_of_at_are_not_in_the_text(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = failed(pack, RULES.replace("at: '东门摊位'", "at: '东门小摊'"), capsys)
    assert lines[0].endswith("extent")
    assert lines[2] == "    expected  东门小摊 = place"


def test_wrong_extent(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert failed(pack, RULES.replace("'[东西]门摊位'", "'东门摊'"), capsys) == [
        f"{pack}/venues.yaml:6: venue.stall: wrong extent",
        "    志愿者来到东门摊位",
        "              ^^^^^^^^  expected  东门摊位 = place",
        "              ^^^^^^  found     东门摊 = place",
        "    next      make `match` cover the words of `at`, or correct `at`",
    ]


def test_wrong_value(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = failed(pack, RULES.replace("at: '东门摊位'", "at: '东门摊位', value: 'stall'"), capsys)
    assert lines[0].endswith("wrong value")
    assert lines[2:4] == [
        "              ^^^^^^^^  expected  东门摊位 = stall",
        "              ^^^^^^^^  found     东门摊位 = place",
    ]


def test_ambiguous(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = RULES.partition("rules:\n")[2].replace("venue.stall", "venue.other").replace("[东西]门摊位", "来到东门摊位")
    lines = failed(pack, RULES + other.replace("at: '东门摊位'", "at: '来到东门摊位'"), capsys)
    assert lines[0].endswith("venue.stall: ambiguous")
    assert lines[3] == "          ^^^^^^^^^^^^  found     来到东门摊位 = place (venue.other)"
    assert "`over`" in lines[4]


def test_what_another_rule_takes_is_not_ambiguous_where_the_pattern_does_not_fit(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = RULES.partition("rules:\n")[2].replace("venue.stall", "venue.other")
    lines = failed(pack, RULES.replace("'[东西]门摊位'", "'南门摊位'") + other, capsys)
    assert lines[0].endswith("venue.stall: nothing matched")
    assert lines[3] == "              ^^^^^^^^  found     东门摊位 = place (venue.other)"
    assert "make `match` fit" in lines[-1]


def test_a_near_miss_that_matches(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = failed(pack, RULES.replace("'[东西]门摊位'", "'(?:东门)?摊位'"), capsys)
    assert lines[0].endswith("a near-miss matches")
    assert lines[2] == "              ^^^^  found     摊位 = place; but no gate"


def test_a_known_miss_that_passes(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = failed(pack, RULES + "    todo:\n      - {text: '西门摊位', at: '西门摊位'}\n", capsys)
    assert lines[0].endswith("a known miss passes")
    assert "move it" in lines[-1]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("venues.yaml", RULES.replace("about", "abuot", 1), "venues.yaml:4:5: rules.0.abuot"),
        ("venues.yaml", RULES.replace("[东西]门", "(?=东)"), "venues.yaml:6:5"),
        ("pack.yaml", "name: [", "pack.yaml:2:1: not YAML"),
    ],
)
def test_a_pack_that_cannot_be_read(pack: Path, name: str, text: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / name).write_text(text, encoding="utf-8")
    assert main(["rules", "check", str(pack)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert said in err


def test_a_pack_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check", str(tmp_path / "none")]) == 2
    assert "no such folder" in capsys.readouterr().err


# -- new -------------------------------------------------------------------------------------------


def test_a_new_pack_has_a_rule_of_each_kind_and_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "My 报 2"
    assert main(["rules", "new", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"{folder}/vocab/my_dog.tsv"
    assert main(["rules", "check", str(folder)]) == 0
    assert {kind for _, path, kind in load_rules(folder).sources.values() if path.parent == folder} == set(KINDS)
    assert "name: my-2\n" in (folder / "pack.yaml").read_text("utf-8")


def test_the_files_of_a_new_pack_fit_the_schemas_that_they_name(tmp_path: Path) -> None:
    assert main(["rules", "new", str(tmp_path / "mine")]) == 0
    for path in (tmp_path / "mine").glob("*.yaml"):
        head, _, rest = path.read_text("utf-8").partition("\n")
        schema = json.loads((path.parent / head.partition("$schema=")[2]).read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(yaml.load(rest, yaml.BaseLoader))


def test_a_new_pack_overwrites_nothing(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(pack.iterdir())
    assert main(["rules", "new", str(pack)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert sorted(pack.iterdir()) == before


def test_where_a_new_pack_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main(["rules", "new", str(tmp_path / "file" / "mine")]) == 2
    assert "cannot be written" in capsys.readouterr().err


# -- schema ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", ["rules", "pack"])
def test_the_schema_is_printed(of: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "schema", of]) == 0
    assert json.loads(capfd.readouterr().out)["$schema"].endswith("2020-12/schema")


def test_the_schema_says_what_every_key_means() -> None:
    for schema in (rules_schema(["other"]), pack_schema()):
        for part in (schema, *schema["$defs"].values()):
            assert [name for name, one in part["properties"].items() if not one.get("description")] == []


def test_every_built_in_file_fits_the_schema() -> None:
    rules = load_rules()
    checks = Draft202012Validator(rules_schema(rules.activity_types))
    for path in {path for _, path, _ in rules.sources.values()}:
        checks.validate(yaml.load(path.read_text("utf-8"), yaml.CBaseLoader))


@pytest.mark.parametrize(("old", "new"), [("'place'", "'plaice'"), ("about", "abuot"), ("kind: 'venue'", "kind: 'venues'")])
def test_the_schema_refuses_what_the_loader_refuses(old: str, new: str) -> None:
    checks = Draft202012Validator(rules_schema(["other"]))
    checks.validate(yaml.load(RULES, yaml.BaseLoader))
    assert not checks.is_valid(yaml.load(RULES.replace(old, new, 1), yaml.BaseLoader))


# -- try -------------------------------------------------------------------------------------------


def tried(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], str]:
    code = main(["rules", "try", *arguments])
    out, err = capfd.readouterr()
    return code, out.splitlines(), err


def test_a_match_that_is_kept(pack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, lines, _ = tried(capfd, "venue.stall", "来到东门摊位", "--rules", str(pack))
    assert code == 0
    assert lines == [f"{pack}/venues.yaml:6: venue.stall", "    来到东门摊位", "        ^^^^^^^^  kept      东门摊位 = place"]


def test_a_match_that_a_condition_refuses(pack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rules = RULES.replace("    examples", "    before: '来到'\n    not_after: '旁'\n    examples")
    (pack / "venues.yaml").write_text(rules, encoding="utf-8")
    code, lines, _ = tried(capfd, "venue.stall", "路过东门摊位旁", "--rules", str(pack))
    assert code == 1
    assert [line.strip(" ^") for line in lines[2:]] == [
        "refused   before 来到 does not match “路过”",
        "refused   not_after 旁 matches “旁”",
    ]


def test_a_match_that_is_lost_to_another_rule(pack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    other = RULES.partition("rules:\n")[2].replace("venue.stall", "venue.other").replace("[东西]门摊位", "来到东门摊位")
    (pack / "venues.yaml").write_text(RULES + other, encoding="utf-8")
    code, lines, _ = tried(capfd, "venue.stall", "来到东门摊位", "--rules", str(pack))
    assert code == 1
    assert lines[-1].endswith("lost to   venue.other = place")


def test_groups_are_shown(capfd: pytest.CaptureFixture[str]) -> None:
    code, lines, _ = tried(capfd, "venue/held-at", "社区在滨河公园举办游园会")
    assert (code, lines[-1]) == (0, "    group     place = 滨河公园")


def test_a_frame_shows_the_parties(capfd: pytest.CaptureFixture[str]) -> None:
    code, lines, _ = tried(capfd, "frame/served", "志愿者为居民理发")
    assert code == 0
    assert lines[-1] == "    parties   group:志愿者, group:居民"


def test_standard_input_is_tried_line_by_line(pack: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("东门摊位\n\n西门摊位\n".encode())))
    code, lines, _ = tried(capfd, "venue.stall", "--rules", str(pack), "--json")
    assert code == 0
    assert [json.loads(line)["kept"][0]["value"] for line in lines] == ["place", "place"]


def test_an_unknown_rule_is_named_with_what_is_near(capfd: pytest.CaptureFixture[str]) -> None:
    code, lines, err = tried(capfd, "venue/att", "来到")
    assert (code, lines) == (2, [])
    assert "perhaps venue/at" in err


# -- list ------------------------------------------------------------------------------------------


def test_the_rules_of_a_pack_are_listed(pack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", str(pack), "--json"]) == 0
    rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert rows == [{"rule": "venue.stall", "kind": "venue", "as": "place", "about": "a stall", "place": f"{pack}/venues.yaml:6"}]


def test_the_built_in_rules_of_a_kind_are_listed(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", "--kind", "byline"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].split() == ["rule", "kind", "as", "about", "place"]
    assert {line.split()[1] for line in lines[1:]} == {"byline"}
    assert main(["rules", "list", "--kind", "nonsense"]) == 2


def test_the_published_schemas_are_those_of_the_program() -> None:
    for path, text in rule_schemas.published().items():
        assert path.read_text("utf-8") == text, "write them anew: python tests/rule_schemas.py"
