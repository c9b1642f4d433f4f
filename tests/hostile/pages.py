"""Newspaper pages as text that are wrong, extreme, or meant to harm; and a few good ones."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

from hostile.good import GOOD, SENTENCE, zipped

__all__ = ["pages"]

_CONTROLS = "".join(map(chr, [*range(1, 9), 11, 12, *range(14, 32), 127, *range(128, 160)]))


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
        "zip-named-txt": zipped({"a.txt": page}),
        "gz-named-txt": gzip.compress(page),
    }
    yield from ((f"{name}.txt", value, False) for name, value in raw.items())
