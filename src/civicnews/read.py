"""Stage 1: bytes → Page. Find out what the bytes are, decode them, and say plainly when they are no text.

UTF-8 is tried first and needs no guess. For anything else charset-normalizer chooses between GB18030,
Big5 and UTF-16; it is loaded only then. Measured on cuts of Chinese newspaper text it is right from 25
characters on (300 of 300 cuts for each of GB18030, Big5 and UTF-16, simplified and traditional), but at 6
characters only for 85 % of GB18030 text. So below `SHORT` bytes the standards themselves decide: both
GB 2312 and Big5 put the characters in common use into a first level of their own, and text read with
the wrong one of the two falls outside it. (Right for 400 of 400 cuts of 6 characters.)

A page's text is the decoded input without its byte-order mark and is otherwise never changed.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import sys
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from civicnews.bounded import MAX_BYTES, open_input
from civicnews.document import Page
from civicnews.errors import ReadError

__all__ = ["MAX_BYTES", "decode", "encoding_name", "page_of", "read_bytes", "read_path", "read_stdin"]

SHORT = 64
"""Below this many bytes the library's statistics have too little to go by."""
STDIN = "standard input"
_ADVICE = "leave --encoding out to have it found, or name the right one"
_SAMPLE = 20_000
_STRANGE = frozenset({"Cc", "Cn", "Co", "Cs"})
_STRANGE_SHARE = 0.1
_SURELY_UTF8 = 16
"""So many multi-byte characters do not come out as valid UTF-8 by chance."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_FAMILIES = {
    "gb18030": ("gb18030",),
    "big5hkscs": ("big5", "cp950", "big5hkscs"),
    "utf_16_le": ("utf-16-le",),
    "utf_16_be": ("utf-16-be",),
}
"""What the library is asked about → the codecs to decode with, the plainest first."""
_OCR = "run OCR on it and give the text"
_UNPACK = "unpack it and give the text files in it, or give it to `civicnews batch`"
_SAVE = "save it as plain text"
_SIGNATURES = (
    (b"%PDF-", "a PDF", "convert it with pdftotext and give the text, or name it .pdf"),
    (b"\x89PNG\r\n", "a PNG image", _OCR),
    (b"\xff\xd8\xff", "a JPEG image", _OCR),
    (b"GIF8", "a GIF image", _OCR),
    (b"II*\x00", "a TIFF image", _OCR),
    (b"MM\x00*", "a TIFF image", _OCR),
    (b"AT&TFORM", "a DjVu document", "convert it with djvutxt and give the text"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", _SAVE),
    (b"{\\rtf", "an RTF document", _SAVE),
    (b"\x1f\x8b", "gzip-compressed", _UNPACK),
    (b"BZh", "bzip2-compressed", _UNPACK),
    (b"\xfd7zXZ\x00", "xz-compressed", _UNPACK),
    (b"(\xb5/\xfd", "zstd-compressed", _UNPACK),
    (b"7z\xbc\xaf'\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"SQLite format 3\x00", "an SQLite database", "export the text from it"),
    (b"PAR1", "a Parquet file", "export the text from it"),
)


def read_path(path: str | os.PathLike[str], encoding: str | None = None) -> Page:
    """Read a file, a named pipe or a device: text, or by its name HTML, Markdown, PDF or Word.

    Args:
        path: where it is; kept in the page as given.
        encoding: the name of its encoding, to force it; found out if None.

    Raises:
        ReadError: it cannot be opened (then `__cause__` is the OSError), is too large, or is no text; or the extra that reads its kind
            is not installed.
    """
    from civicnews.inputs.formats import page_from

    name = os.fspath(path)
    try:
        with open_input(name) as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ReadError(f"{name}: no such file; check the path") from error
    except IsADirectoryError as error:
        raise ReadError(f"{name}: is a directory; name the files in it") from error
    except OSError as error:
        raise ReadError(f"{name}: cannot be read ({error.strerror}); check the path and its rights") from error
    except ValueError as error:
        raise ReadError(f"{name}: is no path ({error})") from error
    return page_from(data, name, encoding)


def read_stdin(encoding: str | None = None, stream: BinaryIO | None = None) -> Page:
    """Read all of standard input.

    Args:
        encoding: the name of its encoding, to force it; found out if None.
        stream: read this binary stream instead.

    Raises:
        ReadError: it is closed, too large, or no text.
    """
    try:
        data = (stream if stream is not None else sys.stdin.buffer).read(MAX_BYTES + 1)
    except (AttributeError, OSError, ValueError) as error:
        raise ReadError(f"{STDIN}: cannot be read; pipe a page into it or name a file") from error
    return read_bytes(data, path=None, encoding=encoding)


def page_of(text: str) -> Page:
    """Wrap text that is decoded already. Takes any text, lone surrogates and the empty one too."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Page(text=text, path=None, sha256=digest, encoding="utf-8")


