"""Which names a document has that are to be taken out: persons, by all that they are called, and never a reporter by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from civicnews.mentions.personal import PersonalNames
from civicnews.mentions.short_forms import ShortForms
from civicnews.models import Participant, Place, Reporter, Result
from civicnews.pipeline import Pipeline
from civicnews.redact.pseudonyms import Redaction, Redactor, key_of
from civicnews.rules.load import RuleSet

__all__ = ["is_masthead", "redactor_of", "walk"]

_HAN = re.compile("[\u3400-\u9fff]")
_SHORTEST = 2


def redactor_of(result: Result, pipeline: Pipeline, redaction: Redaction, more: Iterable[str] = ()) -> Redactor:
    """What replaces the names of a document.

    A name is a participant of the kind `person`, or a person that the rules (kinds `party` and `personal`) see in any text: a quoted
    interviewee, a name in a headline. Where a full name is known, its short forms count too. The names of reporters, of linked
    divisions and of the newspaper are none, unless reporters are asked for.

    Args:
        result: what one input gave.
        pipeline: whose rules see names.
        redaction: what to replace, and by what.
        more: further texts of the document, such as sentences in no record.
    """
    values = list(walk(result))
    texts = dict.fromkeys(text for text in (*(value for value in values if isinstance(value, str)), *more) if _HAN.search(text))
    finder = PersonalNames(pipeline.rules, pipeline.segmenter, pipeline.gazetteer)
    persons = [value.name for value in values if isinstance(value, Participant) and value.kind == "person"]
    reporters = [value.name for value in values if isinstance(value, Reporter)]
    kept = {key_of(name) for name in _kept(values, result)} | (set() if redaction.reporters else set(map(key_of, reporters)))
    found = (name for text in texts for name in finder.find(text))
    names = dict.fromkeys(map(key_of, (*persons, *(reporters if redaction.reporters else ()))))
    names.update(dict.fromkeys(key for name in found if (key := key_of(name)) not in kept))
    people = {name: name for name in names if len(name) >= _SHORTEST}
    short = ShortForms(people, pipeline.rules, pipeline.segmenter)
    for text in texts:
        people.update((form, whole or form) for form, whole in short.find(text) if form not in people and form not in kept)
    return Redactor(people, redaction, pipeline.rules, kept)


def is_masthead(text: str, rules: RuleSet) -> bool:
    """Whether a line outside the stories says who made the paper (责编：…); its names are no persons of the news."""
    plain = key_of(text)
    return any(word in plain for words in ("editor_role", "reporter_role") for word in rules.vocabulary(words))


def _kept(values: Iterable[object], result: Result) -> Iterator[str]:
    """Names of divisions that are in the list, and the name of the paper: a person's name within one is none."""
    if result.source.newspaper is not None:
        yield result.source.newspaper
    for value in values:
        if isinstance(value, Place) and value.code is not None:
            yield value.name
            yield value.official_name or value.name


def walk(value: object) -> Iterator[object]:
    """The value and all that is in it, in the order of the output."""
    yield value
    if isinstance(value, tuple):
        for member in value:
            yield from walk(member)
    elif is_dataclass(value):
        for field in fields(value):
            yield from walk(getattr(value, field.name))
