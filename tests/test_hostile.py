"""The hostile inputs of tests/hostile, smaller, fed to the commands in one process; and what they once broke."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hostile.archives import archives
from hostile.documents import documents, docx
from hostile.extremes import extremes
from hostile.good import GOOD
from hostile.heavy import heavy_pages
from hostile.overlays import overlays
from hostile.packs import packs
from hostile.pages import pages
from hostile.results import results
from hostile.tables import tables

import civicnews
from civicnews.cli.app import main

LARGE = 2000


@pytest.fixture(scope="module")
def result() -> bytes:
    return civicnews.to_json(civicnews.extract(GOOD, published="2023-03-07")).encode()


def told(captured: pytest.CaptureResult[str]) -> None:
    """What was said is for people, and nothing that a terminal obeys."""
    assert "Traceback" not in captured.err
    assert "internal error" not in captured.err + captured.out
    assert all(c == "\n" or c.isprintable() or c == "\u3000" for c in captured.err), ascii(captured.err)


PAGES = [*pages(LARGE), *extremes(LARGE), *documents(LARGE), *heavy_pages(LARGE)]


def test_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = {}
    for name, data, good in PAGES:
        paths[os.fspath(tmp_path / name)] = good
        (tmp_path / name).write_bytes(data)
    assert main(["extract", *paths]) == 1
    captured = capsys.readouterr()
    told(captured)
    found = {one["source"]["path"]: one for one in map(json.loads, captured.out.splitlines())}
    for path in paths:
        assert path in found or f"civicnews: {path}: " in captured.err, path
    for path in (path for path, good in paths.items() if good):
        records = [record for article in found[path]["articles"] for section in article["sections"] for record in section["records"]]
        assert [place["name"] for record in records for place in record["communities"]] == ["柳岸社区"], path


@pytest.mark.parametrize("made", [archives, tables], ids=["archives", "tables"])
def test_batch(made: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert callable(made)
    folder = tmp_path / "in"
    folder.mkdir()
    good = []
    for name, data, is_good in made(LARGE):
        (folder / name).write_bytes(data)
        good += [name] if is_good else []
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert main(["batch", str(folder), "--workers", "1", "-o", str(tmp_path / "out.jsonl")]) == 1
    told(capsys.readouterr())
    written = (tmp_path / "out.jsonl").read_text("utf-8")
    failures = (tmp_path / "out.jsonl.civicnews" / "errors.jsonl").read_text("utf-8")
    assert "internal error" not in failures
    assert [name for name in good if name not in written] == []
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out.jsonl", "out.jsonl.civicnews"]


def test_cells_that_say_to_span_a_thousand_million_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.docx"
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>柳岸社区举行义诊</w:t></w:r></w:p></w:tc>'
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    path.write_bytes(docx(f"<w:document {space}><w:body><w:tbl><w:tr>{cell}</w:tr></w:tbl></w:body></w:document>".encode()))
    assert main(["extract", str(path), "--timeout", "2"]) == 0


def test_packs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "good.txt"
    page.write_text(GOOD, "utf-8")
    for name, files in packs(LARGE):
        if not name.startswith(("manifest", "define", "pattern-byline", "vocabulary", "over", "id")):
            continue
        for file, data in files.items():
            (tmp_path / name / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / file).write_bytes(data)
        assert main(["rules", "list", str(tmp_path / name)]) in (0, 1, 2), name
        told(capsys.readouterr())


def test_overlays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, data in overlays(LARGE):
        (tmp_path / name).write_bytes(data)
        assert main(["gazetteer", "lookup", "永和社区", "--gazetteer", str(tmp_path / name)]) in (0, 1, 2), name
        told(capsys.readouterr())


@pytest.mark.parametrize("command", ["stats", "review"])
def test_results(command: str, result: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, data in results(result):
        path = tmp_path / name
        path.write_bytes(data)
        out = ["-o", str(tmp_path / "r.html")] if command == "review" else []
        assert main([command, str(path), *out]) in (0, 1, 2), name
        told(capsys.readouterr())


def pack(folder: Path, manifest: str, rules: str = "") -> str:
    folder.mkdir()
    (folder / "pack.yaml").write_text(manifest, "utf-8")
    if rules:
        (folder / "a.yaml").write_text(rules, "utf-8")
    return str(folder)


@pytest.mark.parametrize(
    ("pattern", "define", "reason"),
    [("社\\C", "x: y", "\\C is not allowed"), ("{d30}", ", ".join(f"d{n}: '{{d{n - 1}}}{{d{n - 1}}}'" for n in range(1, 31)) + ", d0: 社", "longer than")],
    ids=["parts of characters", "doubling"],
)  # fmt: skip
def test_pattern_that_is_no_pattern_of_characters_or_grows(
    pattern: str, define: str, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = f"  - id: p/a\n    about: x\n    as: reporters\n    match: '{pattern}'\n    examples: [{{text: 社区}}]\n    not: [{{text: x, why: y}}]\n"
    folder = pack(tmp_path / "p", "name: p\nversion: '1'\nabout: x\n", f"kind: byline\ndefine: {{{define}}}\nrules:\n{rule}")
    assert main(["rules", "check", folder]) == 2
    assert reason in capsys.readouterr().err


def test_message_that_quotes_what_is_long_is_cut(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", pack(tmp_path / "p", "name: p\nversion: '1'\nabout: x\n", f"kind: {'x' * 50_000}\nrules: []\n")]) == 2
    assert 4000 < len(capsys.readouterr().err) < 4100


def test_pattern_of_many_groups_in_groups(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule = f"  - id: p/a\n    about: x\n    as: reporters\n    match: '{'(' * 500}社{'|区)' * 500}'\n    examples: [{{text: 社区, at: 社}}]\n    not: [{{text: x, why: y}}]\n"
    folder = pack(tmp_path / "p", "name: p\nversion: '1'\nabout: x\n", f"kind: byline\nrules:\n{rule}")
    assert main(["rules", "list", folder]) in (0, 2)
    told(capsys.readouterr())


@pytest.mark.parametrize("text", ["a: " + "[" * 100_000, "".join(" " * n + "a:\n" for n in range(2000))], ids=["flow", "block"])
def test_deep_yaml_is_refused_before_it_is_built(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check", pack(tmp_path / "p", text)]) == 2
    assert re.search("nested too deeply|maximum nesting depth", capsys.readouterr().err)  # ours, or that of a newer libyaml


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")  # it forks, as a process of its own
def test_the_harness_runs_a_command(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    # In a process of its own: what is forked here would count the memory of these tests.
    code = (
        "import sys; from pathlib import Path; from hostile.run import Case, run\n"
        "case = Case('schema', ('schema',), codes=frozenset({0}), expect='civicnews/1')\n"
        "outcome = run(case, Path(sys.argv[1])); print(outcome.wrong, outcome.stderr)"
    )
    folder = Path(__file__).resolve().parent
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "()"
