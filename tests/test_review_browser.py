"""The review page in a real browser: what it shows, what a reviewer does with it, and what comes out."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import chromium, in_browser
from results import record, result
from shared_pipeline import pipeline

from civicnews.evaluation.run import evaluate, from_pipeline
from civicnews.evaluation.score import MEASURES
from civicnews.explain import explain_result
from civicnews.models import Participant, Phrase, Place
from civicnews.read import page_of, read_path
from civicnews.review.data import review_data
from civicnews.review.documents import Reviewed, extracted, stored
from civicnews.review.render import review_page

pytestmark = in_browser

SAMPLES = Path(__file__).parent.parent / "samples"
MIXED = ("interrupted-page", "brief", "villages")
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def mixed() -> list[Reviewed]:
    return [extracted(read_path(SAMPLES / f"{name}.txt"), pipeline()) for name in MIXED]


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Open documents in the page. At the end: nothing was complained about, nothing was asked from anywhere."""
    contexts: list[Any] = []
    troubles: list[str] = []

    def open_page(documents: list[Reviewed], *, tolerate: str = "\n", **about: Any) -> Any:
        path = tmp_path / "review.html"
        path.write_text(review_page(review_data(documents, pipeline().rules)), encoding="utf-8")
        context = browser.new_context(**{"locale": "zh-CN", "viewport": {"width": 1400, "height": 900}} | about)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on(
            "console", lambda said: troubles.append(said.text) if said.type in ("error", "warning") and tolerate not in said.text else None
        )
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: troubles.append(dialog.message))
        page.on("request", lambda asked: troubles.append(asked.url) if asked.url.split(":")[0] not in ("file", "data", "blob") else None)
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


def text_of(page: Any) -> str:
    return str(page.evaluate("[...document.querySelectorAll('#text .line > span')].map(one => one.textContent).join('')"))


def exported(page: Any, button: str) -> bytes:
    page.click("#menu summary")
    with page.expect_download() as waiting:
        page.click(button)
    return Path(waiting.value.path()).read_bytes()


def decisions(page: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in exported(page, "#export-decisions").decode().splitlines()]


def records_of(documents: list[Reviewed]) -> list[Any]:
    return [record for one in documents for article in one.result.articles for section in article.sections for record in section.records]


# -- what is shown


