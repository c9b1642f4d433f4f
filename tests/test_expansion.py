"""Patterns expanded for the texts at hand match as patterns expanded whole."""

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from civicnews.expansion import NOTHING, Expander
from civicnews.match import CompiledRule, ReadyText
from civicnews.patterns import Pattern, compile_pattern
from civicnews.rules.load import load_rules

WORDS = {"body": dict.fromkeys(["社区", "社区居委会", "街道", "派出所"]), "none": {}}
PATTERN = r"(?P<who>[^，。\PL的]{1,6}{body})(?:[\p{Han}0-9]+|{verb})"


def spans(pattern, text):
    return [found.span() for found in compile_pattern(pattern).finditer(text)]


@given(st.lists(st.text("永和社区居委会街道派出所，。的办举3月ab😀", max_size=14), min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_what_matches_does_not_depend_on_the_texts_covered_before(texts):
    expander = Expander({"verb": "举办|[^办]动"}, WORDS)
    pattern = Pattern(PATTERN, expander)
    for text in texts:
        assert [found.span() for found in pattern.finditer(text)] == spans(expander.expand(PATTERN), text)


def test_a_text_with_new_characters_makes_patterns_whole():
    expander = Expander({}, WORDS)
    expander.cover("永和社区")
    assert expander.expand_met("{body}") == "(?:社区)"
    expander.cover("社区")
    assert expander.expand_met("{body}") == "(?:社区)"
    expander.cover("街道")
    assert expander.expand_met("{body}") == expander.expand("{body}")


def test_an_empty_vocabulary_matches_nothing():
    assert compile_pattern(Expander({}, WORDS).expand("{none}")).search("社区") is None
    assert re2.search(NOTHING, "社区") is None


def test_unknown_names_and_circles_are_errors():
    expander = Expander({"a": "{b}", "b": "{a}"}, {})
    with pytest.raises(KeyError, match="c"):
        expander.expand("{c}")
    with pytest.raises(RecursionError, match="through itself"):
        expander.expand("{a}")


def told(hits):
    return [(hit.rule.id, hit.start, hit.end, hit.groups) for hit in hits]


def test_rules_find_the_same_on_a_first_and_on_a_later_page():
    text = "3月5日，永和社区组织20余名志愿者来到康乐养老院，为老人们理发、打扫房间。"
    narrow, whole = load_rules(), load_rules()
    narrow.expect(text)
    for page in (text, "另一页的字"):
        whole.expect(page)
    for kind in sorted({row.kind for row in narrow.rows.values()}):
        assert told(narrow.matcher(kind).find(text)) == told(whole.matcher(kind).find(text))


def test_conditions_given_as_words_hold_as_those_given_as_patterns():
    rule = {"id": "r", "kind": "line", "decides": "label", "pattern": "[0-9]日"}
    for beside in ({"before": "第|至"}, {"not_before": "第|至"}, {"after": "，|上午"}, {"not_after": "，|上午"}):
        ((name, pattern),) = beside.items()
        one = CompiledRule(**rule, **beside)
        other = CompiledRule(**rule, **beside, plain={name: pattern.split("|")})
        for text in ("5日，", "第5日上午", "至5日", "5日", "上5日下"):
            assert [hit.start for hit in one.hits(ReadyText(text))] == [hit.start for hit in other.hits(ReadyText(text))]
