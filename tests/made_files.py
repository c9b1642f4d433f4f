"""Files of every kind, made for the tests; sound ones and bad ones."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping
from importlib import import_module

from civicnews.inputs.kinds import ZSTD

TEXT = "柳岸社区办起义诊\n\n　　3月5日，柳岸社区邀请医生到广场为老人义诊，量血压、测血糖。\n"


def zipped(members: Mapping[str, bytes | str], *, encrypted: tuple[str, ...] = ()) -> bytes:
    """A zip; the members named in `encrypted` are marked as such."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    data = bytearray(out.getvalue())
    for name in encrypted:
        raw = name.encode()
        central = data.index(raw, data.index(b"PK\x01\x02")) - 46
        data[central + 8] |= 1
    return bytes(data)


def tarred(members: Mapping[str, bytes | str]) -> bytes:
    """A plain tar."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            raw = data.encode() if isinstance(data, str) else data
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    return out.getvalue()


def gzipped(data: bytes | str) -> bytes:
    """One gzip member, the same bytes every time."""
    return gzip.compress(data.encode() if isinstance(data, str) else data, mtime=0)


def zstd(data: bytes | str) -> bytes:
    """One zstd frame."""
    made: bytes = import_module(ZSTD).compress(data.encode() if isinstance(data, str) else data)
    return made


def word(*paragraphs: str, title: str | None = None, table: tuple[str, ...] = ()) -> bytes:
    """A Word file."""
    import docx

    document = docx.Document()
    if title is not None:
        document.add_heading(title, 0)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        cells = document.add_table(rows=1, cols=len(table)).rows[0].cells
        for cell, text in zip(cells, table, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(*pages: str, encrypted: bool = False) -> bytes:
    """A PDF with the lines of each page from top to bottom, in a font that is not embedded."""
    characters = sorted({character for page in pages for character in page if character != "\n"})
    code = {character: number for number, character in enumerate(characters, 1)}
    mapping = "".join(f"<{number:04x}> <{character.encode('utf-16-be').hex()}>\n" for character, number in code.items())
    unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(code)} beginbfchar\n{mapping}endbfchar endcmap end end"
    ).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), b" ".join(b"%d 0 R" % (7 + 2 * n) for n in range(len(pages)))),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        b" /FontDescriptor 6 0 R /DW 1000 >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(unicode), unicode),
        b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 900 /Descent -100"
        b" /CapHeight 800 /StemV 80 >>",
    ]
    for number, page in enumerate(pages):
        shown = b"BT /F1 12 Tf 14 TL 40 780 Td\n"
        for line in page.split("\n"):
            shown += b"<%s> Tj T*\n" % "".join(f"{code[c]:04x}" for c in line).encode()
        shown += b"ET"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 840] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % (8 + 2 * number)
        )
        objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(shown), shown))
    if encrypted:
        objects.append(
            b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <%s> /U <%s> >>" % (b"41" * 32, b"42" * 32)
        )  # fits no password at all
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    secret = b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects) if encrypted else b""
    return out + b"trailer << /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, secret, table)


def bomb(size: int = 64 << 20) -> bytes:
    """Zeros, gzipped."""
    return gzipped(bytes(size))
