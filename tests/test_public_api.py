"""What the package shows, and what it costs to import it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import civicnews


def test_all_is_all_that_shows() -> None:
    assert civicnews.__all__ == sorted(civicnews.__all__, key=lambda name: (name[0].islower(), name))
    assert len(civicnews.__all__) <= 10
    assert dir(civicnews) == sorted(civicnews.__all__)
    for name in civicnews.__all__:
        assert getattr(civicnews, name) is not None


def test_unknown_names_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = civicnews.nonsense


def loaded_by(code: str) -> set[str]:
    """Names of the modules that are loaded after the code has run in a new process."""
    command = f"{code}\nimport sys\nprint(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout.split())


def test_import_is_light() -> None:
    assert not loaded_by("import civicnews") & {"pydantic", "re2", "rich", "typer", "yaml", "jieba", "rjieba", "charset_normalizer"}


def test_the_command_line_loads_what_it_needs() -> None:
    loaded = loaded_by("from civicnews.cli.app import main; main(['--version'])")
    assert not loaded & {"pydantic", "re2", "rich", "yaml", "jieba", "rjieba", "charset_normalizer", "civicnews.pipeline"}


def test_extracting_loads_no_table_no_schema_and_no_detector() -> None:
    loaded = loaded_by("import civicnews; civicnews.extract('3月5日，柳岸社区开展义诊。')")
    assert not loaded & {"rich", "typer", "charset_normalizer", "civicnews.schema", "civicnews.table"}


def test_the_extract_command_loads_no_validation_once_its_rules_are_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVICNEWS_CACHE_DIR", str(tmp_path))
    page, target = Path(__file__).parent.parent / "samples" / "brief.txt", tmp_path / "out.json"
    arguments = ["extract", str(page), "--published", "2024-10-12", "-o", str(target)]
    command = f"from civicnews.cli.app import main; main({arguments!r})"
    loaded_by(command)
    needless = {"pydantic", "rich", "yaml", "jieba", "charset_normalizer", "borax", "logging", "tempfile", "civicnews.rules.source"}
    assert not loaded_by(command) & needless


def test_extract_takes_a_date_or_its_text() -> None:
    assert civicnews.extract("今日无事。", published="2023-03-07").source.published == "2023-03-07"
    with pytest.raises(ValueError, match="7"):
        civicnews.extract("今日无事。", published="3月7日")
