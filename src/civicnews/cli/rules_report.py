"""`civicnews rules stats` and `civicnews rules gaps`."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from civicnews.cli.arguments import Rules
from civicnews.cli.console import quiet_pipe, say
from civicnews.cli.language import heads, translated
from civicnews.errors import ReadError

if TYPE_CHECKING:
    from civicnews.document import Page
    from civicnews.pipeline import Pipeline, Reading

__all__ = ["gaps", "stats"]

_SHOWN = 40
"""Characters of a gap and of its example that a line shows."""
_BEFORE = 12
"""How many of them stand before the gap in its example."""

Folder = Annotated[Path, typer.Argument(metavar="DIR", exists=True, file_okay=False, help="Folder of texts, *.txt.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Limit = Annotated[int | None, typer.Option(metavar="N", min=1, help="Show only so many.")]


def stats(folder: Folder, kind: Annotated[str | None, typer.Option(help="Only rules of this kind.")] = None,
          rules: Rules = None, limit: Limit = None, json_: Json = False) -> int:  # fmt: skip
    """Count over the texts of a folder what each rule does.

    For each rule: how often it matched, how often a value came of it (- for rules that only qualify others),
    how many of its matches share characters with a match of another rule of its kind, for how many another
    rule decides the very words differently, and in how many documents it matched. Then the rules that never
    matched. A gold file beside a text gives its publication date. Exit code: 0 all read, 1 some text could
    not be read, 2 could not start.

    Example: civicnews rules stats samples --kind deed --limit 20
    """
    from civicnews.pipeline import Pipeline
    from civicnews.rules.report import Stats, watched_rules
    from civicnews.rules.schema import KINDS

    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is no kind of rule; expected one of {', '.join(sorted(KINDS))}", param_hint="--kind")
    watched = watched_rules(*(rules or []))
    counted = Stats(watched)
    corpus = _Corpus(folder)
    for _, _, reading in corpus.readings(Pipeline(rules=watched)):
        counted.add(reading)
    uses = [use for use in counted.uses() if kind in (None, use.kind)]
    silent = sorted(use.rule for use in uses if not use.matched)
    fired = [use for use in uses if use.matched][:limit]
    if json_:
        _write(_json({"documents": counted.documents, "rules": [dataclasses.asdict(use) for use in fired], "never": silent}))
    else:
        head = heads("rule", "kind", "matched", "won", "overlap", "conflict", "documents")
        rows = [tuple("-" if cell is None else str(cell) for cell in dataclasses.astuple(use)) for use in fired]
        never = "".join(f"  {name}\n" for name in silent)
        told = translated(f"{len(silent)} rules never matched in {counted.documents} documents")
        _write(_table(head, rows, right=range(2, 7)) + f"\n{told}\n{never}")
    return 1 if corpus.failed else 0


def gaps(folder: Folder, kind: Annotated[str | None, typer.Option(help="Only gaps of this kind.")] = None,
         rules: Rules = None, limit: Limit = None, json_: Json = False) -> int:  # fmt: skip
    """List what no rule and no list knows in the texts of a folder, the most frequent first.

    Kinds: `name`, a division that the list lacks; `ambiguous`, one that it has more than once; `party`, a
    party in a record without a role; `deed`, a sentence with a division but no deed; `date`, a date that
    could not be resolved. A gold file beside a text gives its publication date. Exit code: 0 all read, 1
    some text could not be read, 2 could not start.

    Example: civicnews rules gaps samples --kind party --limit 20
    """
    from civicnews.pipeline import Pipeline
    from civicnews.rules.gaps import KINDS, Gaps
    from civicnews.rules.load import load_rules

    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is no kind of gap; expected one of {', '.join(KINDS)}", param_hint="--kind")
    pipeline = Pipeline(rules=load_rules(*(rules or [])))
    noted = Gaps()
    corpus = _Corpus(folder)
    for path, page, reading in corpus.readings(pipeline):
        noted.add(path.stem, reading, pipeline.result(page, reading))
    found = [gap for gap in noted.found() if kind in (None, gap.kind)][:limit]
    if json_:
        _write(_json({"documents": corpus.read, "gaps": [dataclasses.asdict(gap) for gap in found]}))
    else:
        rows = [(gap.kind, str(gap.count), _short(gap.what), gap.document, _around(gap.example, gap.what)) for gap in found]
        _write(_table(heads("kind", "count", "what", "document", "example"), rows, right=(1,)))
    return 1 if corpus.failed else 0


class _Corpus:
    """The texts of a folder. `read` and `failed` count them."""

    def __init__(self, folder: Path) -> None:
        self.paths = sorted(folder.rglob("*.txt"))
        self.read = 0
        self.failed = 0
        if not self.paths:
            raise ReadError(f"{folder}: there is no text in it; expected *.txt")

    def readings(self, pipeline: Pipeline) -> Iterator[tuple[Path, Page, Reading]]:
        """Read them one after the other; say which cannot be read."""
        from civicnews.cli.reading import read_page
        from civicnews.evaluation.documents import published_in
        from civicnews.watchdog import time_limit

        for path in self.paths:
            try:
                with time_limit(str(path)):
                    page = read_page(str(path), str(path), None)
                    reading = pipeline.read(page, published=published_in(path.with_suffix(".json")))
            except ReadError as error:
                say(str(error))
                self.failed += 1
                continue
            self.read += 1
            yield path, page, reading


def _write(text: str) -> None:
    from civicnews.write import open_output

    with quiet_pipe(), open_output(None) as write:
        write(text)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int]) -> str:
    from civicnews.cli.tables import is_terminal, table

    return table(head, rows, right=right, terminal=is_terminal())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


def _around(example: str, what: str) -> str:
    """The example from a little before the gap on."""
    start = max(0, example.find(what) - _BEFORE)
    return ("…" if start else "") + _short(example[start:])
