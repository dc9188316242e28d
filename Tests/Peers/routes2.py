"""The behaviours of the HTTP/2 server by the first segment of the path. README.md lists their parameters."""

import time

from answers import ANSWERS
from exchange import End, Pause, Request, as_json, events, pattern, pieces
from http2 import Connection, Data, Frames, GoAway, Head, Reset, Stream, literals
from hyperframe.frame import (
    DataFrame, HeadersFrame, PingFrame, PushPromiseFrame, RstStreamFrame, SettingsFrame, WindowUpdateFrame,
)

ROUTES: dict = {}
TIME_LIMIT = 20.0
BYTE_LIMIT = 4 << 30
JSON = ("content-type", "application/json")


def route(path: str, is_early: bool = False):
    """Registers a behaviour; an early one responds before the request's body is read."""

    def register(function):
        function.is_early = is_early
        ROUTES[path] = function
        return function

    return register


def response(request: Request, body: bytes, status: int = 200, extra: list[tuple[str, str]] | None = None):
    """A complete response; for HEAD without a body."""
    fields = [(":status", str(status)), JSON, ("content-length", str(len(body)))] + (extra or [])
    is_empty = request.method == "HEAD" or not body
    yield Head(fields, ends=is_empty)
    if not is_empty:
        yield Data(body, ends=True)


@route("/ok")
def ok(request: Request, connection: Connection, stream: Stream):
    return response(request, b'{"a":1}', request.query.number("status", 200))


@route("/missing")
def missing(request: Request, connection: Connection, stream: Stream):
    return response(request, b'{"error":"no such behaviour"}', 404)


@route("/echo")
def echo(request: Request, connection: Connection, stream: Stream):
    identity = {
        "connection": connection.channel.number, "listener": connection.channel.listener, "version": "HTTP/2",
        "client": connection.channel.client_name, "seen": connection.journal.count(request.identifier),
    }
    return response(request, as_json(request.facts(identity)))


@route("/redirect")
def redirect(request: Request, connection: Connection, stream: Stream):
    location = request.query.get("to", "/echo") + "?id=" + request.identifier
    return response(request, b"", request.query.number("status", 307), [("location", location)])


@route("/answer")
def answer(request: Request, connection: Connection, stream: Stream):
    """Converts an HTTP/1 response to HTTP/2."""
    data = ANSWERS.get(request.path.split("/")[-1], ANSWERS["empty"])
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    fields = [(b":status", (lines[0].split(" ")[1] if " " in lines[0] else "200").encode("latin-1"))]
    for line in lines[1:]:
        name, _, value = line.partition(":")
        fields.append((name.strip().lower().encode("latin-1"), value.strip().encode("latin-1")))
    yield Head(fields, raw=True)
    # Past h2's own idea of the stream: it has sent no head.
    size = 16_384
    for start in range(0, max(len(body), 1), size):
        frame = DataFrame(stream.number, body[start : start + size])
        if start + size >= len(body):
            frame.flags.add("END_STREAM")
        yield Frames(frame.serialize())


@route("/body")
def body(request: Request, connection: Connection, stream: Stream):
    """A body of a given size, with or without a length."""
    size = min(request.query.number("size"), BYTE_LIMIT)
    fields = [(":status", "200"), ("content-type", "application/octet-stream")]
    if request.query.get("form", "length") == "length":
        fields.append(("content-length", str(size)))
    yield Head(fields, ends=size == 0 or request.method == "HEAD")
    if request.method == "HEAD":
        return
    left = size
    for piece in pieces(size, request.query.number("chunk", 65_536)):
        left -= len(piece)
        yield Data(piece, ends=left == 0)


@route("/endless")
def endless(request: Request, connection: Connection, stream: Stream):
    """Endless bodies, interim responses, empty frames, pings, settings and resets."""
    form = request.query.get("form", "body")
    if form in ("body", "empty"):
        yield Head([(":status", "200"), ("content-type", "application/octet-stream")])
    settings = SettingsFrame(0, settings={4: 65_535})
    again = {
        "body": Data(pattern(65_536)),
        "interim": Head([(":status", "103"), ("link", "</a>")], raw=True),
        "empty": Frames(DataFrame(stream.number, b"").serialize() * 100),
        "pings": Frames(PingFrame(0, b"12345678").serialize() * 100),
        "settings": Frames(settings.serialize() * 100),
        "windows": Frames(WindowUpdateFrame(0, window_increment=1).serialize() * 100),
    }[form]
    deadline = time.monotonic() + TIME_LIMIT
    while time.monotonic() < deadline:
        yield again
    yield End("rst")


@route("/interim")
def interim(request: Request, connection: Connection, stream: Stream):
    for _ in range(min(request.query.number("count", 1), 10_000)):
        yield Head([(":status", "103"), ("link", "</a>")])
    yield from response(request, b'{"a":1}')


@route("/trailers")
def trailers(request: Request, connection: Connection, stream: Stream):
    yield Head([(":status", "200"), JSON])
    yield Data(b'{"a":1}')
    yield Head([("x-digest", "abc"), ("x-other", "b")], ends=True)


@route("/reset")
def reset(request: Request, connection: Connection, stream: Stream):
    """RST_STREAM before the head, after it, within the body, or after its last byte but before END_STREAM."""
    at = request.query.get("at", "start")
    if at != "start":
        yield Head([(":status", "200"), JSON] + ([("content-length", "7")] if "length" in request.query else []))
    if at in ("body", "end"):
        yield Data(b'{"a":1}'[: 3 if at == "body" else 7])
    yield Reset(request.query.number("code", 2))


