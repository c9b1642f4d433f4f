"""The prefilter and the literals behind it: a rule that can match is never left out."""

import json
import re
from pathlib import Path

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from civicnews.literals import NO_SAMPLES, Grams, UnknownSyntaxError, grams_of, needs_of
from civicnews.match import CompiledRule, Matcher, ReadyText
from civicnews.patterns import compile_pattern
from civicnews.prefilter import Prefilter
from civicnews.rules.load import load_rules
from civicnews.text import fold

ROOT = Path(__file__).resolve().parent.parent
RULES = load_rules()
KINDS = sorted({row.kind for row in RULES.rows.values()})
PIECES = [
    "甲", "乙丙", "[甲乙]", "[^甲]", "[一-三]", ".", r"\d", r"\p{Han}", "(?:甲|乙丙)", "(甲乙)?", "丙*", "乙+", "丁{2}", "甲{0,2}?", "^",
    "$", r"\.", "(?P<n>乙|)",
]  # fmt: skip


def sentences():
    for path in [*sorted(ROOT.glob("samples/*.txt")), *sorted(ROOT.glob("tests/corpus/*.txt"))]:
        for line in path.read_bytes().decode("utf-8-sig", "replace").splitlines():
            yield fold(line)
            yield from re.findall("[^。！？]+[。！？]?", fold(line))


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_finds_with_the_prefilter_what_it_finds_without(kind):
    matcher = RULES.matcher(kind)
    for text in set(sentences()):
        found = [(hit.rule.id, hit.start, hit.end) for hit in matcher.each(text)]
        every = [(hit.rule.id, hit.start, hit.end) for rule in matcher.rules for hit in rule.hits(ReadyText(text))]
        assert found == every


def test_most_rules_are_left_out_of_most_sentences():
    passing = [RULES._scanner.prefilter.passing(text).bit_count() for text in set(sentences())]
    assert sum(passing) / len(passing) < len(RULES.rows) / 10


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6), st.lists(st.text("甲乙丙丁二.1", max_size=8), min_size=1, max_size=8))
@settings(max_examples=400, deadline=None)
def test_a_text_that_matches_meets_all_conditions(pieces, texts):
    for pattern in ("".join(pieces), "|".join(pieces)):
        try:
            compiled = compile_pattern(pattern)
            conditions = needs_of(pattern, Grams(texts), framed=True).as_conditions(NO_SAMPLES)
        except (re2.error, UnknownSyntaxError):
            continue
        for text in texts:
            if compiled.search(text) is not None:
                assert all(condition & grams_of(text) for condition in conditions), (pattern, text)


@given(
    st.lists(st.sampled_from([piece for piece in PIECES if piece not in "^$"]), min_size=1, max_size=5), st.text("甲乙丙丁.1", max_size=6)
)
@settings(max_examples=300, deadline=None)
def test_exact_texts_are_all_that_a_pattern_matches(pieces, text):
    pattern = "".join(pieces)
    try:
        needs = needs_of(pattern, NO_SAMPLES)
        compiled = compile_pattern(pattern)
    except (re2.error, UnknownSyntaxError):
        return
    if needs.exact is not None and not needs.anchors:
        assert (compiled.fullmatch(text) is not None) == (text in needs.exact)


@pytest.mark.parametrize("pattern", ["(?i)甲", "(?s:.)", "甲{name}", "[[:alpha:]]", r"\Q甲\E", "*甲", "[甲", "(甲", "甲)"])
def test_unknown_syntax_is_told_and_such_a_rule_always_runs(pattern):
    with pytest.raises(UnknownSyntaxError):
        needs_of(pattern, NO_SAMPLES)
    assert Prefilter.of([()]).passing("乙") == 1


def test_a_rule_with_a_flag_runs():
    rule = CompiledRule(id="r", kind="line", decides="label", pattern="(?i)abc")
    assert [hit.start for hit in Matcher([rule]).find("ABC")] == [0]


def test_borders_of_the_text_count():
    first = Prefilter.of([needs_of("^社区", NO_SAMPLES, framed=True).as_conditions(NO_SAMPLES)])
    assert first.passing("社区活动") == 1
    assert first.passing("和社区") == 0


def test_a_prefilter_survives_packing():
    made = RULES._scanner.prefilter
    packed, numbers = made.packed()
    again = Prefilter.unpacked(json.loads(json.dumps(packed, ensure_ascii=False)), numbers)
    assert all(made.passing(text) == again.passing(text) for text in set(sentences()))
