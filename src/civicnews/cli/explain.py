"""`civicnews explain`."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from civicnews.cli.arguments import GazetteerFile, Newspaper, Published, Region, Rules, codec_of, day_of
from civicnews.cli.console import one_line, quiet_pipe, say

if TYPE_CHECKING:
    from rich.tree import Tree

    from civicnews.explain import Explanation, Left, RecordExplained, ValueExplained, Why

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
) -> int:
    """Say why the records of a page are as they are.

    For every value the rules behind it and their words, with line:column in the input; for what became no
    record the reasons. Exit code: 0 explained, 2 could not start, or no such record.

    Example: civicnews explain page.txt --record a1.s1.r1
    """
    from civicnews.cli.reading import open_pipeline
    from civicnews.cli.tables import is_terminal, render
    from civicnews.explain import explain as run
    from civicnews.read import read_path, read_stdin
    from civicnews.watchdog import check_length, time_limit
    from civicnews.write import open_output

    codec, day = codec_of(encoding), day_of(published)
    pipeline = open_pipeline("auto", rules or [], region, gazetteer)
    with time_limit(file) as allow:
        page = read_stdin(codec) if file == "-" else read_path(file, codec)
        check_length(page.text, file)
        allow(page.text)
        told = run(page, pipeline, published=day, newspaper=newspaper)
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
            for node in _nodes(told):
                write(render(_tree(node), terminal=True) if is_terminal() else _indented(node))
    return 0


def _nodes(told: Explanation) -> Iterator[Node]:
    for record in told.records:
        yield _record(record)
    if told.left:
        yield Node("in no record", [_left(one) for one in told.left])


def _record(record: RecordExplained) -> Node:
    return Node(f"{record.id}  {record.at}  {_short(record.text)}", [_value(value) for value in record.values])


def _value(value: ValueExplained) -> Node:
    how = f"  ({value.how})" if value.how else ""
    return Node(f"{value.field}: {value.value}{how}", [Node(_reason(why)) for why in value.why])


def _left(left: Left) -> Node:
    article = f"{left.article}  " if left.article is not None else ""
    return Node(f"{article}{left.at}  {_short(left.text)}", [Node(_reason(why)) for why in left.why])


def _reason(why: Why) -> str:
    words = f"“{why.words}” {' '.join(map(str, why.at))}" if why.words else ""
    return "  ".join(part for part in (words, why.rule, why.about, why.file) if part)


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
