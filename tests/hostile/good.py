"""A page with one record, and a zip file of what is given; the other modules here build on them."""

from __future__ import annotations

import io
import zipfile

__all__ = ["GOOD", "SENTENCE", "zipped"]

SENTENCE = "3月5日，柳岸社区组织20余名志愿者来到滨河公园，为老人们义诊、理发。"
GOOD = f"柳岸社区办起义诊\n\n　　本报讯（记者 林一）{SENTENCE}\n"
"""A page with one record."""


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip file with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
