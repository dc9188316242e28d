"""A forward proxy whose behaviour depends on the name of the target: `refuse403.peer` gets 403, and so on.

Any other target gets a real tunnel, which no path of this server needs to know of.
"""

import base64
import select
import socket
import time

from channel import Channel, Closed
from exchange import Request
from http1 import Connection as HTTPConnection
from http1 import Malformed
from journal import Journal

HTML = b"<html><body><h1>Blocked by the company</h1></body></html>"
# What `checked.peer` asks for.
CREDENTIALS = "user:p@ss:word/%é"
TUNNEL_LIMIT = 120.0
TIME_LIMIT = 20.0


def _page(status: str, extra: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(HTML)}\r\n{extra}\r\n"
    return head.encode() + HTML


PASSWORD = 'Proxy-Authenticate: Basic realm="company"\r\n'
DIGEST = 'Proxy-Authenticate: Digest realm="a", nonce="b"\r\n'
# What is sent, and how the connection ends.
ANSWERS: dict[str, tuple[bytes, str]] = {
    "page": (_page("200 OK"), "fin"),
    "page401": (_page("401 Unauthorized", 'WWW-Authenticate: Basic realm="company"\r\n'), "fin"),
    "page403": (_page("403 Forbidden"), "fin"),
    "page404": (_page("404 Not Found"), "fin"),
    "page407": (_page("407 Proxy Authentication Required", PASSWORD), "fin"),
    "open407": (_page("407 Proxy Authentication Required", PASSWORD), "keep"),
    "digest407": (_page("407 Proxy Authentication Required", DIGEST), "fin"),
    "bare407": (_page("407 Proxy Authentication Required"), "fin"),
    "page429": (_page("429 Too Many Requests", "Retry-After: 1\r\n"), "fin"),
    "page500": (_page("500 Internal Server Error"), "fin"),
    "page502": (_page("502 Bad Gateway"), "fin"),
    "page503": (_page("503 Service Unavailable"), "fin"),
    "page504": (_page("504 Gateway Timeout"), "fin"),
    "redirect302": (_page("302 Found", "Location: http://login.peer/\r\n"), "fin"),
    "close": (b"", "fin"),
    "reset": (b"", "rst"),
    "cut": (b"HTTP/1.1 200 Connection est", "fin"),
    "garbage": (bytes(range(256)) * 4, "fin"),
    "html": (HTML, "fin"),
    "endtunnel": (b"HTTP/1.1 200 OK\r\n\r\n", "fin"),
    "resettunnel": (b"HTTP/1.1 200 OK\r\n\r\n", "rst"),
    "bighead": (b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * (10 << 20) + b"\r\n\r\n", "fin"),
    "silent": (b"", "silence"),
    "silenttunnel": (b"HTTP/1.1 200 OK\r\n\r\n", "silence"),
    "endless": (b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100, "repeat"),
}
# Heads after which the tunnel is real.
TUNNEL_HEADS = {
    "length": b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
    "chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    "interim": b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    "old": b"HTTP/1.0 200 Connection established\r\n\r\n",
    "status204": b"HTTP/1.1 204 No Content\r\n\r\n",
    "noreason": b"HTTP/1.1 200\r\n\r\n",
    "checked": b"HTTP/1.1 200 OK\r\n\r\n",
}


class Connection(HTTPConnection):
    """A connection of a client to the proxy."""

    def __init__(self, channel: Channel, journal: Journal, routes: dict, target_port: int):
        super().__init__(channel, journal, routes)
        # Where names of `TUNNEL_HEADS` lead to.
        self.target_port = target_port

    def answer(self, request: Request) -> bool:
        target = request.target if request.method == "CONNECT" else request.target.split("/")[2]
        name, _, port = target.rpartition(":") if ":" in target else (target, ":", "80")
        word = name.removesuffix(".peer")
        if word in ANSWERS:
            data, how = ANSWERS[word]
            self.read_body(request)
            return self.refuse(request, data, how)
        if request.method != "CONNECT":
            return self.end(request, "fin")
        expected = "Basic " + base64.b64encode(CREDENTIALS.encode()).decode()
        if word == "checked" and request.value("proxy-authorization") != expected:
            return self.refuse(request, *ANSWERS["page407"])
        head = TUNNEL_HEADS.get(word, b"HTTP/1.1 200 Connection established\r\n\r\n")
        host = "127.0.0.1" if word in TUNNEL_HEADS else name.strip("[]")
        try:
            server = socket.create_connection((host, self.target_port if word in TUNNEL_HEADS else int(port)), 5.0)
        except (OSError, ValueError):
            return self.refuse(request, _page("502 Bad Gateway"), "fin")
        with server:
            self.channel.send(head)
            self.tunnel(server)
        return self.end(request, "fin")

    def refuse(self, request: Request, data: bytes, how: str) -> bool:
        self.channel.send(data)
        if how == "keep":
            self.journal.update(request.record, end="answered")
            return True
        deadline = time.monotonic() + TIME_LIMIT
        while how == "repeat" and time.monotonic() < deadline:
            self.channel.send(data)
        if how == "silence":
            while time.monotonic() < deadline and self.channel.wait_readable(1.0) and self.channel.receive():
                pass
            self.pause(max(0.0, deadline - time.monotonic()))
        return self.end(request, how if how in ("fin", "rst") else "fin")

    def tunnel(self, server: socket.socket) -> None:
        """Forwards bytes in both directions until one side closes."""
        deadline = time.monotonic() + TUNNEL_LIMIT
        while time.monotonic() < deadline:
            if self.channel.wait_readable(0):
                data = self.channel.receive()
                if not data:
                    return
                server.sendall(data)
                continue
            readable, _, _ = select.select([server, self.channel.socket], [], [], 1.0)
            if server in readable:
                data = server.recv(262_144)
                if not data:
                    return
                self.channel.send(data)

    def serve(self) -> None:
        try:
            super().serve()
        except (OSError, Closed, Malformed):
            self.channel.close("drop")
