"""The HTTP/1 server: reads requests and responds to each according to its path."""

import time

from channel import Channel, Closed
from exchange import CONTROL, CONTROL_PATHS, End, Pause, Request, is_over
from journal import Journal

HEAD_LIMIT = 1 << 20
BODY_LIMIT = 4 << 30
# No connection lives longer, and none has more requests.
CONNECTION_LIMIT = 120.0
REQUEST_LIMIT = 100_000


class Malformed(Exception):
    """The request is invalid, which no test intends."""


class Connection:
    """A connection and its requests."""

    def __init__(self, channel: Channel, journal: Journal, routes: dict):
        self.channel = channel
        self.journal = journal
        self.routes = routes
        self.deadline = time.monotonic() + CONNECTION_LIMIT
        # What happens to the next request: the point at which the connection ends, how, and after which byte.
        self.next_end: tuple[str, str, int] | None = None

    def serve(self) -> None:
        """Responds to requests until either side closes the connection."""
        record: dict | None = None
        try:
            for _ in range(REQUEST_LIMIT):
                if self.next_end and self.next_end[0] == "idle":
                    # A reset must not overtake the answer before.
                    time.sleep(0.2 if self.next_end[1] == "rst" else 0.02)
                    return self.finish(self.next_end[1])
                request = self.read_head()
                if request is None:
                    return self.finish("fin")
                record = request.record
                if not self.answer(request):
                    return
                record = None
        except (Closed, Malformed) as error:
            if record is not None and not record["end"]:
                self.journal.update(record, end=f"client: {error}")
        finally:
            self.channel.close("drop")

    def finish(self, how: str) -> None:
        self.note_unread(self.channel.close(how))

    def note_unread(self, data: bytes) -> None:
        """Records a request that arrived after the end of the connection."""
        head, separator, _ = data.partition(b"\r\n\r\n")
        if separator and b" HTTP/1." in head.partition(b"\r\n")[0]:
            self.parse(head)

    # MARK: - Reading

    def read_head(self) -> Request | None:
        """Returns the next request without its body; None at the end of the connection."""
        data = b""
        while b"\r\n\r\n" not in data:
            if len(data) > HEAD_LIMIT or time.monotonic() > self.deadline:
                raise Malformed("no head")
            if not self.channel.wait_readable(self.deadline - time.monotonic()):
                raise Malformed("no head in time")
            more = self.channel.receive()
            if not more:
                return None
            if self.next_end and self.next_end[0] == "connect":
                self.note_unread(data + more)
                self.channel.close(self.next_end[1])
                return None
            data += more
        head, _, rest = data.partition(b"\r\n\r\n")
        self.channel.push_back(rest)
        return self.parse(head)

    def parse(self, head: bytes) -> Request:
        lines = head.decode("latin-1").split("\r\n")
        first = lines[0].split(" ")
        if len(first) != 3:
            raise Malformed(f"no request line: {lines[0][:80]}")
        headers = []
        for line in lines[1:]:
            name, colon, value = line.partition(":")
            if not colon or name != name.strip():
                raise Malformed(f"no header field: {line[:80]}")
            headers.append((name, value.strip()))
        request = Request(first[0], first[1], first[2], headers)
        is_control = request.path in CONTROL_PATHS
        request.record = self.journal.begin(
            CONTROL if is_control else request.identifier,
            method=request.method,
            path=request.path,
            headers=[list(pair) for pair in headers],
            connection=self.channel.number,
            listener=self.channel.listener,
            version=request.version,
        )
        return request

    def read_body(self, request: Request) -> None:
        """Reads the body to its end."""
        if "chunked" in request.value("transfer-encoding").lower():
            while True:
                size = int(self.read_line().split(b";")[0], 16)
                self.read_exactly(request, size)
                if size == 0:
                    while self.read_line():
                        pass
                    break
                if self.read_line():
                    raise Malformed("a chunk is longer than it says")
        else:
            self.read_exactly(request, int(request.value("content-length") or 0))
        self.journal.update(
            request.record, isBodyComplete=True, bodyLength=request.length, digest=request.digest.hexdigest()
        )

    def read_exactly(self, request: Request, size: int) -> None:
        if request.length + size > BODY_LIMIT:
            raise Malformed("too much")
        while size > 0:
            data = self.channel.receive(min(size, 262_144))
            if not data:
                raise Closed("within the body")
            request.take(data)
            # How far a body came is of interest also where it never ends.
            request.record["bodyLength"] = request.length
            size -= len(data)

    def read_line(self) -> bytes:
        line = b""
        while not line.endswith(b"\r\n"):
            data = self.channel.receive()
            if not data or len(line) > HEAD_LIMIT:
                raise Closed("within a line")
            line += data
            end = line.find(b"\r\n")
            if end >= 0:
                self.channel.push_back(line[end + 2 :])
                line = line[: end + 2]
        return line[:-2]

    # MARK: - Answering

    def answer(self, request: Request) -> bool:
        """Responds to a request; returns whether the connection stays open."""
        end, self.next_end = self.next_end, None
        if end and end[0] == "head":
            return self.end(request, end[1])
        route = self.routes.get("/" + request.path.lstrip("/").split("/")[0], self.routes["/missing"])
        if not getattr(route, "is_early", False):
            self.read_body(request)
        if end and end[0] == "body":
            return self.end(request, end[1])
        self.journal.update(request.record, isProcessed=True)
        query = request.query
        is_good = is_over(request, self.journal.count(request.identifier))
        steps = self.routes["/ok"](request, self) if is_good else route(request, self)
        cut = None if is_good or "cut" not in query else query.number("cut")
        how = query.get("how", "fin")
        if end and end[0] == "answer":
            cut, how = end[2], end[1]
        if "next" in query:
            self.next_end = (query["next"], query.get("how", "fin"), query.number("after", 10))
            cut = None
        if query.seconds("delay"):
            self.pause(query.seconds("delay"))
        return self.send(request, steps, None if is_good else query, cut, how)

    def send(self, request: Request, steps, query, cut: int | None, how: str) -> bool:
        """Sends the steps of a response, in pieces or truncated as requested."""
        piece = query.number("piece") if query else 0
        wait = query.seconds("pause") if query else 0
        sent = 0
        for step in steps:
            if isinstance(step, Pause):
                self.pause(step.seconds)
                continue
            if isinstance(step, End):
                # What the path says about the end wins over what its answer usually does.
                return self.end(request, query.get("end", step.how) if query else step.how)
            if cut is not None and sent + len(step) >= cut:
                self.channel.send(step[: cut - sent])
                return self.end(request, how)
            if piece > 0:
                for start in range(0, len(step), piece):
                    self.channel.send(step[start : start + piece])
                    if wait:
                        self.pause(wait)
            else:
                self.channel.send(step)
            sent += len(step)
        if query and "end" in query:
            return self.end(request, query["end"])
        self.journal.update(request.record, end="answered")
        return "close" not in request.value("connection").lower() or self.end(request, "fin")

    def end(self, request: Request, how: str) -> bool:
        self.journal.update(request.record, end=f"server: {how}")
        self.finish(how)
        return False

    def pause(self, seconds: float) -> None:
        """Waits for a time or until the client disconnects."""
        deadline = time.monotonic() + seconds
        while (rest := deadline - time.monotonic()) > 0:
            if self.channel.has_left(rest):
                raise Closed("while it waited")
            # A request that came already is read later.
            time.sleep(max(0.0, min(deadline - time.monotonic(), 0.05)))
