"""Look whether all that civicnews needs is there and works: for `civicnews doctor`, and for reports of trouble."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from civicnews import __version__

__all__ = ["Check", "examine", "terminal"]

State = Literal["ok", "missing", "broken"]
_REQUIREMENT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)[^;]*(?:;(.*))?")
_EXTRA = re.compile(r"""extra\s*==\s*["']([^"']+)["']""")
_SELF = "civicnews"
_DEVELOPMENT = "dev"
_SENTENCE = "3月5日，平城区水泊寺街道永和社区组织20余名志愿者为老人理发。"
"""Composed for this: it gives one record."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was found about one part.

    Attributes:
        part: its name.
        state: `ok`; `missing`, where the program works without it; `broken`, where it does not.
        detail: version, place or what is wrong.
        remedy: what to do, where there is something to do.
    """

    part: str
    state: State
    detail: str
    remedy: str | None = None


def examine(packs: list[Path]) -> Iterator[Check]:
    """Look at everything, one part after the other.

    Args:
        packs: rule packs over the built-in one.
    """
    yield Check("civicnews", "ok", f"{__version__}, {Path(__file__).resolve().parent}")
    yield Check("python", "ok", f"{platform.python_version()} ({platform.python_implementation()}), {platform.platform()}")
    required = list(_required())
    yield from _packages(required)
    yield from (_working(part, look) for part, look in (("segmenter", _segmenter), ("gazetteer", _gazetteer), ("rules", _rules([]))))
    yield from (_working(f"rules {pack}", _rules([pack])) for pack in packs)
    yield _working("extraction", _extraction(packs))
    yield from _extras(required)


def _required() -> Iterator[tuple[str, str]]:
    """(package, its condition) of everything that civicnews may need."""
    try:
        lines = metadata.requires(_SELF) or []
    except metadata.PackageNotFoundError:
        lines = []
    for line in lines:
        found = _REQUIREMENT.fullmatch(line)
        if found is not None and found[1] != _SELF:
            yield found[1], found[2] or ""


def _packages(required: list[tuple[str, str]]) -> Iterator[Check]:
    """The packages of the base install, each once; one that not every machine has may be missing."""
    if not required:
        yield Check("packages", "missing", "civicnews runs from its source, not installed", "pip install .")
    base = {name: condition for name, condition in required if not _EXTRA.search(condition)}
    for name, condition in base.items():
        version = _version(name)
        if version is not None:
            yield Check(name, "ok", version)
        elif condition:
            yield Check(name, "missing", "not installed; not every machine has it", f"pip install {name}")
        else:
            yield Check(name, "broken", "not installed", f"pip install {name}")


def _extras(required: list[tuple[str, str]]) -> Iterator[Check]:
    """The parts that are installed on demand."""
    extras: dict[str, list[str]] = {}
    for name, condition in required:
        found = _EXTRA.search(condition)
        if found is not None and found[1] != _DEVELOPMENT:
            extras.setdefault(found[1], []).append(name)
    for extra, names in extras.items():
        lacking = [name for name in names if _version(name) is None]
        if lacking:
            yield Check(f"{_SELF}[{extra}]", "missing", f"not installed: {', '.join(lacking)}", f"pip install 'civicnews[{extra}]'")
        else:
            yield Check(f"{_SELF}[{extra}]", "ok", ", ".join(f"{name} {_version(name)}" for name in names))


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _working(part: str, look: Callable[[], str]) -> Check:
    """Whether a part works: whatever it raises is what is wrong with it."""
    from civicnews.errors import CivicNewsError

    try:
        return Check(part, "ok", look())
    except CivicNewsError as error:
        return Check(part, "broken", str(error))
    except Exception as error:
        return Check(part, "broken", f"{type(error).__name__}: {error}", "pip install --force-reinstall civicnews")


def _segmenter() -> str:
    from civicnews.segment import open_segmenter

    segmenter = open_segmenter()
    words = segmenter.cut(_SENTENCE)
    if "".join(words) != _SENTENCE:
        raise ValueError(f"{segmenter.name} loses characters")
    return segmenter.name


def _gazetteer() -> str:
    from civicnews.gazetteer import Gazetteer

    with Gazetteer.open() as known:
        about = known.info
    return f"{about.source}, {about.released}: {sum(about.counts.values()):,}"


def _rules(packs: list[Path]) -> Callable[[], str]:
    def look() -> str:
        from civicnews.rules.load import load_rules
        from civicnews.rules.schema import KINDS

        known = load_rules(*packs)
        rules = sum(len(known.matcher(kind).rules) for kind in KINDS)
        pack = known.packs[-1]
        return f"{pack.name} {pack.version}: {rules}, sha256 {known.digest[:12]}"

    return look


def _extraction(packs: list[Path]) -> Callable[[], str]:
    def look() -> str:
        from civicnews.pipeline import Pipeline
        from civicnews.read import page_of
        from civicnews.rules.load import load_rules

        result = Pipeline(rules=load_rules(*packs)).run(page_of(_SENTENCE))
        records = [record for article in result.articles for section in article.sections for record in section.records]
        if len(records) != 1 or not records[0].communities:
            raise ValueError(f"{len(records)} records from a sentence that gives one")
        return f"{', '.join(records[0].activity_types)}; {records[0].communities[0].code}"

    return look


def terminal() -> Check:
    """What standard output is, and whether it shows Chinese."""
    import shutil

    stream = sys.stdout
    encoding = (getattr(stream, "encoding", None) or "?").lower()
    width = shutil.get_terminal_size((0, 0)).columns
    what = f"{width} columns" if stream is not None and stream.isatty() else "no terminal"
    if "utf" in encoding:
        return Check("terminal", "ok", f"{what}, {encoding}")
    return Check("terminal", "missing", f"{what}, {encoding}; output is UTF-8 all the same", "set the terminal to UTF-8")
