"""What is to be printed for one input, kept until it is whole, so that nothing is printed of an input that fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from civicnews.errors import WriteError

__all__ = ["Spool"]

IN_MEMORY = 4_000_000
"""More characters than this go to a temporary file."""
_AT_ONCE = 1 << 20


class Spool:
    """Text that comes in pieces and is read once."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._size = 0
        self._file: TextIO | None = None

    def add(self, text: str) -> None:
        """Keep a piece.

        Raises:
            WriteError: there is no room for it in the folder of temporary files.
        """
        self._pieces.append(text)
        self._size += len(text)
        if self._size > IN_MEMORY:
            self._store()

    def __iter__(self) -> Iterator[str]:
        """What was added, in larger pieces where it is much.

        Raises:
            WriteError: the temporary file cannot be read or written.
        """
        if self._file is None:
            yield "".join(self._pieces)
            return
        self._store()
        try:
            with self._file as file:
                file.seek(0)
                while text := file.read(_AT_ONCE):
                    yield text
        except OSError as error:
            raise _failed(error) from error

    def _store(self) -> None:
        import tempfile

        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="")  # noqa: SIM115 (read after this)
            self._file.writelines(self._pieces)
        except OSError as error:
            raise _failed(error) from error
        self._pieces, self._size = [], 0


def _failed(error: OSError) -> WriteError:
    return WriteError(f"a temporary file cannot be written ({error.strerror}); set TMPDIR to a folder with room")
