"""What is fuzzed: each target takes any bytes and may raise nothing but `CivicNewsError`.

A finding is kept as a file `found/TARGET-NAME` beside this one; `tests/test_fuzz.py` runs them all again.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from civicnews.errors import CivicNewsError

__all__ = ["TARGETS", "seeds", "words"]

_PAGE = "柳岸社区办起义诊\n\n　　本报讯（记者 林一）3月5日，柳岸社区组织20余名志愿者来到滨河公园，为老人们义诊、理发。\n"
_RULE = (
    "kind: byline\nrules:\n  - id: p/a\n    about: x\n    as: byline\n    match: '本报讯'\n    examples: [{text: '本报讯', at: '本报讯'}]\n"
    "    not: [{text: 'x', why: y}]\n"
)
MOST = 4096
"""Bytes of an input; longer ones are the business of tests/hostile."""
_PIECES = (
    "。 ， 、 ； ： ？ ！ “ ” ‘ ’ （ ） 《 》 — —— … · \n \n\n \u3000\u3000 \u3000 \t ／ / - ~ 0 1 2 5 9 10 20余 百 千 万 两 "
    "年 月 日 号 时 点 3月5日 2023年 今年 去年 昨日 昨天 近日 日前 当天 次日 本周六 上周 月初 上午 下午 晚 正月十五 重阳节 农历 "
    "本报讯 本报讯（记者 ） 通讯员 记者 林一 何二 摄 文/图 图为 版 柳岸社区 柳岸 永和社区 社区 街道 永和街道 办事处 居委会 党委 党支部 "
    "青石村 村 镇 区 市 省 县 平城区 大同市 联合 与 和 及 等 在 来到 走进 于 举行 开展 组织 举办 召开 启动 邀请 为 向 送 "
    "志愿者 党员 居民 老人 学生 医生 名 余名 人 户 位 家 次 场 义诊 理发 清扫 宣讲 包粽子 消防演练 慰问 讲座 比赛 晚会 活动 "
    "滨河公园 广场 活动室 文化中心 幼儿园 小学 医院 公司 协会 “暖心” 主题 仪式 a A % < > & \x1b \u200b \u0301 \ue000 \ufffd 𠀀"
).split(" ")
"""What articles of the genre are made of, so that a byte of an input can be a word of its page."""


def page_text(data: bytes) -> str:
    """The text of a page: words that the bytes choose where the first is 0, else the bytes as UTF-8."""
    if data[:1] == b"\0":
        return "".join(_PIECES[byte % len(_PIECES)] for byte in data[1:MOST])
    return data[:MOST].decode("utf-8", "replace")


@cache
def _pipeline() -> Any:
    from civicnews.pipeline import Pipeline

    return Pipeline()


@cache
def _result() -> bytes:
    import civicnews

    return civicnews.to_json(civicnews.extract(_PAGE, published="2023-03-07")).encode()


def decode(data: bytes) -> None:
    from civicnews.read import read_bytes

    page = read_bytes(data, path="x.txt")
    assert page.text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass") == page.text


def pipeline(data: bytes) -> None:
    """Every span spells its value, and the output is JSON in UTF-8."""
    from civicnews.read import page_of
    from civicnews.write import to_csv, to_json, to_jsonl

    page = page_of(page_text(data))
    result = _pipeline().run(page)
    json.loads(to_json(result).encode())
    to_csv(result)
    for line in to_jsonl(result).splitlines():
        json.loads(line)
    for article in result.articles:
        for section in article.sections:
            for record in section.records:
                assert all(0 <= start < end <= len(page.text) for start, end in record.spans)


def repair(data: bytes) -> None:
    """Repair keeps the place of every character."""
    from civicnews.read import page_of

    page = page_of(page_text(data))
    reading = _pipeline().read(page)
    for one in reading.stories:
        for passage in one.story.passages:
            for text in passage.paragraphs:
                assert len(str(text)) == len(text)


def rules(data: bytes) -> None:
    from civicnews.rules.files import pack_files
    from civicnews.rules.source import read_pack

    with tempfile.TemporaryDirectory() as name:
        head, _, rest = data.partition(b"\xff")
        (Path(name) / "pack.yaml").write_bytes(head)
        (Path(name) / "a.yaml").write_bytes(rest)
        read_pack(pack_files(Path(name)), ())


def gazetteer(data: bytes) -> None:
    from civicnews.gazetteer import Gazetteer

    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(data)
        file.flush()
        Gazetteer.open(extra=Path(file.name))


def archives(data: bytes) -> None:
    """Whatever kind the first byte chooses."""
    from civicnews.inputs.archives import members
    from civicnews.inputs.limits import read_whole

    kind: Any = ("zip", "tar", "gz", "zst")[data[0] % 4] if data else "zip"
    for member in members(kind, "x", io.BytesIO(data[1:])):
        if isinstance(member, CivicNewsError):
            continue
        from civicnews.inputs.archives import archive_errors

        with archive_errors(member.name), member.open() as stream:
            read_whole(stream, member.name)


def rows(data: bytes) -> None:
    from civicnews.inputs.rows import Fields
    from civicnews.inputs.rows import rows as read

    kind: Any = ("json", "jsonl", "csv")[data[0] % 3] if data else "json"
    for _ in read(kind, "x", io.BufferedReader(io.BytesIO(data[1:])), Fields()):  # type: ignore[arg-type]
        pass


def html(data: bytes) -> None:
    from civicnews.inputs.formats import page_of_kind

    page_of_kind(data, "html", "x.html")


def markdown(data: bytes) -> None:
    from civicnews.inputs.formats import page_of_kind

    page_of_kind(data, "markdown", "x.md")


def results(data: bytes) -> None:
    """Stored results: read, shown on a page, counted."""
    from civicnews.read_result import read_results
    from civicnews.report.numbers import numbers_of
    from civicnews.review.data import review_data
    from civicnews.review.documents import stored
    from civicnews.review.render import review_page

    found = list(read_results(io.BytesIO(data), "x.json"))
    page = review_page(review_data([stored(one, _pipeline().rules) for one in found], _pipeline().rules))
    assert page.count("</script>") == review_page(review_data([], _pipeline().rules)).count("</script>")
    numbers_of(iter(found)).tables()


def docx(data: bytes) -> None:
    """The bytes are the document in a package that is in order."""
    from hostile.documents import docx as packed

    from civicnews.inputs.formats import page_of_kind

    page_of_kind(packed(data), "docx", "x.docx")


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one for one in (decode, pipeline, repair, rules, gazetteer, archives, rows, html, markdown, docx, results)
}


def _hostile(name: str) -> Iterator[bytes]:
    """The smaller inputs of tests/hostile that are of a target's kind."""
    from hostile.archives import archives
    from hostile.documents import documents
    from hostile.extremes import extremes
    from hostile.overlays import overlays
    from hostile.packs import packs
    from hostile.pages import pages
    from hostile.results import results
    from hostile.tables import tables

    small = 200
    kinds = {"zip": 0, "tar": 1, "gz": 2, "tgz": 2, "zst": 3, "tzst": 3, "json": 0, "jsonl": 1, "csv": 2}
    match name:
        case "decode" | "pipeline" | "repair":
            yield from (data for _, data, _ in (*pages(small), *extremes(small)))
        case "html" | "markdown":
            ending = {"html": ".html", "markdown": ".md"}[name]
            yield from (data for path, data, _ in documents(small) if path.endswith(ending))
        case "archives" | "rows":
            made = archives(small) if name == "archives" else tables(small)
            yield from (bytes([kinds[path.rpartition(".")[2]]]) + data for path, data, _ in made)
        case "rules":
            yield from (files.get("pack.yaml", b"") + b"\xff" + files.get("a.yaml", b"") for _, files in packs(small))
        case "gazetteer":
            yield from (data for _, data in overlays(small))
        case "results":
            yield from (data for _, data in results(_result()))


