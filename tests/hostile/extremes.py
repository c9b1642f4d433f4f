"""Pages as text that are extreme in one thing: encodings that no standard allows, marks upon marks, numbers and days without measure."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from hostile.good import GOOD, SENTENCE

__all__ = ["extremes"]


def extremes(large: int) -> Iterator[tuple[str, bytes, bool]]:
    """Name, bytes, whether they must give a record.

    Args:
        large: how many characters the large ones have.
    """
    yield from ((f"x-{name}.txt", data, False) for name, data in _encodings(large))
    yield from ((f"x-{name}.txt", text.encode("utf-8", "surrogatepass"), False) for name, text in _marks(large).items())
    yield from ((f"x-{name}.txt", text.encode("utf-8"), False) for name, text in _numbers(large).items())
    yield from ((f"x-{name}.txt", text.encode("utf-8"), False) for name, text in _layouts(large).items())
    # Good pages among noise: the noise must not cost the record.
    yield "x-good-after-blank-lines.txt", ("\n" * 2000 + GOOD + "\n" * 2000).encode(), True
    yield "x-good-between-newlines-of-all-kinds.txt", ("\r\n\n\r" + GOOD.replace("\n", "\r\n") + "\r").encode(), True
    yield "x-good-gb18030-rare.txt", (GOOD + "柳岸社区有䶮\U00031350二字。\n").encode("gb18030"), True
    yield "x-good-noise-lines.txt", ("====\n****\n\n" + GOOD + "\n----\n").encode(), True
    yield "x-good-utf-32.txt", GOOD.encode("utf-32"), True


def _encodings(large: int) -> Iterator[tuple[str, bytes]]:
    page = GOOD.encode()
    wide = GOOD.encode("utf-16-le")
    yield "utf16-lone-high", b"\xff\xfe" + wide[:20] + b"\x3d\xd8" + wide[20:]
    yield "utf16-lone-low", b"\xff\xfe" + wide[:20] + b"\x00\xdc" + wide[20:]
    yield "utf16-swapped-pair", b"\xff\xfe" + wide + b"\x00\xdc\x3d\xd8"
    yield "utf16-two-marks", b"\xff\xfe\xff\xfe" + wide
    yield "utf16-odd", wide + b"\n"
    yield "utf16-no-mark", wide * 5
    yield "utf32-beyond", b"\xff\xfe\0\0" + GOOD.encode("utf-32-le") + b"\0\0\x11\0"
    yield "utf32-surrogate", b"\xff\xfe\0\0" + b"\0\xd8\0\0" * 30
    yield "utf8-modified-nul", page.replace("社区".encode(), b"\xc0\x80", 1)
    yield "utf8-cesu", page + b"\xed\xa0\xbd\xed\xb8\x80" * 3
    yield "utf8-five-bytes", page + b"\xf8\x88\x80\x80\x80\xfc\x84\x80\x80\x80\x80"
    yield "utf8-continuations", b"\x80" * min(large, 100_000)
    yield "utf8-heads", b"\xe7" * min(large, 100_000)
    yield "gb18030-four-bytes", b"\x81\x30\x81\x30" * 2000 + GOOD.encode("gb18030")
    yield "gb18030-beyond", b"\xe3\x32\x9a\x36" * 2000
    yield "big5-pairs", b"\x88\xa5" * 40
    yield "big5-pair", b"\x88\xa5"
    yield "hz", GOOD.encode("hz") * 20
    yield "iso-2022-jp", "社会福祉".encode("iso2022_jp") * 50
    yield "utf7-page", GOOD.encode("utf-7") * 20
    yield "ebcdic", b"\xc1\xc2\x40\x15" * 500
    yield "gb18030-large", (SENTENCE * (large // len(SENTENCE) + 1)).encode("gb18030")
    yield "gb18030-bad-end", (SENTENCE * (large // len(SENTENCE) + 1)).encode("gb18030") + b"\xff\x80"
    yield "high-bytes-large", bytes((n * 7919 >> 3) % 128 + 128 for n in range(min(large, 400_000)))
    yield "ascii-large", b"a b, " * large
    yield "astral-large", ("𠀀" * large).encode()


def _marks(large: int) -> dict[str, str]:
    half = large // 2
    return {
        "quotes-100k": "“" * half + "社区" + "”" * half,
        "brackets-mixed": "（《“【" * (half // 4) + "社区" + "】”》）" * (half // 4),
        "brackets-crossed": "（“）”" * (large // 4),
        "brackets-sentences": "".join(f"（{SENTENCE}" for _ in range(large // 100)),
        "selectors": GOOD + "社\ufe00\U000e0100" * (large // 3),
        "joiners": GOOD + "人\u200d" * half,
        "marks-of-all-kinds": GOOD + "社" + "".join(map(chr, range(0x300, 0x370))) * (large // 112),
        "jamo": "\u1100\u1161\u11a8" * (large // 3),
        "tags": GOOD + "🏴" + "".join(map(chr, range(0xE0020, 0xE007F))) * 20,
        "isolates": "\u2067" * half + GOOD + "\u2069" * half,
        "private-supplementary-large": "\U000f0000" * (large // 4),
        "noncharacters-all": "".join(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF)) * 50 + GOOD,
        "controls-all": "".join(map(chr, [*range(1, 32), *range(127, 160)])) * 100 + GOOD,
        "wide-forms": "".join(map(chr, range(0xFF01, 0xFF5F))) * (large // 100),
        "expands": "\ufdfaﬃİß℡㍿" * (large // 6),
        "nul-between": "\0".join(GOOD),
        "surrogates-scattered": "\ud83d".join(GOOD),
    }


def _numbers(large: int) -> dict[str, str]:
    many = large // 10
    odd_digits = ("²月³日", "٣月٥日", "𝟛月𝟝日", "३月५日", "①②月⑤日", "Ⅲ月Ⅴ日", "㊂月㊄日", "三〇月五〇日", "３月５日", "½月¼日")
    days = (
        *("0年0月0日", "0000年1月1日", "99999年1月1日", "2023年2月30日", "2023年13月1日", "2023年0月5日", "2月29日", "4月31日"),
        *("公元前221年3月5日", "民国112年3月5日", "二〇二三年二月三十日", "２０２３年３月５日", "23年3月5日", "2023.99.99", "2023-02-30"),
        *(
            "12月32日至1月0日",
            "3月5日至3月1日",
            "5日至4日",
            "农历闰十三月三十一",
            "腊月三十五",
            "正月初〇",
            "上周八",
            "每月三十二日",
            "前0天",
            "25时61分",
        ),
    )
    counts = (
        "99999999999",
        "0",
        "-5",
        "3.5.5",
        "１２３",
        "万亿",
        "零",
        "几",
        "半",
        "3千万5百",
        "两三百",
        "1,2,3,4",
        "1e9",
        "∞",
        "²",
        "٣٤",
        "𝟡𝟡",
        "①",
        "百万千万亿",
    )
    return {
        "digits-odd": "".join(f"{one}，柳岸社区组织{one[0]}名志愿者义诊。\n" for one in odd_digits),
        "days": "".join(f"{one}，柳岸社区组织志愿者义诊。\n" for one in days),
        "days-after-each-other": "".join(f"{one}、" for one in days) * 20 + "柳岸社区义诊。",
        "counts": "".join(f"3月5日，柳岸社区组织{one}名志愿者为{one}余户老人义诊{one}场。\n" for one in counts),
        "count-million-digits": "3月5日，柳岸社区组织" + "9" * large + "名志愿者义诊。",
        "count-units": "3月5日，柳岸社区组织" + "百千万亿" * (large // 4) + "名志愿者义诊。",
        "counts-many": "3月5日，柳岸社区组织" + "、".join(f"{n}名志愿者" for n in range(many // 8)) + "义诊。",
        "day-million-digits": "9" * (large // 2) + "月" + "9" * (large // 2) + "日，柳岸社区义诊。",
        "years-many": "".join(f"{n}年" for n in range(many)) + "柳岸社区义诊。",
        "times-many": "上午9时至11时30分，" * many + "柳岸社区义诊。",
        "relative-chain": "次日，" * many + "柳岸社区义诊。",
        "lunar-many": "农历正月十五，" * many + "柳岸社区义诊。",
        "ordinals": "第" * many + "一届" * many + "社区文化节",
        "hex": "0x" + "deadbeef" * many,
        "numbered-lines": "".join(f"{n}、柳岸社区。\n" for n in range(many // 8)),
    }


def _layouts(large: int) -> dict[str, str]:
    many = large // 10
    return {
        "headings-only": "".join(f"柳岸{n}社区举行义诊\n" for n in range(many // 12)),
        "headings-of-districts": "".join(f"永和{n}街道\n" for n in range(many // 8)),
        "places-only": "柳岸社区\n" * (many // 5),
        "digits-only": "".join(f"{n}\n" for n in range(many // 6)),
        "page-numbers": "".join(f"A{n % 100:02}版\n" for n in range(many // 5)),
        "to-be-continued": "".join(f"（下转第{n}版）\n（上接第{n}版）\n" for n in range(many // 18)),
        "end-marks": "（完）\n" * (many // 4),
        "stairs": "\n".join("社" * n for n in range(1, int((2 * many) ** 0.5))),
        "columns": "\n".join("　　".join(("柳岸社区", "3月5日", "义诊")) for _ in range(many // 14)),
        "two-characters-a-line": "\n".join(SENTENCE[n % 30 : n % 30 + 2] for n in range(many // 3)),
        "one-character-a-line": "\n".join(SENTENCE * (many // 64)),
        "heading-10k": "柳岸社区" * 2500 + "\n\n" + SENTENCE,
        "place-10k": f"3月5日，{'柳' * 10_000}社区组织志愿者义诊。",
        "name-10k": f"3月5日，柳岸社区举行“{'暖心' * 5000}”活动。",
        "venue-10k": f"3月5日，柳岸社区在{'滨河' * 5000}公园举行义诊。",
        "reporters-5000": "本报讯（记者 " + " ".join("林何周吴"[n % 4] + "一二三四"[n // 4 % 4] for n in range(5000)) + "）" + SENTENCE,
        "byline-lines": "本报讯（记者\n林一\n" * (many // 10),
        "bodies-chain": "3月5日，柳岸社区" + "联合市医院和区工会" * many + "义诊。",
        "of-chain": "柳岸社区" + "的" * large,
        "and-chain": "柳岸社区" + "和永和社区" * many + "义诊。",
        "in-chain": "3月5日，柳岸社区" + "在广场在公园" * many + "义诊。",
        "deeds-all": "3月5日，柳岸社区组织志愿者" + "义诊、理发、清扫、宣讲、慰问、" * many + "。",
        "colons": "永和街道：" * many,
        "semicolons": (SENTENCE[:-1] + "；") * (many // 32),
        "address-lines": "https://example.invalid/a?b=c&d=e\nmailto:x@example.invalid\n" * (many // 60),
        "base64": base64.b64encode(bytes(large)).decode(),
        "log": "2023-03-05T00:00:00Z ERROR [x] at a.b.c(D.java:1)\n" * (many // 50),
        "same-story": GOOD * (many // len(GOOD)),
        "separators-only": "\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e\u00a0\u3000" * many,
    }
