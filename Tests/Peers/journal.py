"""The log of all requests and connections, which tests query."""

import itertools
import threading
import time

# Enough for any run of the suite, and a bound for one that goes wrong.
MAXIMUM_RECORDS = 200_000


class Journal:
    """Requests by the id in their path, and connections by listener."""

    def __init__(self):
        self._changed = threading.Condition()
        self._requests: dict[str, list[dict]] = {}
        self._listeners: dict[str, dict[str, int]] = {}
        self._count = 0
        self._connections = itertools.count(1)

    def begin(self, identifier: str, **fields) -> dict:
        """Records a request as soon as its head is complete."""
        record = {"isBodyComplete": False, "isProcessed": False, "bodyLength": 0, "digest": "", "end": ""} | fields
        with self._changed:
            self._count += 1
            if self._count <= MAXIMUM_RECORDS:
                self._requests.setdefault(identifier, []).append(record)
            self._changed.notify_all()
        return record

    def update(self, record: dict, **fields) -> None:
        """Updates the record of a request."""
        with self._changed:
            record.update(fields)
            self._changed.notify_all()

    def count(self, identifier: str) -> int:
        """Returns the number of requests with an id."""
        with self._changed:
            return len(self._requests.get(identifier, []))

    def requests(self, identifier: str, wait: float = 0) -> list[dict]:
        """Returns the requests with an id, after all have ended or a timeout."""
        deadline = time.monotonic() + wait
        with self._changed:
            while True:
                records = self._requests.get(identifier, [])
                rest = deadline - time.monotonic()
                if rest <= 0 or (records and all(record["end"] for record in records)):
                    return [dict(record) for record in records]
                self._changed.wait(rest)

    def connect(self, listener: str) -> int:
        """Records a connection and returns its number."""
        self._add(listener, accepted=1, open=1)
        return next(self._connections)

    def disconnect(self, listener: str) -> None:
        """Records the end of a connection."""
        self._add(listener, open=-1)

    def handshake(self, listener: str, is_resumed: bool) -> None:
        """Records a successful TLS handshake."""
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
        """Returns the connections of a listener, after all are closed or a timeout."""
        deadline = time.monotonic() + wait
        none = {"accepted": 0, "open": 0, "most": 0, "handshakes": 0, "resumed": 0}
        with self._changed:
            while True:
                known = self._listeners.get(name, none)
                rest = deadline - time.monotonic()
                if rest <= 0 or known["open"] == 0:
                    return dict(known)
                self._changed.wait(rest)
