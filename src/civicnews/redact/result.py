"""Take the names out of a result.

- Every place where the characters of a name stand is replaced, in all strings alike, also with blanks between them or in
  Traditional characters.
- Spans count, as ever, in the input as it was. Those of a value whose words were replaced are dropped, and so are all
  others that touch them, so that no span points to a name; those of records, sections and articles stay.
- `source.sha256` becomes the hash of the redacted document: with that of the input anyone could check a guess.
- A warning `redacted` says that it was done.
"""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from civicnews.models import Article, Record, Result, Section, Spans, Warning
from civicnews.pipeline import Pipeline
from civicnews.redact.names import redactor_of, walk
from civicnews.redact.pseudonyms import Redaction, Redactor
from civicnews.redact.rewrite import rewritten
from civicnews.write import to_json

__all__ = ["notice", "redact"]

_WARNING = "redacted"
_Value = TypeVar("_Value")


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
    made = _Redacted(redactor_of(result, pipeline, redaction), redaction)
    articles = tuple(made.article(article) for article in result.articles)
    warnings = tuple(map(made.whole, result.warnings))
    said = notice(redaction, "spans count in the input as it was, sha256 is of this document")
    done = replace(result, source=made.whole(result.source), articles=articles, warnings=(*warnings, said))
    anonymous = replace(done.source, sha256="")
    digest = hashlib.sha256(to_json(replace(done, source=anonymous)).encode()).hexdigest()
    return replace(done, source=replace(done.source, sha256=digest))


def notice(redaction: Redaction, consequence: str) -> Warning:
    """The warning that names were replaced, and what follows from it."""
    whom = "persons and reporters" if redaction.reporters else "persons"
    return Warning(_WARNING, f"names of {whom} were replaced; {consequence}")


class _Redacted:
    """Makes the parts of a redacted result."""

    def __init__(self, redactor: Redactor, redaction: Redaction) -> None:
        self.redactor = redactor
        self.redaction = redaction

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
        gone = [span for value in walk(record) for span in self._own_spans(value)]

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
        return rewritten(value, self.redactor.text, _without_spans)


def _without_spans(before: Any, after: Any) -> Any:
    own = (field.name for field in fields(before) if isinstance(getattr(before, field.name), str))
    changed = any(getattr(before, name) != getattr(after, name) for name in own)
    return replace(after, spans=()) if changed and hasattr(after, "spans") else after


def _each_member(record: Record, change: Any) -> Record:
    """The record with the change made to each of its values, those in its lists too."""
    members: dict[str, Any] = {}
    for field in fields(record):
        old = getattr(record, field.name)
        members[field.name] = tuple(map(change, old)) if isinstance(old, tuple) else change(old)
    return replace(record, **members)
