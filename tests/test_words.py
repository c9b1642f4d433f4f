"""Cutting with the table of rjieba's words: what rjieba itself gives, to the last character, or rjieba itself."""

import random
from contextlib import suppress
from pathlib import Path

import jieba
import pytest
import rjieba
from hypothesis import example, given, settings
from hypothesis import strategies as st

from civicnews import segment
from civicnews.cache import FOLDER
from civicnews.segment import open_segmenter
from civicnews.word_cut import cut_words
from civicnews.word_source import make_table, open_table
from civicnews.word_table import DamagedTableError, WordTable, packed

ROOT = Path(__file__).resolve().parent.parent
SENTENCE = "昨日，和平里社区的志愿者来到李秀兰老人家中打扫卫生，送去5.5公斤大米、2袋面粉。"
with jieba.get_dict_file() as _file:
    WORDS = {line.split(" ")[0]: int(line.split(" ")[1]) for line in _file.read().decode().splitlines()}
CHARACTERS = sorted({character for word in WORDS for character in word})


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER, str(tmp_path_factory.mktemp("words")))
        assert open_table() is None
        make_table(rjieba.cut)
        made = open_table()
    assert made is not None
    return made


def same(text, table):
    assert cut_words(text, table) == list(rjieba.cut(text))


def test_all_text_of_ours_is_cut_as_rjieba_cuts_it(table):
    pages = [*ROOT.glob("samples/*.txt"), *ROOT.glob("tests/devset/dev/**/*.txt"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("rules/**/*.tsv")]
    assert len(pages) > 100
    for page in pages:
        same(page.read_bytes().decode("utf-8", "ignore"), table)


def test_words_and_characters_in_any_order_are_cut_as_rjieba_cuts_them(table):
    chance = random.Random(6)
    words, weights = list(WORDS), list(WORDS.values())
    for _ in range(800):
        same("".join(chance.choices(words, k=15)), table)
        same("".join(chance.choices(words, weights, k=25)), table)
        same("".join(chance.choices(CHARACTERS, k=25)), table)


MIXED = "社区中国人民的一了在AZaz09+#&._%- \r\n\t，。“ＡéЖ\u3400\u9fd5\u9fd6\u9fff\uf900\U00020000\U0002ebef\U0002ebf0"


@given(st.text(alphabet=st.sampled_from(MIXED), max_size=40), st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=30))
@example("", "")
@settings(max_examples=300, deadline=None)
def test_any_text_is_cut_as_rjieba_cuts_it(table, mixed, text):
    same(mixed, table)
    same(text, table)


def test_a_table_gives_back_what_was_packed():
    table = WordTable(packed({"中": 3, "中国": 5, "中国人": 2}, [-1.0] * 4, [[-2.0] * 4] * 4, {"国": [-1.5, -2.5, -3.5, -4.5]}))
    assert [word for word, _, _ in table.pairs["中国"]] == ["中国", "中国人"]
    assert table.characters["国"] == (None, [-1.5, -2.5, -3.5, -4.5])
    assert table.characters["中"][0] is not None
    assert not table.pairs["国人"]


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """The file of a table that was made by opening a segmenter."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "ready"))
    open_segmenter("rjieba")
    (file,) = (tmp_path / "ready").iterdir()
    return file


def test_a_damaged_table_costs_time_only(kept):
    whole = kept.read_bytes()
    for damaged in (b"civicnews", b"x" * 500, whole[:5000], whole[:200_000], whole[:200_000] + b"\0" * (len(whole) - 200_000)):
        kept.write_bytes(damaged)
        assert open_segmenter("rjieba").cut(SENTENCE) == list(rjieba.cut(SENTENCE))
        assert kept.read_bytes() == whole


def test_no_byte_of_a_table_may_change(kept):
    whole = kept.read_bytes()
    chance = random.Random(7)
    for at in [*range(0, 230, 7), *(chance.randrange(len(whole)) for _ in range(200))]:
        data = bytearray(whole)
        data[at] ^= 1 << chance.randrange(8)
        with suppress(DamagedTableError):
            assert cut_words(SENTENCE, WordTable(bytes(data))) == list(rjieba.cut(SENTENCE))


def test_words_unlike_those_of_rjieba_are_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER, str(tmp_path))
    make_table(list)
    assert [file.stat().st_size for file in tmp_path.iterdir()] == [0]
    assert open_table() is None
    make_table(rjieba.cut)
    assert [file.stat().st_size for file in tmp_path.iterdir()] == [0]
    assert open_segmenter("rjieba").cut(SENTENCE) == list(rjieba.cut(SENTENCE))


def test_nothing_is_made_where_nothing_is_kept(monkeypatch):
    monkeypatch.setenv(FOLDER, "")
    make_table(list)
    assert open_segmenter("rjieba").cut(SENTENCE) == list(rjieba.cut(SENTENCE))


def test_much_text_is_cut_by_rjieba_itself(kept, monkeypatch):
    asked = []
    monkeypatch.setattr(segment, "cut_words", lambda text, table: asked.append(text) or cut_words(text, table))
    monkeypatch.setattr(segment, "TABLE_CHARACTERS", 2 * len(SENTENCE))
    segmenter = open_segmenter("rjieba")
    assert [segmenter.cut(SENTENCE) for _ in range(4)] == [list(rjieba.cut(SENTENCE))] * 4
    assert len(asked) == 2
