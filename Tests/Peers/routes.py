"""The behaviours of the HTTP/1 server by the first segment of the path. README.md lists their parameters."""

import time

from answers import ANSWERS, FINE, STAY_OPEN, status_line
from exchange import End, Pause, Request, as_json, events, pattern, pieces
from http1 import Connection

ROUTES: dict = {}

# No answer is longer, and no endless one takes longer.
BYTE_LIMIT = 4 << 30
TIME_LIMIT = 30.0


def route(*paths: str, is_early: bool = False):
    """Registers a behaviour; an early one responds before the request's body is read."""

    def register(function):
        function.is_early = is_early
        for path in paths:
            ROUTES[path] = function
        return function

    return register


def response(
    request: Request, body: bytes, status: str = "200 OK", kind: str = "application/json", extra: str = ""
) -> bytes:
    """A complete response with its length; for HEAD without a body."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{extra}\r\n"
    return head.encode("latin-1") + (b"" if request.method == "HEAD" else body)


# HTTP/2 may send a client here with HTTP_1_1_REQUIRED.
@route("/ok", "/reset")
def ok(request: Request, connection: Connection):
    yield response(request, b'{"a":1}', status=f"{request.query.number('status', 200)} Status")


@route("/missing")
def missing(request: Request, connection: Connection):
    yield response(request, b'{"error":"no such behaviour"}', status="404 Not Found")


@route("/echo")
def echo(request: Request, connection: Connection):
    channel = connection.channel
    identity = {
        "connection": channel.number, "listener": channel.listener, "version": request.version,
        "client": channel.client_name, "seen": connection.journal.count(request.identifier),
    }
    yield response(request, as_json(request.facts(identity)))


@route("/answer")
def answer(request: Request, connection: Connection):
    name = request.path.split("/")[-1]
    if name not in ANSWERS:
        return (yield from missing(request, connection))
    yield ANSWERS[name]
    if name not in STAY_OPEN:
        yield End("fin")


@route("/line")
def line(request: Request, connection: Connection):
    """A status line from the path."""
    yield status_line(request.query.raw("text"))
    yield End("fin")


@route("/body")
def body(request: Request, connection: Connection):
    """A body of a given size, with a length, in chunks or until the connection ends."""
    size = min(request.query.number("size"), BYTE_LIMIT)
    form = request.query.get("form", "length")
    framing = {"length": f"Content-Length: {size}\r\n", "chunks": "Transfer-Encoding: chunked\r\n"}.get(form, "")
    yield f"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n{framing}\r\n".encode()
    if request.method == "HEAD":
        return
    for piece in pieces(size, request.query.number("chunk", 65_536)):
        yield b"%x\r\n%b\r\n" % (len(piece), piece) if form == "chunks" else piece
    if form == "chunks":
        yield b"0\r\n\r\n"
    elif form != "length":
        yield End("fin")


@route("/endless")
def endless(request: Request, connection: Connection):
    """Endless bodies, heads, interim responses, fields, chunk extensions, blank lines and trailers."""
    first, again = {
        "body": (b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n", pattern(65_536)),
        "interim": (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 50),
        "continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 50),
        "fields": (b"HTTP/1.1 200 OK\r\n", b"".join(b"X-%d: a\r\n" % number for number in range(1_000))),
        "field": (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x" * 65_536),
        "line": (b"HTTP/1.1 200 ", b"x" * 65_536),
        "garbage": (b"", b"x" * 65_536),
        "chunk": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"x" * 65_536),
        "trailers": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Trailer: a\r\n" * 1_000),
        "blank": (b"", b"\r\n" * 1_000),
    }.get(request.query.get("form", "body"), (FINE, b""))
    yield first
    deadline = time.monotonic() + TIME_LIMIT
    sent = 0
    while again and sent < BYTE_LIMIT and time.monotonic() < deadline:
        yield again
        sent += len(again)
    yield End("rst")


@route("/head")
def head(request: Request, connection: Connection):
    """A valid response with a head of a given size: one long field or many."""
    query = request.query
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    yield b"".join(b"X-Field-%d: %d\r\n" % (number, number) for number in range(min(query.number("fields"), 1_000_000)))
    if query.number("bytes"):
        yield b"X-Long: " + b"x" * min(query.number("bytes"), 64 << 20) + b"\r\n"
    yield b'Content-Length: 7\r\n\r\n{"a":1}'


@route("/interim")
def interim(request: Request, connection: Connection):
    for number in range(min(request.query.number("count", 1), 10_000)):
        yield b"HTTP/1.1 103 Early Hints\r\nLink: </%d>\r\n\r\n" % number
    yield FINE


@route("/early", is_early=True)
def early(request: Request, connection: Connection):
    """Responds before the body has arrived; then reads it, reads it slowly or closes the connection."""
    # Some of it comes first, so that the client is in the middle of it.
    request.take(connection.channel.receive(65_536))
    yield response(request, b'{"error":"too large"}', status=f"{request.query.number('status', 413)} Early")
    after = request.query.get("then", "read")
    if after == "read":
        request.length = 0
        deadline = time.monotonic() + TIME_LIMIT
        while time.monotonic() < deadline and connection.channel.wait_readable(2.0):
            data = connection.channel.receive()
            if not data:
                break
            request.take(data)
        yield End("fin")
    if after == "silence":
        yield Pause(request.query.seconds("wait") or 5.0)
    yield End(after)


@route("/hang")
def hang(request: Request, connection: Connection):
    """No response, or a part of one and then silence."""
    yield FINE[: request.query.number("after")]
    yield Pause(request.query.seconds("wait") or TIME_LIMIT)
    yield End("fin")


@route("/events")
def stream(request: Request, connection: Connection):
    """Events in batches, each ending according to the path; after the last one 204."""
    batch = events(request)
    form = request.query.get("form", "close")
    if not batch:
        yield b"HTTP/1.1 204 No Content\r\n\r\n"
        return
    framing = "Transfer-Encoding: chunked\r\n" if form == "chunks" else ""
    yield f"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{framing}\r\n".encode()
    for event in batch:
        yield b"%x\r\n%b\r\n" % (len(event), event) if form == "chunks" else event
    # Without its last chunk the stream is broken, however the connection ends.
    yield End("fin")


@route("/redirect")
def redirect(request: Request, connection: Connection):
    status = request.query.number("status", 307)
    location = request.query.get("to", "/echo")
    if "id=" not in location:
        location += ("&" if "?" in location else "?") + "id=" + request.identifier
    yield response(request, b"", status=f"{status} Redirect", extra=f"Location: {location}\r\n")