@route("/goaway")
def goaway(request: Request, connection: Connection, stream: Stream):
    """GOAWAY that excludes (`last=before`) or includes the stream; then the response, silence or the end."""
    code = request.query.number("code", 0)
    last = stream.number - 2 if request.query.get("last") == "before" else stream.number
    then = request.query.get("then", "answer")
    if request.query.get("at") == "body":
        yield Head([(":status", "200"), JSON, ("content-length", "7")])
        yield Data(b'{"a')
        yield GoAway(code, max(0, last))
        if then == "answer":
            yield Data(b'":1}', ends=True)
    else:
        yield GoAway(code, max(0, last))
        if then == "answer":
            yield from response(request, b'{"a":1}')
    if then == "silence":
        yield Pause(10.0)
    if then != "answer":
        yield End("fin")


@route("/head")
def head(request: Request, connection: Connection, stream: Stream):
    """A valid response with a head of a given size: one long field or many."""
    query = request.query
    fields = [(":status", "200"), JSON]
    fields += [(f"x-field-{number}", str(number)) for number in range(min(query.number("fields"), 1_000_000))]
    if query.number("bytes"):
        fields.append(("x-long", "x" * min(query.number("bytes"), 64 << 20)))
    yield Head(fields, raw=True)
    frame = DataFrame(stream.number, b'{"a":1}', flags=["END_STREAM"])
    yield Frames(frame.serialize())


@route("/fields")
def fields(request: Request, connection: Connection, stream: Stream):
    """A head that HTTP/2 forbids (RFC 9113 section 8.2)."""
    status = (":status", request.query.get("status", "200"))
    head = {
        "status": [status, JSON],
        "no-status": [JSON],
        "two-statuses": [status, (":status", "404"), JSON],
        "late-status": [JSON, status],
        "pseudo": [status, (":path", "/"), JSON],
        "unknown-pseudo": [status, (":odd", "a"), JSON],
        "upper": [status, ("X-Upper", "a"), JSON],
        "connection": [status, ("connection", "close"), JSON],
        "coding": [status, ("transfer-encoding", "chunked"), JSON],
        "line-feed": [status, ("x-name", "a\r\nx-other: b"), JSON],
        "nul": [status, ("x-name", "a\0b"), JSON],
        "name-empty": [status, ("", "a"), JSON],
    }.get(request.query.get("form", "status"), [status])
    yield Head(head, raw=True)
    yield Frames(DataFrame(stream.number, b'{"a":1}', flags=["END_STREAM"]).serialize())


@route("/frames")
def frames(request: Request, connection: Connection, stream: Stream):
    """Frames that violate the protocol, then a valid response."""
    number = stream.number

    def block(*fields: tuple[str, str]) -> bytes:
        return literals(list(fields))

    def push() -> bytes:
        request = (":method", "GET"), (":scheme", "https"), (":authority", "peer"), (":path", "/pushed")
        frame = PushPromiseFrame(number, promised_stream_id=2, data=block(*request), flags=["END_HEADERS"])
        return frame.serialize()

    bad = {
        "garbage": lambda: bytes(range(256)),
        "http1": lambda: b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
        "oversize": lambda: DataFrame(number, bytes(200_000)).serialize(),
        "data-first": lambda: DataFrame(number, b'{"a":1}').serialize(),
        "data-nowhere": lambda: DataFrame(number + 100, b"x").serialize(),
        "even": lambda: HeadersFrame(2, block((":status", "200")), flags=["END_HEADERS"]).serialize(),
        "compression": lambda: HeadersFrame(number, b"\xff\xff\xff\xff\xff\xff", flags=["END_HEADERS"]).serialize(),
        "cut-block": lambda: HeadersFrame(number, b"\x88").serialize() + PingFrame(0, b"12345678").serialize(),
        "window": lambda: WindowUpdateFrame(0, window_increment=0x7FFF_FFFF).serialize() * 2,
        "window-zero": lambda: b"\0\0\x04\x08\0\0\0\0\0\0\0\0\0",
        "settings": lambda: SettingsFrame(0, settings={4: 0xFFFF_FFFF}).serialize(),
        "reset-nowhere": lambda: RstStreamFrame(number + 100, error_code=0).serialize(),
        "push": push,
        "unknown": lambda: b"\0\0\x04\xfa\0" + number.to_bytes(4, "big") + b"odd!",
    }
    yield Frames(bad.get(request.query.get("form", "garbage"), bytes)())
    yield from response(request, b'{"a":1}')


@route("/early", is_early=True)
def early(request: Request, connection: Connection, stream: Stream):
    """Responds before the body has arrived and asks the client to stop (RFC 9113 section 8.1)."""
    yield from response(request, b'{"error":"too large"}', request.query.number("status", 413))
    if request.query.get("then", "reset") == "reset":
        yield Reset(request.query.number("code", 0))


@route("/hang")
def hang(request: Request, connection: Connection, stream: Stream):
    """No response, or a head and then silence."""
    if request.query.number("after"):
        yield Head([(":status", "200"), JSON, ("content-length", "7")])
        yield Data(b'{"a')
    yield Pause(request.query.seconds("wait") or TIME_LIMIT)
    yield End("fin")


@route("/events")
def stream(request: Request, connection: Connection, stream: Stream):
    """Events in batches, each ending according to the path; after the last one 204."""
    batch = events(request)
    if not batch:
        yield Head([(":status", "204")], ends=True)
        return
    yield Head([(":status", "200"), ("content-type", "text/event-stream")])
    for event in batch:
        yield Data(event)
    form = request.query.get("form", "connection")
    # Whoever gets a reset may drop what came just before.
    yield Pause(0.02)
    if form == "reset":
        yield Reset(request.query.number("code", 2))
    elif form == "goaway":
        yield GoAway(request.query.number("code", 0))
        yield End("fin")
    else:
        yield End("fin")
