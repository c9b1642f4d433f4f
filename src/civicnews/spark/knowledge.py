"""What the workers have to know, as plain bytes that travel inside the function that Spark ships.

Only built-in types are in it: a worker that lacks civicnews must still be able to unpickle it, to say so.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from civicnews.segment import Engine

if TYPE_CHECKING:
    from civicnews.pipeline import Pipeline
    from civicnews.redact import Redaction

__all__ = ["Knowledge", "Options", "open_pipeline", "pack"]

_Files = tuple[tuple[str, bytes], ...]
_Redaction = tuple[bool, Literal["number", "surname"], bytes | None]
Knowledge = tuple[tuple[_Files, ...], bytes | None, str | None, Engine, _Redaction | None]
"""Rule packs, each as its files by path within the pack; the user's gazetteer; the region; the segmenter; what is redacted."""


@dataclass(frozen=True, slots=True)
class Options:
    """How texts are read; the same for all rows.

    Attributes:
        rules: folders of rule packs over the built-in one, on the driver.
        region: code or name of the division that the newspapers are at home in.
        gazetteer: CSV file of divisions to add to the built-in list, on the driver.
        segmenter: `auto`, `rjieba` or `jieba`.
        redaction: what to take out of the records; nothing if None. Without a key pseudonyms count within a row.
    """

    rules: tuple[Path, ...] = ()
    region: str | None = None
    gazetteer: Path | None = None
    segmenter: Engine = "auto"
    redaction: Redaction | None = None


def pack(options: Options) -> Knowledge:
    """Read and check, on the driver, what the workers need.

    Raises:
        RuleError: a rule pack is wrong.
        GazetteerError: the gazetteer is wrong, or has no division `region`.
    """
    _load(tuple(map(Path, options.rules)), options.gazetteer, options.region, options.segmenter)
    packs = tuple(tuple((name, (folder / name).read_bytes()) for name in _names(folder)) for folder in map(Path, options.rules))
    names = Path(options.gazetteer).read_bytes() if options.gazetteer is not None else None
    asked = options.redaction
    redaction = (asked.reporters, asked.pseudonyms, asked.key) if asked is not None else None
    return packs, names, options.region, options.segmenter, redaction


@lru_cache(maxsize=2)
def open_pipeline(knowledge: Knowledge) -> Pipeline:
    """The pipeline of what was shipped, loaded once a process."""
    packs, names, region, segmenter, _ = knowledge
    with tempfile.TemporaryDirectory(prefix="civicnews-") as name:
        folders = [Path(name) / str(number) for number in range(len(packs))]
        for folder, files in zip(folders, packs, strict=True):
            for path, data in files:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(data)
        gazetteer = Path(name) / "gazetteer.csv" if names is not None else None
        if gazetteer is not None and names is not None:
            gazetteer.write_bytes(names)
        return _load(tuple(folders), gazetteer, region, segmenter)


def _load(rules: tuple[Path, ...], extra: Path | None, region: str | None, segmenter: Engine) -> Pipeline:
    from civicnews.gazetteer import Gazetteer
    from civicnews.pipeline import Pipeline
    from civicnews.rules.load import load_rules

    return Pipeline(rules=load_rules(*rules), segmenter=segmenter, region=region, gazetteer=Gazetteer.open(extra=extra))


def _names(folder: Path) -> list[str]:
    """The files of a rule pack that are read, by path within it."""
    return sorted(path.relative_to(folder).as_posix() for path in (*folder.glob("*.yaml"), *folder.glob("vocab/*.tsv")))
