"""The errors that civicnews raises when it cannot go on.

    CivicNewsError
    ├── ReadError          an input cannot be read or decoded
    ├── RuleError          a rule pack is wrong; says file:line:column
    ├── GazetteerError     a gazetteer file is missing or wrong
    ├── WriteError         a result cannot be written
    ├── BatchError         a batch cannot start or go on
    └── MissingExtraError  a part was asked for that is not installed; an ImportError too

Trouble inside a page that extraction can go on from is no error: it is a `Warning` in the `Result`.
Each message is one line for people: what is wrong, where, and what to do.
"""

from __future__ import annotations

__all__ = ["BatchError", "CivicNewsError", "GazetteerError", "MissingExtraError", "ReadError", "RuleError", "WriteError"]


class CivicNewsError(Exception):
    """The root: one `except` clause catches everything that civicnews raises on purpose."""


class ReadError(CivicNewsError):
    """An input cannot be read or decoded."""


class RuleError(CivicNewsError):
    """A rule pack is wrong. The message begins with `file:line:column:`."""


class GazetteerError(CivicNewsError):
    """A gazetteer file is missing, unreadable, or has a bad row."""


class WriteError(CivicNewsError):
    """A result cannot be written to its target."""


class BatchError(CivicNewsError):
    """A batch cannot start or go on."""


class MissingExtraError(CivicNewsError, ImportError):
    """A part of civicnews was asked for whose packages are not installed. The message has the command that installs them."""
