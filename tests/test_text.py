"""`Text` keeps every character's place, and folding never moves one."""

from hypothesis import given
from hypothesis import strategies as st

from civicnews.text import Text, fold

ANY = st.text(alphabet=st.characters(), max_size=80)


@given(ANY)
def test_folding_keeps_the_length(chars):
    assert len(fold(chars)) == len(chars)


@given(ANY)
def test_folded_text_can_be_encoded(chars):
    fold(chars).encode("utf-8")


@given(ANY)
def test_folding_twice_changes_no_letter_or_digit(chars):
    once = fold(chars)
    assert [c for c in fold(once) if c.isalnum()] == [c for c in once if c.isalnum()]


def test_width_and_punctuation_become_uniform():
    assert fold("３月5日,社区(记者)说:好!") == "3月5日，社区（记者）说：好！"


def test_straight_quotes_open_and_close_by_turns_in_each_paragraph():
    assert fold('"甲"和"乙"\n"丙"') == "“甲”和“乙”\n“丙”"


def test_a_full_stop_between_digits_or_letters_stays():
    assert fold("3.5公里.civic.news") == "3.5公里。civic.news"


@given(ANY, st.integers(0, 80), st.integers(0, 80))
def test_spans_of_a_slice_spell_it(chars, start, end):
    piece = Text.of(chars)[start:end]
    assert "".join(chars[a:b] for a, b in piece.spans()) == str(piece)


@given(ANY, ANY)
def test_joined_text_knows_both_origins(first, second):
    page = first + second
    joined = Text.join([Text.of(first), Text.of(second, len(first))])
    assert "".join(page[a:b] for a, b in joined.spans()) == str(joined) == page


@given(ANY)
def test_compact_drops_nothing_but_blanks(chars):
    text = Text.of(chars).compact()
    kept = set(text.origin)
    assert all(fold(c).isspace() for i, c in enumerate(chars) if i not in kept)
    assert "".join(chars[a:b] for a, b in text.spans()) == str(text)


def test_compact_joins_a_broken_date_but_not_two_english_words():
    assert str(Text.of("3 月 5 日,\nLily Wong 20 名").compact()) == "3月5日,Lily Wong 20名"


def test_a_value_joined_across_a_gap_has_two_spans():
    text = Text.join([Text.of("穿梭在辖", 0), Text.of("区的角落", 40)])
    assert text.spans(3, 5) == ((3, 4), (40, 41))


def test_an_empty_piece_has_no_span():
    assert Text.of("社区").spans(1, 1) == ()


def test_strip_keeps_the_place_of_what_stays():
    assert Text.of("\u3000\u3000社区 \n").strip().spans() == ((2, 4),)


@given(st.text("\".“”\n。a1 /好'", max_size=30))
def test_what_depends_on_its_neighbours_is_folded_from_left_to_right(chars):
    out, opening = list(chars), True
    for at, character in enumerate(chars):
        if character == "\n":
            opening = True
        elif character in "“”":
            opening = character == "”"
        elif character == '"':
            out[at], opening = ("“" if opening else "”"), not opening
        elif character == ".":
            before, after = (out[at - 1] if at else ""), chars[at + 1 : at + 2]
            inside = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
            if before and not inside and before not in "./ " and after not in (".", "/"):
                out[at] = "。"
    assert fold(chars) == "".join(out)


def test_a_slice_knows_its_place_whatever_it_is_cut_from():
    whole = Text.join([Text.of("柳岸", 3), Text.of("社区", 9)])
    assert [*whole.origin] == [3, 4, 9, 10]
    assert [*whole[1:3].origin] == [4, 9]
    assert [*Text.of("柳岸社区", 3)[1:3].origin] == [4, 5]
    assert [*Text.of("柳岸社区", 3)[::-1].origin] == [6, 5, 4, 3]
    assert Text.of("柳岸", 3)[2:].spans() == ()
