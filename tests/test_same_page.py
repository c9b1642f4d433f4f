"""A page gives the same records however its bytes are written: with CRLF, with a byte-order mark, as GB18030 or UTF-16."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared_pipeline import pipeline

from civicnews.errors import ReadError
from civicnews.read import read_bytes
from civicnews.schema import result_schema
from civicnews.text import Text, fold
from civicnews.write import to_json

HEAD = "柳岸社区办起义诊\n\n"
PARTS = (
    "3月5日，柳岸社区组织20余名志愿者来到滨河公园，为老人们义诊、理发。",
    "本报讯（记者 林一）", "昨日，", "水泊寺街道", "开展“邻里一家亲”活动，",
    "\n", "\n\n", "　　", "（", "）", "“", "”", "《", "、", "。", "，", "重阳节", "12月32日",
    "9999年", "社区", "志愿者", "20", "余名", "图为", "义诊",
)  # fmt: skip
texts = st.lists(st.sampled_from(PARTS), max_size=20).map(lambda parts: HEAD + "".join(parts) + "\n")


def document(data: bytes, encoding: str | None = None) -> dict[str, Any]:
    page = read_bytes(data, path="p.txt", encoding=encoding)
    made: dict[str, Any] = json.loads(to_json(pipeline().run(page)))
    made["source"].pop("sha256")
    made["source"].pop("encoding")
    return made


def without_spans(value: Any) -> Any:
    """Spans count a CRLF as two, and texts hold it as it stands."""
    if isinstance(value, dict):
        return {name: without_spans(inner) for name, inner in value.items() if name not in ("spans", "span")}
    if isinstance(value, list):
        return [without_spans(inner) for inner in value]
    return value.replace("\r", "") if isinstance(value, str) else value


@settings(deadline=None, max_examples=30)
@given(texts)
def test_crlf_changes_no_value(text: str) -> None:
    assert without_spans(document(text.replace("\n", "\r\n").encode())) == without_spans(document(text.encode()))


@pytest.mark.parametrize(
    ("encode", "encoding"),
    [
        (lambda text: text.encode("utf-8-sig"), None),
        (lambda text: text.encode("utf-16"), None),
        (lambda text: text.encode("gb18030"), "gb18030"),
    ],
    ids=["byte-order mark", "utf-16", "gb18030"],
)
@settings(deadline=None, max_examples=15)
@given(text=texts)
def test_encoding_changes_nothing(encode: Callable[[str], bytes], encoding: str | None, text: str) -> None:
    assert document(encode(text), encoding) == document(text.encode())


@settings(deadline=None, max_examples=40)
@given(st.text(st.characters(codec="utf-8"), max_size=60).map(lambda text: HEAD + text + PARTS[0]))
def test_output_of_any_text_holds_to_the_schema(text: str) -> None:
    try:
        made = json.loads(to_json(pipeline().run(read_bytes(text.encode(), path="p.txt"))))
    except ReadError:
        return
    jsonschema.validate(made, result_schema())


@given(st.text())
def test_fold_is_one_to_one(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_one_line(data: bytes) -> None:
    try:
        page = read_bytes(data, path="p.txt")
    except ReadError as error:
        assert "\n" not in str(error)
    else:
        assert page.text
        assert len(Text.of(page.text).folded) == len(page.text)
