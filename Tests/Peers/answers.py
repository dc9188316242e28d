"""Valid and invalid responses as bytes. `/answer/NAME` sends one and then closes the connection by default."""

import gzip
import zlib

JSON = "Content-Type: application/json\r\n"
BODY = '{"a":1}'


def _head(*lines: str, first: str = "HTTP/1.1 200 OK") -> bytes:
    return "\r\n".join((first, "Content-Type: application/json", *lines, "", "")).encode("latin-1")


def _encoded(encoding: str, body: bytes) -> bytes:
    return _head(f"Content-Encoding: {encoding}", f"Content-Length: {len(body)}") + body


def _chunked(body: str) -> bytes:
    return _head("Transfer-Encoding: chunked") + body.encode("latin-1")


def raw_deflate(body: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(body) + compressor.flush()


TEXT = BODY.encode()
# Longer than its compressed form, so that there is something to cut.
LONG_TEXT = b'{"a":[' + b"1," * 2_000 + b"1]}"
PACKED = gzip.compress(LONG_TEXT)
FINE = _head("Content-Length: 7") + TEXT
BOMB = gzip.compress(bytes(128 << 20), 6)
# What a client must never take for the response of its next request.
FORGED = _head("Content-Length: 12") + b'{"forged":1}'

ANSWERS: dict[str, bytes] = {
    # The length.
    "length-long": _head("Content-Length: 100") + TEXT,
    "length-short": _head("Content-Length: 7") + TEXT + b"more",
    "length-short-forged": FINE + FORGED,
    "length-differing": _head("Content-Length: 7", "Content-Length: 3") + TEXT,
    "length-differing-list": _head("Content-Length: 7, 3") + TEXT,
    "length-twice": _head("Content-Length: 7", "Content-Length: 7") + TEXT,
    "length-list": _head("Content-Length: 7, 7") + TEXT,
    "length-negative": _head("Content-Length: -7") + TEXT,
    "length-word": _head("Content-Length: seven") + TEXT,
    "length-trailing": _head("Content-Length: 7x") + TEXT,
    "length-plus": _head("Content-Length: +7") + TEXT,
    "length-hexadecimal": _head("Content-Length: 0x7") + TEXT,
    "length-overflow": _head("Content-Length: 99999999999999999999") + TEXT,
    "length-wrapping": _head("Content-Length: 18446744073709551623") + TEXT,
    "length-empty": _head("Content-Length: ") + TEXT,
    "length-zeros": _head("Content-Length: 0000000000000000000000007") + TEXT,
    "length-and-chunked": _head("Content-Length: 3", "Transfer-Encoding: chunked") + b"7\r\n" + TEXT + b"\r\n0\r\n\r\n",
    "coding-unknown": _head("Transfer-Encoding: secret") + TEXT,
    "coding-gzip-chunked": _head("Transfer-Encoding: gzip, chunked")
    + f"{len(PACKED):x}\r\n".encode() + PACKED + b"\r\n0\r\n\r\n",

    # Chunks.
    "chunks-fine": _chunked('3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n'),
    "chunks-extended": _chunked('3;name="a;b"\r\n{"a\r\n0004 ; x\r\n":1}\r\n000;end\r\n\r\n'),
    "chunks-trailers": _chunked("7\r\n" + BODY + "\r\n0\r\nX-Digest: abc\r\nContent-Length: 3\r\nX-Other: b\r\n\r\n"),
    "chunks-many-trailers": _chunked("7\r\n" + BODY + "\r\n0\r\n" + "X-T: a\r\n" * 50 + "\r\n"),
    "chunks-word": _chunked("seven\r\n" + BODY + "\r\n0\r\n\r\n"),
    "chunks-negative": _chunked("-7\r\n" + BODY + "\r\n0\r\n\r\n"),
    "chunks-empty-size": _chunked("\r\n" + BODY + "\r\n0\r\n\r\n"),
    "chunks-overflow": _chunked("fffffffffffffffff\r\n" + BODY + "\r\n0\r\n\r\n"),
    "chunks-largest": _chunked("ffffffffffffffff\r\n" + BODY),
    "chunks-longer-than-said": _chunked("3\r\n" + BODY + "\r\n0\r\n\r\n"),
    "chunks-no-size-end": _chunked("7" + "0" * 100_000),
    "chunks-long-extension": _chunked("7;" + "x" * 1_000_000 + "\r\n" + BODY + "\r\n0\r\n\r\n"),
    "chunks-cut-size": _chunked("7\r\n" + BODY + "\r\n1"),
    "chunks-cut-data": _chunked("7\r\n" + BODY[:4]),
    "chunks-cut-line": _chunked("7\r\n" + BODY),
    "chunks-no-last": _chunked("7\r\n" + BODY + "\r\n"),
    "chunks-cut-last": _chunked("7\r\n" + BODY + "\r\n0\r\n"),
    "chunks-cut-trailer": _chunked("7\r\n" + BODY + "\r\n0\r\nX-Digest: a"),

    # Garbage.
    "garbage-only": bytes(range(256)) * 4,
    "garbage-text": b"This is no HTTP server.\r\n\r\n",
    "garbage-tls": b"\x15\x03\x01\x00\x02\x02\x28",
    "garbage-html": b"<html><body>Welcome</body></html>",
    "garbage-before": b"garbage\r\n" + FINE,
    "garbage-nul-before": b"\0\0\0\0" + FINE,
    "garbage-blank-before": b"\r\n\r\n" + FINE,
    "garbage-line": _head("no colon here", "Content-Length: 7") + TEXT,
    "garbage-nul": _head("X-Nul: a\0b", "Content-Length: 7") + TEXT,
    "garbage-name-empty": _head(": nameless", "Content-Length: 7") + TEXT,
    "garbage-name-space": _head("X Name: a", "Content-Length: 7") + TEXT,
    "garbage-name-space-length": _head("Content-Length : 3", "Content-Length: 7") + TEXT,
    "garbage-name-control": _head("X\x01Name: a", "Content-Length: 7") + TEXT,
    "garbage-value-control": _head("X-Name: a\x01\x7fb", "Content-Length: 7") + TEXT,
    "garbage-return": _head("X-Name: a\rContent-Length: 3", "Content-Length: 7") + TEXT,
    "garbage-after": FINE + bytes(range(256)),
    "line-feeds-only": FINE.replace(b"\r\n", b"\n"),
    "empty": b"",

    # Odd and right.
    "latin-1": _head("X-Name: caf\xe9", "Content-Length: 7") + TEXT,
    "utf-8": FINE.replace(b"\r\n\r\n", "\r\nX-Name: café\r\n\r\n".encode(), 1),
    "folded": _head("X-Name: a", " \t b", "Content-Length: 7") + TEXT,
    "folded-first": b"HTTP/1.1 200 OK\r\n folded: a\r\nContent-Length: 7\r\n\r\n" + TEXT,
    "repeated": _head("X-Name: a", "Set-Cookie: a=1", "x-name: b, c", "Set-Cookie: b=2", "Content-Length: 7") + TEXT,
    "blanks": _head("X-Name: \t a b \t ", "Content-Length:7") + TEXT,
    "value-empty": _head("X-Name:", "Content-Length: 7") + TEXT,
    "version-1.0": _head("Content-Length: 7", first="HTTP/1.0 200 OK") + TEXT,
    "version-1.0-open": _head(first="HTTP/1.0 200 OK") + TEXT,
    "version-1.0-chunked": _head("Transfer-Encoding: chunked", first="HTTP/1.0 200 OK") + b"7\r\n" + TEXT
    + b"\r\n0\r\n\r\n",
    "version-0.9": TEXT,
    "version-1.9": _head("Content-Length: 7", first="HTTP/1.9 200 OK") + TEXT,
    "version-2": _head("Content-Length: 7", first="HTTP/2 200 OK") + TEXT,
    "version-5.1": _head("Content-Length: 7", first="HTTP/5.1 200 OK") + TEXT,
    "version-lower": _head("Content-Length: 7", first="http/1.1 200 OK") + TEXT,
    "version-icy": _head("Content-Length: 7", first="ICY 200 OK") + TEXT,
    "no-content": b"HTTP/1.1 204 No Content\r\n\r\n",
    "no-content-length": b"HTTP/1.1 204 No Content\r\nContent-Length: 7\r\n\r\n",
    "no-content-body": b"HTTP/1.1 204 No Content\r\nContent-Length: 7\r\n\r\n" + TEXT,
    "no-content-chunked": b"HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n",
    "reset-content": b"HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n",
    "not-modified": b"HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n",
    "until-close": _head() + TEXT,

    # Interim responses.
    "interim-continue": b"HTTP/1.1 100 Continue\r\n\r\n" + FINE,
    "interim-hints": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 3\r\n\r\n" + FINE,
    "interim-unknown": b"HTTP/1.1 199 Odd\r\n\r\n" + FINE,
    "interim-only": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
    "interim-switch": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: odd\r\nConnection: upgrade\r\n\r\n" + TEXT,

    # Compression.
    "gzip": _encoded("gzip", PACKED),
    "gzip-upper": _encoded("GZIP", PACKED),
    "gzip-old-name": _encoded("x-gzip", PACKED),
    "gzip-chunked": _head("Content-Encoding: gzip", "Transfer-Encoding: chunked")
    + f"{len(PACKED):x}\r\n".encode() + PACKED + b"\r\n0\r\n\r\n",
    "gzip-until-close": _head("Content-Encoding: gzip") + PACKED,
    "gzip-members": _encoded("gzip", gzip.compress(b'{"a"') + gzip.compress(b":1}")),
    "gzip-twice": _encoded("gzip, gzip", gzip.compress(PACKED)),
    "gzip-cut": _encoded("gzip", PACKED[:-20]),
    "gzip-cut-trailer": _encoded("gzip", PACKED[:-4]),
    "gzip-cut-header": _encoded("gzip", PACKED[:5]),
    "gzip-checksum": _encoded("gzip", PACKED[:-8] + b"\0\0\0\0" + PACKED[-4:]),
    "gzip-damaged": _encoded("gzip", PACKED[:20] + b"\xff\xff\xff\xff" + PACKED[24:]),
    "gzip-after": _encoded("gzip", PACKED + b"trailing garbage"),
    "gzip-none": _encoded("gzip", LONG_TEXT),
    "gzip-empty": _encoded("gzip", b""),
    "gzip-bomb": _encoded("gzip", BOMB),
    "gzip-bomb-twice": _encoded("gzip, gzip", gzip.compress(BOMB)),
    "deflate": _encoded("deflate", zlib.compress(LONG_TEXT)),
    "deflate-raw": _encoded("deflate", raw_deflate(LONG_TEXT)),
    "deflate-cut": _encoded("deflate", zlib.compress(LONG_TEXT)[:-6]),
    "deflate-raw-cut": _encoded("deflate", raw_deflate(LONG_TEXT)[:-6]),
    "deflate-none": _encoded("deflate", LONG_TEXT),
    "brotli-none": _encoded("br", LONG_TEXT),
    "encoding-unknown": _encoded("secret", LONG_TEXT),
    "encoding-identity": _encoded("identity", LONG_TEXT),
}

# Answers after which the connection stays open: they are whole, and a client may go on with it.
STAY_OPEN = {
    "length-twice", "chunks-fine", "chunks-extended", "chunks-trailers", "latin-1", "utf-8", "folded", "repeated",
    "blanks", "value-empty", "no-content", "no-content-length", "no-content-chunked", "not-modified", "length-zeros",
    "interim-continue", "interim-hints", "reset-content", "length-and-chunked",
    # Of these only the content is wrong.
    "gzip", "gzip-upper", "gzip-old-name", "gzip-chunked", "gzip-members", "gzip-twice", "gzip-cut", "gzip-cut-trailer",
    "gzip-cut-header", "gzip-checksum", "gzip-damaged", "gzip-after", "gzip-none", "gzip-empty", "gzip-bomb",
    "gzip-bomb-twice", "deflate", "deflate-raw", "deflate-cut", "deflate-raw-cut", "deflate-none", "brotli-none",
    "encoding-unknown", "encoding-identity",
    # And these lie about their end, so that what they add would be taken for the next response.
    "length-short", "length-short-forged", "garbage-after", "no-content-body",
    # These say more than they send; a client that trusts them waits.
    "length-overflow", "chunks-largest",
}


def status_line(line: bytes) -> bytes:
    """A response with any status line."""
    return line + b"\r\n" + JSON.encode() + b"Content-Length: 7\r\n\r\n" + TEXT