def test_the_text_stands_there_as_printed(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened(mixed)
    assert text_of(page) == mixed[0].text
    page.click("#next")
    assert text_of(page) == mixed[1].text


def test_every_printed_value_is_marked_at_its_characters(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened(mixed)
    marked = page.evaluate(
        """() => { const out = {}; for (const one of document.querySelectorAll('#text .mark')) for (const value of one.piece.values)
           (out[value.id] ??= []).push(one.textContent); return out; }"""
    )
    text, seen = mixed[0].text or "", 0
    for one in records_of(mixed[:1]):
        values = {f"communities.{i}": place for i, place in enumerate(one.communities) if place.match != "inferred"}
        values |= {f"participants.{i}": party for i, party in enumerate(one.participants)} | {"date": one.date, "venue": one.venue}
        for field, value in values.items():
            if value is not None and value.spans:
                printed = "".join(text[start:end] for start, end in value.spans)
                assert "".join(marked[f"0:{one.id}/{field}"]) == printed
                seen += 1
    assert seen > 20


def test_spans_that_cross_and_spans_in_two_pieces(opened: Open) -> None:
    text = "甲乙丙丁戊己庚辛壬癸子丑"
    made = record(
        spans=((0, 12),),
        communities=(Place("甲乙丙丁", None, None, None, ((0, 4),)),),
        street=None,
        district=None,
        city=None,
        date=None,
        participants=(Participant("丙丁戊己", "group", "actor", None, None, ((2, 6),)),),
        activity_types=("other",),
        activity_evidence=(),
        activity_name=Phrase("庚癸", ((6, 7), (9, 10))),
        venue=Phrase("丁", ((3, 4),)),
        warnings=(),
    )
    whole = dataclasses.replace(result(made), articles=(dataclasses.replace(result(made).articles[0], reporters=()),))
    page = opened([Reviewed(whole, text, explain_result(page_of(text), whole, pipeline().rules))])
    assert text_of(page) == text
    pieces = page.locator("#text .line > span").all_inner_texts()
    assert pieces == ["甲乙", "丙", "丁", "戊己", "庚", "辛壬", "癸", "子丑"]
    values = page.evaluate("[...document.querySelectorAll('#text .line > span')].map(one => one.piece.values.map(value => value.group))")
    assert [sorted(groups) for groups in values] == [
        ["communities"], ["communities", "participants"], ["communities", "participants", "venue"], ["participants"],
        ["activity_name"], [], ["activity_name"], [],
    ]  # fmt: skip
    drawn = page.locator("#text .line > span").nth(2).evaluate("one => getComputedStyle(one).backgroundPosition.split(', ')")
    assert len(set(drawn)) == 3
    page.locator(".chip", has_text="庚癸").hover()
    assert page.locator("#text .lit").all_inner_texts() == ["庚", "癸"]


def test_pointing_at_a_mark_shows_the_value_and_its_rule(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened(mixed)
    page.hover("#text .mark >> text=桃花岭社区")
    lit = page.locator(".chip.lit").all_inner_texts()
    assert any("桃花岭社区" in text for text in lit)
    rule = next(one.rule for one in records_of(mixed)[2].evidence if one.field == "communities.0")
    assert rule in page.inner_text("#tip")
    page.keyboard.press("Escape")
    assert page.is_hidden("#tip")


def test_pointing_at_a_value_shows_its_mark_also_by_keyboard(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened(mixed)
    chip = page.locator(".record .chip", has_text="桃花岭社区").first
    chip.hover()
    assert page.locator("#text .mark.lit").all_inner_texts() == ["桃花岭社区"]
    page.locator(".record .chip", has_text="四方堰社区").first.focus()
    assert page.locator("#text .mark.lit").all_inner_texts() == ["四方堰社区"]


def test_the_reason_is_told_with_rule_words_and_file(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened(mixed)
    page.locator(".record .chip", has_text="桃花岭社区").first.click()
    assert ".yaml:" in page.inner_text(".detail .why")
    assert "桃花岭社区" in page.locator(".detail .why q").all_inner_texts()


def test_warnings_are_shown_and_lead_to_their_words(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened(mixed)
    assert page.locator("#cards > .warning").count() == len(mixed[0].result.warnings) == 2
    assert "磨盘溪" in page.locator("#text .warned").last.inner_text() + page.inner_text("#cards > .warning >> nth=1")
    page.locator("#cards > .warning .words").last.click()
    assert page.evaluate("document.getElementById('text').scrollTop") > 0


def test_what_became_no_record_is_listed_with_reasons(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened(mixed)
    page.click(".left summary")
    assert page.locator(".left > ul > li").count() == len(mixed[0].left) > 0
    assert "names several townships" in page.inner_text(".left")


def test_a_text_with_characters_beyond_two_bytes_is_cut_right(opened: Open) -> None:
    text = "𠮷𠮷𠮷本报讯（记者 林一）5日，柳岸社区组织20余名志愿者到广场义诊。\n"
    page = opened([extracted(page_of(text), pipeline())])
    assert text_of(page) == text
    assert "柳岸社区" in page.locator("#text .mark").all_inner_texts()


def test_a_result_without_its_text_says_so_and_shows_its_records(opened: Open, mixed: list[Reviewed]) -> None:
    told = stored(mixed[1].result, pipeline().rules, None)
    gone = stored(_moved(mixed[1]), pipeline().rules, None)
    page = opened([told, gone])
    assert text_of(page) == mixed[1].text
    page.click("#next")
    assert "no such file" in page.inner_text("#text .trouble")
    assert page.locator(".record").count() == 1


def _moved(one: Reviewed) -> Any:
    return dataclasses.replace(one.result, source=dataclasses.replace(one.result.source, path="nowhere/page.txt"))


# -- finding


def test_filters_and_search(opened: Open, mixed: list[Reviewed]) -> None:
    page, records = opened(mixed), records_of(mixed)

    def count() -> int:
        return int(page.inner_text("#count").split()[1])

    assert count() == len(records)
    page.select_option("#filter-street", "云集街道")
    assert count() == sum(record.street is not None and record.street.name == "云集街道" for record in records) > 0
    page.click("#reset")
    page.select_option("#filter-type", "elder_care")
    assert count() == sum("elder_care" in record.activity_types for record in records) > 0
    page.click("#reset")
    page.check("#filter-warnings")
    assert count() == sum(bool(record.warnings) for record in records)
    page.click("#reset")
    page.fill("#filter-from", "2024-05-19")
    page.fill("#filter-to", "2024-05-20")
    page.locator("#filter-to").blur()
    dated = [
        record
        for record in records
        if record.date and (record.date.end or "") >= "2024-05-19" and (record.date.start or record.date.end) <= "2024-05-20"
    ]
    assert count() == len(dated) > 0
    page.click("#reset")
    page.fill("#filter-words", "桃花岭")
    assert count() == 1
    assert page.locator(".record").count() == 1
    page.fill("#filter-words", "无此一语")
    assert count() == 0
    assert page.is_visible(".empty")


def test_a_filter_lists_only_the_pages_that_have_something(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened(mixed)
    assert page.locator("#pages option").count() == 3
    page.fill("#filter-words", "钟鼓楼社区")
    assert page.locator("#pages option").count() == 1
    assert text_of(page) == mixed[1].text


def test_thousands_of_records_are_not_all_drawn_at_once(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened(mixed * (2000 // len(records_of(mixed)) + 1))
    assert len(records_of(mixed)) * (2000 // len(records_of(mixed)) + 1) >= 2000
    assert page.evaluate("document.querySelectorAll('main *').length") < 5000
    page.fill("#filter-words", "桃花岭")
    assert page.evaluate("document.querySelectorAll('main *').length") < 5000


# -- judging


def test_a_reviewer_needs_only_the_keyboard(opened: Open, mixed: list[Reviewed]) -> None:
    page, records = opened(mixed), records_of(mixed)
    for key in "jrjwjr":
        page.keyboard.press(key)
    made = decisions(page)
    assert [(one["record"], one["decision"]) for one in made] == [
        (records[0].id, "right"),
        (records[1].id, "wrong"),
        (records[2].id, "right"),
    ]
    page.keyboard.press("k")
    page.keyboard.press("u")
    assert len(decisions(page)) == 2


def test_arrow_keys_walk_through_the_marks(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened(mixed)
    page.locator("#text .mark[tabindex='0']").focus()
    seen = []
    for _ in range(5):
        seen.append(page.evaluate("document.activeElement.textContent"))
        page.keyboard.press("ArrowRight")
    assert seen == page.locator("#text .mark").all_inner_texts()[:5]
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    assert page.locator(".chip[aria-expanded='true']").count() == 1


def test_shortcuts_can_be_switched_off_and_stay_out_of_inputs(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened(mixed)
    page.fill("#filter-words", "")
    page.keyboard.type("jr")
    assert page.input_value("#filter-words") == "jr"
    page.click("#reset")
    page.click("#open-help")
    page.uncheck("#help input")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("r")
    assert decisions(page) == []


def test_a_corrected_value_is_exported_kept_and_loaded_again(opened: Open, mixed: list[Reviewed], tmp_path: Path) -> None:
    page = opened(mixed)
    card = page.locator(".record").nth(2)
    card.locator(".chip", has_text="桃花岭社区").first.click()
    page.keyboard.press("e")
    form = card.locator(".form")
    form.locator("input").nth(0).fill("桃花岭新社区")
    form.locator("input").nth(1).fill("")
    form.locator("button[type=submit]").click()
    assert "已更正" in card.inner_text()
    card.locator(".note").fill("看过报样")
    card.locator(".note").blur()
    [made] = decisions(page)
    assert made["decision"] == "corrected"
    assert made["sha256"] == mixed[0].result.source.sha256
    assert made["note"] == "看过报样"
    [change] = made["changes"]
    assert change["field"] == "communities"
    assert [place["name"] for place in change["from"]] == ["桃花岭社区"]
    assert [(place["name"], place["code"]) for place in change["to"]] == [("桃花岭新社区", None)]

    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert "桃花岭新社区" in page.locator(".record").nth(2).inner_text()

    kept = tmp_path / "decisions.jsonl"
    kept.write_bytes(exported(page, "#export-decisions"))
    other = opened(mixed)
    assert "桃花岭新社区" not in other.locator(".record").nth(2).inner_text()
    other.set_input_files("#file", kept)
    other.wait_for_selector(".is-corrected")
    assert decisions(other) == [made]


def test_values_are_added_removed_and_put_first(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened([mixed[1]])
    card = page.locator(".record")
    card.hover()
    card.locator("[aria-label='补充参与者']").click()
    card.locator(".form input").first.fill("社区民警")
    card.locator(".form button[type=submit]").click()
    card.locator(".chip", has_text="百姓大舞台").first.click()
    card.locator(".detail button", has_text="删除此值").click()
    card.locator(".row[aria-label='类型'] .chip").nth(1).click()
    card.locator(".detail button", has_text="设为主要类型").click()
    [made] = decisions(page)
    to = {change["field"]: change["to"] for change in made["changes"]}
    own = records_of([mixed[1]])[0]
    assert to["participants"][-1]["name"] == "社区民警"
    assert to["venue"] is None
    assert to["activity_types"] == [own.activity_types[1], own.activity_types[0], *own.activity_types[2:]]


def test_the_selection_becomes_a_record(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened([mixed[1]])
    page.evaluate(
        """() => { const held = [...document.querySelectorAll('#text .line > span')].find(one => one.textContent.includes('上午9点'));
           const at = held.textContent.indexOf('上午9点'); const range = document.createRange();
           range.setStart(held.firstChild, at); range.setEnd(held.firstChild, at + 5);
           getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    page.click("#make-record")
    [made] = decisions(page)
    text = mixed[1].text or ""
    [[start, end]] = made["added"]["spans"]
    assert text[start:end] == made["added"]["text"] == "上午9点，"
    assert made["decision"] == "added"


def test_gold_of_a_reviewed_page_scores_one(opened: Open, tmp_path: Path) -> None:
    documents = [extracted(read_path(path), pipeline()) for path in sorted(SAMPLES.glob("*.txt"))]
    page = opened(documents)
    page.click("#menu summary")
    page.click("#export-gold")
    assert "标准答案" in page.inner_text("#said")
    page.click("#menu summary")
    page.click("#all-right")
    page.click("#ask button[value='yes']")
    with zipfile.ZipFile(io.BytesIO(exported(page, "#export-gold"))) as held:
        assert held.testzip() is None
        held.extractall(tmp_path / "gold")
    names = sorted(path.name for path in (tmp_path / "gold").iterdir())
    assert names == sorted(f"{path.stem}{end}" for path in SAMPLES.glob("*.txt") for end in (".txt", ".json"))
    scored = evaluate(tmp_path / "gold", from_pipeline(pipeline()))
    assert scored.lost == ()
    assert scored.records == len(records_of(documents))
    assert {measure: scored.value(measure) for measure in MEASURES} == dict.fromkeys(MEASURES, 1.0)


def test_gold_bears_the_corrections_and_leaves_out_what_is_wrong(opened: Open, mixed: list[Reviewed], tmp_path: Path) -> None:
    page = opened([mixed[2]])
    page.locator(".record .chip").first.click()
    page.keyboard.press("e")
    page.locator(".form input").first.fill("新名村")
    page.locator(".form button[type=submit]").click()
    page.keyboard.press("j")
    page.keyboard.press("w")
    page.click("#menu summary")
    page.click("#all-right")
    page.click("#ask button[value='yes']")
    with zipfile.ZipFile(io.BytesIO(exported(page, "#export-gold"))) as held:
        gold = json.loads(held.read("villages.json"))
    records = [record for article in gold["articles"] for record in article["records"]]
    assert len(records) == len(records_of([mixed[2]])) - 1
    assert records[0]["communities"][0] == "新名村"


# -- hostile input


HOSTILE = (
    '</script><script>window.hacked = 1; alert(1)</script><img src=x onerror="window.hacked=2">\n'
    "<!-- <svg/onload=alert(2)> --> &lt;b&gt; {{data}} ${1} \u2028 \u202e \x00 ]]>\n"
    "本报讯（记者 <b>林一</b>）5日，<script>alert(3)</script>柳岸社区组织20余名志愿者到“<img src=x onerror=alert(4)>”广场义诊。\n"
)


def test_a_page_full_of_markup_does_nothing(opened: Open) -> None:
    page_text = page_of(HOSTILE)
    documents = [
        extracted(
            dataclasses.replace(page_text, path="<img src=x onerror=alert(5)>.txt"),
            pipeline(),
            newspaper="</title><script>alert(6)</script>",
        )
    ]
    assert records_of(documents)
    page = opened(documents)
    page.locator(".record .chip").first.click()
    page.keyboard.press("e")
    page.locator(".form input").first.fill("<img src=x onerror=alert(7)>")
    page.locator(".form button[type=submit]").click()
    page.hover("#text .mark >> nth=0")
    assert page.evaluate("window.hacked") is None
    assert page.locator("main img, main script, main svg").count() == 0
    assert text_of(page).replace("\x00", "") == HOSTILE.replace("\x00", "")
    assert "<img src=x onerror=alert(7)>" in page.locator(".record").inner_text()


def test_the_policy_stops_what_would_get_in_all_the_same(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened(mixed, tolerate="TrustedHTML")
    policy = page.get_attribute("meta[http-equiv]", "content")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    refused = page.evaluate("() => { try { document.body.innerHTML = '<b>x</b>'; return false; } catch { return true; } }")
    assert refused


# -- for everybody


@pytest.mark.parametrize(("scheme", "locale", "width"), [("light", "zh-CN", 1400), ("dark", "en-GB", 390)])
def test_axe_finds_nothing(opened: Open, mixed: list[Reviewed], scheme: str, locale: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(mixed, color_scheme=scheme, locale=locale, viewport={"width": width, "height": 900})
    page.locator(".record .chip").nth(1).click()
    page.locator(".record .v-right").nth(1).click()
    page.locator(".record .v-wrong").nth(2).click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.keyboard.press("e")
    page.click("#menu summary")
    assert Axe().run(page).violations_count == 0
    page.click("#open-help")
    assert Axe().run(page).violations_count == 0


def test_both_languages(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened(mixed, locale="en-GB")
    assert page.get_attribute("html", "lang") == "en"
    assert "reviewed" in page.inner_text("#progress-text")
    page.click("#language")
    assert page.get_attribute("html", "lang") == "zh-CN"
    assert "已审" in page.inner_text("#progress-text")
    shown = page.inner_text("body")
    assert "undefined" not in shown
    assert "[object" not in shown


def test_colours_follow_the_choice(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened(mixed, color_scheme="dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark


@pytest.mark.parametrize("width", [320, 390, 768, 1400])
def test_nothing_runs_out_of_a_narrow_screen(opened: Open, mixed: list[Reviewed], width: int) -> None:
    page = opened(mixed, viewport={"width": width, "height": 800})
    page.locator(".record .chip").nth(1).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_print_shows_text_and_records_whole_and_no_buttons(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened(mixed)
    page.emulate_media(media="print")
    assert page.is_hidden("#top")
    assert page.is_hidden(".verdict >> nth=0")
    assert page.evaluate("(() => { const box = document.getElementById('text'); return box.scrollHeight <= box.clientHeight + 2; })()")
    assert page.locator(".record").last.is_visible()


def test_a_verdict_leaves_no_other_record_open(opened: Open, mixed: list[Reviewed]) -> None:
    page = opened(mixed)
    page.locator(".record").nth(0).locator(".chip").first.click()
    assert page.locator(".detail").count() == 1
    page.locator(".record").nth(2).locator(".v-right").click()
    assert page.locator(".detail").count() == 0
    assert page.locator(".chosen .id").text_content() == records_of(mixed)[2].id
    page.locator(".record").nth(1).locator(".said").click()
    assert page.locator(".chosen .id").text_content() == records_of(mixed)[1].id
