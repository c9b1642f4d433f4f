"""docs/rules.md is followed word by word: its files are written, its commands run, what they print is what it says."""

import re

import pytest
from rules_page import PAGE, followed

from civicnews.rules.schema import KINDS, Rule

TEXT = PAGE.read_text("utf-8")


def test_the_page_says_what_happens():
    assert followed(TEXT) == TEXT, "run: python tests/rules_page.py"


def test_the_worked_example_ends_well():
    assert "市民夜校" in TEXT.partition("### 7")[2]
    checks = re.findall(r"^civicnews: my-paper: \d+ rules, \d+ examples, (\d+) failures$", TEXT, re.MULTILINE)
    assert checks == ["0", "1", "0"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_has_every_kind(kind):
    assert f"| `{kind}` |" in TEXT


def test_the_page_has_every_key_of_a_rule():
    reference = TEXT.partition("### A rule")[2].partition("### Kinds")[0]
    keys = {field.alias or name for name, field in Rule.model_fields.items()}
    assert keys == set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (.*?) \|", reference, re.MULTILINE)))) & keys
