"""The environment for a program that must not be traced where the tests run under coverage: tracing takes time that `rules check` has not,
and writes files where a test lets none be written."""

from __future__ import annotations

import os


def untraced() -> dict[str, str]:
    """The variables without the one by which coverage starts in another process."""
    return {name: value for name, value in os.environ.items() if name != "COVERAGE_PROCESS_CONFIG"}
