"""Put the review page together: one file that asks for nothing else.

Nothing of the input becomes markup. It stands in the page as JSON, with every character escaped that could end the block it stands
in, and the scripts write it into the page as text. The policy in the head lets only these scripts and this style sheet run, by
their hashes, and lets nothing be fetched.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from civicnews import __version__

__all__ = ["embedded", "filled", "policy", "review_page"]

_SCRIPTS = ("words", "dom", "model", "segments", "marks", "fields", "cards", "edit", "zip", "export", "filters", "page")
"""The scripts in the order in which they are joined; each says on its first line what it is for."""
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_UNSAFE = re.compile("[<>&\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SLOT = re.compile(r"\{\{([a-z]+)\}\}")


def review_page(data: Mapping[str, Any]) -> str:
    """The whole page.

    Args:
        data: what `review_data` made.
    """
    folder = files("civicnews.review")
    style = (folder / "page.css").read_text("utf-8")
    script = "\n".join((folder / "scripts" / f"{name}.js").read_text("utf-8") for name in _SCRIPTS)
    script = f'"use strict";\n(() => {{\n{script}\n}})();\n'
    return filled(
        (folder / "page.html").read_text("utf-8"),
        {"policy": policy(style, script), "style": style, "script": script, "data": embedded(data), "version": html.escape(__version__)},
    )


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with each `{{name}}` replaced once; what is put in is not looked at again."""
    return _SLOT.sub(lambda found: values[found.group(1)], template)


def policy(style: str, script: str | None = None) -> str:
    """The content security policy of a page with one style sheet and at most one script, both inline."""
    rules = ["default-src 'none'", f"style-src '{_digest(style)}'", "img-src data:", "base-uri 'none'", "form-action 'none'"]
    if script is not None:
        rules += [f"script-src '{_digest(script)}'", "require-trusted-types-for 'script'"]
    return "; ".join(rules)


def embedded(data: object) -> str:
    """JSON that can stand in a script element: it holds no `<`, and no lone surrogate."""
    text = _SURROGATE.sub("\ufffd", json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    return _UNSAFE.sub(lambda found: _ESCAPED[found.group()], text)


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"
