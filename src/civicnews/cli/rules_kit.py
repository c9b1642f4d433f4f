"""`civicnews rules new`, `try`, `list` and `schema`: what the author of a rule needs besides `check`."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from civicnews.bounded import MAX_BYTES
from civicnews.cli.arguments import Rules
from civicnews.cli.carets import carets, label, refused, shown
from civicnews.cli.console import one_line, quiet_pipe, say
from civicnews.cli.language import heads, translated
from civicnews.cli.values import day_of

if TYPE_CHECKING:
    from civicnews.rules.load import RuleSet
    from civicnews.rules.trial import Attempt, Trial

__all__ = ["list_", "new", "schema", "try_"]

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def new(folder: Annotated[Path, typer.Argument(metavar="PACK", help="Folder to make.")]) -> int:
    """Make a small rule pack to begin with: one rule of each kind and its examples.

    The pack holds what `civicnews rules check` asks for, and JSON Schemas by which an editor completes
    and checks the YAML files (in VS Code with the extension YAML of Red Hat).

    Exit code: 0 made, 2 the folder holds something.

    Example: civicnews rules new my-paper
    """
    from civicnews.rules.load import load_rules
    from civicnews.rules.new import new_pack

    written = new_pack(folder, load_rules().activity_types)
    _write("".join(f"{one_line(str(path))}\n" for path in written))
    say(f"{folder}: made; check it with `civicnews rules check {folder}`, use it with `civicnews extract PAGE --rules {folder}`")
    return 0


def _ids(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Rule ids for the shell to complete, with what they are about; those of the packs on the command line too."""
    from civicnews.errors import CivicNewsError
    from civicnews.rules.load import load_rules

    try:
        known = load_rules(*map(Path, ctx.params.get("rules") or ()))
    except CivicNewsError:
        return []
    return [(name, rule.about) for name, (rule, _, _) in known.sources.items() if name.startswith(incomplete)]


def try_(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Id of a rule; `civicnews rules list` has them.", autocompletion=_ids)],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A sentence or line; else standard input, line by line.")] = "-",
    rules: Rules = None,
    published: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Publication date, for rules of dates.")] = None,
    json_: Json = False,
) -> int:
    """Run one rule on a text: what it matches, its groups, and what keeps it from the words.

    A match is kept, refused by a condition of the rule (`before`, `not_after` …), or lost to another rule.
    Exit code: 0 something was kept, 1 nothing was, 2 no such rule.

    Example: civicnews rules try venue/held-at '社区在滨河公园举办游园会'
    civicnews rules try my-paper/column --rules my-paper < page.txt
    """
    from civicnews.rules.load import load_rules
    from civicnews.rules.trial import try_rule
    from civicnews.watchdog import check_length, time_limit

    day = day_of(published)
    known = load_rules(*(rules or []))
    lines = _lines() if text == "-" else [text]
    shown = "standard input" if text == "-" else "TEXT"
    check_length("".join(lines), shown)
    with time_limit(shown):
        trials = [try_rule(known, rule, line, day.isoformat() if day else None) for line in lines if line.strip()]
        if json_:
            told = "".join(json.dumps(dataclasses.asdict(one), ensure_ascii=False, default=str) + "\n" for one in trials)
        else:
            told = "".join(f"{line}\n" for one in trials for line in _tried(one))
    _write(told)
    return 0 if any(one.kept for one in trials) else 1


def _lines() -> list[str]:
    if sys.stdin is None or sys.stdin.isatty():
        raise typer.BadParameter("give a text, or pipe one in", param_hint="TEXT")
    return sys.stdin.buffer.read(MAX_BYTES).decode("utf-8-sig", "replace").splitlines()


def _tried(trial: Trial) -> Iterator[str]:
    yield f"{one_line(str(trial.path))}:{trial.line}: {trial.rule}"
    yield shown(trial.text)
    for attempt in trial.attempts:
        span = (attempt.start, attempt.end)
        words = trial.text[attempt.start : attempt.end]
        for note in _became(attempt, words):
            yield carets(trial.text, span, note)
        for name, group in attempt.groups.items():
            if group != words:
                yield f"    {label('group')}{name} = {one_line(group)}"
    if not trial.attempts:
        for one in trial.kept:
            yield carets(trial.text, (one.start, one.end), f"{label('kept')}{one.value}")
        if trial.parties:
            yield f"    {label('parties')}{', '.join(one_line(one.value) for one in trial.parties)}"
        if not trial.kept:
            yield f"    {translated('nothing matches')}"


def _became(attempt: Attempt, words: str) -> Iterator[str]:
    """What became of a match, a note for each reason."""
    if attempt.kept is not None:
        yield f"{label('kept')}{words} = {attempt.kept.value}"
    for refusal in attempt.refused:
        yield refused(refusal)
    if attempt.kept is None and not attempt.refused:
        yield translated("matches, and is not kept")
    for other in attempt.instead:
        yield f"{label('lost to')}{other.rule} = {other.value}"


def list_(
    pack: Annotated[Path | None, typer.Argument(metavar="PACK", help="Folder of a rule pack; else the built-in one.")] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="Only rules of this kind.", autocompletion=lambda: _kinds())] = None,
    json_: Json = False,
) -> int:
    """List rules: id, kind, what they decide, what they are about, where they stand.

    Exit code: 0 listed, 2 the pack cannot be read.

    Example: civicnews rules list --kind byline
    """
    from civicnews.cli.tables import is_terminal, table
    from civicnews.rules.load import builtin_pack, load_rules

    if kind is not None and kind not in _kinds():
        raise typer.BadParameter(f"{kind!r} is no kind of rule; expected one of {', '.join(_kinds())}", param_hint="--kind")
    known = load_rules() if pack is None else load_rules(pack)
    folder = builtin_pack() if pack is None else pack
    rows = list(_listed(known, folder, kind))
    if json_:
        _write("".join(json.dumps(dict(zip(_COLUMNS, row, strict=True)), ensure_ascii=False) + "\n" for row in rows))
    else:
        _write(table(heads("rule", "kind", "as", "about", "place"), rows, terminal=is_terminal()))
    return 0


_COLUMNS = ("rule", "kind", "as", "about", "place")


def _kinds() -> list[str]:
    from civicnews.rules.schema import KINDS

    return sorted(KINDS)


def _listed(known: RuleSet, folder: Path, kind: str | None) -> Iterator[tuple[str, str, str, str, str]]:
    for name, (rule, path, its) in known.sources.items():
        if path.parent == folder and kind in (None, its):
            yield name, its, rule.as_, rule.about, f"{path}:{known.marks[name][0]}"


def schema(
    of: Annotated[Literal["rules", "pack"], typer.Argument(metavar="rules|pack", help="Of a rule file, or of pack.yaml.")] = "rules",
) -> int:
    """Print the JSON Schema by which an editor completes and checks the YAML files of a pack.

    `civicnews rules new` writes both beside the rules. In a file of your own, name it in the first line:
    # yaml-language-server: $schema=schemas/rules.json

    Example: civicnews rules schema > my-paper/schemas/rules.json
    """
    from civicnews.rules.load import load_rules
    from civicnews.rules.new import schemas

    made = {path.stem: text for path, text in schemas(load_rules().activity_types)}
    _write(made[of])
    return 0


def _write(text: str) -> None:
    from civicnews.write import open_output

    with quiet_pipe(), open_output(None) as write:
        write(text)