def read_bytes(data: bytes, *, path: str | None, encoding: str | None = None) -> Page:
    """Decode one input.

    Args:
        data: all its bytes.
        path: where they come from, for the page and for messages; None for standard input.
        encoding: the name of the encoding, to force it; found out if None.

    Returns:
        The page; `encoding` is the name of the codec that decodes the bytes, `utf-8-sig` where a UTF-8
        byte-order mark was dropped.

    Raises:
        ReadError: the bytes are empty, too many, or no text in the encoding.
    """
    name = STDIN if path is None else path
    text, codec = decode(data, name, encoding)
    return Page(text=text, path=path, sha256=hashlib.sha256(data).hexdigest(), encoding=codec)


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """The text of the bytes, without its byte-order mark, and the codec that decodes them.

    Args:
        data: all bytes of one input.
        name: what messages call it.
        encoding: the name of the encoding, to force it; found out if None.

    Raises:
        ReadError: the bytes are empty, too many, or no text in the encoding.
    """
    if len(data) > MAX_BYTES:
        raise ReadError(f"{name}: larger than {MAX_BYTES >> 20} MiB; split it into pages")
    _refuse_known_binary(data, name)
    if encoding is None:
        text, codec = _decode(data, name)
    else:
        text, codec = _decode_as(data, encoding_name(encoding), name)
    text = text.removeprefix("\ufeff")
    if not text or text.isspace():
        raise ReadError(f"{name}: is empty; there is no text in it")
    if _strange(text) > _STRANGE_SHARE:
        what = "is binary data, not text" if encoding is None else f"is no text in {codec}; leave --encoding out to have it found"
        raise ReadError(f"{name}: {what}")
    return text, codec


def encoding_name(name: str) -> str:
    """The codec's own name for an encoding: UTF8 → utf-8, GB-18030 → gb18030.

    Raises:
        ReadError: no such text encoding is known.
    """
    try:
        codec = codecs.lookup(name).name
        with suppress(UnicodeError):
            b" ".decode(codec)  # some codecs are no encodings of text: base64, rot13
        return codec
    except (LookupError, ValueError) as error:
        raise ReadError(f"unknown encoding {name!r}; expected a name such as utf-8, gb18030, big5 or utf-16") from error


def _refuse_known_binary(data: bytes, name: str) -> None:
    if data.startswith(b"PK\x03\x04"):
        what, remedy = ("an Office document", _SAVE) if b"[Content_Types].xml" in data else ("a ZIP archive", _UNPACK)
        raise ReadError(f"{name}: is {what}, not text; {remedy}")
    for signature, what, remedy in _SIGNATURES:
        if data.startswith(signature):
            raise ReadError(f"{name}: is {what}, not text; {remedy}")


def _decode_as(data: bytes, codec: str, name: str) -> tuple[str, str]:
    """Decode with the codec that was asked for, unless the bytes are plainly UTF-8."""
    if codec == "utf-8" and data.startswith(codecs.BOM_UTF8):
        codec = "utf-8-sig"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise ReadError(f"{name}: is not {codec}: {_where(data, error.start)} cannot be decoded; {_ADVICE}") from error
    except UnicodeError as error:
        raise ReadError(f"{name}: is not {codec} ({error}); {_ADVICE}") from error
    if not codec.startswith("utf-8") and not data.isascii() and _utf8_characters(data) >= _SURELY_UTF8:
        raise ReadError(f"{name}: is UTF-8, not {codec}; leave --encoding out")
    return text, codec


