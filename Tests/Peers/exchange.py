"""Common parts of HTTP/1 and HTTP/2: requests, the parameters of every response, and the steps of a response."""

import hashlib
import json
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

# Requests without an id are counted under this one.
NO_ID = "none"
# Questions about the peers themselves are kept apart.
CONTROL = "control"
CONTROL_PATHS = ("/log", "/listen", "/reload")


@dataclass
class Pause:
    """Waits for a time or until the client disconnects."""

    seconds: float


@dataclass
class End:
    """Closes the connection; see Channel.close."""

    how: str = "fin"


class Query(dict):
    """The query of a request, with typed access to numbers and flags."""

    def number(self, name: str, default: int = 0) -> int:
        try:
            return int(self.get(name, default))
        except ValueError:
            return default

    def seconds(self, name: str) -> float:
        """A parameter in milliseconds, at most half a minute."""
        return min(max(self.number(name), 0) / 1_000, 30.0)

    def raw(self, name: str) -> bytes:
        """The decoded bytes of a parameter, in Latin-1."""
        return self.get(name, "").encode("latin-1", "replace")


@dataclass
class Request:
    """A request whose body may not be complete."""

    method: str
    target: str
    version: str
    headers: list[tuple[str, str]]
    path: str = ""
    query: Query = field(default_factory=Query)
    length: int = 0
    digest: object = field(default_factory=hashlib.sha256)
    record: dict = field(default_factory=dict)

    def __post_init__(self):
        # A proxy gets the whole URL.
        parts = urlsplit(self.target if "://" in self.target else "http://peer" + self.target)
        self.path = parts.path
        self.query = Query(parse_qsl(parts.query, keep_blank_values=True, encoding="latin-1"))

    @property
    def identifier(self) -> str:
        return self.query.get("id", NO_ID)

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name]

    def value(self, name: str) -> str:
        return next(iter(self.values(name)), "")

    def take(self, data: bytes) -> None:
        """Counts bytes of the body."""
        self.length += len(data)
        self.digest.update(data)

    def facts(self, identity: dict) -> dict:
        """The request in the form of `/echo`."""
        return identity | {
            "method": self.method,
            "target": self.target,
            "headers": [list(pair) for pair in self.headers],
            "length": self.length,
            "digest": self.digest.hexdigest(),
        }


def is_over(request: Request, seen: int) -> bool:
    """Returns whether the faulty behaviour is over: with `times=1` the second request with the same id gets a valid response."""
    return "times" in request.query and seen > request.query.number("times")


def pattern(size: int, start: int = 0) -> bytes:
    """Returns bytes that are determined by their position: 0, 1, … 250, 0, …"""
    first = start % 251
    cycle = bytes(range(251))
    return (cycle[first:] + cycle * (size // 251 + 1))[:size]


def pieces(size: int, piece: int):
    """A pattern in pieces."""
    # A whole number of cycles, so that all pieces but the last are the same bytes.
    piece = max(251, piece - piece % 251)
    block = pattern(piece)
    for _ in range(size // piece):
        yield block
    if size % piece:
        yield block[: size % piece]


def events(request: Request) -> list[bytes]:
    """Returns the events of a resumable stream after `Last-Event-ID`, at most `batch` of them."""
    count = min(request.query.number("count", 6), 100_000)
    batch = request.query.number("batch", 3)
    text = request.value("last-event-id")
    last = int(text) if text.isdigit() else 0
    numbers = range(last + 1, min(last + batch, count) + 1)
    return [f"id: {number}\nretry: 1\ndata: {number}\n\n".encode() for number in numbers]


def as_json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
