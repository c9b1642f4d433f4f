"""What is no plain file, and names that are hard to print."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from hostile.good import GOOD

__all__ = ["odd", "odd_packs"]


def odd(folder: Path) -> Iterator[tuple[Path, bool]]:
    """Where each stands, whether it must give a record."""
    folder.mkdir()
    page = GOOD.encode()
    for name in (
        "a\nb.txt",
        "\x1b[31mred.txt",
        "-o.txt",
        "--help.txt",
        " .txt",
        "社" * 80 + ".txt",
        "\u202etxt.exe.txt",
        "%s%n{}.txt",
        "$(id)`id`.txt",
        "a'b\"c.txt",
    ):
        (folder / name).write_bytes(page)
        yield folder / name, True
    raw = os.fsencode(folder) + b"/\xff\xfe.txt"
    with open(raw, "wb") as file:
        file.write(page)
    yield Path(os.fsdecode(raw)), True
    (folder / "folder.txt").mkdir()
    yield folder / "folder.txt", False
    os.mkfifo(folder / "fifo.txt")
    yield folder / "fifo.txt", False
    with socket.socket(socket.AF_UNIX) as one, suppress(OSError):
        one.bind(os.fspath(folder / "socket.txt"))
        yield folder / "socket.txt", False
    (folder / "loop.txt").symlink_to("loop.txt")
    yield folder / "loop.txt", False
    (folder / "dead.txt").symlink_to("nowhere")
    yield folder / "dead.txt", False
    (folder / "link.txt").symlink_to("--help.txt")
    yield folder / "link.txt", True
    (folder / "up.txt").symlink_to("folder.txt")
    yield folder / "up.txt", False
    (folder / "unreadable.txt").write_bytes(page)
    (folder / "unreadable.txt").chmod(0)
    yield folder / "unreadable.txt", False
    with open(folder / "sparse.txt", "wb") as file:
        file.truncate(1 << 40)
    yield folder / "sparse.txt", False
    for device in ("/dev/zero", "/dev/full", "/dev/null", "/dev/urandom", "/proc/self/mem", "/proc/self/environ", "/dev/stdin"):
        yield Path(device), False
    yield Path("/no/such/file.txt"), False
    yield folder / ("x" * 300 + ".txt"), False
    yield Path("a\0b.txt"), False


def odd_packs(folder: Path) -> Iterator[Path]:
    """Rule packs whose files are no plain files."""
    manifest = "name: p\nversion: '1'\nabout: x\n"
    for name in ("link-out", "link-device", "link-loop", "pipe", "folder", "manifest-pipe", "manifest-folder", "sparse", "link-up"):
        root = folder / f"odd-{name}"
        root.mkdir()
        if not name.startswith("manifest"):
            (root / "pack.yaml").write_text(manifest, "utf-8")
        match name:
            case "link-out":
                (root / "a.yaml").symlink_to("/etc/passwd")
            case "link-device":
                (root / "a.yaml").symlink_to("/dev/zero")
            case "link-loop":
                (root / "a.yaml").symlink_to("a.yaml")
            case "pipe":
                os.mkfifo(root / "a.yaml")
            case "folder":
                (root / "a.yaml").mkdir()
            case "manifest-pipe":
                os.mkfifo(root / "pack.yaml")
            case "manifest-folder":
                (root / "pack.yaml").mkdir()
            case "sparse":
                with open(root / "a.yaml", "wb") as file:
                    file.truncate(1 << 33)
            case "link-up":
                (root / "vocab").symlink_to("..")
        yield root
    yield folder / "no-such-pack"
    yield folder.parent / "odd" / "--help.txt"
