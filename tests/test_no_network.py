"""Nothing that the program does opens a connection."""

from __future__ import annotations

import socket
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
        ("doctor",),
        ("schema",),
    ],
    ids=" ".join,
)
def test_command_opens_no_connection(arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    (tmp_path / "page.html").write_text(WEB, "utf-8")
    assert main(list(arguments)) == 0


def test_results_are_reported_without_a_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    assert main(["extract", "page.txt", "-o", "r.json"]) == 0
    assert main(["stats", "r.json"]) == 0
