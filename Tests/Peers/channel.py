"""A connection: reading, writing and every way to close it."""

import select
import socket
import ssl
import struct
import time

# No single read or write takes longer.
STEP_LIMIT = 30.0
# After the server's end of a connection, so long and so much is read of what the client still sends.
LINGER_LIMIT = 5.0
LINGER_BYTES = 1 << 30


class Closed(Exception):
    """The client has closed the connection, or it was lost."""


class Channel:
    """A socket, with or without TLS."""

    def __init__(self, plain: socket.socket, listener: str, number: int):
        self.socket = plain
        self.listener = listener
        self.number = number
        self.protocol = ""
        self.client_name = ""
        self.is_closed = False
        self._unread = b""
        plain.settimeout(STEP_LIMIT)
        if plain.family != socket.AF_UNIX:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @property
    def is_tls(self) -> bool:
        return isinstance(self.socket, ssl.SSLSocket)

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Performs the handshake as the server."""
        try:
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
            self.socket.do_handshake()
        except (OSError, ValueError) as error:
            # The client has to get the alert that says why.
            self.close("cut")
            raise Closed(f"no handshake: {error}") from error
        self.protocol = self.socket.selected_alpn_protocol() or ""
        subject = (self.socket.getpeercert() or {}).get("subject", ()) if context.verify_mode else ()
        self.client_name = "".join(value for rows in subject for key, value in rows if key == "commonName")

    def has_left(self, seconds: float) -> bool:
        """Returns whether the client closes within a time; received bytes are kept."""
        if not self._unread and self.wait_readable(seconds):
            self._unread = self._receive(65_536)
            return not self._unread
        return False

    def wait_readable(self, seconds: float) -> bool:
        """Returns whether there are bytes to read or the connection has ended."""
        if self._unread or (isinstance(self.socket, ssl.SSLSocket) and self.socket.pending()):
            return True
        return bool(select.select([self.socket], [], [], max(0.0, seconds))[0])

    def receive(self, limit: int = 262_144) -> bytes:
        """Reads the available bytes, at least one; an empty result means the end."""
        if self._unread:
            taken, self._unread = self._unread[:limit], self._unread[limit:]
            return taken
        return self._receive(limit)

    def _receive(self, limit: int) -> bytes:
        try:
            return self.socket.recv(limit)
        except (OSError, ValueError) as error:
            raise Closed(str(error)) from error

    def push_back(self, data: bytes) -> None:
        """Returns unused bytes to the buffer."""
        self._unread = data + self._unread

    def send(self, data: bytes) -> None:
        """Sends all bytes."""
        try:
            self.socket.sendall(data)
        except (OSError, ValueError) as error:
            raise Closed(str(error)) from error

    def close(self, how: str) -> bytes:
        """Closes the connection.

        `fin` ends it well (over TLS with close_notify), `cut` without close_notify, `rst` with a reset, and `drop` as
        the system does it, which is a reset where the client has sent more than was read.

        Returns the first 64 KiB that the client sent after that.
        """
        if self.is_closed:
            return b""
        self.is_closed = True
        if how == "fin" and isinstance(self.socket, ssl.SSLSocket):
            try:
                # Without waiting for the client's close_notify.
                self.socket.setblocking(False)
                self.socket.unwrap()
            except (OSError, ValueError):
                pass
        try:
            plain = socket.socket(fileno=self.socket.detach())
        except (OSError, ValueError):
            # The handshake failed and has closed it.
            return b""
        with plain:
            plain.settimeout(STEP_LIMIT)
            try:
                if how == "rst":
                    plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                elif how != "drop":
                    plain.shutdown(socket.SHUT_WR)
                    return _linger(plain)
            except OSError:
                pass
        return b""


def _linger(plain: socket.socket) -> bytes:
    """Reads until the client closes, because closing with unread bytes would reset the connection."""
    deadline = time.monotonic() + LINGER_LIMIT
    first = b""
    count = 0
    while count < LINGER_BYTES:
        rest = deadline - time.monotonic()
        if rest <= 0:
            break
        plain.settimeout(rest)
        data = plain.recv(262_144)
        if not data:
            break
        count += len(data)
        if len(first) < 65_536:
            first += data[: 65_536 - len(first)]
    return first