def seeds(name: str) -> list[bytes]:
    """Inputs of a target to begin with, the good ones first."""
    import gzip
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", _PAGE)
    line = json.dumps({"text": _PAGE, "date": "2023-03-07", "id": 1}, ensure_ascii=False).encode()
    chosen = b"\0" + bytes(range(256))
    good = {
        "decode": [_PAGE.encode(codec) for codec in ("utf-8", "gb18030", "utf-16")],
        "pipeline": [_PAGE.encode(), chosen],
        "repair": [_PAGE.encode(), chosen],
        "rules": [b"name: p\nabout: x\n\xff" + _RULE.encode()],
        "gazetteer": ["name,code,parent_code\n柳岸社区,140213066990,140213066\n".encode()],
        "archives": [b"\0" + packed.getvalue(), b"\2" + gzip.compress(_PAGE.encode())],
        "rows": [b"\0[" + line + b"]", b"\1" + line + b"\n", b"\2text,date\nx,2023-03-07\n"],
        "html": [f"<html><head><title>x</title></head><body><h1>柳岸社区办起义诊</h1><p>{_PAGE}</p></body></html>".encode()],
        "markdown": [f"# x\n\n- {_PAGE}".encode()],
        "docx": [
            (
                '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
                f"{_PAGE}</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>"
            ).encode()
        ],
        "results": [_result()],
    }[name]
    return good + [data for data in _hostile(name) if len(data) <= 2 * MOST]


def words(name: str) -> list[bytes]:
    """What libFuzzer may put into an input of a target, each of at most 60 bytes."""
    marks = {
        "rules": "kind: byline deed region venue name: version: about: rules: define: examples: not: text: at: why: match: as: over: {a} (?P<a> "
        "- & * ? | > ' \" [ ] { } ! !! <<: \\n",
        "rows": '{ } [ ] " : , \\ud800 \\u0000 null true NaN 1e999 "text": "date": "title": "id": text date 2023-03-07',
        "html": '<p> <div> <br> <h1> <table> <tr> <td> <li> <!-- --> <script> <style> <title> <meta> &amp; &#x1b; < > </ /> = "',
        "markdown": "# ## - * > ``` ~~~ [ ]( ![ ) | --- 1. <div> ** __ &amp;",
        "docx": "<w:p> </w:p> <w:r> <w:t> <w:tab/> <w:br/> <w:tbl> <w:tr> <w:tc> <w:pPr> <w:pStyle <w:sdt> <w:hyperlink> <!DOCTYPE <!ENTITY &a;",
        "gazetteer": 'code name parent name,code,parent_code alias , " \n 14 1402 140213066 社区 街道 村',
        "archives": "PK\x03\x04 PK\x01\x02 PK\x05\x06 ustar \x1f\x8b\x08 \x28\xb5\x2f\xfd ../ .txt .zip .gz .jsonl",
        "results": '"spans":[ "articles":[ "records":[ "communities":[ "date": "text": "value": null -1 1e999 [] {} "\\ud800"',
    }
    if name in ("decode", "pipeline", "repair"):
        return [piece.encode() for piece in _PIECES]
    latin = name == "archives"
    return [word.encode("latin-1" if latin else "utf-8") for word in marks[name].split(" ")]
