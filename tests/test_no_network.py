"""Nothing that the program does opens a connection."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from civicnews.cli.app import main

PAGE = "柳岸社区办起义诊\n\n　　3月5日，柳岸社区邀请医生到广场为老人义诊，量血压、测血糖。\n"
WEB = (
    '<html><head><base href="http://127.0.0.1:9/"><link rel="stylesheet" href="x.css"><script src="x.js"></script></head><body>'
    '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/e">]><img src="http://127.0.0.1:9/i.png"><h1>柳岸社区办起义诊</h1>'
    "<p>3月5日，柳岸社区邀请医生到广场为老人义诊，量血压、测血糖。</p></body></html>"
)


class Connected(BaseException):
    """Not an `Exception`, so that nobody catches it."""


@pytest.fixture(autouse=True)
def _no_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **named: Any) -> None:
        raise Connected

    class Unconnected(socket.socket):
        """May be made, and bound to this machine: urllib3 does so when it is imported, to see whether there is IPv6."""

        connect = connect_ex = sendto = listen = refuse  # type: ignore[assignment]

    monkeypatch.setattr(socket, "socket", Unconnected)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.mark.parametrize(
    "arguments",
    [
        ("extract", "page.txt"),
        ("extract", "page.html"),
        ("explain", "page.txt"),
        ("review", "page.txt", "page.html", "-o", "review.html"),
        ("rules", "list"),
        ("gazetteer", "lookup", "永和社区"),
        ("gazetteer", "info"),
        ("batch", "page.txt", "page.html", "-q", "--workers", "2", "-o", "records.jsonl"),
        ("batch", "page.txt", "-q", "--workers", "1", "-o", "records.sqlite"),
        ("eval", "."),
        ("rules", "check", "pack"),
        ("doctor",),
        ("schema",),
    ],
    ids=" ".join,
)
def test_command_opens_no_connection(arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    (tmp_path / "page.html").write_text(WEB, "utf-8")
    (tmp_path / "page.json").write_text(json.dumps({"articles": []}), "utf-8")
    if arguments[0] == "rules":
        assert main(["rules", "new", "pack"]) == 0
    assert main(list(arguments)) == 0


def test_results_are_reported_without_a_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    assert main(["extract", "page.txt", "-o", "r.json"]) == 0
    assert main(["stats", "r.json"]) == 0
    assert main(["report", "r.json", "-o", "r.html"]) == 0


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace watches what libraries in C and Rust do, and is not here")
def test_libraries_open_no_connection_either(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(WEB, "utf-8")
    log = tmp_path / "log"
    watched = ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(log), sys.executable, "-m", "civicnews"]
    for arguments in (("extract", "page.html", "-o", "r.json"), ("report", "r.json", "-o", "r.html")):
        done = subprocess.run([*watched, *arguments], cwd=tmp_path, capture_output=True, text=True)
        if "ptrace" in done.stderr:
            pytest.skip("strace may not watch a process here")
        assert done.returncode == 0, done.stderr
        assert "AF_INET" not in log.read_text("utf-8")
    assert main(["report", "r.json", "-o", "r.html"]) == 0