def _utf8_characters(data: bytes) -> int:
    """How many multi-byte characters the bytes hold as UTF-8; 0 if they are not UTF-8."""
    try:
        return sum(not character.isascii() for character in data.decode("utf-8")[:_SAMPLE])
    except UnicodeDecodeError:
        return 0


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """Find the encoding and decode."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(codec), codec
            except UnicodeDecodeError as error:
                raise ReadError(f"{name}: begins as {codec}, but {_where(data, error.start)} cannot be decoded; mend the file") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, name, error.start)
    else:
        if not (data.isascii() and b"\0" in data):  # Latin text in UTF-16 is valid UTF-8, with a NUL beside each letter
            return text, "utf-8"
    family = _family(data)
    for codec in _FAMILIES.get(family or "", ()):
        try:
            return data.decode(codec), codec
        except UnicodeDecodeError:
            continue
    _refuse_damaged_multibyte(data, name)
    raise ReadError(f"{name}: is binary, or in none of UTF-8, GB18030, Big5 and UTF-16; name its encoding with --encoding, or convert it")


def _refuse_damaged_utf8(data: bytes, name: str, first: int) -> None:
    """Say where UTF-8 breaks off, if what stands around that place is UTF-8 otherwise."""
    around = data[max(0, first - _SAMPLE) : first + _SAMPLE].decode("utf-8", "replace")
    bad = around.count("\ufffd")
    good = sum(not character.isascii() for character in around) - bad
    if bad * 4 <= good:
        raise ReadError(f"{name}: is UTF-8, but damaged: {_where(data, first)} cannot be decoded; mend it, for instance with iconv -c")


def _refuse_damaged_multibyte(data: bytes, name: str) -> None:
    """Say where GB18030 or Big5 breaks off, if it holds for long enough to be one of them."""
    whole = data[: max(_breaks_at(data, codec) for codec in ("gb18030", "big5hkscs"))]
    codec = _family(whole) if len(whole) >= SHORT else None
    if codec in ("gb18030", "big5hkscs"):
        place = _where(data, _breaks_at(data, codec))
        raise ReadError(f"{name}: is {_FAMILIES[codec][0]}, but damaged: {place} cannot be decoded; mend it, for instance with iconv -c")


def _breaks_at(data: bytes, codec: str) -> int:
    try:
        data.decode(codec)
    except UnicodeDecodeError as error:
        return error.start
    return len(data)


def _where(data: bytes, offset: int) -> str:
    line = data.count(b"\n", 0, offset) + 1
    return f"byte {offset + 1} (line {line})"


def _family(data: bytes) -> str | None:
    """Which of the keys of `_FAMILIES` the bytes are, or None."""
    if len(data) < SHORT and not any(byte < 32 and byte not in b"\t\n\v\f\r" for byte in data):  # controls: the halves of UTF-16
        return _by_first_level(data)
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=list(_FAMILIES), threshold=1.0).best()
    return best.encoding if best is not None else None


def _by_first_level(data: bytes) -> str | None:
    """Choose between GB18030 and Big5 by the share of characters in the standard's first level."""
    gb = _share(data, "gb18030", lambda a, b: (0xA1 <= a <= 0xA3 or 0xB0 <= a <= 0xD7) and b >= 0xA1)
    big5 = _share(data, "big5hkscs", lambda a, b: 0xA1 <= a <= 0xC5 or (a == 0xC6 and b <= 0x7E))
    if gb is None and big5 is None:
        return None
    return "gb18030" if big5 is None or (gb is not None and gb >= big5) else "big5hkscs"


def _share(data: bytes, codec: str, first_level: Callable[[int, int], bool]) -> float | None:
    try:
        wide = [character.encode(codec, "ignore") for character in data.decode(codec) if not character.isascii()]
    except UnicodeDecodeError:
        return None
    return sum(len(code) == 2 and first_level(*code) for code in wide) / max(1, len(wide))


def _strange(text: str) -> float:
    """The share of characters that no newspaper prints: controls, private use, unassigned."""
    sample = text[:_SAMPLE]
    strange = sum(c == "\ufffd" or (not c.isspace() and unicodedata.category(c) in _STRANGE) for c in sample)
    return strange / len(sample)
