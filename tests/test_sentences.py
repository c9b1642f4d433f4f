"""Sentences end where a reader ends them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicnews.sentences import split_sentences
from civicnews.text import Text


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("社区开展义诊。居民前来体检！", ["社区开展义诊。", "居民前来体检！"]),
        ("居民说：“手艺好，还不要钱。”当天下午，志愿者来了。", ["居民说：“手艺好，还不要钱。”", "当天下午，志愿者来了。"]),
        ("“以前没人管。现在好了。”居民说。", ["“以前没人管。现在好了。”居民说。"]),
        ("活动（详见二版。）结束了。", ["活动（详见二版。）结束了。"]),
        ("没有句号", ["没有句号"]),
        ("甲社区义诊；乙社区理发。", ["甲社区义诊；", "乙社区理发。"]),
        ("……", ["……"]),
        ("", []),
    ],
)
def test_sentences(paragraph, sentences):
    assert [str(piece) for piece in split_sentences(Text.of(paragraph))] == sentences


@given(st.text(alphabet="社区。！？“”（）；，说\n…", max_size=60))
def test_no_character_is_lost(paragraph):
    assert "".join(map(str, split_sentences(Text.of(paragraph)))) == paragraph


def test_a_quotation_that_is_never_closed_swallows_no_page():
    assert len(split_sentences(Text.of("“" + "社区开展活动。" * 400))) > 200
