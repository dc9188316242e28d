"""The log of all requests and connections, so that a test can ask what a peer has seen."""

import itertools
import threading
import time

# Enough for any run of the suite, and a bound for one that goes wrong.
MAXIMUM_RECORDS = 200_000


class Journal:
    """Requests by the id that is in their path, and connections by listener."""

    def __init__(self):
        self._changed = threading.Condition()
        self._requests: dict[str, list[dict]] = {}
        self._listeners: dict[str, dict[str, int]] = {}
        self._count = 0
        self._connections = itertools.count(1)

    def begin(self, identifier: str, **fields) -> dict:
        """Notes a request as soon as its head has come."""
        record = {"isBodyComplete": False, "isProcessed": False, "bodyLength": 0, "digest": "", "end": ""} | fields
        with self._changed:
            self._count += 1
            if self._count <= MAXIMUM_RECORDS:
                self._requests.setdefault(identifier, []).append(record)
            self._changed.notify_all()
        return record

    def update(self, record: dict, **fields) -> None:
        """Adds what has become known of a request."""
        with self._changed:
            record.update(fields)
            self._changed.notify_all()

    def count(self, identifier: str) -> int:
        """How many requests with an id have come."""
        with self._changed:
            return len(self._requests.get(identifier, []))

    def requests(self, identifier: str, wait: float = 0) -> list[dict]:
        """The requests with an id, once all of them have ended or the wait is over."""
        deadline = time.monotonic() + wait
        with self._changed:
            while True:
                records = self._requests.get(identifier, [])
                rest = deadline - time.monotonic()
                if rest <= 0 or (records and all(record["end"] for record in records)):
                    return [dict(record) for record in records]
                self._changed.wait(rest)

    def connect(self, listener: str) -> int:
        """Notes a connection and returns its number."""
        self._add(listener, accepted=1, open=1)
        return next(self._connections)

    def disconnect(self, listener: str) -> None:
        """Notes that a connection is closed."""
        self._add(listener, open=-1)

    def handshake(self, listener: str, is_resumed: bool) -> None:
        """Notes a TLS handshake that succeeded."""
        self._add(listener, handshakes=1, resumed=int(is_resumed))

    def _add(self, listener: str, **counts: int) -> None:
        with self._changed:
            known = self._listeners.setdefault(
                listener, {"accepted": 0, "open": 0, "most": 0, "handshakes": 0, "resumed": 0}
            )
            for name, count in counts.items():
                known[name] += count
            known["most"] = max(known["most"], known["open"])
            self._changed.notify_all()

    def listener(self, name: str, wait: float = 0) -> dict[str, int]:
        """The connections of a listener, once none is open or the wait is over."""
        deadline = time.monotonic() + wait
        none = {"accepted": 0, "open": 0, "most": 0, "handshakes": 0, "resumed": 0}
        with self._changed:
            while True:
                known = self._listeners.get(name, none)
                rest = deadline - time.monotonic()
                if rest <= 0 or known["open"] == 0:
                    return dict(known)
                self._changed.wait(rest)
