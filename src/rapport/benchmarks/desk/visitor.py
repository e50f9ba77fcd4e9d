"""Somebody with a browser, as thin as can be: cookies, one connection kept open, and as little work as it takes.

What asks must not eat the processors that answer.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from urllib.parse import urlencode

END_OF_HEAD = b"\r\n\r\n"
PATIENCE = 60


@dataclass(frozen=True)
class Answer:
    """As much of an answer as is looked at."""

    status: int
    location: str
    body: bytes


class Visitor:
    """Signs in by a link; then asks, and takes what comes."""

    def __init__(self, port: int, link: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.host = f"127.0.0.1:{port}"
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.got = b""
        self.ask("GET", link)
        self.answer()
        self.ask("GET", "/reports/")
        found = re.search(rb'name="rapport-csrf" content="(\w+)"', self.answer().body)
        if found is None:
            raise RuntimeError("nobody is signed in")
        self.token = found[1].decode()

    def ask(self, method: str, path: str, typed: dict[str, str] | None = None) -> None:
        """Send a request."""
        body = "" if typed is None else urlencode({**typed, "csrfmiddlewaretoken": self.token})
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\nCookie: {kept}\r\n"
        if typed is not None:
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        self.got = b""
        self.socket.sendall(f"{head}\r\n{body}".encode())

    def answer(self) -> Answer:
        """Wait for the whole answer."""
        while True:
            found = self.more()
            if found is not None:
                return found

    def more(self) -> Answer | None:
        """Take what has come; the answer, once it is whole."""
        piece = self.socket.recv(1 << 18)
        if not piece:
            raise ConnectionError("the server hung up")
        self.got += piece
        head, end, body = self.got.partition(END_OF_HEAD)
        if not end:
            return None
        length = re.search(rb"(?i)content-length: (\d+)", head)
        if length is None and not (b"chunked" in head.lower() and body.endswith(b"0\r\n\r\n")) and b" 204 " not in head:
            return None
        if length is not None and len(body) < int(length[1]):
            return None
        for name, value in re.findall(rb"(?i)set-cookie: ([^=]+)=([^;\r]*)", head):
            self.cookies[name.decode()] = value.decode()
        where = re.search(rb"(?i)location: ([^\r]*)", head)
        return Answer(int(head[9:12]), where[1].decode() if where else "", body)
