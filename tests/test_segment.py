"""Segmentation: lossless, private, and where the two engines differ."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civicnews.segment import open_segmenter, word_starts

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60))
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("engine", ["rjieba", "jieba"])
def test_no_character_is_lost(engine, text):
    assert "".join(open_one(engine).cut(text)) == text


_open = {}


def open_one(engine):
    return _open.setdefault(engine, open_segmenter(engine))


@pytest.mark.parametrize("engine", ["rjieba", "jieba"])
def test_words_added_to_one_segmenter_do_not_reach_another(engine):
    name = "御馨花城社区"
    mine, other = open_segmenter(engine), open_segmenter(engine)
    mine.add([name])
    assert mine.cut(name) == [name]
    assert other.cut(name) != [name]
    assert open_segmenter(engine).cut(name) != [name]


def test_word_starts_end_with_the_length_of_the_text():
    assert word_starts(["永和", "社区", "的"]) == [0, 2, 4, 5]


def test_an_unknown_engine_is_refused():
    with pytest.raises(ValueError, match="rjieba"):
        open_segmenter("thulac")


def whole_numbers(words):
    """The words with touching Latin letters, digits and hyphens as one: there alone the engines differ."""
    out = []
    for word in words:
        latin = all(character.isascii() and not character.isspace() for character in word)
        if out and latin and out[-1][1]:
            out[-1] = (out[-1][0] + word, True)
        else:
            out.append((word, latin))
    return [word for word, _ in out]


def test_the_engines_agree_on_all_sample_text_but_for_numbers():
    """The differential test: rjieba keeps runs such as 0717-5550112 whole, which jieba cuts; else they agree."""
    lines = 0
    for path in sorted(SAMPLES.glob("*.txt")):
        text = path.read_bytes().decode("gb18030" if path.stem == "villages" else "utf-8-sig")
        for line in text.splitlines():
            reference, fast = open_one("jieba").cut(line), open_one("rjieba").cut(line)
            assert whole_numbers(fast) == whole_numbers(reference), (path.name, line)
            lines += 1
    assert lines > 100
