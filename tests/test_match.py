"""The rule engine: what matches, under which conditions, and which match wins."""

import time

import pytest
import re2

from civicnews.match import CompiledRule, Matcher, settle
from civicnews.patterns import compile_pattern


def rule(name, pattern, **more):
    return CompiledRule(id=name, kind="line", decides="label", pattern=pattern, **more)


def found(rules, text):
    return [(hit.rule.id, text[hit.start : hit.end]) for hit in Matcher(rules).find(text)]


def test_all_rules_are_found_in_reading_order_longest_first():
    assert found([rule("short", "社区"), rule("long", "社区居委会"), rule("none", "街道")], "永和社区居委会") == [
        ("long", "社区居委会"),
        ("short", "社区"),
    ]


def test_conditions_beside_a_match():
    rules = [rule("r", "5日", not_before="[0-9]", after="，|下午")]
    assert found(rules, "5日，大家") == [("r", "5日")]
    assert found(rules, "15日，大家") == []
    assert found(rules, "5日游") == []


def test_named_groups_are_reported_with_their_place():
    (hit,) = Matcher([rule("r", "(?P<month>[0-9]+)月(?P<day>[0-9]+)?")]).find("在3月")
    assert hit.groups == {"month": (1, 2)}
    assert hit.group("month", "在3月") == "3"
    assert hit.group("day", "在3月") is None


def test_the_longer_match_wins_and_then_the_first():
    matcher = Matcher([rule("a", "志愿"), rule("b", "志愿者"), rule("c", "者们")])
    assert [hit.rule.id for hit in settle(matcher.find("志愿者们"))] == ["b"]


def test_a_rule_over_another_wins_though_it_is_shorter():
    matcher = Matcher([rule("long", "社区工作人员"), rule("short", "工作人员", over=("long",))])
    assert [hit.rule.id for hit in settle(matcher.find("社区工作人员"))] == ["short"]


def test_no_rules_match_nothing():
    assert Matcher([]).find("社区") == []


def test_look_around_is_refused():
    with pytest.raises(re2.error):
        compile_pattern("(?=a)b")


def test_a_hostile_pattern_on_a_hostile_text_stays_linear():
    """The classic exponential pattern: twice the text takes about twice the time, not 2**n."""
    matcher = Matcher([rule("r", "(a+)+$"), rule("s", "(a|aa)+b")])
    matcher.find("a" * 1000 + "!")
    started = time.perf_counter()
    assert matcher.find("a" * 200_000 + "!") == []
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        (r"^\p{Han}+$", "永和社区", True),
        (r"^[\p{Han}0-9]+$", "3520社区", True),
        (r"^[^\p{Han}]+$", "abc", True),
        (r"^\p{Han}+$", "abc", False),
        (r"^\\p", r"\p", True),
    ],
)
def test_the_han_class_stands_for_one_range(pattern, text, matches):
    assert (compile_pattern(pattern).match(text) is not None) == matches
