"""Patterns for one byte a character match what the patterns match that they are made of."""

import random
from pathlib import Path

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from civicnews.byte_form import CODES, ByteTable, Numbering, NumberTable, filled, ranges
from civicnews.expansion import Expander
from civicnews.match import CompiledRule, ReadyText
from civicnews.patterns import compile_pattern
from civicnews.rules.forms import edges, forms
from civicnews.rules.load import RuleRow, load_rules
from civicnews.text import fold

ROOT = Path(__file__).resolve().parent.parent
WORDS = {"body": dict.fromkeys(["社区", "社区居委会", "街道", "派出所", "3号", "a.b"]), "none": {}, "more": dict.fromkeys(["会", "会议"])}
DEFINES = {"verb": "(?:举办|[^办]动)", "sign": r"[\[\]^。.-]|\x{FF0C}"}
PIECES = [
    "甲", "乙丙", "[甲乙]", "[^甲]", "[一-三]", ".", r"\d", r"\D", r"\p{Han}", "(?:甲|乙丙)", "(甲乙)?", "丙*", "乙+", "丁{2}", "甲{0,2}?",
    "^", "$", r"\.", "(?P<n>乙|)", "{body}", "{none}", "{more}?", "{verb}", "{sign}", r"[\p{Han}社]", "[[:alpha:]]", r"[^\s，]",
    r"\x{793E}", r"\PL", "[3-5号]",
]  # fmt: skip
ALPHABET = "甲乙丙丁社区居委会街道办议动举，。.a^]号[ -13b😀\n\ue003〇々"


def row(pattern):
    return RuleRow("r", "line", "label", pattern, None, None, None, None, (), "", False)


def spans_of(match):
    return [match.span(number) for number in range(match.re.groups + 1)]


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6),
    st.lists(st.text(ALPHABET, max_size=12), min_size=1, max_size=4),
    st.sampled_from(["", "|"]),
)
@settings(max_examples=600, deadline=None)
def test_a_form_matches_as_its_pattern(pieces, texts, between):
    pattern = between.join(pieces)
    expander = Expander(DEFINES, WORDS)
    expander.cover("".join(texts))
    try:
        whole = compile_pattern(expander.expand_met(pattern))
    except re2.error:
        return
    form = forms([row(pattern)], DEFINES, WORDS)["r"]
    pattern, table = expander.filled(form)
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    narrow = re2.compile(pattern.encode("latin-1"), options)
    for text in texts:
        data = table.encoded(text)
        assert len(data) == len(text)
        found = [spans_of(one) for one in narrow.finditer(data)]
        assert found == [spans_of(one) for one in whole.finditer(text)], (pattern, text)


@pytest.mark.parametrize(
    "pattern", ["(?i)甲", "(?s:.)", "甲{name}", r"\Q甲\E", r"\b甲", r"甲\B", r"[\b]", "".join(map(chr, range(0x4E00, 0x4F00)))]
)
def test_what_has_no_form_is_left_out(pattern):
    assert forms([row(pattern)], DEFINES, WORDS) == {}


def test_more_characters_of_words_than_bytes_are_told():
    words = {"many": dict.fromkeys(map(chr, range(0x4E00, 0x4E00 + len(CODES))))}
    expander = Expander({}, words)
    expander.cover("".join(words["many"]))
    assert expander.filled(forms([row("{many}[^，]")], {}, words)["r"]) is None
    rule = CompiledRule("r", "line", "label", "{many}[^，]", expander=expander, form=lambda: forms([row("{many}[^，]")], {}, words)["r"])
    assert [(hit.start, hit.end) for hit in rule.finditer("丁，七丈乐")] == [(2, 4)]


def test_ranges_are_those_of_bytes():
    assert ranges("") == ""
    assert ranges("abcx") == "a-cx"
    assert ranges(CODES[126:129]) == "\xfe-\xffa"


def test_characters_that_no_page_had_have_a_byte():
    form = forms([row("[^甲]乙")], {}, {})["r"]
    table = ByteTable(form)
    assert set(table.encoded("丙\U0010ffff")) == {table[ord("丁")]}
    assert table[ord("甲")] != table[ord("乙")] != table[ord("丙")]
    assert filled(form, {}, frozenset("乙")) is not None


def told(hits):
    return [(hit.rule.id, hit.start, hit.end, hit.groups) for hit in hits]


def test_rules_find_on_every_page_of_ours_what_they_find_without_forms(tmp_path, monkeypatch):
    monkeypatch.setenv("CIVICNEWS_CACHE_DIR", str(tmp_path))
    parsed = load_rules()
    assert not parsed._forms
    assert len(load_rules()._forms) > 0.95 * len(parsed.rows)
    kinds = sorted({row.kind for row in parsed.rows.values()})
    parsed.expect("，" + "😀")
    later = load_rules()
    later.expect("一")
    later.expect("二")  # the second page: patterns are for all that is ordinary
    pages = sorted(ROOT.glob("samples/*.txt")) + sorted(ROOT.glob("tests/corpus/*.txt"))
    for path in random.Random(3).sample(pages, 10):
        lines = [fold(line) for line in path.read_bytes().decode("utf-8-sig", "replace").splitlines()]
        ready = load_rules()
        ready.expect("".join(lines))
        parsed.expect("\u0250" + "".join(lines))
        for kind in kinds:
            for line in lines:
                found = told(parsed.matcher(kind).find(line))
                assert told(ready.matcher(kind).find(line)) == found, (path.name, kind)
                assert told(later.matcher(kind).find(line)) == found, (path.name, kind)


def test_conditions_beside_a_match_hold_for_forms_too():
    rule = {"id": "r", "kind": "line", "decides": "label", "pattern": "[0-9]+(?P<unit>日|号)", "not_before": "第", "after": "，|上午"}
    one = CompiledRule(**rule)
    other = CompiledRule(**rule, form=lambda: forms([row(rule["pattern"])], {}, {})["r"], expander=Expander({}, {}))
    for text in ("5日，", "第5日上午", "至15日上午5号，", "5日", ""):
        other.expander.cover(text)
        assert told(one.hits(ReadyText(text))) == told(other.hits(ReadyText(text)))


@given(
    st.sampled_from([r"[^甲乙]", r"[\p{Han}0-9]", r"[^\s，。]", r"[^一-三\]-]", r"[^\PL]", r"[[:^alpha:]]", "[甲]"]),
    st.text(ALPHABET, max_size=12),
)
@settings(max_examples=200, deadline=None)
def test_edges_of_classes_are_those_that_the_page_has(token, text):
    known = edges([row(token)], {"other": token})
    for pages in ([text], ["甲", text]):
        ready, slow = Expander({}, {}, known), Expander({}, {})
        for page in pages:
            ready.cover(page)
            slow.cover(page)
        assert ready.expand_met(token) == slow.expand_met(token)


def test_numbered_characters_have_the_bytes_that_they_have_one_by_one():
    form = forms([row("[^甲]{many}")], {}, {"many": {"乙丙": ""}})["r"]
    numbering = Numbering()
    table, one_by_one = NumberTable(form, {ord("乙"): 7}, numbering), ByteTable(form)
    one_by_one[ord("乙")] = 7
    for text in ("甲丁", "", "乙", "丁乙甲丙丙", "丁", "\u0250戊"):
        assert table.encoded(numbering.picker(text)) == one_by_one.encoded(text)
    assert [*map(chr, numbering.codes)] == ["甲", "丁", "乙", "丙", "\u0250", "戊"]
