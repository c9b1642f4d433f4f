"""Read printed numbers of people, households and bodies: 120余名, 近千名, 十七家, 1.2万名, 数十名."""

from __future__ import annotations

import re

from civicnews.models import Count
from civicnews.rules.load import RuleSet

__all__ = ["CHARACTERS", "count_of", "number_of"]

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_NUMBER = re.compile(r"[0-9]+(?:，[0-9]{3})*(?:\.[0-9]+)?|[零〇一二两三四五六七八九]*[十百千万亿零〇一二两三四五六七八九]*")
CHARACTERS = frozenset({*"0123456789", *_DIGITS, *_UNITS, *"数几"})
"""What a count may begin with."""
_VAGUE = frozenset("数几多若")
_AFTER = frozenset("余多来几数")
MAX_VALUE = 10**12


def number_of(words: str) -> int | None:
    """The value of a number in digits, in Chinese numerals or mixed (1.2万, 三千, 一百零八, 1，286).

    Args:
        words: folded text that is a number and nothing else.

    Returns:
        The value; None where the words are no exact number.
    """
    digits = re.match(r"[0-9]+(?:，[0-9]{3})*(?:\.[0-9]+)?", words)
    if digits is None:
        return _chinese(words)
    if len(digits.group()) > 12:
        return None
    value = float(digits.group().replace("，", ""))
    for unit in words[digits.end() :]:
        if unit not in _UNITS:
            return None
        value *= _UNITS[unit]
    return round(value) if value < MAX_VALUE else None


def _chinese(words: str) -> int | None:
    if not words or any(c not in _DIGITS and c not in _UNITS for c in words):
        return None
    if len(words) > 1 and all(c in _DIGITS for c in words):
        return int("".join(str(_DIGITS[c]) for c in words)) if len(words) <= 12 else None
    total, section, digit = 0, 0, 0
    for position, c in enumerate(words):
        if c in _DIGITS:
            digit = _DIGITS[c]
            continue
        unit = _UNITS[c]
        if unit >= _UNITS["万"]:
            total = (total + section + digit or 1) * unit
            section = 0
        else:
            section += (digit if digit or (position and words[position - 1] in "零〇") else 1) * unit
        digit = 0
        if total > MAX_VALUE:
            return None
    return total + section + digit


def count_of(words: str, rules: RuleSet) -> Count | None:
    """What a printed quantity says.

    Args:
        words: folded text such as 120余名, 近千名, 十几名, 一行15人.
        rules: the rule packs; vocabularies `count_unit` and `count_about`.

    Returns:
        The count, None where the words hold no number or share one out (每一位). The value is None where only its size is
        printed (数十名); 百余名 is 100 and 十几名 is 10, both approximate.
    """
    if words.startswith("每"):
        return None
    about = rules.vocabulary("count_about")
    start, approximate = 0, False
    while start < len(words):
        word = next((words[start:end] for end in range(min(len(words), start + 4), start, -1) if words[start:end] in about), None)
        if word is None:
            break
        approximate = approximate or about[word] == "about"
        start += len(word)
    number = ""
    vague = False
    while start < len(words) and words[start] in _VAGUE:
        vague, start = True, start + 1
    found = _NUMBER.match(words, start)
    if found is not None and found.group():
        number, start = found.group(), found.end()
    while start < len(words) and (words[start] in _AFTER or (number and words[start] in _UNITS)):
        if words[start] in _UNITS:
            number += words[start]
        else:
            approximate = True
        start += 1
    if not number and not vague:
        return None
    units = rules.vocabulary("count_unit")
    unit = next((words[start:end] for end in range(min(len(words), start + 3), start, -1) if words[start:end] in units), None)
    tail = words[start + len(unit or "") :]
    approximate = approximate or vague or (bool(tail) and tail[0] in _AFTER)
    value = None if vague else number_of(number)
    return Count(value, approximate, unit)
