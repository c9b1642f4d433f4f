"""Inputs near the largest size that is read, of what takes most memory for its bytes; and texts in ordinary lines that are all one kind of thing."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from hostile.documents import docx, pdf_of
from hostile.good import SENTENCE

__all__ = ["heavy_pages", "heavy_tables"]


def heavy_pages(large: int) -> Iterator[tuple[str, bytes, bool]]:
    """Name, bytes, whether they must give a record.

    Args:
        large: how many characters a long text has; the largest here have sixty times as many bytes.
    """
    size = 60 * large
    words = b"BT /F 9 Tf " + b"(AAAAAAAA) Tj " * (size // 14) + b"ET"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    runs = "".join(f"<w:p><w:r><w:t>{n}</w:t></w:r></w:p>" for n in range(size // 45))
    for name, data in {
        "lines.txt": b"ab cd\n" * (size // 6),
        "elements.html": b"<p>a</p>" * (size // 8),
        "attributes.html": b"<p a=1 b=2 c=3>" * (size // 15),
        "breaks.html": b"<p>" + b"a<br>" * (size // 5),
        "emphasis.md": b"*a* " * (size // 4),
        "words.pdf": pdf_of(words),
        "words-packed.pdf": pdf_of(zlib.compress(words), b"/Filter/FlateDecode"),
        "runs.docx": docx(f"<w:document {space}><w:body>{runs}</w:body></w:document>".encode()),
    }.items():
        yield f"heavy-{name}", data, False
    for name, text in {
        "headings": "".join(f"柳岸{_spoken(n)}社区举行义诊\n" for n in range(large // 10)),
        "headings-apart": "".join(f"柳岸{_spoken(n)}社区举行义诊\n\n" for n in range(large // 10)),
        "streets": "".join(f"{_spoken(n)}街道\n" for n in range(large // 8)),
        "communities": "".join(
            "3月5日，" + "、".join(f"柳{_spoken(20 * n + m)}社区" for m in range(20)) + "组织志愿者义诊。\n" for n in range(large // 170)
        ),
        "days": "".join(f"{n % 12 + 1}月{n % 28 + 1}日，柳岸社区义诊。\n" for n in range(large // 16)),
        "names": "".join(
            "志愿者" + "、".join("林何周吴"[n % 4] + "一二三四五六"[(n + m) // 4 % 6] for n in range(25)) + "参加义诊。\n"
            for m in range(large // 90)
        ),
        "same": (SENTENCE + "\n") * (large // len(SENTENCE)),
    }.items():
        yield f"flood-{name}.txt", text.encode(), False


def heavy_tables(large: int) -> Iterator[tuple[str, bytes, bool]]:
    """JSON, JSONL and CSV for `batch`; arguments and what is given are those of `heavy_pages`."""
    size = 60 * large
    for name, data in {
        "arrays.json": b"[" + b"[]," * (size // 3) + b"[]]",
        "objects.json": b"[" + b"{}," * (size // 3) + b"{}]",
        "numbers.json": b"[" + b"1," * (size // 2) + b"1]",
        "rows.json": b"[" + b'{"text":"a"},' * (size // 13) + b"{}]",
        "line.jsonl": b"[" + b"[]," * (size // 3) + b"[]]",
        "bad.jsonl": b"{\n" * large,
        "columns.csv": b"text," + b"a," * (large // 10) + b"\n" + b"x\n" * (large // 50),
        "row.csv": b"text\n" + b"x," * (size // 2) + b"\n",
        "quote.csv": b'text\n"' + b"x\n" * (size // 2),
    }.items():
        yield f"heavy-{name}", data, False


def _spoken(number: int) -> str:
    return "".join("零一二三四五六七八九"[int(digit)] for digit in str(number))
