"""Archives, for `batch`."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress

from hostile.good import GOOD, zipped
from hostile.more_archives import more_archives

__all__ = ["archives"]


def archives(large: int) -> Iterator[tuple[str, bytes, bool]]:
    """Archives, for `batch`; those whose name begins with `good` hold a page that must give a record."""
    page = GOOD.encode()
    yield "good.zip", zipped({"a.txt": page}), True
    yield "good-among.zip", zipped({"../../out.txt": page, "/abs.txt": page, "C:\\x.txt": page, "..\\..\\w.txt": page, "a.txt": page}), True
    sound = zipped({"a.txt": page})
    yield "cut.zip", sound[:-30], False
    yield "cut-head.zip", sound[20:], False
    yield "flipped.zip", sound.replace(sound[45:50], b"\xff" * 5), False
    yield "empty.zip", b"", False
    yield "none.zip", zipped({}), False
    yield "text.zip", page, False
    encrypted = bytearray(sound)
    encrypted[6] |= 1
    encrypted[sound.index(b"PK\x01\x02") + 8] |= 1
    yield "encrypted.zip", bytes(encrypted), False
    method = bytearray(sound)
    method[8] = 99
    method[sound.index(b"PK\x01\x02") + 10] = 99
    yield "method.zip", bytes(method), False
    yield "bomb.zip", zipped({"a.txt": bytes(large * 200)}), False
    yield "bomb-blanks.zip", zipped({"a.txt": b" " * (large * 60)}), False
    lied = bytearray(zipped({"a.txt": b" " * (large * 60)}))
    at = lied.index(b"PK\x01\x02")
    lied[at + 24 : at + 28] = struct.pack("<I", 100)
    lied[22:26] = struct.pack("<I", 100)
    yield "bomb-lied.zip", bytes(lied), False
    nested = page
    for _ in range(8):
        nested = zipped({"a.zip": nested})
    yield "nested.zip", nested, False
    yield "quine.zip", zipped({"a.zip": zipped({"b.zip": sound, "c.zip": sound})}), False
    yield "many.zip", zipped({f"{n}.bin": b"" for n in range(large // 50)}), False
    yield (
        "names.zip",
        zipped({"\x1b[31m红.txt": page, "a\nb.txt": page, "\u202ex.txt": page, "a" * 5000 + ".txt": page, " .txt": b"", "con.txt": page}),
        False,
    )
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive:
        archive.writestr("a.txt", page)
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            archive.writestr("a.txt", b"")
    yield "twice.zip", twice.getvalue(), False
    link = io.BytesIO()
    with zipfile.ZipFile(link, "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    yield "link.zip", link.getvalue(), False
    yield "tables.zip", zipped({"a.jsonl": b"[" * 100_000, "b.csv": b'"', "c.pdf": b"%PDF-", "d.docx": sound, "e.html": b"<" * 1000}), False

    def tar(*infos: tuple[tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=form) as archive:
            for info, data in infos:
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        return out.getvalue()

    def entry(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, target
        return info

    yield "good.tar", tar((entry("a.txt"), page)), True
    special = (
        (entry("../../out.txt"), page),
        (entry("/abs.txt"), page),
        (entry("link.txt", tarfile.SYMTYPE, "/etc/passwd"), b""),
        (entry("hard.txt", tarfile.LNKTYPE, "/etc/passwd"), b""),
        (entry("self.txt", tarfile.SYMTYPE, "self.txt"), b""),
        (entry("device.txt", tarfile.CHRTYPE), b""),
        (entry("block.txt", tarfile.BLKTYPE), b""),
        (entry("pipe.txt", tarfile.FIFOTYPE), b""),
        (entry("dir.txt", tarfile.DIRTYPE), b""),
    )
    yield "good-among.tar", tar(*special, (entry("a.txt"), page)), True
    sound = tar((entry("a.txt"), page), (entry("b.txt"), page))
    yield "cut.tar", sound[:700], False
    yield "head.tar", sound[:300], False
    yield "flipped.tar", b"\xff" * 10 + sound[10:], False
    yield "zeros.tar", bytes(10_240), False
    yield "text.tar", page, False
    yield "size.tar", sound[:124] + b"77777777777\0" + sound[136:], False
    yield "size-negative.tar", sound[:124] + b"\xff" * 12 + sound[136:], False
    long = entry("a.txt")
    long.pax_headers = {"path": "a" * 100_000 + ".txt", "size": "x"}
    with suppress(ValueError):
        yield "pax.tar", tar((long, page)), False
    yield "names.tar", tar((entry("\x1b[31m红.txt"), page), (entry("a\nb.txt"), page), (entry("\udcff.txt"), page)), False
    yield "many.tar", tar(*((entry(f"{n}.bin"), b"") for n in range(large // 200))), False
    yield "good.txt.gz", gzip.compress(page), True
    yield "good.tar.gz", gzip.compress(tar((entry("a.txt"), page))), True
    yield "cut.txt.gz", gzip.compress(page)[:-10], False
    yield "text.txt.gz", page, False
    yield "empty.txt.gz", b"", False
    yield "trailing.txt.gz", gzip.compress(page) + b"garbage", False
    yield "bomb.txt.gz", gzip.compress(bytes(large * 200)), False
    yield "bomb-bomb.txt.gz.gz", gzip.compress(gzip.compress(bytes(large * 200))), False
    many = page
    for _ in range(20):
        many = gzip.compress(many)
    yield "gz-of" + ".gz" * 20, many, False
    yield "text.tar.gz", gzip.compress(page), False
    yield "text.tgz", page, False
    yield "text.zst", page, False
    yield "cut.txt.zst", b"(\xb5/\xfd\x04", False
    yield "empty.tzst", b"", False
    yield from more_archives(large)
