"""The browser that is installed, for the tests of the pages and for benchmarks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["NO_BROWSER", "chromium", "in_browser", "missing"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip


def installed() -> str | None:
    """The path of the browser, or None."""
    return next((path for path in map(shutil.which, NAMES) if path is not None), None)


def missing() -> str | None:
    """What is missing for a test in a browser, in one line; None where all is there."""
    try:
        import playwright  # noqa: F401
    except ImportError:
        return "playwright is not installed; pip install -e '.[dev,browser]'"
    if installed() is None:
        return "no browser was found; apt-get install chromium"
    return None


NO_BROWSER = None if os.environ.get("CIVICNEWS_BROWSER") == "required" else missing()
"""Why tests in a browser are skipped; None where they run. CIVICNEWS_BROWSER=required makes a missing browser a failure."""
in_browser = pytest.mark.skipif(NO_BROWSER is not None, reason=str(NO_BROWSER))


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, started without a window and with a profile of its own, and stopped at the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=installed(), args=list(SWITCHES))
        try:
            yield browser
        finally:
            browser.close()
