"""Reading: encodings are told apart, and what is no text is refused with a reason."""

from __future__ import annotations

import codecs
import hashlib
import io
import os
import random
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicnews import read
from civicnews.errors import ReadError
from civicnews.read import encoding_name, page_of, read_bytes, read_path, read_stdin

SIMPLIFIED = (
    "本报讯（记者 何其）3月5日，柳岸社区新时代文明实践站组织志愿者来到辖区养老院，为老人们理发、打扫房间。\r\n"
    "　　“孩子们又来看我们了！”今年八十二岁的老人拉着志愿者的手说。据了解，该社区每月开展两次这样的活动，受到居民好评。\n"
)
TRADITIONAL = (
    "本報訊（記者 何其）3月5日，柳岸社區發展協會組織義工來到轄區養老院，為長者們理髮、打掃房間。\r\n"
    "　　「孩子們又來看我們了！」今年八十二歲的老人拉著義工的手說。據了解，該社區每月舉辦兩次這樣的活動，受到居民好評。\n"
)


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8-sig"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-32", "utf-32"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (TRADITIONAL, "utf-16-le", "utf-16-le"),
        ("plain ASCII\n", "ascii", "utf-8"),
        ("Latin letters alone, in two bytes each", "utf-16-le", "utf-16-le"),
    ],
)
def test_encodings_are_found(text: str, codec: str, name: str) -> None:
    page = read_bytes(text.encode(codec), path=None)
    assert (page.text, page.encoding) == (text, name)


@pytest.mark.parametrize(("text", "codec"), [(SIMPLIFIED, "gb18030"), (TRADITIONAL, "gb18030"), (TRADITIONAL, "big5")])
@pytest.mark.parametrize("length", [6, 9, 15, 31, 60])
def test_short_cuts_are_found_too(text: str, codec: str, length: int) -> None:
    words = text.replace("\r\n", "")
    chance = random.Random(length)
    for _ in range(40):
        start = chance.randrange(len(words) - length)
        cut = words[start : start + length].strip()
        if not cut.isascii():
            assert read_bytes(cut.encode(codec), path=None).text == cut


@given(st.text(min_size=1).filter(lambda text: text.strip("\ufeff \t\r\n\v\f") and not text.isspace()))
def test_utf8_is_never_changed(text: str) -> None:
    try:
        page = read_bytes(text.encode("utf-8", "replace"), path=None)
    except ReadError:
        return  # refused: more control characters than a text has
    if page.encoding.startswith("utf-8"):
        assert page.text == text.encode("utf-8", "replace").decode("utf-8").removeprefix("\ufeff")


@given(st.binary(max_size=300))
def test_any_bytes_give_a_page_or_a_read_error(data: bytes) -> None:
    try:
        page = read_bytes(data, path="x")
    except ReadError as error:
        assert str(error).startswith("x: ")
        assert "\n" not in str(error)
    else:
        assert page.text
        assert page.sha256 == hashlib.sha256(data).hexdigest()


def test_a_mark_is_dropped_and_line_ends_are_kept() -> None:
    page = read_bytes(codecs.BOM_UTF8 + "一\r\n二\r三\u2028".encode(), path="a.txt")
    assert page.text == "一\r\n二\r三\u2028"
    assert page.path == "a.txt"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (codecs.BOM_UTF8, "is empty"),
        (" \r\n\u3000".encode(), "is empty"),
        (b"%PDF-1.7\n", "is a PDF, not text; convert it with pdftotext"),
        (b"\x89PNG\r\n\x1a\n", "is a PNG image, not text; run OCR"),
        (b"PK\x03\x04....[Content_Types].xml", "is an Office document"),
        (b"PK\x03\x04....page.txt", "is a ZIP archive"),
        (bytes(2000), "binary"),
        (bytes(range(256)) * 8, "binary"),
        (SIMPLIFIED.encode()[:100] + b"\xff" + SIMPLIFIED.encode()[100:], r"is UTF-8, but damaged: byte \d+ \(line 1\)"),
        (SIMPLIFIED.encode("gb18030") + b"\xff\n", r"is gb18030, but damaged: byte \d+ \(line 3\)"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8" * 3, "begins as utf-16, but byte 3"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        read_bytes(data, path="x")


@pytest.mark.parametrize(
    ("codec", "forced", "said"),
    [
        ("gb18030", "utf-8", "is not utf-8: byte 1 "),
        ("utf-8", "gb18030", "is (UTF-8, not|not) gb18030"),
        ("utf-8", "latin-1", "is UTF-8, not iso8859-1"),
        ("gb18030", "big5", "not big5"),
        ("utf-8", "utf-16", "utf-16"),
        ("gb18030", "utf-32", "utf-32"),
    ],
)
def test_a_wrong_encoding_is_refused(codec: str, forced: str, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        read_bytes(SIMPLIFIED.encode(codec), path="x", encoding=forced)


def test_big5_forced_to_gb18030_is_refused() -> None:
    with pytest.raises(ReadError, match="no text in gb18030"):
        read_bytes((TRADITIONAL * 3).encode("big5"), path="x", encoding="gb18030")


def test_an_encoding_can_be_forced() -> None:
    page = read_bytes("社區".encode("big5"), path=None, encoding="BIG5")
    assert (page.text, page.encoding) == ("社區", "big5")
    assert read_bytes(codecs.BOM_UTF8 + b"a", path=None, encoding="utf8").encoding == "utf-8-sig"


@pytest.mark.parametrize("name", ["nonsense", "base64", "", "a\0b", "中文"])
def test_unknown_encodings_are_named(name: str) -> None:
    with pytest.raises(ReadError, match="unknown encoding"):
        encoding_name(name)


def test_paths(tmp_path: Path) -> None:
    (tmp_path / "页.txt").write_text("柳岸社区", encoding="utf-8")
    page = read_path(tmp_path / "页.txt")
    assert (page.text, page.path) == ("柳岸社区", str(tmp_path / "页.txt"))
    for path, said in [(tmp_path / "none.txt", "no such file"), (tmp_path, "is a directory"), (Path("a\0b"), "is no path")]:
        with pytest.raises(ReadError, match=said):
            read_path(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes("柳岸社区".encode("gb18030")))
    writer.start()
    page = read_path(pipe)
    writer.join()
    assert page.text == "柳岸社区"


def test_size_is_bounded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(read, "MAX_BYTES", 1 << 20)
    (tmp_path / "big.txt").write_bytes(b"a" * ((1 << 20) + 1))
    with pytest.raises(ReadError, match="larger than 1 MiB; split it"):
        read_path(tmp_path / "big.txt")


def test_standard_input() -> None:
    page = read_stdin(stream=io.BytesIO(SIMPLIFIED.encode("gb18030")))
    assert (page.text, page.path) == (SIMPLIFIED, None)


@given(st.text())
def test_any_text_makes_a_page(text: str) -> None:
    assert page_of(text).text == text
