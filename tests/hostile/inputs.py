"""Several hundred hostile inputs of every kind, and a few good ones among them, made anew each time.

    python tests/hostile/inputs.py FOLDER      # to look at them

Everything is composed here; large ones are repetitions.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
import stat
import struct
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

__all__ = ["GOOD", "SENTENCE", "Input", "archives", "docx", "make", "overlays", "packs", "pages", "results", "tables"]

SENTENCE = "3月5日，柳岸社区组织20余名志愿者来到滨河公园，为老人们义诊、理发。"
GOOD = f"柳岸社区办起义诊\n\n　　本报讯（记者 林一）{SENTENCE}\n"
"""A page with one record."""
_CONTROLS = "".join(map(chr, [*range(1, 9), 11, 12, *range(14, 32), 127, *range(128, 160)]))


@dataclass(frozen=True, slots=True)
class Input:
    """One input.

    Attributes:
        path: where it stands.
        good: it must give a record.
    """

    path: Path
    good: bool = False


def pages(large: int) -> Iterator[tuple[str, bytes, bool]]:
    """Name, bytes, whether they must give a record.

    Args:
        large: how many characters the large ones have.
    """
    many = large // 10
    yield from ((f"good-{codec}.txt", GOOD.encode(codec), True) for codec in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"))
    yield "good-crlf.txt", GOOD.replace("\n", "\r\n").encode(), True
    yield "good-cr.txt", GOOD.replace("\n", "\r").encode(), True
    yield "good-no-end.txt", GOOD.rstrip().encode(), True
    text: dict[str, str] = {
        "blank": " \t　\n\r\n",
        "one": "一",
        "newline": "\n",
        "bom-only": "\ufeff",
        "many-boms": "\ufeff" * 1000 + GOOD,
        "boms-inside": GOOD.replace("社", "\ufeff社\ufeff"),
        "nul-inside": GOOD.replace("社区", "社\0区"),
        "nul-many": GOOD + "\0" * 100,
        "line": "社区志愿者" * (large // 5),
        "line-sentences": SENTENCE * (many // len(SENTENCE)),
        "newlines": "\n" * large + GOOD,
        "crs": "\r" * large + GOOD,
        "blanks": " " * large + GOOD,
        "ideographic-blanks": "　" * large + GOOD,
        "headings": "柳岸社区办起义诊\n\n" * many,
        "headings-different": "".join(f"{n}号社区办起义诊\n\n" for n in range(many // 10)),
        "short-lines": "".join(f"柳岸{n % 10}\n" for n in range(many)),
        "streets": "".join(f"柳岸{n}街道\n{SENTENCE}\n" for n in range(many // 60)),
        "brackets-open": "（" * large,
        "brackets-nested": "（" * many + "社区" + "）" * many,
        "quotes-nested": "“‘" * many + "社区" + "’”" * many,
        "titles-nested": "《" * many + "社区" + "》" * many,
        "quotes-open": ("“" + SENTENCE) * (many // 40),
        "closers": "）”》" * many,
        "commas": "，" * large,
        "commas-words": "社区，" * many,
        "enumeration": "、".join(f"柳岸{n}社区" for n in range(many // 10)),
        "enumeration-names": "志愿者" + "、".join("林一何二周三吴四"[n % 4 * 2 :][:2] for n in range(many // 3)) + "参加。",
        "stops": "。" * large,
        "sentences-short": "社区。" * many,
        "digits": "9" * large,
        "digits-fullwidth": "９" * large,
        "numerals": "一百亿" * many,
        "count-huge": "柳岸社区组织" + "9" * 5000 + "名志愿者义诊。",
        "count-chinese-huge": "柳岸社区组织" + "亿" * 5000 + "名志愿者义诊。",
        "dates-bad": "9999年13月32日，0月0日，2月30日，0000年1月1日，99999年1月1日，柳岸社区义诊。" * 50,
        "dates-many": "3月5日、" * (many // 5),
        "dates-range": "3月5日至" * (many // 5),
        "date-last": "柳岸社区9999年12月31日义诊。次日，柳岸社区义诊。昨日、前天、去年、上周日，柳岸社区义诊。",
        "lunar": "农历正月三十、闰十三月初一、腊月三十一、重阳节，柳岸社区义诊。" * 100,
        "bylines": "本报讯（记者 林一 通讯员 何二）" * (many // 20),
        "byline-open": "本报讯（记者" + " 林" * many,
        "combining": "社" + "\u0301" * large,
        "zalgo": "".join(c + "\u0310\u0352\u0357\u0489\u0359" * 10 for c in GOOD) * 20,
        "rtl": "\u202e" + GOOD + "\u202c\u2066\u2067\u2068\u2069\u200f" + GOOD,
        "zero-width": "\u200b\u200c\u200d\u2060\u00ad".join(GOOD),
        "emoji": "👨‍👩‍👧‍👦🏳️‍🌈🇨🇳" * (many // 10) + GOOD,
        "private-few": GOOD.replace("社区", "社区\ue000\ue001"),
        "private-all": "".join(map(chr, range(0xE000, 0xE100))) + GOOD * 20,
        "private-supplementary": "\U000f0000\U0010ffff" + GOOD,
        "noncharacters": "\ufffe\uffff\ufdd0" + GOOD * 3,
        "replacement": "\ufffd" * 5 + GOOD * 3,
        "controls": GOOD * 20 + _CONTROLS,
        "escapes": GOOD.replace("柳岸", "柳\x1b[31m岸\x1b]0;x\x07\x9b1m"),
        "escapes-names": "本报讯（记者 林\x1b[2J一）3月5日，柳\x1b[31m岸社区“\x1b]8;;x\x07心\x08\x7f连心”义诊活动在\u202e滨河公园举行。\n",
        "separators": GOOD.replace("。", "\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e。"),
        "compatibility": "㈱㊣㋿㍿\uf900\ufa0e" * 100 + GOOD,
        "rare": "𠀀𪛖\U00031350" * 100 + GOOD,
        "traditional": "柳岸社區組織志願者義診。" * 50,
        "latin": "The quick brown fox. " * (many // 20),
        "latin-line": "a" * large,
        "markup": "<script>alert(1)</script>&lt;&amp;&#x41;<!--" * 100 + GOOD,
        "script-names": f"3月5日，柳岸社区“</script><img src=x onerror=alert(1)>”义诊活动在<b>滨河公园</b>举行，{SENTENCE}",
        "formula": '=cmd|"/c calc"!A1\n\n+1+1\n\n@SUM(1)\n\n' + GOOD,
        "json": json.dumps({"schema": "civicnews/1"}),
        "yaml": "!!python/object/apply:os.system ['true']\n" + GOOD,
        "percent": "%s%n%d{}{0.__class__}$(id)`id`" * 100 + GOOD,
        "tabs": "\t".join(GOOD),
        "hyphens": "-" * large,
        "rule": "—" * large,
        "table": ("柳岸社区\t3月5日\t20名\n") * (many // 20),
        "photo": "图为志愿者义诊。林一 摄\n" * (many // 15),
        "venue": "在" * many,
        "deed": "义诊" * many,
        "place": "省市区县街道社区村" * (many // 9),
        "same": (SENTENCE + "\n") * (many // 40),
    }
    yield from ((f"{name}.txt", value.encode("utf-8", "surrogatepass"), False) for name, value in text.items())
    page = GOOD.encode()
    gbk = (GOOD * 20).encode("gb18030")
    raw = {
        "empty": b"",
        "nul": b"\0",
        "nuls": bytes(large),
        "ff": b"\xff" * 1000,
        "bytes": bytes(range(256)) * 40,
        "surrogates": "社\ud800区\udfff".encode("utf-8", "surrogatepass") + page,
        "surrogates-utf16": b"\xff\xfe" + b"\x00\xd8" * 40,
        "truncated-utf8": page[:-2],
        "truncated-gb18030": gbk[:-3],
        "truncated-utf16": GOOD.encode("utf-16")[:-1],
        "truncated-utf32": GOOD.encode("utf-32")[:-3],
        "damaged-utf8": page * 20 + b"\xe7\xa4" + page,
        "damaged-gb18030": gbk + b"\x80\xff" + gbk,
        "mixed": page + GOOD.encode("gb18030") + GOOD.encode("big5", "ignore"),
        "mixed-late": page * 200 + GOOD.encode("gb18030"),
        "bom-wrong": b"\xff\xfe" + page,
        "bom-utf32": b"\xff\xfe\0\0" + page,
        "bom-utf8-gbk": b"\xef\xbb\xbf" + gbk,
        "bom-alone-16": b"\xff\xfe",
        "bom-alone-32": b"\0\0\xfe\xff",
        "bom-gb18030": b"\x84\x31\x95\x33" + gbk,
        "utf7": b"+Z+pTvg-" * 50,
        "overlong": b"\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf" * 20,
        "beyond": b"\xf4\x90\x80\x80" * 20 + page,
        "latin-1": "café déjà vu ".encode("latin-1") * 20,
        "shift-jis": "社会福祉のボランティア活動".encode("shift_jis") * 20,
        "euc-kr": "자원봉사활동".encode("euc_kr") * 20,
        "koi8": "добровольцы".encode("koi8_r") * 20,
        "random": bytes((n * 7919 + n * n * 31) >> 3 & 255 for n in range(20_000)),
        "elf": b"\x7fELF\x02\x01\x01" + bytes(200),
        "png": b"\x89PNG\r\n\x1a\n" + bytes(200),
        "pdf-named-txt": b"%PDF-1.7\n" + bytes(100),
        "zip-named-txt": _zip({"a.txt": page}),
        "gz-named-txt": gzip.compress(page),
    }
    yield from ((f"{name}.txt", value, False) for name, value in raw.items())
    yield from ((f"{name}.md", value, good) for name, value, good in _markdown(many))
    yield from ((f"{name}.html", value, good) for name, value, good in _html(large))
    yield from ((f"{name}.pdf", value, False) for name, value in _pdf().items())
    yield from ((f"{name}.docx", value, False) for name, value in _docx(large).items())


def _markdown(many: int) -> Iterator[tuple[str, bytes, bool]]:
    yield "good", f"# 柳岸社区办起义诊\n\n{SENTENCE}\n".encode(), True
    for name, text in {
        "hashes": "#" * many,
        "quotes": ">" * (many // 10) + SENTENCE,
        "lists": "".join("  " * n + "- 社区\n" for n in range(300)),
        "links": "[" * many,
        "links-closed": "[" * (many // 10) + "社区" + "](x)" * (many // 10),
        "emphasis": "*_" * many,
        "fences": "```\n" * (many // 10),
        "html": "<div>" * (many // 10),
        "front": "---\n" + "a: [" * 1000 + "\n---\n" + GOOD,
        "backticks": "`" * many,
        "images": "![](" * (many // 10),
        "tables": "|a" * (many // 10) + "\n" + "|-" * (many // 10),
    }.items():
        yield name, text.encode(), False


def _html(large: int) -> Iterator[tuple[str, bytes, bool]]:
    many = large // 10
    body = f"<h1>柳岸社区办起义诊</h1><p>　　本报讯（记者 林一）{SENTENCE}</p>"
    yield "good", f"<html><head><title>柳岸社区办起义诊</title></head><body><article>{body * 1}</article></body></html>".encode(), True
    billion = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for name, text in {
        "tags": "<div>" * many + body,
        "tags-inline": "<b><i>" * (many // 2) + body,
        "tags-closed": "<div>" * (many // 20) + body + "</div>" * (many // 20),
        "tables": "<table><tr><td>" * (many // 20) + body,
        "lists": "<ul><li>" * (many // 10) + body,
        "closers": "</p></div>" * many + body,
        "attributes": "<p " + " ".join(f'a{n}="{n}"' for n in range(many // 5)) + ">" + body,
        "attribute-long": f'<p title="{"社" * large}">{body}',
        "entities": "&amp;" * many + body,
        "entities-numeric": "&#0;&#55296;&#x110000;&#99999999999;&#x1b;&#x202e;" * 100 + body,
        "bomb": f'<!DOCTYPE x [<!ENTITY l0 "社区">{billion}]><html><body>&l9;{body}</body></html>',
        "external": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><html><body><p>&e;</p>{body}</body></html>',
        "remote": f'<html><head><base href="http://127.0.0.1:9/"><link rel=stylesheet href="http://127.0.0.1:9/x"></head><body><img src="http://127.0.0.1:9/i">{body}',
        "comment": "<!--" + "-" * many + body,
        "comments": "<!-- x -->" * many + body,
        "script": "<script>" + "a" * large + "</script>" + body,
        "cdata": "<![CDATA[" * (many // 10) + body,
        "frames": "<frameset><frame src=x>" * 500,
        "charset-wrong": f'<meta charset="gb2312">{body}',
        "charset-none": f'<meta charset="no-such-charset">{body}',
        "charset-odd": f'<meta charset="base64"><meta http-equiv="content-type" content="text/html; charset=rot13">{body}',
        "date-bad": f'<meta property="article:published_time" content="9999-99-99T99:99:99">{body}',
        "date-huge": f'<meta property="article:published_time" content="{"9" * 10000}">{body}',
        "title-huge": f"<title>{'社' * many}</title>{body}",
        "empty": "<html></html>",
        "only-tags": "<" * many,
        "open-tag": "<p" + " " * many,
        "pre": f"<pre>{GOOD}</pre>" * 50,
        "json-ld": '<script type="application/ld+json">' + "[" * many + "</script>" + body,
        "svg": "<svg><foreignObject>" * 1000 + body,
        "template": "<template>" * 1000 + body,
        "many-paragraphs": f"<p>{SENTENCE}</p>" * (many // 100),
        "xml": f'<?xml version="1.0" encoding="gb2312"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>',
        "controls": body.replace("社区", "社\x00\x1b[1m区"),
    }.items():
        yield name, text.encode(), False
    yield "gbk-declared", f'<meta charset="gb2312"><body><article>{body}</article></body>'.encode("gb18030"), False
    yield "binary", bytes(range(256)) * 100, False
    yield "utf16", f"<html><body>{body}".encode("utf-16"), False


def _pdf() -> dict[str, bytes]:
    head = b"%PDF-1.7\n"
    loop = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>endobj\n"
    deep = b"1 0 obj" + b"[" * 50_000 + b"]" * 50_000 + b"endobj\n"
    end = b"trailer<</Root 1 0 R/Size 3>>\n%%EOF"
    return {
        "empty": b"",
        "head": head,
        "not": GOOD.encode(),
        "loop": head + loop + end,
        "deep": head + deep + end,
        "xref": head + loop + b"startxref\n99999999999\n%%EOF",
        "encrypted": head + loop + b"trailer<</Root 1 0 R/Encrypt<</Filter/Standard/V 2/R 3/O(x)/U(x)/P -4>>>>%%EOF",
        "random": head + bytes((n * 7919) >> 2 & 255 for n in range(20_000)),
        "no-pages": head + b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n" + end,
        "size": head
        + b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        + b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e30 -1e30]>>endobj\n"
        + end,
    }


def docx(document: bytes, target: str = "word/document.xml") -> bytes:
    """A package with this document, in order but for what the arguments say."""
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{target}"/></Relationships>'
    )
    return _zip({"[Content_Types].xml": types.encode(), "_rels/.rels": rels.encode(), "word/document.xml": document})


def _docx(large: int) -> dict[str, bytes]:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def word(document: str, target: str = "word/document.xml") -> bytes:
        return docx(document.encode(), target)

    billion = '<!DOCTYPE x [<!ENTITY l0 "社区">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
    return {
        "empty": b"",
        "not": GOOD.encode(),
        "zip": _zip({"a.txt": b"x"}),
        "cut": docx(b"")[:40],
        "types-only": _zip({"[Content_Types].xml": b"<Types/>"}),
        "no-xml": word("no xml at all"),
        "no-body": word(f"<w:document {space}/>"),
        "bomb": word(f"{billion}<w:document {space}><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"),
        "external": word(
            f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document {space}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body>'
            "</w:document>"
        ),
        "outside": word(f"<w:document {space}><w:body/></w:document>", "../../../../etc/passwd"),
        "remote": word(f"<w:document {space}><w:body/></w:document>", "http://127.0.0.1:9/x"),
        "deep": word(f"<w:document {space}><w:body>" + "<w:p>" * 10_000 + "</w:p>" * 10_000 + "</w:body></w:document>"),
        "large": word(f"<w:document {space}><w:body>" + "<w:p/>" * large + "</w:body></w:document>"),
        "zip-bomb": word(f"<w:document {space}><w:body>" + " " * (large * 100) + "</w:body></w:document>"),
        "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000),
    }


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def archives(large: int) -> Iterator[tuple[str, bytes, bool]]:
    """Archives, for `batch`; those whose name begins with `good` hold a page that must give a record."""
    page = GOOD.encode()
    yield "good.zip", _zip({"a.txt": page}), True
    yield "good-among.zip", _zip({"../../out.txt": page, "/abs.txt": page, "C:\\x.txt": page, "..\\..\\w.txt": page, "a.txt": page}), True
    sound = _zip({"a.txt": page})
    yield "cut.zip", sound[:-30], False
    yield "cut-head.zip", sound[20:], False
    yield "flipped.zip", sound.replace(sound[45:50], b"\xff" * 5), False
    yield "empty.zip", b"", False
    yield "none.zip", _zip({}), False
    yield "text.zip", page, False
    encrypted = bytearray(sound)
    encrypted[6] |= 1
    encrypted[sound.index(b"PK\x01\x02") + 8] |= 1
    yield "encrypted.zip", bytes(encrypted), False
    method = bytearray(sound)
    method[8] = 99
    method[sound.index(b"PK\x01\x02") + 10] = 99
    yield "method.zip", bytes(method), False
    yield "bomb.zip", _zip({"a.txt": bytes(large * 200)}), False
    yield "bomb-blanks.zip", _zip({"a.txt": b" " * (large * 60)}), False
    lied = bytearray(_zip({"a.txt": b" " * (large * 60)}))
    at = lied.index(b"PK\x01\x02")
    lied[at + 24 : at + 28] = struct.pack("<I", 100)
    lied[22:26] = struct.pack("<I", 100)
    yield "bomb-lied.zip", bytes(lied), False
    nested = page
    for _ in range(8):
        nested = _zip({"a.zip": nested})
    yield "nested.zip", nested, False
    yield "quine.zip", _zip({"a.zip": _zip({"b.zip": sound, "c.zip": sound})}), False
    yield "many.zip", _zip({f"{n}.bin": b"" for n in range(large // 50)}), False
    yield (
        "names.zip",
        _zip({"\x1b[31m红.txt": page, "a\nb.txt": page, "\u202ex.txt": page, "a" * 5000 + ".txt": page, " .txt": b"", "con.txt": page}),
        False,
    )
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive:
        archive.writestr("a.txt", page)
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            archive.writestr("a.txt", b"")
    yield "twice.zip", twice.getvalue(), False
    link = io.BytesIO()
    with zipfile.ZipFile(link, "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    yield "link.zip", link.getvalue(), False
    yield "tables.zip", _zip({"a.jsonl": b"[" * 100_000, "b.csv": b'"', "c.pdf": b"%PDF-", "d.docx": sound, "e.html": b"<" * 1000}), False

    def tar(*infos: tuple[tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=form) as archive:
            for info, data in infos:
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        return out.getvalue()

    def entry(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, target
        return info

    yield "good.tar", tar((entry("a.txt"), page)), True
    special = (
        (entry("../../out.txt"), page),
        (entry("/abs.txt"), page),
        (entry("link.txt", tarfile.SYMTYPE, "/etc/passwd"), b""),
        (entry("hard.txt", tarfile.LNKTYPE, "/etc/passwd"), b""),
        (entry("self.txt", tarfile.SYMTYPE, "self.txt"), b""),
        (entry("device.txt", tarfile.CHRTYPE), b""),
        (entry("block.txt", tarfile.BLKTYPE), b""),
        (entry("pipe.txt", tarfile.FIFOTYPE), b""),
        (entry("dir.txt", tarfile.DIRTYPE), b""),
    )
    yield "good-among.tar", tar(*special, (entry("a.txt"), page)), True
    sound = tar((entry("a.txt"), page), (entry("b.txt"), page))
    yield "cut.tar", sound[:700], False
    yield "head.tar", sound[:300], False
    yield "flipped.tar", b"\xff" * 10 + sound[10:], False
    yield "zeros.tar", bytes(10_240), False
    yield "text.tar", page, False
    yield "size.tar", sound[:124] + b"77777777777\0" + sound[136:], False
    yield "size-negative.tar", sound[:124] + b"\xff" * 12 + sound[136:], False
    long = entry("a.txt")
    long.pax_headers = {"path": "a" * 100_000 + ".txt", "size": "x"}
    with suppress(ValueError):
        yield "pax.tar", tar((long, page)), False
    yield "names.tar", tar((entry("\x1b[31m红.txt"), page), (entry("a\nb.txt"), page), (entry("\udcff.txt"), page)), False
    yield "many.tar", tar(*((entry(f"{n}.bin"), b"") for n in range(large // 200))), False
    yield "good.txt.gz", gzip.compress(page), True
    yield "good.tar.gz", gzip.compress(tar((entry("a.txt"), page))), True
    yield "cut.txt.gz", gzip.compress(page)[:-10], False
    yield "text.txt.gz", page, False
    yield "empty.txt.gz", b"", False
    yield "trailing.txt.gz", gzip.compress(page) + b"garbage", False
    yield "bomb.txt.gz", gzip.compress(bytes(large * 200)), False
    yield "bomb-bomb.txt.gz.gz", gzip.compress(gzip.compress(bytes(large * 200))), False
    many = page
    for _ in range(20):
        many = gzip.compress(many)
    yield "gz-of" + ".gz" * 20, many, False
    yield "text.tar.gz", gzip.compress(page), False
    yield "text.tgz", page, False
    yield "text.zst", page, False
    yield "cut.txt.zst", b"(\xb5/\xfd\x04", False
    yield "empty.tzst", b"", False


def tables(large: int) -> Iterator[tuple[str, bytes, bool]]:
    """JSON, JSONL and CSV for `batch`."""
    row = {"text": GOOD, "date": "2023-03-07", "title": "柳岸社区办起义诊", "id": "1"}
    line = json.dumps(row, ensure_ascii=False)
    quoted = '"' + GOOD.replace("\n", "") + '"'
    yield "good.json", json.dumps([row]).encode(), True
    yield "good.jsonl", f"{line}\n".encode(), True
    yield "good.csv", f"text,date\n{quoted},2023-03-07\n".encode(), True
    yield "good-gbk.csv", f"text,date\n{quoted},2023-03-07\n".encode("gb18030"), True
    yield "good-among.jsonl", f"{line}\nnot json\n[]\n{{}}\n{'[' * 100_000}\n\0\n{line}\n".encode(), True
    for kind in ("json", "jsonl"):
        for name, data in {
            "empty": "",
            "arrays": "[" * 100_000,
            "arrays-closed": "[" * 100_000 + "]" * 100_000,
            "objects": '{"a":' * 100_000,
            "cut": line[:-5],
            "scalar": "1",
            "null": "null",
            "nan": '{"text": NaN}',
            "infinity": '{"text": 1e999, "date": -Infinity}',
            "number": '{"text": ' + "9" * 100_000 + "}",
            "number-id": '{"text": "社区", "id": ' + "9" * 4000 + "}",
            "types": '[{"text": 1}, {"text": null}, {"text": []}, {"text": {"a": 1}}, {"text": true}, {"text": ""}, 1, "x", null]',
            "dates": json.dumps(
                [{**row, "date": one} for one in ("9999-99-99", 1, None, [], {}, "x" * 10_000, "99999年1月1日", -1, 1e308)]
            ),
            "surrogates": '{"text": "\\ud800社区\\udfff", "title": "\\ud800", "id": "\\udc00"}',
            "nul": '{"text": "社\\u0000区", "id": "\\u0000\\u001b[31m"}',
            "keys": json.dumps({f"k{n}": n for n in range(large // 100)}),
            "keys-twice": '{"text": "a", "text": "社区义诊"}',
            "id-huge": json.dumps({**row, "id": "社" * 100_000}),
            "ids-path": json.dumps([{**row, "id": one} for one in ("../../x", "/etc/passwd", "a\nb", "", " ", "#")]),
            "title-huge": json.dumps({**row, "title": "社" * large}),
            "text-huge": json.dumps({**row, "text": "社区" * large}),
            "trailing": line + "xxx",
            "bom": "\ufeff" + line,
            "comma": "[1,]",
            "quotes": "{'text': 1}",
        }.items():
            yield f"{name}.{kind}", data.encode(), False
    for name, data in {
        "empty": "",
        "head": "text,date\n",
        "no-text": "a,b\n1,2\n",
        "quote-open": 'text\n"' + "社" * large,
        "quotes": 'text\n"a"b"c"""d\n',
        "nul": "text\n社\0区\n",
        "field-huge": "text\n" + "社" * large + "\n",
        "columns": ",".join(f"c{n}" for n in range(large // 10)) + "\n" + "," * (large // 10) + "\n",
        "short": "text,date,id\n社区\n",
        "long": "text\n社区,2,3,4\n",
        "heads-twice": "text,text,text\n社区,a,b\n",
        "cr": "text\r社区义诊\r社区\r",
        "head-empty": "\n\n\n",
        "semicolons": "text;date\n社区;2023-03-07\n",
        "date-bad": "text,date\n社区,9999-99-99\n社区,x\n",
        "lines": "text\n" + "\n" * large,
        "formula": 'text,title\n"=1+1","@SUM(A1)"\n',
        "quotes-only": '"' * 100_001,
    }.items():
        yield f"{name}.csv", data.encode(), False
    yield "late.csv", b"text\n" + b"a\n" * 70_000 + "社区".encode("gb18030") + b"\n", False
    yield "binary.csv", bytes(range(256)) * 100, False
    yield "utf16.csv", f"text\n{GOOD[:8]}\n".encode("utf-16"), False


def results(good: bytes) -> Iterator[tuple[str, bytes]]:
    """Stored results that are wrong, for `review`, `report`, `stats` and `eval`.

    Args:
        good: a result in one line of JSON.
    """
    yield "good.json", good
    yield "good-twice.jsonl", good + good
    yield "cut.json", good[: len(good) // 2]
    yield "after.json", good + b"x"
    yield "empty.json", b""
    yield "array.json", b"[]"
    yield "object.json", b"{}"
    yield "null.json", b"null"
    yield "schema.json", b'{"schema":"civicnews/1"}'
    yield "schema-other.json", good.replace(b"civicnews/1", b"civicnews/2", 1)
    yield "deep.json", b'{"schema":"civicnews/1","articles":' + b"[" * 100_000
    yield "deep-closed.json", b'{"schema":"civicnews/1","articles":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    yield "deep-line.jsonl", good + b"[" * 100_000 + b"\n"
    yield "number.json", b'{"schema":"civicnews/1","articles":' + b"9" * 100_000 + b"}"
    yield "binary.json", b'{"schema":"civicnews/1"' + bytes(range(256))
    whole = json.loads(good)
    values: tuple[object, ...] = (
        None,
        1,
        -1,
        1e308,
        "",
        "x",
        "\ud800",
        "\x1b[31m",
        True,
        [],
        {},
        [None],
        [[1]],
        {"a": 1},
        "../../x",
        "9" * 400,
        10**30,
    )
    for number, where in enumerate(_places(whole, ())):
        value = values[number % len(values)]
        changed = json.loads(good)
        holder = changed
        for key in where[:-1]:
            holder = holder[key]
        holder[where[-1]] = value
        yield f"type-{number}.json", (json.dumps(changed) + "\n").encode()
    for number, span in enumerate(([-5, 5], [5, 1], [10**9, 10**9 + 1], [0, 10**9], ["a", "b"], [1], [1, 2, 3], [0.5, 1.5])):
        changed = json.loads(good)
        for article in changed["articles"]:
            for section in article["sections"]:
                for record in section["records"]:
                    record["spans"] = [span]
                    for found in (record.get("date"), record.get("venue"), *record["participants"], *record["communities"]):
                        if isinstance(found, dict):
                            found["spans"] = [span]
        yield f"span-{number}.json", (json.dumps(changed) + "\n").encode()
    for number, text in enumerate(
        ("</script><script>alert(1)</script>", "\x1b[31m\x9b1m\r\n", "\ud800\udfff", "\u202e\u2028\u2029", "社" * 200_000, "=1+1")
    ):
        changed = json.loads(good)
        _spell(changed, text)
        changed["schema"] = whole["schema"]
        yield f"text-{number}.json", (json.dumps(changed) + "\n").encode()


def _places(value: object, where: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    if where:
        yield where
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*where, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value[:1]):
            yield from _places(inner, (*where, index))


def _spell(value: object, text: str) -> None:
    """Put the text in the place of every text that is free."""
    free = {"text", "name", "path", "newspaper", "headline", "kicker", "activity_name", "heading"}
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in free and isinstance(inner, str):
                value[key] = text
            else:
                _spell(inner, text)
    elif isinstance(value, list):
        for inner in value:
            _spell(inner, text)


_RULE = "  - id: p/{n}\n    about: x\n    as: {as_}\n    match: '{match}'\n    examples: [{{text: '社区', at: '社区'}}]\n    not: [{{text: 'x', why: y}}]\n"


def packs(large: int) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Rule packs: name → file → bytes."""
    manifest = b"name: p\nversion: '1'\nabout: x\n"
    rule = "kind: byline\nrules:\n" + _RULE.format(n="a", as_="reporters", match="社区")
    aliases = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))

    def files(text: str) -> dict[str, bytes]:
        return {"pack.yaml": manifest, "a.yaml": text.encode("utf-8", "surrogatepass")}

    yield "nothing", {}
    yield "no-manifest", {"a.yaml": rule.encode()}
    for name, data in {
        "empty": "",
        "scalar": "x",
        "list": "[1, 2]",
        "null": "null",
        "deep": "a: " + "[" * 100_000,
        "deep-map": "".join(" " * n + "a:\n" for n in range(2000)),
        "aliases": aliases,
        "loop": "&a [*a]",
        "tag": "!!python/object/apply:os.system ['touch /tmp/civicnews-owned']",
        "tag-map": "about: !!binary xx\nname: p\n",
        "twice": "name: a\nname: b\n",
        "tabs": "\tname: x",
        "control": "name: \x07",
        "many": "name: p\nversion: '1'\nabout: x\nactivity_types:\n" + "".join(f"  t{n}: {{zh: 社}}\n" for n in range(large // 50)),
        "name-path": "name: ../../x\nabout: x\n",
        "unknown": "name: p\nversion: '1'\nabout: x\nrun: ls\n",
        "directive": "%YAML 9.9\n---\nname: p\n",
        "documents": "name: p\n---\nname: q\n",
        "merge": "<<: {name: p}\nabout: x\n",
        "key-list": "? [a]\n: b\n",
    }.items():
        yield f"manifest-{name}", {"pack.yaml": data.encode()}
    yield "manifest-binary", {"pack.yaml": bytes(range(256))}
    yield "manifest-gbk", {"pack.yaml": "name: p\nabout: 社区\n".encode("gb18030")}
    yield "manifest-utf16", {"pack.yaml": "name: p\n".encode("utf-16")}
    for name, pattern in {
        "backtrack": "(a+)+$",
        "lookahead": "(?=x)社区",
        "backreference": "(社)\\1",
        "repeat": "(((社{100}){100}){100}){100}",
        "repeat-huge": "社{1,1000000}",
        "repeat-nested": "((社{1,1000}){1,1000})",
        "class": "[" + "".join(chr(0x4E00 + n) for n in range(5000)) + "]",
        "long": "社区" * (large // 10),
        "alternatives": "|".join(f"社区{n}" for n in range(large // 100)),
        "nested": "(" * 5000 + "社" + ")" * 5000,
        "open": "(社",
        "empty": "",
        "all": ".*",
        "nullable": "(社区)?",
        "unknown": "{no_such_define}",
        "group-twice": "(?P<a>社)(?P<a>区)",
        "group-unknown": "(?P<no_such_group>社区)",
        "unicode": "\\p{Han}+\\C",
        "surrogate": "\\x{d800}",
        "flags": "(?i-s:社区)(?U)",
        "anchors": "^^^$$$\\A\\z",
    }.items():
        for kind, as_ in (("byline", "reporters"), ("deed", "elder_care")):
            yield f"pattern-{kind}-{name}", files(f"kind: {kind}\nrules:\n" + _RULE.format(n="a", as_=as_, match=pattern))
    yield "define-loop", files("kind: byline\ndefine: {a: '{b}', b: '{a}'}\nrules:\n" + _RULE.format(n="a", as_="reporters", match="{a}"))
    doubling = ", ".join(f"d{n}: '{{d{n - 1}}}{{d{n - 1}}}'" for n in range(1, 40))
    yield (
        "define-bomb",
        files(f"kind: byline\ndefine: {{d0: 社, {doubling}}}\nrules:\n" + _RULE.format(n="a", as_="reporters", match="{d39}")),
    )
    yield (
        "rules-many",
        files("kind: byline\nrules:\n" + "".join(_RULE.format(n=n, as_="reporters", match="社区") for n in range(large // 200))),
    )
    yield "kind-unknown", files("kind: x\nrules: []\n")
    yield "rules-null", files("kind: byline\nrules:\n")
    yield "rules-text", files("kind: byline\nrules: x\n")
    yield "rule-fields", files("kind: byline\nrules: [{id: 1}, {id: []}, null, x]\n")
    yield "ids-twice", files("kind: byline\nrules:\n" + _RULE.format(n="a", as_="reporters", match="社") * 2)
    yield "id-escape", files("kind: byline\nrules:\n" + _RULE.format(n='"\\e[31m"', as_="reporters", match="社"))
    yield "over-loop", files("kind: byline\nrules:\n" + _RULE.format(n="a", as_="reporters", match="社") + "    over: [p/a, p/none]\n")
    yield (
        "example-huge",
        files(
            f"kind: byline\nrules:\n{_RULE.format(n='a', as_='reporters', match='社')}".replace("text: '社区'", f"text: '{'社' * large}'")
        ),
    )
    yield "vocabulary-wide", {"pack.yaml": manifest, "vocab/v.tsv": b"a\tb\tc\td\n"}
    yield "vocabulary-binary", {"pack.yaml": manifest, "vocab/v.tsv": bytes(range(256))}
    yield "vocabulary-many", {"pack.yaml": manifest, "vocab/v.tsv": "".join(f"词{n}\n" for n in range(large // 4)).encode()}


def overlays(large: int) -> Iterator[tuple[str, bytes]]:
    """Gazetteer files of a user."""
    for name, data in {
        "empty": "",
        "blank": "\n\n",
        "head": "code,name,parent\n",
        "nonsense": "x,y,z\n1,2,3\n",
        "codes": "code,name,parent\nabc,柳岸社区,1\n-1,x,\n" + "9" * 5000 + ",柳岸社区,1402\n",
        "loop": "code,name,parent\n999999,甲区,999998\n999998,乙区,999999\n",
        "self": "code,name,parent\n999999,甲区,999999\n",
        "nul": "code,name,parent\n1402,\0,14\n",
        "escape": "code,name,parent\n140299,\x1b[31m红区,1402\n",
        "quote": 'code,name,parent\n"140299,红区,1402\n' + "x" * 200_000,
        "field": "code,name,parent\n140299," + "红" * large + ",1402\n",
        "many": "code,name,parent\n" + "".join(f"1402990{n:05},红{n}社区,140213066\n" for n in range(large // 50)),
        "twice": "code,name,parent\n140299,红区,1402\n140299,红区,1402\n",
        "wide": "code,name,parent\n1,2,3,4,5,6\n",
        "formula": "code,name,parent\n=1+1,@x,+1\n",
        "cr": "code,name,parent\r140299,红区,1402\r",
    }.items():
        yield f"{name}.csv", data.encode()
    yield "binary.csv", bytes(range(256)) * 10
    yield "utf16.csv", "code,name,parent\n".encode("utf-16")
    yield "zip.csv", _zip({"a": b"x"})


def make(folder: Path, large: int = 1_000_000) -> dict[str, list[Input]]:
    """Make all inputs that are files.

    Returns:
        Group → inputs; the groups are `pages`, `archives`, `tables`, `odd`, `packs`, `overlays`.
    """
    out: dict[str, list[Input]] = {}
    for group, made in (("pages", pages(large)), ("archives", archives(large)), ("tables", tables(large))):
        (folder / group).mkdir(parents=True)
        for name, data, good in made:
            path = folder / group / name
            path.write_bytes(data)
            out.setdefault(group, []).append(Input(path, good))
    out["packs"] = []
    for name, files in packs(large):
        root = folder / "packs" / name
        root.mkdir(parents=True)
        for file, data in files.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_bytes(data)
        out["packs"].append(Input(root))
    (folder / "overlays").mkdir()
    out["overlays"] = []
    for name, data in overlays(large):
        (folder / "overlays" / name).write_bytes(data)
        out["overlays"].append(Input(folder / "overlays" / name))
    out["odd"] = list(_odd(folder / "odd"))
    return out


def _odd(folder: Path) -> Iterator[Input]:
    """What is no plain file, and names that are hard to print."""
    folder.mkdir()
    page = GOOD.encode()
    for name in (
        "a\nb.txt",
        "\x1b[31mred.txt",
        "-o.txt",
        "--help.txt",
        " .txt",
        "社" * 80 + ".txt",
        "\u202etxt.exe.txt",
        "%s%n{}.txt",
        "$(id)`id`.txt",
        "a'b\"c.txt",
    ):
        (folder / name).write_bytes(page)
        yield Input(folder / name, good=True)
    raw = os.fsencode(folder) + b"/\xff\xfe.txt"
    with open(raw, "wb") as file:
        file.write(page)
    yield Input(Path(os.fsdecode(raw)), good=True)
    (folder / "folder.txt").mkdir()
    yield Input(folder / "folder.txt")
    os.mkfifo(folder / "fifo.txt")
    yield Input(folder / "fifo.txt")
    with socket.socket(socket.AF_UNIX) as one, suppress(OSError):
        one.bind(os.fspath(folder / "socket.txt"))
        yield Input(folder / "socket.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    yield Input(folder / "loop.txt")
    (folder / "dead.txt").symlink_to("nowhere")
    yield Input(folder / "dead.txt")
    (folder / "link.txt").symlink_to("--help.txt")
    yield Input(folder / "link.txt", good=True)
    (folder / "up.txt").symlink_to("..")
    yield Input(folder / "up.txt")
    (folder / "unreadable.txt").write_bytes(page)
    (folder / "unreadable.txt").chmod(0)
    yield Input(folder / "unreadable.txt")
    with open(folder / "sparse.txt", "wb") as file:
        file.truncate(1 << 40)
    yield Input(folder / "sparse.txt")
    for device in ("/dev/zero", "/dev/full", "/dev/null", "/dev/urandom", "/proc/self/mem", "/proc/self/environ", "/dev/stdin", "/"):
        yield Input(Path(device))
    yield Input(Path("/no/such/file.txt"))
    yield Input(folder / ("x" * 300 + ".txt"))
    yield Input(Path("a\0b.txt"))


if __name__ == "__main__":
    for group, made in make(Path(sys.argv[1])).items():
        print(f"{group}: {len(made)}", file=sys.stderr)
