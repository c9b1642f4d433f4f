"""The whole way of a page: invariants on any text, and what a reader of the samples would expect."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import civicnews
from civicnews.models import SCHEMA
from civicnews.pipeline import Pipeline
from civicnews.read import page_of, read_path
from civicnews.text import fold
from civicnews.write import to_json

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.txt"))
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def pipeline():
    return Pipeline()


@cache
def sample(name):
    return read_path(SAMPLES / f"{name}.txt")


def run(text, published=None):
    return pipeline().run(page_of(text), published=published)


def records(result):
    return [record for article in result.articles for section in article.sections for record in section.records]


def spelled(text, spans):
    pieces = "".join(text[start:end] for start, end in spans)
    return "".join(pieces.split())


def plain(value):
    return "".join(fold(value).split())


def derived(words, name):
    """Whether printed words give a name: they are the name, or it without its shared ending or head."""
    return bool(words) and (name.startswith(words) or name.endswith(words))


def every_span(value):
    """All spans of a result, wherever they stand in it."""
    if isinstance(value, tuple):
        if len(value) == 2 and all(isinstance(part, int) for part in value):
            yield value
        else:
            for part in value:
                yield from every_span(part)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from every_span(getattr(value, name))


def check(text, result):
    """What holds for every output."""
    for start, end in every_span(result):
        assert 0 <= start < end <= len(text)
    for article in result.articles:
        for reporter in article.reporters:
            assert plain(spelled(text, reporter.spans)) == plain(reporter.name)
    for record in records(result):
        assert spelled(text, record.spans) == "".join(record.text.split())
        if record.date is not None:
            assert plain(spelled(text, record.date.spans)) == plain(record.date.text)
        for phrase in (record.activity_name, record.venue):
            if phrase is not None:
                assert plain(spelled(text, phrase.spans)) == plain(phrase.text)
        for party in record.participants:
            words = plain(spelled(text, party.spans))
            assert derived(words, plain(party.name)), (party, words)
        for place in [*record.communities, *filter(None, (record.street, record.district, record.city, record.province))]:
            words = plain(spelled(text, place.spans))
            name = plain(place.name)
            if place.spans:
                assert derived(words, name) or words[:2] == name[:2], (place, words)  # 永和社区居委会 is 永和社区
            else:
                assert place.match == "inferred"
        assert record.activity_types
        assert "other" not in record.activity_types or record.activity_types == ("other",)
        assert {evidence.type for evidence in record.activity_evidence} <= set(record.activity_types)


@pytest.mark.parametrize("name", NAMES)
def test_every_value_of_a_sample_is_spelled_by_its_spans(name):
    page = sample(name)
    result = pipeline().run(page)
    check(page.text, result)
    assert result.schema == SCHEMA


@pytest.mark.parametrize("name", NAMES)
def test_the_output_is_the_same_from_run_to_run(name):
    assert to_json(pipeline().run(sample(name))) == to_json(Pipeline().run(sample(name)))


@st.composite
def torn_pages(draw):
    """Pages cut, shuffled and stained: lines of the samples with breaks, blanks and odd characters put in."""
    lines = [line for name in NAMES for line in sample(name).text.splitlines()]
    chosen = draw(st.lists(st.sampled_from(lines), min_size=1, max_size=12))
    text = draw(st.sampled_from(["\n", "\r\n", "\n\n", ""])).join(chosen)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(["\n", "\n\n", "　", " ", "“", "”", "（", "。", "\x0c", "\ud800", "5日", "、"])) + text[at:]
    start = draw(st.integers(0, max(0, len(text) - 1)))
    return text[start : start + draw(st.integers(1, 1500))]


@given(torn_pages())
@QUIET
def test_a_torn_page_gives_values_that_their_spans_spell(text):
    check(text, run(text, date(2023, 3, 7)))


@given(st.text(alphabet=st.characters(), max_size=200))
@QUIET
def test_no_text_makes_extraction_raise(text):
    check(text, run(text))


@given(
    st.lists(
        st.sampled_from(
            [
                "社区",
                "街道",
                "村",
                "、",
                "和",
                "的",
                "，",
                "。",
                "5日",
                "近日",
                "志愿者",
                "老人",
                "组织",
                "开展",
                "为",
                "“",
                "”",
                "（",
                "）",
                "\n",
                "本报讯",
                "记者",
                "永和",
                "100名",
                "区",
                "市",
                "李明",
                "说",
                "：",
                "同一天",
            ]
        ),
        max_size=60,
    )
)
@QUIET
def test_words_of_the_genre_in_any_order_keep_the_invariants(words):
    text = "".join(words)
    check(text, run(text))


@pytest.mark.parametrize("name", NAMES)
def test_line_ends_do_not_change_what_is_found(name):
    text = sample(name).text.replace("\r\n", "\n")

    def facts(result):
        return [
            ([c.name for c in r.communities], r.date and r.date.text, [p.name for p in r.participants], r.activity_types)
            for r in records(result)
        ]

    assert facts(run(text)) == facts(run(text.replace("\n", "\r\n")))


def test_dates_are_resolved_against_the_publication_date():
    text = "本报讯（记者 林一）5日，平城区永和社区组织志愿者清理楼道杂物。"
    assert records(run(text, date(2023, 3, 7)))[0].date.edtf == "2023-03-05"
    assert records(run(text))[0].date.edtf == "XXXX-XX-05"


def test_an_empty_page_has_no_articles_and_says_so():
    result = run("")
    assert result.articles == ()
    assert [warning.code for warning in result.warnings] == ["no-articles"]


def test_the_library_and_the_pipeline_agree():
    text = sample("brief").text
    assert to_json(civicnews.extract(text, published="2024-10-12")) == to_json(run(text, date(2024, 10, 12)))


def test_a_region_stands_in_where_no_place_above_is_printed():
    text = "本报讯（记者 林一）近日，永和社区组织志愿者清理楼道杂物。"
    (without,) = records(run(text))
    (with_region,) = records(Pipeline(region="平城区").run(page_of(text)))
    assert without.communities[0].code is None
    assert with_region.communities[0].code == "140213066002"


def test_an_unknown_region_is_refused():
    with pytest.raises(civicnews.CivicNewsError, match="--region"):
        Pipeline(region="没有这个区")


@pytest.mark.parametrize("name", NAMES)
def test_parts_have_an_article_each_and_at_last_the_warnings(name):
    page = sample(name)
    whole, parts = pipeline().run(page), list(pipeline().parts(page))
    assert [len(part.articles) for part in parts] == [1] * len(whole.articles) + [0]
    assert [part.warnings for part in parts[:-1]] == [()] * len(whole.articles)
    assert parts[-1].warnings == whole.warnings
    assert tuple(article for part in parts for article in part.articles) == whole.articles
    assert {part.source for part in parts} == {whole.source}
