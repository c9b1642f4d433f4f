"""Replace the names of private persons in a result by pseudonyms, for data that is to be published.

Callers redact what `Pipeline.run` gives, before anything is written, stored or shown:

    redaction = Redaction()                                  # or Redaction(reporters=True, key=b"…")
    result = redact(pipeline.run(page), pipeline, redaction)

What is left of a name:

- A name is a participant of the kind `person`, or a person that the rules (kinds `party` and `personal`) see in any
  text of the result: a quoted interviewee, a name in a headline. Every place where its characters stand in the
  result is replaced, in all strings alike, also with blanks between them or in Traditional characters.
- Spans count, as ever, in the input as it was. Those of a value whose words were replaced are dropped, and so are all
  others that touch them, so that no span points to a name; those of records, sections and articles stay.
- `source.sha256` becomes the hash of the redacted document: with that of the input anyone could check a guess.
- A warning `redacted` says that it was done.

It is pseudonymisation: who has the newspaper can find the page again by its words. What it cannot see is in docs/redaction.md.

Rules: parties.yaml, personal.yaml.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Literal, TypeVar, cast

from civicnews.mentions import personal
from civicnews.models import Article, Participant, Record, Reporter, Result, Section, Spans, Warning
from civicnews.pipeline import Pipeline
from civicnews.text import fold
from civicnews.write import to_json

__all__ = ["MIN_KEY", "Pseudonyms", "Redaction", "redact"]

Pseudonyms = Literal["number", "surname"]
MIN_KEY = 16
"""Bytes that a key must have, so that nobody finds it by trying."""
_DIGITS = 12
"""Hexadecimal digits of a keyed pseudonym: a million names share one by chance once in five hundred sets."""
_WARNING = "redacted"
_Value = TypeVar("_Value")
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Redaction:
    """What to replace, and by what.

    Attributes:
        reporters: replace the names of reporters too.
        pseudonyms: `number` (person-7), or `surname` (林某某), which reads better and gives away the surname.
        key: a secret. With it a name has the same pseudonym in every document; without, pseudonyms are counted in
            each document by itself, and the same one in two documents says nothing.

    Raises:
        ValueError: the key is shorter than `MIN_KEY` bytes.
    """

    reporters: bool = False
    pseudonyms: Pseudonyms = "number"
    key: bytes | None = None

    def __post_init__(self) -> None:
        if self.key is not None and len(self.key) < MIN_KEY:
            raise ValueError(f"the key has {len(self.key)} bytes; take {MIN_KEY} or more, such as `openssl rand -hex 32` prints")


def redact(result: Result, pipeline: Pipeline, redaction: Redaction | None = None) -> Result:
    """The result without names of private persons.

    Args:
        result: what one input gave.
        pipeline: whose rules see names.
        redaction: what to replace; names of persons by numbers if None.

    Returns:
        A result of the same shape. The same result and redaction give the same bytes.
    """
    redaction = redaction or Redaction()
    names = dict.fromkeys(_names(result, pipeline, redaction))
    redactor = _Redactor(names, redaction, personal.surname_of(pipeline.rules))
    articles = tuple(redactor.article(article) for article in result.articles)
    warnings = tuple(map(redactor.whole, result.warnings))
    done = replace(result, source=redactor.whole(result.source), articles=articles, warnings=(*warnings, _notice(redaction)))
    anonymous = replace(done.source, sha256="")
    digest = hashlib.sha256(to_json(replace(done, source=anonymous)).encode()).hexdigest()
    return replace(done, source=replace(done.source, sha256=digest))


def _notice(redaction: Redaction) -> Warning:
    whom = "persons and reporters" if redaction.reporters else "persons"
    return Warning(_WARNING, f"names of {whom} were replaced; spans count in the input as it was, sha256 is of this document")


def _names(result: Result, pipeline: Pipeline, redaction: Redaction) -> Iterator[str]:
    """The names to replace, as they stand in the result."""
    for value in _walk(result):
        if (isinstance(value, Participant) and value.kind == "person") or (redaction.reporters and isinstance(value, Reporter)):
            yield value.name
    for text in dict.fromkeys(value for value in _walk(result) if isinstance(value, str) and _HAN.search(value)):
        yield from personal.names(text, pipeline.rules, pipeline.segmenter, pipeline.gazetteer)


def _walk(value: object) -> Iterator[object]:
    """The value and all that is in it, in the order of the output."""
    yield value
    if isinstance(value, tuple):
        for member in value:
            yield from _walk(member)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _walk(getattr(value, field.name))


class _Redactor:
    """Replaces a set of names; counts pseudonyms in the order in which they are first needed."""

    def __init__(self, names: Iterable[str], redaction: Redaction, surname: personal.SurnameOf) -> None:
        self.redaction = redaction
        self.surname = surname
        self.given: dict[str, str] = {}
        keys = sorted({key for name in names if len(key := _key(name)) > 1}, key=lambda key: (-len(key), key))
        self.pattern = re.compile("|".join(map(_anywhere, keys))) if keys else None

    def text(self, text: str) -> str:
        """The text with every name replaced."""
        if self.pattern is None:
            return text
        out: list[str] = []
        position = 0
        for found in self.pattern.finditer(fold(text)):
            out += [text[position : found.start()], self.pseudonym(_key(found.group()))]
            position = found.end()
        return "".join([*out, text[position:]])

    def pseudonym(self, key: str) -> str:
        """What stands for a name."""
        if key not in self.given:
            self.given[key] = self._new(key)
        return self.given[key]

    def _new(self, key: str) -> str:
        secret, by_number = self.redaction.key, self.redaction.pseudonyms == "number"
        if secret is not None:
            tail = hmac.digest(secret, key.encode("utf-8", "replace"), "sha256").hex()[:_DIGITS]
            return f"person-{tail}" if by_number else f"{self.surname(key)}-{tail}"
        if by_number:
            return f"person-{len(self.given) + 1}"
        alike = sum(self.surname(other) == self.surname(key) for other in self.given)
        return self.surname(key) + (str(alike + 1) if alike else "")

    def article(self, article: Article) -> Article:
        """An article, its records and, if so asked, its reporters."""
        titles = self.whole(replace(article, sections=(), reporters=()))
        reporters = tuple(map(self.whole, article.reporters)) if self.redaction.reporters else article.reporters
        sections = tuple(map(self.section, article.sections))
        return replace(titles, sections=sections, reporters=reporters, spans=article.spans)

    def section(self, section: Section) -> Section:
        """A section and its records."""
        return replace(self.whole(replace(section, records=())), records=tuple(map(self.record, section.records)))

    def record(self, record: Record) -> Record:
        """A record; no span in it that touches the words of a replaced value is left."""
        done = self.whole(record)
        gone = [span for value in _walk(record) for span in self._own_spans(value)]

        def clear(value: _Value) -> _Value:
            spans: Spans | None = getattr(value, "spans", None)
            touches = spans is not None and any(start < last and first < end for start, end in spans for first, last in gone)
            return replace(value, spans=()) if touches else value  # type: ignore[type-var]

        return replace(_each_member(done, clear), spans=record.spans)

    def _own_spans(self, value: object) -> Spans:
        """The spans of a value of a record (not the record's own) whose words are replaced."""
        if isinstance(value, Record) or not is_dataclass(value) or not hasattr(value, "spans"):
            return ()
        spans: Spans = value.spans
        return spans if self.whole(value) != value else ()

    def whole(self, value: _Value) -> _Value:
        """Anything, with every string in it redacted; where one changes, the value that it is in has no spans any more."""
        return cast(_Value, self._whole(value))

    def _whole(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, tuple):
            return tuple(map(self._whole, value))
        if not is_dataclass(value) or isinstance(value, type):
            return value
        old = {field.name: getattr(value, field.name) for field in fields(value)}
        new = {name: self._whole(member) for name, member in old.items()}
        if "spans" in new and any(isinstance(member, str) and member != new[name] for name, member in old.items()):
            new["spans"] = ()
        return replace(value, **new)


def _each_member(record: Record, change: Any) -> Record:
    """The record with the change made to each of its values, those in its lists too."""
    members: dict[str, Any] = {}
    for field in fields(record):
        old = getattr(record, field.name)
        members[field.name] = tuple(map(change, old)) if isinstance(old, tuple) else change(old)
    return replace(record, **members)


def _key(name: str) -> str:
    """A name as it is known by: folded, without blanks."""
    return "".join(fold(name).split())


def _anywhere(key: str) -> str:
    """A pattern for a name: blanks may stand between its characters; a Latin name is no part of a longer one."""
    pattern = r"\s*".join(map(re.escape, key))
    if key[0].isascii() and key[0].isalpha():
        pattern = f"(?<![A-Za-z]){pattern}"
    return f"{pattern}(?![A-Za-z])" if key[-1].isascii() and key[-1].isalpha() else pattern
