"""The report, the statistics and the map: the right numbers, and nothing of the input as markup."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import sys
from pathlib import Path

import pytest
from chromium import chromium, in_browser
from results import place, record, result

from civicnews.cli.app import main
from civicnews.errors import ReadError
from civicnews.models import Date, Result
from civicnews.report.csv import table_csv
from civicnews.report.geojson import read_places, to_geojson
from civicnews.report.numbers import Table, numbers_of
from civicnews.report.page import report_page
from civicnews.report.words import word
from civicnews.write import to_json

VAGUE = Date("近日", None, None, "2023-03-07", "vague", "stated", ())
RANGE = Date("4月", "2023-05", "2023-05-01", "2023-05-31", "month", "inherited", ())


def published(day: str | None, *records: object, newspaper: str = "江州日报") -> Result:
    made = result(*records)  # type: ignore[arg-type]
    return dataclasses.replace(made, source=dataclasses.replace(made.source, published=day, newspaper=newspaper))


ARCHIVE = [
    published("2023-03-07", record(), record(date=VAGUE, communities=(place("桥头社区"),), activity_types=("other",), warnings=())),
    published("2023-05-02", record(date=RANGE, street=None)),
    published("2023-05-03"),
    published(None, record(date=None, communities=())),
]


def rows(name: str, archive: list[Result] = ARCHIVE) -> list[tuple[object, ...]]:
    return list(numbers_of(archive).tables()[name].rows)


def test_a_page_without_charts_where_the_engine_that_draws_would_end_the_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resource.getrlimit", lambda _: (1 << 30, 1 << 30))
    stored = tmp_path / "r.json"
    stored.write_text(to_json(result(record())), "utf-8")
    assert main(["report", str(stored), "-o", str(tmp_path / "r.html")]) == 0
    assert "68 GB of address space" in capsys.readouterr().err
    assert "<table" in (tmp_path / "r.html").read_text("utf-8")


def test_overview() -> None:
    found = dict(rows("overview"))  # type: ignore[arg-type]
    assert found["documents"] == 4
    assert found["documents_without_records"] == 1
    assert found["records"] == 4
    assert found["first_published"] == "2023-03-07"
    assert found["documents_without_date"] == 1


def test_months_have_no_holes_and_vague_dates_no_month() -> None:
    assert rows("months") == [("2023-03", 1), ("2023-04", 0), ("2023-05", 1), (None, 2)]


def test_types_streets_and_communities_are_ranked() -> None:
    assert rows("types") == [("health_service", 3), ("volunteer_service", 3), ("other", 1)]
    assert rows("streets") == [("河湾街道", "999001001", 3)]
    assert rows("street_types")[0] == ("河湾街道", "999001001", "health_service", 2)
    assert rows("communities") == [
        ("柳岸社区", "999001001001", "河湾街道", 2),
        ("桥头社区", None, "河湾街道", 2),
        ("桥头社区", None, None, 1),
    ]


def test_shares_are_of_what_they_say() -> None:
    found = {measure: (count, of) for measure, count, of, _ in rows("shares")}
    assert found["communities_linked"] == (2, 5)
    assert found["records_with_community"] == (3, 4)
    assert found["dates_vague"] == (1, 3)
    assert found["dates_none"] == (1, 4)
    assert found["types_other"] == (1, 4)
    assert [share for *_, share in rows("shares", [])] == [None] * len(found)


def test_coverage_lists_every_month_of_each_paper() -> None:
    assert rows("coverage") == [("江州日报", "2023-03", 1, 2), ("江州日报", "2023-04", 0, 0), ("江州日报", "2023-05", 2, 1)]


def test_gaps_of_a_daily_are_days_and_of_another_paper_months() -> None:
    daily = [published(f"2023-03-{day:02d}") for day in (*range(1, 11), *range(15, 29))]
    assert rows("gaps", daily) == [("江州日报", "2023-03-11", "2023-03-14", 4)]
    weekly = [published(day) for day in ("2023-01-02", "2023-01-09", "2023-04-03")]
    assert rows("gaps", weekly) == [("江州日报", "2023-01-10", "2023-04-02", 83)]
    assert rows("gaps", []) == []


def test_days_that_are_none_are_counted_as_unknown() -> None:
    odd = [published("某日", record(date=Date("x", "x", "someday", None, "day", "stated", ())))]
    assert dict(rows("overview", odd))["documents_without_date"] == 1  # type: ignore[arg-type]
    assert rows("months", odd) == [(None, 1)]


def test_csv_holds_the_same_numbers() -> None:
    for table in numbers_of(ARCHIVE).tables().values():
        read = list(csv.reader(io.StringIO(table_csv(table))))
        assert tuple(read[0]) == table.columns
        assert read[1:] == [["" if cell is None else str(cell) for cell in row] for row in table.rows]


# -- the page


HOSTILE = [
    published(
        "2023-03-07",
        record(
            communities=(place("</svg><script>alert(1)</script>"),),
            street=place("<img src=x onerror=alert(2)>&amp;\x00"),
            activity_types=("<b>type</b>",),
        ),
        newspaper="\"'><script>alert(3)</script>",
    )
]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_holds_no_markup_of_the_input(language: str) -> None:
    pytest.importorskip("vl_convert")
    from civicnews.report.charts import charts

    for archive in (HOSTILE, ARCHIVE, []):
        tables = numbers_of(archive).tables()
        page = report_page(tables, charts(tables, {}, language), {}, language)  # type: ignore[arg-type]
        assert "<script" not in page
        assert "<img" not in page
        assert "<b>" not in page
        assert "default-src 'none'" in page


def test_charts_stand_where_there_are_numbers() -> None:
    pytest.importorskip("vl_convert")
    from civicnews.report.charts import charts

    tables = numbers_of(ARCHIVE).tables()
    made = charts(tables, {"health_service": "健康义诊"}, "zh")
    assert set(made) == {"months", "types", "street_types", "communities", "shares", "coverage"}
    assert "健康义诊" in made["types"]
    assert charts(numbers_of([]).tables(), {}, "zh") == {}


def test_a_name_that_ends_a_line_of_an_expression_is_drawn() -> None:
    pytest.importorskip("vl_convert")
    from civicnews.report.charts import charts

    made = charts(numbers_of(ARCHIVE).tables(), {"health_service": "健康\u2028\u2029\n\r义诊"}, "zh")
    assert "健康\ufffd\ufffd\ufffd\ufffd义诊" in made["types"]


@in_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_in_a_browser(scheme: str, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    from axe_playwright_python.sync_playwright import Axe

    from civicnews.report.charts import charts

    tables = numbers_of([*ARCHIVE, *HOSTILE]).tables()
    path = tmp_path / "report.html"
    path.write_text(report_page(tables, charts(tables, {}, "zh"), {}, "zh"), encoding="utf-8")
    troubles: list[str] = []
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 390, "height": 800}, color_scheme=scheme).new_page()  # type: ignore[arg-type]
        page.on("console", lambda said: troubles.append(said.text))
        page.on("dialog", lambda dialog: troubles.append(dialog.message))
        page.goto(path.as_uri())
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        with page.expect_download() as waiting:
            page.click("#months .download")
        assert Path(waiting.value.path()).read_bytes().decode() == table_csv(tables["months"])
    assert troubles == []


# -- the map


def test_records_stand_at_their_communities_else_above_them() -> None:
    text, lost = to_geojson(ARCHIVE, {"999001001001": (113.5, 40.25), "999001001": (113.0, 40.0)}, {"health_service": "健康义诊"})
    street, community = json.loads(text)["features"]
    assert lost == 0
    assert community["geometry"] == {"type": "Point", "coordinates": [113.5, 40.25]}
    assert community["properties"]["records"] == 2
    assert community["properties"]["activity_types"] == {"health_service": 2, "volunteer_service": 2}
    assert community["properties"]["main_type_label"] == "健康义诊"
    assert (community["properties"]["first"], community["properties"]["last"]) == ("2023-03-05", "2023-05-01")
    assert street["properties"]["level"] == "street"
    assert street["properties"]["records"] == 2


def test_records_without_a_point_are_counted() -> None:
    text, lost = to_geojson(ARCHIVE, {}, {})
    assert json.loads(text)["features"] == []
    assert lost == 4


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("code,lon\n1,2\n", "places.csv:1: needs the columns code, lon and lat; it has code, lon"),
        ("", "it has none"),
        ("code,lon,lat\n11,x,2\n", "places.csv:2: lon and lat must be numbers"),
        ("code,lon,lat\n11,40,113\n", "the wrong way round"),
        ("code,lng,latitude\n柳岸,113,40\n", "no division code"),
        ("code,lon,lat\n11,nan,40\n", "no place on Earth"),
    ],
)
def test_a_wrong_places_file_is_told_with_its_line(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReadError, match=says):
        read_places(path)


# -- the commands


@pytest.fixture
def archive(tmp_path: Path) -> str:
    path = tmp_path / "results.jsonl"
    path.write_text("".join(map(to_json, ARCHIVE)), encoding="utf-8")
    return str(path)


def test_report_writes_page_and_tables(archive: str, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    target, tables = tmp_path / "report.html", tmp_path / "tables"
    assert main(["report", archive, "-o", str(target), "--csv", str(tables), "--lang", "zh"]) == 0
    assert "<svg" in target.read_text("utf-8")
    assert {path.stem for path in tables.iterdir()} == set(numbers_of([]).tables())


def test_report_says_what_is_not_installed(archive: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert main(["report", archive, "-o", "-"]) == 2
    assert capsys.readouterr().err == "civicnews: the charts need vl-convert-python; install it with: pip install 'civicnews[report]'\n"


def test_report_prints_points(archive: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = tmp_path / "places.csv"
    places.write_text("code,lon,lat\n999001001001,113.5,40.25\n", encoding="utf-8")
    assert main(["report", archive, "--format", "geojson", "--places", str(places)]) == 0
    out, err = capsys.readouterr()
    assert len(json.loads(out)["features"]) == 1
    assert "2 records are on no point" in err
    assert main(["report", archive, "--format", "geojson"]) == 2
    assert main(["report", archive, "--places", str(places)]) == 2
    assert "go together" in capsys.readouterr().err
    assert main(["report", archive, "--format", "geojson", "--places", str(places), "--csv", str(tmp_path)]) == 2
    assert "goes with --format html" in capsys.readouterr().err


def test_results_are_read_from_standard_input(archive: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", archive]) == 0
    told = capsys.readouterr().out
    with open(archive, encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        assert main(["stats", "-"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == told.splitlines()[1:]


def test_a_folder_of_tables_that_cannot_be_made_is_one_clear_error(
    archive: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert main(["report", archive, "--csv", str(tmp_path / "file" / "tables")]) in (1, 2)
    assert "cannot be made" in capsys.readouterr().err


def test_stats_prints_the_essentials(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", archive, "--lang", "zh", "--limit", "1"]) == 0
    told = capsys.readouterr().out
    assert "健康义诊" in told
    assert "… 2" in told
    assert main(["stats", archive, "--lang", "en", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["months"][0] == {"month": "2023-03", "records": 1}


@pytest.mark.parametrize("command", ["report", "stats"])
def test_what_is_no_result_is_one_line(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.txt"
    page.write_text("无事。", encoding="utf-8")
    assert main([command, str(page)]) == 1
    assert main([command, str(tmp_path / "none.json")]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert "give what `civicnews extract` wrote" in lines[0]
    assert "cannot be read" in lines[1]


def test_every_key_has_its_words() -> None:
    tables: dict[str, Table] = numbers_of(ARCHIVE).tables()
    keys = {name for table in tables.values() for name in (table.name, *table.columns)}
    keys |= {str(row[0]) for name in ("overview", "shares") for row in tables[name].rows}
    assert [key for key in sorted(keys) if word(key, "zh") == key] == []
