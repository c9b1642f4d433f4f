"""An activity type of one's own goes all the way: rule, record, every format, schema, evaluation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from civicnews.cli.app import main
from civicnews.schema import result_schema

TEXT = "永和社区办养犬课堂\n\n3月5日，平城区水泊寺街道永和社区在永和广场为爱犬接种疫苗。\n"
GOLD = {
    "id": "page", "published": "2023-03-07", "newspaper": None,
    "articles": [
        {"kind": "brief", "kicker": None, "headline": "永和社区办养犬课堂", "subhead": None, "reporters": [],
         "records": [
             {"anchor": "3月5日，平城区水泊寺街道永和社区", "province": "山西省", "city": "大同市", "district": "平城区",
              "street": "水泊寺街道", "street_code": "140213066", "communities": ["永和社区"], "community_codes": ["140213066002"],
              "date": {"text": "3月5日", "edtf": "2023-03-05", "basis": "stated"}, "participants": [],
              "activity_types": ["dog_keeping"], "activity_name": None, "venue": "永和广场"}]}],
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a new pack, a page and its gold."""
    monkeypatch.chdir(tmp_path)
    assert main(["rules", "new", "mine"]) == 0
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "page.txt").write_text(TEXT, "utf-8")
    (tmp_path / "gold" / "page.json").write_text(json.dumps(GOLD), "utf-8")
    return tmp_path


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "table"])
def test_records_bear_it_in_every_format(folder: Path, form: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    arguments = ["extract", "gold/page.txt", "--published", "2023-03-07", "--rules", "mine", "--format", form]
    assert main(arguments) == 0
    out = capfdbinary.readouterr().out.decode()
    assert ("文明养犬" if form == "table" else "dog_keeping") in out
    if form == "json":
        Draft202012Validator(result_schema()).validate(json.loads(out[out.index("{") :]))


def test_it_is_measured_like_the_others(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "gold", "--rules", "mine", "--fail-under", "main_type=1"]) == 0
    assert main(["eval", "gold", "--fail-under", "main_type=1"]) == 1
