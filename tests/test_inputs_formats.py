"""HTML, Markdown, PDF and Word files become pages with their paragraphs and what they say of themselves."""

from __future__ import annotations

import datetime
import re

import pytest
from made_files import TEXT, pdf, word
from shared_pipeline import pipeline

from civicnews.errors import ReadError
from civicnews.inputs.formats import page_from
from civicnews.inputs.kinds import kind_of

FIRST = "本报讯（记者 云杉）3月5日，安乐社区组织20余名志愿者来到康乐养老院，为老人们理发、打扫房间。"
SECOND = "6日，平安社区邀请医生为居民义诊，量血压、测血糖，共有80多人参加。"
EPAPER = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=CHARSET">
<title>云州日报数字报-邻里一家亲</title></head><body>
<!--enpproperty <articleid>123</articleid><date>2023-03-07 00:00:00:0</date><author>云杉</author><title>邻里一家亲 春风进万家</title>
<subtitle>社区办起集市</subtitle><introtitle>学雷锋</introtitle><nodename>第05版：社会</nodename>/enpproperty-->
<table><tr><td><table><tr><td>上一版</td><td>下一版</td><td>第05版：社会</td></tr></table>
<ul><li><a href="content_1.htm">社区里的故事</a></li><li><a href="content_2.htm">广场舞比赛</a></li></ul></td>
<td><table><tr><td>2023年3月7日 星期二</td></tr><tr><td>邻里一家亲 春风进万家</td></tr></table>
<div id="ozoom"><founder-content><P>　　{FIRST}</P><P>　　{SECOND}</P></founder-content></div>
</td></tr></table><div>版权所有 云州日报社</div></body></html>"""
WEB = f"""<html><head><meta charset="utf-8"><title>社区办起集市_云州新闻网</title><meta name="publishdate" content="2023-03-07"/></head>
<body><nav><a href="/">首页</a><a href="/a">新闻</a></nav><div class="article"><h1>社区办起集市</h1>
<div class="info">2023-03-07 10:12 来源：云州日报</div><div class="content"><p>　　{FIRST}<br>　　{SECOND}</p></div></div>
<div class="footer">版权所有</div></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "big5"])
def test_an_epaper_page_gives_its_titles_paragraphs_and_date(charset: str) -> None:
    text = EPAPER.replace("CHARSET", charset)
    if charset == "big5":
        text = text.replace("为", "為").replace("亲", "親").replace("贺", "賀")
    data = text.encode({"gb2312": "gb18030"}.get(charset, charset), "ignore")
    page = page_from(data, "content_123.htm")
    assert page.published == datetime.date(2023, 3, 7)
    assert page.published_basis == "metadata"
    lines = [line.strip() for line in page.text.splitlines() if line.strip()]
    assert len([line for line in lines if "社区" in line or "社區" in line]) >= (3 if charset != "big5" else 0)
    assert not any("版权" in line or "广场舞" in line for line in lines)
    if charset != "big5":
        assert lines == ["2023年3月7日 星期二", "学雷锋", "邻里一家亲 春风进万家", "社区办起集市", FIRST, SECOND]


def test_an_epaper_page_becomes_an_article_with_headline_and_records() -> None:
    result = pipeline().run(page_from(EPAPER.replace("CHARSET", "utf-8").encode(), "content_123.htm"))
    (article,) = result.articles
    assert "邻里一家亲" in (article.headline or "")
    assert [record.date and record.date.edtf for section in article.sections for record in section.records] == ["2023-03-05", "2023-03-06"]
    assert result.source.published_basis == "metadata"


def test_an_epaper_page_without_marks_gives_its_story_and_the_title_of_its_window() -> None:
    text = re.sub("<!--.*?-->|</?founder-content>| id=.ozoom.", "", EPAPER.replace("CHARSET", "utf-8"), flags=re.DOTALL)
    lines = [line.strip() for line in page_from(text.encode(), "a.htm").text.splitlines() if line.strip()]
    assert lines == ["2023年3月7日 星期二", "邻里一家亲 春风进万家", FIRST, SECOND]


def test_a_news_site_gives_its_story_and_a_line_break_is_a_paragraph() -> None:
    page = page_from(WEB.encode(), "a.html")
    lines = [line.strip() for line in page.text.splitlines() if line.strip()]
    assert lines == ["2023-03-07 10:12 来源：云州日报", "社区办起集市", FIRST, SECOND]


def test_html_without_text_or_with_broken_markup() -> None:
    with pytest.raises(ReadError, match="there is no text in it"):
        page_from(b"<html><body><img src='a.png'></body></html>", "a.html")
    assert SECOND in page_from(f"<p>{FIRST}<p>{SECOND}<div><b>".encode(), "a.htm").text


def test_markdown_loses_its_marks_and_says_its_date() -> None:
    text = f"---\ntitle: 社区办起集市\ndate: 2023-03-07\n---\n\n## 一\n\n{FIRST} **{SECOND}**\n\n- 甲\n- 乙\n"
    page = page_from(text.encode(), "a.md")
    assert page.published == datetime.date(2023, 3, 7)
    assert page.text.split("\n") == ["社区办起集市", "", "一", "", f"{FIRST} {SECOND}", "", "甲", "", "乙", ""]


def test_a_pdf_gives_its_lines_page_after_page() -> None:
    page = page_from(pdf("柳岸社区办起义诊\n3月5日，柳岸社区邀请医生义诊。", "第二页"), "a.pdf")
    assert [line for line in page.text.splitlines() if line] == ["柳岸社区办起义诊", "3月5日，柳岸社区邀请医生义诊。", "第二页"]
    assert page.encoding == "pdf"


def test_a_word_file_gives_paragraphs_and_cells() -> None:
    page = page_from(word(FIRST, SECOND, title="社区办起集市", table=("甲", "乙")), "a.docx")
    assert [line.strip() for line in page.text.splitlines() if line] == ["社区办起集市", FIRST, SECOND, "甲", "乙"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", pdf("字", encrypted=True), "is encrypted; save it without a password"),
        ("a.pdf", b"%PDF-1.4 broken", "is damaged or no PDF"),
        ("a.pdf", pdf(""), "there is no text in it; if its pages are pictures, run OCR on them"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is encrypted, or an old .doc file"),
        ("a.docx", b"PK\x03\x04 broken", "is damaged or no Word file"),
        ("a.docx", word(), "there is no text in it"),
        ("a.html", b"", "is empty"),
        ("a.html", b"\x00\x01\x02\xff" * 40, "binary"),
        ("a.txt", TEXT.encode() + b"\xff\xff", "is UTF-8, but damaged"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(name: str, data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said) as caught:
        page_from(data, name)
    assert str(caught.value).startswith(f"{name}: ")
    assert "\n" not in str(caught.value)


def test_a_missing_extra_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    from civicnews.inputs import kinds

    monkeypatch.setattr(kinds, "find_spec", lambda name: None)
    with pytest.raises(ReadError, match=r"a\.html: .*pip install 'civicnews\[html\]'"):
        page_from(b"<p>x</p>", "a.html")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.TXT", "text"), ("a.htm", "html"), ("a.tar.gz", "gz"), ("a.tgz", "gz"), ("a.jsonl", "jsonl"), ("a.json", "json"), ("a.png", None)],
)
def test_the_name_says_the_kind(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind
