"""What a batch is asked for, and the identity of its results."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from civicnews import __version__
from civicnews.inputs.kinds import Kind
from civicnews.inputs.published import PublishedFrom
from civicnews.inputs.sources import Source
from civicnews.metadata import date_of_path
from civicnews.segment import Engine
from civicnews.watchdog import MAX_CHARS, SECONDS

if TYPE_CHECKING:
    from civicnews.pipeline import Pipeline

__all__ = ["Dedup", "Options", "content_key", "run_identity"]

Dedup = Literal["off", "mark", "drop"]
_LIBRARIES: dict[Kind, str] = {"html": "trafilatura", "markdown": "markdown-it-py", "pdf": "pypdfium2", "docx": "python-docx"}
"""Kind → the distribution whose version its text depends on."""


@dataclass(frozen=True, slots=True)
class Options:
    """What changes the results of a batch; the same in all its processes.

    Attributes:
        rules: folders of rule packs over the built-in one.
        seconds: processor time that one input may take, long ones more, see `watchdog`; 0 is no limit.
        signatures: whether stories get the signatures by which near-duplicates are found.
    """

    published: date | None = None
    newspaper: str | None = None
    encoding: str | None = None
    published_from: str | None = None
    segmenter: Engine = "auto"
    rules: tuple[Path, ...] = ()
    region: str | None = None
    gazetteer: Path | None = None
    max_chars: int = MAX_CHARS
    seconds: float = SECONDS
    signatures: bool = True


def run_identity(options: Options, pipeline: Pipeline) -> dict[str, str]:
    """All that the results of every input depend on, to be compared and shown."""
    asked = asdict(options)
    for name in ("rules", "gazetteer", "segmenter", "region", "published_from", "max_chars", "seconds"):
        # below, or in the key of each text; larger limits let more texts through and change none
        del asked[name]
    return {
        "version": __version__,
        "rules": pipeline.rules.digest,
        "gazetteer": hashlib.sha256(repr(sorted(pipeline.gazetteer.info._asdict().items())).encode()).hexdigest(),
        "names": hashlib.sha256(options.gazetteer.read_bytes()).hexdigest() if options.gazetteer is not None else "",
        "segmenter": pipeline.segmenter.name,
        "region": pipeline.home,
        "rensa": _version("rensa") if options.signatures else "",
        "options": json.dumps(asked, ensure_ascii=False, sort_keys=True, default=str),
    }


def content_key(source: Source, options: Options, pattern: PublishedFrom | None) -> bytes:
    """SHA-256 of a source's bytes and of all else that its result depends on, which its name is only by the date in it."""
    dated = None
    if options.published is None:
        dated = (pattern.date(source.name) if pattern is not None else None) or date_of_path(source.name)
    about = [source.kind, _version(_LIBRARIES.get(source.kind)), source.published, source.title, dated and dated.isoformat()]
    head = json.dumps(about, ensure_ascii=True).encode("ascii")
    return hashlib.sha256(head + b"\0" + source.data).digest()


_versions: dict[str, str] = {}


def _version(distribution: str | None) -> str:
    if distribution is None:
        return ""
    if distribution not in _versions:
        from importlib.metadata import PackageNotFoundError, version

        try:
            _versions[distribution] = version(distribution)
        except PackageNotFoundError:
            _versions[distribution] = ""
    return _versions[distribution]
