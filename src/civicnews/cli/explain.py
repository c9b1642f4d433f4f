"""`civicnews explain`."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from civicnews.cli.arguments import GazetteerFile, KeyFile, Newspaper, Pseudonyms, Published, Redact, Region, Rules
from civicnews.cli.console import one_line, quiet_pipe, say
from civicnews.cli.language import language, translated, type_labels
from civicnews.cli.redaction import redaction_of
from civicnews.cli.values import codec_of, day_of

if TYPE_CHECKING:
    from rich.tree import Tree

    from civicnews.explain import Explanation, Left, ValueExplained, Why

__all__ = ["app"]

_SHOWN = 60
"""Characters of a record or a sentence that its line shows."""

app = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


@dataclass(slots=True)
class Node:
    """A line of the tree and what stands below it."""

    label: str
    below: list[Node] = field(default_factory=list)


@app.command()
def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A text file; - is standard input.")],
    record: Annotated[str | None, typer.Option(metavar="ID", help="Only this record, such as a1.s1.r2.")] = None,
    format_: Annotated[Literal["text", "json"], typer.Option("--format", help="A tree for people, JSON for programs.")] = "text",
    published: Published = None,
    newspaper: Newspaper = None,
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help="Encoding of the input; else found out.")] = None,
    rules: Rules = None,
    region: Region = None,
    gazetteer: GazetteerFile = None,
    redact: Redact = None,
    pseudonyms: Pseudonyms = "number",
    pseudonym_key: KeyFile = None,
) -> int:
    """Say why the records of a page are as they are.

    For every value the rules behind it and their words, with line:column in the input; for what became no
    record the reasons. Exit code: 0 explained, 2 could not start, or no such record.

    Example: civicnews explain page.txt --record a1.s1.r1
    """
    from civicnews.cli.reading import open_pipeline, read_page
    from civicnews.cli.tables import is_terminal, render
    from civicnews.explain import explain_reading
    from civicnews.watchdog import time_limit
    from civicnews.write import open_output

    codec, day = codec_of(encoding), day_of(published)
    redaction = redaction_of(redact, pseudonyms, pseudonym_key)
    pipeline = open_pipeline("auto", rules or [], region, gazetteer)
    with time_limit(file):
        page = read_page(file, file, codec)
        reading = pipeline.read(page, published=day, newspaper=newspaper)
        result = pipeline.result(page, reading)
        told = explain_reading(page, reading, result, pipeline.rules)
        if redaction is not None:
            from civicnews.redact import redact_explanation

            told = redact_explanation(told, result, pipeline, redaction)
    if record is not None:
        known = [one.id for one in told.records]
        if record not in known:
            say(f"{file}: there is no record {record}; there {'is ' + ', '.join(known) if known else 'are none'}")
            return 2
        told = dataclasses.replace(told, records=tuple(one for one in told.records if one.id == record), left=())
    with quiet_pipe(), open_output(None) as write:
        if format_ == "json":
            write(json.dumps(dataclasses.asdict(told), ensure_ascii=False) + "\n")
        else:
            for node in _nodes(told, type_labels(pipeline.rules, language())):
                write(render(_tree(node), terminal=True) if is_terminal() else _indented(node))
    return 0


def _nodes(told: Explanation, types: Mapping[str, str]) -> Iterator[Node]:
    for record in told.records:
        yield Node(f"{record.id}  {record.at}  {_short(record.text)}", [_value(value, types) for value in record.values])
    if told.left:
        yield Node(translated("in no record"), [_left(one) for one in told.left])


def _value(value: ValueExplained, types: Mapping[str, str]) -> Node:
    name, dot, number = value.field.partition(".")
    parts = [types[value.value]] if name == "activity_types" and value.value in types else []
    parts += [translated(part) for part in value.how.split(", ") if part]
    how = f"  ({translated(', ').join(parts)})" if parts else ""
    return Node(f"{translated(name)}{dot}{number}: {value.value}{how}", [Node(_reason(why)) for why in value.why])


def _left(left: Left) -> Node:
    article = f"{left.article}  " if left.article is not None else ""
    return Node(f"{article}{left.at}  {_short(left.text)}", [Node(_reason(why)) for why in left.why])


def _reason(why: Why) -> str:
    words = f"“{why.words}” {' '.join(map(str, why.at))}" if why.words else ""
    return "  ".join(part for part in (words, why.rule, translated(why.about), why.file) if part)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


def _indented(node: Node, depth: int = 0) -> str:
    return "  " * depth + one_line(node.label) + "\n" + "".join(_indented(each, depth + 1) for each in node.below)


def _tree(node: Node) -> Tree:
    from rich.tree import Tree

    made = Tree(one_line(node.label))
    made.children.extend(_tree(each) for each in node.below)
    return made
