"""Archives whose structure lies: members upon each other, counts and sizes that are not so, headers without an end."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from hostile.good import GOOD, zipped

__all__ = ["more_archives"]


def more_archives(large: int) -> Iterator[tuple[str, bytes, bool]]:
    """Name, bytes, whether they must give a record."""
    yield from _zips(large)
    yield from _tars(large)
    yield from _streams(large)


def _zips(large: int) -> Iterator[tuple[str, bytes, bool]]:
    page = GOOD.encode()
    sound = zipped({"a.txt": page})
    yield "x-good-before-junk.zip", b"\x7fELF junk " * 50 + sound, True
    yield "x-good-comment.zip", _commented(sound, b"PK\x01\x02 comment" * 20), True
    yield "x-comment-end.zip", _commented(sound, b"PK\x05\x06" * 20), False
    yield (
        "x-good-names.zip",
        zipped({"a\0b.txt": page, "a" * 60_000 + ".txt": page, "nul\\..\\x.txt": page, "a.txt": page, "A.TXT": page}),
        True,
    )
    yield (
        "x-good-among-broken.zip",
        zipped({"b.zip": sound[:40], "c.gz": b"\x1f\x8b", "d.tar": b"x" * 600, "e.docx": b"PK", "a.txt": page}),
        True,
    )
    yield "x-overlap.zip", _overlapping(large), False
    end = sound.rindex(b"PK\x05\x06")
    for name, at, value in (
        ("count", end + 8, b"\xff\xff\xff\xff"),
        ("size", end + 12, b"\xff\xff\xff\xff"),
        ("offset", end + 16, b"\xff\xff\xff\xff"),
        ("offset-small", end + 16, b"\0\0\0\0"),
        ("disk", end + 4, b"\x05\0\x05\0"),
    ):
        yield f"x-lied-{name}.zip", sound[:at] + value + sound[at + len(value) :], False
    central = sound.index(b"PK\x01\x02")
    for name, at, value in (
        ("crc", central + 16, b"\0\0\0\0"),
        ("packed", central + 20, b"\xff\xff\xff\x7f"),
        ("unpacked", central + 24, b"\xff\xff\xff\x7f"),
        ("header", central + 42, b"\xff\xff\0\0"),
        ("version", central + 6, b"\xff\0"),
        ("extra", central + 30, b"\xff\xff"),
        ("flags", central + 8, b"\xff\xff"),
    ):
        yield f"x-member-{name}.zip", sound[:at] + value + sound[at + len(value) :], False
    yield "x-zip64.zip", sound[:end] + b"PK\x06\x06" + struct.pack("<Q", 2**63) + bytes(44) + b"PK\x06\x07" + bytes(16) + sound[end:], False
    for method, name in ((zipfile.ZIP_BZIP2, "bzip2"), (zipfile.ZIP_LZMA, "lzma")):
        for kind, data in (("good", page), ("bomb", bytes(large * 200))):
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", method) as archive:
                archive.writestr(zipfile.ZipInfo("a.txt"), data, method)
            yield f"x-{kind}-{name}.zip", out.getvalue(), kind == "good"
    yield "x-tree.zip", zipped({f"{n}.zip": zipped({f"{m}.zip": sound for m in range(10)}) for n in range(10)}), True
    yield "x-file-and-folder.zip", zipped({"a.txt": page, "a.txt/b.txt": page, "c.txt/": b""}), True
    yield "x-names-gbk.zip", zipped({"x": page}).replace(b"x", b"\xc9\xe7"), False
    yield "x-many-100k.zip", zipped({f"{n}.txt": b"" for n in range(large // 10)}), False
    yield "x-members-large.zip", zipped({f"{n}.txt": b"a" * (large // 2) for n in range(20)}), False


def _commented(archive: bytes, comment: bytes) -> bytes:
    return archive[:-2] + struct.pack("<H", len(comment)) + comment


def _overlapping(large: int) -> bytes:
    """Many names for one packed body, as bombs have that hold to the ratio of each member."""
    body = bytes(large * 10)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(body) + packer.flush()
    crc = zlib.crc32(body)
    fields = (20, 0, 8, 0, 0, crc, len(packed), len(body))
    out = struct.pack("<4s5H3I2H", b"PK\x03\x04", *fields, 5, 0) + b"a.txt" + packed
    start = len(out)
    for _ in range(500):
        out += struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, *fields, 5, 0, 0, 0, 0, 0, 0) + b"a.txt"
    return out + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 500, 500, len(out) - start, start, 0)


def _tars(large: int) -> Iterator[tuple[str, bytes, bool]]:
    page = GOOD.encode()

    def header(name: bytes, size: bytes, kind: bytes = b"0", rest: bytes = b"") -> bytes:
        block = bytearray(512)
        block[:100] = name.ljust(100, b"\0")[:100]
        block[100:124] = b"0000644\0" + b"0000000\0" * 2
        block[124:136] = size
        block[136:148] = b"00000000000\0"
        block[156:157] = kind
        block[157 : 157 + len(rest)] = rest
        block[148:156] = b" " * 8
        block[148:156] = b"%06o\0 " % sum(block)
        return bytes(block)

    def octal(size: int) -> bytes:
        return b"%011o\0" % size

    good = header(b"a.txt", octal(len(page))) + page.ljust(1024, b"\0")
    end = bytes(1024)
    yield "x-good-plain.tar", good + end, True
    yield "x-good-twice.tar", good + end + good + end, True
    yield "x-good-trailing.tar", good + end + b"junk" * 500, True
    yield "x-good-no-end.tar", good, True
    yield "x-good-device.tar", header(b"null.txt", octal(0), b"3", bytes(172) + b"0000001\0" + b"0000003\0") + good + end, True
    yield "x-good-unknown-kind.tar", header(b"x.txt", octal(0), b"Z") + good + end, True
    yield "x-size-256.tar", header(b"a.txt", b"\x80" + b"\x7f" * 11) + page + end, False
    yield "x-size-none.tar", header(b"a.txt", b"xxxxxxxxxxx\0") + page + end, False
    yield "x-name-none.tar", header(b"", octal(len(page))) + page.ljust(1024, b"\0") + end, False
    yield "x-name-dots.tar", header(b"./././../.", octal(0)) + header(b"..", octal(0), b"5") + end, False
    yield "x-long-name.tar", header(b"././@LongLink", octal(2**31), b"L") + b"x" * 2048 + end, False
    yield "x-long-name-endless.tar", (header(b"././@LongLink", octal(10), b"L") + b"x".ljust(512, b"\0")) * 2000, False
    yield "x-links.tar", b"".join(header(b"l%d.txt" % n, octal(0), b"1", b"l%d.txt" % (n + 1)) for n in range(2000)) + good + end, False
    yield (
        "x-link-out.tar",
        header(b"d", octal(0), b"2", b"/etc") + header(b"d/passwd.txt", octal(len(page))) + page.ljust(1024, b"\0") + end,
        False,
    )
    old_sparse = bytes(229) + octal(0) + octal(1) + bytes(72) + b"\0" + octal(10**11)
    yield "x-sparse-bomb.tar", header(b"s.txt", octal(512), b"S", old_sparse[:343]) + b"a" * 512 + good + end, False
    for name, record in (
        ("size", b"size=99999999999999999999"),
        ("sparse", b"GNU.sparse.major=1"),
        ("realsize", b"GNU.sparse.realsize=99999999999999"),
        ("map", b"GNU.sparse.map=0,1,x"),
        ("path", b"path=" + b"../" * 50 + b"x.txt"),
        ("charset", b"hdrcharset=BINARY"),
        ("time", b"mtime=1e999"),
    ):
        line = b" %s\n" % record
        size = len(line) + 3 if len(line) > 96 else len(line) + 2
        data = b"%d%s" % (size, line)
        yield (
            f"x-pax-{name}.tar",
            header(b"pax", octal(len(data)), b"x") + data.ljust(-(-len(data) // 512) * 512, b"\0") + good + end,
            False,
        )
    yield "x-pax-loop.tar", (header(b"pax", octal(512), b"x") + b"0 a=b\n".ljust(512, b"\0")) * 50 + end, False
    yield "x-pax-global.tar", header(b"pax", octal(20), b"g") + b"20 path=/etc/passwd\n".ljust(512, b"\0") + good + end, False
    yield "x-many-100k.tar", b"".join(header(b"%d.bin" % n, octal(0)) for n in range(min(large // 10, 20_000))) + end, False
    nested = page
    for _ in range(6):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as archive:
            info = tarfile.TarInfo("a.tar")
            info.size = len(nested)
            archive.addfile(info, io.BytesIO(nested))
        nested = out.getvalue()
    yield "x-nested.tar", nested, False
    yield "x-xz-named.tar", lzma.compress(good + end), False
    yield "x-bz2-named.tar", bz2.compress(good + end), False


def _streams(large: int) -> Iterator[tuple[str, bytes, bool]]:
    page = GOOD.encode()
    packed = gzip.compress(page)
    yield "x-good-many-members.txt.gz", b"".join(gzip.compress(bytes([byte])) for byte in page), True
    yield "x-good-empty-members.txt.gz", gzip.compress(b"") * 2000 + packed, True
    yield "x-good-zeros-after.txt.gz", packed + bytes(2000), True
    yield "x-name-endless.txt.gz", b"\x1f\x8b\x08\x08\0\0\0\0\0\x03" + b"x" * large, False
    yield "x-extra.txt.gz", b"\x1f\x8b\x08\x04\0\0\0\0\0\x03\xff\xff" + packed, False
    yield "x-flags.txt.gz", b"\x1f\x8b\x08\xff\0\0\0\0\0\x03" + packed[10:], False
    yield "x-method.txt.gz", b"\x1f\x8b\x09\0\0\0\0\0\0\x03" + packed[10:], False
    yield "x-crc.txt.gz", packed[:-8] + b"\0\0\0\0" + packed[-4:], False
    yield "x-size.txt.gz", packed[:-4] + b"\xff\xff\xff\xff", False
    yield "x-flipped.txt.gz", packed[:20] + b"\xff\xff" + packed[22:], False
    yield "x-members-bomb.txt.gz", gzip.compress(bytes(large)) * 100, False
    yield "x-bomb-jsonl.jsonl.gz", gzip.compress(b'{"text": "' + b"a" * (large * 100) + b'"}\n'), False
    yield "x-bomb-csv.csv.gz", gzip.compress(b"text\n" + b"a" * (large * 100)), False
    magic = b"(\xb5/\xfd"
    yield "x-window.txt.zst", magic + b"\0\xf8" + b"\x01\0\0", False
    yield "x-window-bomb.txt.zst", magic + b"\xa0" + struct.pack("<I", 2**31) + (b"\x02\x00\x10" + b"a") * 4000 + b"\x01\0\0", False
    yield "x-skippable.txt.zst", b"\x50\x2a\x4d\x18\xff\xff\xff\xff" + page, False
    yield "x-skippable-many.txt.zst", b"\x50\x2a\x4d\x18\0\0\0\0" * 5000, False
    yield "x-dictionary.txt.zst", magic + b"\x03\x58\xff\xff\xff\xff\x01\0\0", False
    raw = magic + b"\x00\x58" + struct.pack("<I", (len(page) << 3) | 1)[:3] + page
    yield "x-good-raw.txt.zst", raw, True
    yield "x-good-frames.txt.zst", raw + b"\x50\x2a\x4d\x18\x04\0\0\0abcd" + magic + b"\x00\x58\x01\0\0", True
    yield "x-trailing.txt.zst", raw + b"junk", False
    yield "x-checksum.txt.zst", magic + b"\x04\x58" + raw[6:] + b"\0\0\0\0", False
