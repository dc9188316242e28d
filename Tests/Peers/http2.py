"""The HTTP/2 server: one thread per connection, which alternates between its streams."""

import time
from dataclasses import dataclass

from channel import Channel, Closed
from exchange import End, Pause, Request, is_over
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import (
    ConnectionTerminated, DataReceived, RequestReceived, StreamEnded, StreamReset,
)
from h2.exceptions import H2Error
from h2.settings import SettingCodes, Settings
from hyperframe.frame import ContinuationFrame, Frame, GoAwayFrame, HeadersFrame, SettingsFrame
from journal import Journal

CONNECTION_LIMIT = 120.0
# Octets of one turn of a stream.
TURN = 65_536


@dataclass
class Head:
    """A header block: interim responses, the response or trailers; `raw` bypasses the validation of h2."""

    fields: list[tuple[str, str]]
    ends: bool = False
    raw: bool = False


@dataclass
class Data:
    """Bytes of the body, sent as flow control allows."""

    data: bytes
    ends: bool = False


@dataclass
class Frames:
    """Raw frames or bytes."""

    data: bytes


@dataclass
class Reset:
    """RST_STREAM; a stream that says REFUSED_STREAM before its head was not processed."""

    code: int


@dataclass
class GoAway:
    """GOAWAY. Without `last`, it is this stream."""

    code: int = 0
    last: int | None = None


@dataclass
class Stream:
    """A stream and the rest of its response."""

    number: int
    request: Request
    steps: object = None
    pending: Data | None = None
    due: float = 0.0
    cut: int | None = None
    how: str = "fin"
    sent: int = 0
    is_closed: bool = False


def literals(fields: list[tuple]) -> bytes:
    """A header block of literal fields without indexing (RFC 7541 section 6.2.2): quick, however many and long."""

    def text(value: str | bytes) -> bytes:
        data = value.encode() if isinstance(value, str) else value
        rest = len(data)
        if rest < 127:
            return bytes([rest]) + data
        prefix, rest = [127], rest - 127
        while rest >= 128:
            prefix.append(rest % 128 + 128)
            rest //= 128
        return bytes([*prefix, rest]) + data

    return b"".join(b"\0" + text(name) + text(value) for name, value in fields)


class Connection:
    """A connection and its streams."""

    def __init__(self, channel: Channel, journal: Journal, routes: dict, settings: dict[str, int]):
        self.channel = channel
        self.journal = journal
        self.routes = routes
        self.settings = settings
        # Of streams at a time.
        self.limit = settings.get("streams", 100)
        self.streams: dict[int, Stream] = {}
        self.is_over = False
        # What happens to the next request; see http1.Connection.
        self.next_end: tuple[str, str, int] | None = None
        self.h2 = H2Connection(
            H2Configuration(
                client_side=False, header_encoding="latin-1",
                validate_outbound_headers=False, normalize_outbound_headers=False,
            )
        )

    def serve(self) -> None:
        """Answers requests until either side closes."""
        deadline = time.monotonic() + CONNECTION_LIMIT
        end = "client"
        try:
            values = {
                SettingCodes.INITIAL_WINDOW_SIZE: self.settings.get("window", 1 << 20),
                # More than it says: a client may open streams before it knows.
                SettingCodes.MAX_CONCURRENT_STREAMS: 1_000,
                SettingCodes.ENABLE_PUSH: 0,
            }
            self.h2.local_settings = Settings(client=False, initial_values=values)
            if self.settings.get("settle"):
                time.sleep(min(self.settings["settle"] / 1_000, 10.0))
            self.h2.initiate_connection()
            self.h2.increment_flow_control_window(16 << 20)
            self.flush()
            limit = SettingsFrame(0, settings={SettingsFrame.MAX_CONCURRENT_STREAMS: self.limit})
            self.channel.send(limit.serialize())
            while not self.is_over and time.monotonic() < deadline:
                wait = self.advance()
                if self.is_over or not self.channel.wait_readable(min(wait, deadline - time.monotonic())):
                    continue
                data = self.channel.receive(65_536)
                if not data:
                    break
                for event in self.h2.receive_data(data):
                    self.handle(event)
                self.flush()
        except Closed as error:
            end = f"client: {error}"
        except H2Error as error:
            end = f"protocol error: {error}"
            self.flush(is_last=True)
            self.channel.close("fin")
        finally:
            for stream in self.streams.values():
                if not stream.request.record["end"]:
                    self.journal.update(stream.request.record, end=end)
            self.channel.close("drop")

    def flush(self, is_last: bool = False) -> None:
        try:
            self.channel.send(self.h2.data_to_send())
        except Closed:
            if not is_last:
                raise

    def end(self, how: str) -> None:
        """Ends the connection, and with it all streams."""
        self.is_over = True
        for stream in self.streams.values():
            if not stream.request.record["end"]:
                self.journal.update(stream.request.record, end=f"server: {how}")
        self.channel.close(how)

    # MARK: - Reading

    def handle(self, event) -> None:
        if isinstance(event, RequestReceived):
            self.begin(event)
        elif isinstance(event, DataReceived):
            stream = self.streams.get(event.stream_id)
            if stream:
                stream.request.take(event.data)
                stream.request.record["bodyLength"] = stream.request.length
            if stream is None or "hold" not in stream.request.query:
                self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, StreamEnded):
            self.complete(event.stream_id)
        elif isinstance(event, StreamReset):
            stream = self.streams.get(event.stream_id)
            if stream:
                stream.is_closed = True
                self.journal.update(stream.request.record, end=f"client: RST_STREAM {int(event.error_code)}")
        elif isinstance(event, ConnectionTerminated):
            self.is_over = True

    def begin(self, event: RequestReceived) -> None:
        pseudo = {name: value for name, value in event.headers if name.startswith(":")}
        fields = [(name, value) for name, value in event.headers if not name.startswith(":")]
        fields.append(("host", pseudo.get(":authority", "")))
        request = Request(pseudo.get(":method", ""), pseudo.get(":path", "/"), "HTTP/2", fields)
        request.record = self.journal.begin(
            request.identifier,
            method=request.method,
            path=request.path,
            headers=[list(pair) for pair in fields],
            connection=self.channel.number,
            listener=self.channel.listener,
            stream=event.stream_id,
            version="HTTP/2",
        )
        stream = Stream(event.stream_id, request)
        is_refused = sum(not one.is_closed for one in self.streams.values()) >= self.limit
        self.streams[event.stream_id] = stream
        if is_refused:
            self.frames(stream, Reset(7))
            return
        if self.next_end and self.next_end[0] in ("connect", "head"):
            return self.end(self.next_end[1])
        if self.settings.get("window") == 0:
            self.h2.increment_flow_control_window(1 << 20, event.stream_id)
        if getattr(self.route(request), "is_early", False):
            self.start(stream)

    def complete(self, number: int) -> None:
        stream = self.streams.get(number)
        if stream is None or stream.is_closed:
            return
        request = stream.request
        self.journal.update(
            request.record, isBodyComplete=True, bodyLength=request.length, digest=request.digest.hexdigest()
        )
        if self.next_end and self.next_end[0] == "body":
            return self.end(self.next_end[1])
        if stream.steps is None:
            self.start(stream)

    def route(self, request: Request):
        return self.routes.get("/" + request.path.lstrip("/").split("/")[0], self.routes["/missing"])

    def start(self, stream: Stream) -> None:
        request = stream.request
        query = request.query
        is_good = is_over(request, self.journal.count(request.identifier))
        route = self.routes["/ok"] if is_good else self.route(request)
        self.journal.update(request.record, isProcessed=True)
        stream.steps = iter(route(request, self, stream))
        stream.due = time.monotonic() + query.seconds("delay")
        if "cut" in query and not is_good:
            stream.cut, stream.how = query.number("cut"), query.get("how", "fin")
        if self.next_end and self.next_end[0] == "answer":
            # The same answer as before takes 28 bytes.
            stream.cut, stream.how = min(self.next_end[2], 23), self.next_end[1]
        if "next" in query:
            self.next_end = (query["next"], query.get("how", "fin"), query.number("after", 10))

    # MARK: - Answering

    def advance(self) -> float:
        """Lets each stream take a turn; how long to wait before the next."""
        wait = 5.0
        for stream in list(self.streams.values()):
            if self.is_over:
                return 0
            if stream.is_closed or stream.steps is None:
                continue
            rest = stream.due - time.monotonic()
            if rest > 0:
                wait = min(wait, rest)
            elif self.turn(stream):
                wait = 0
        if self.next_end and self.next_end[0] == "idle" and all(one.is_closed for one in self.streams.values()):
            # A reset must not overtake the answer before.
            time.sleep(0.2 if self.next_end[1] == "rst" else 0.02)
            self.end(self.next_end[1])
        return wait

    def turn(self, stream: Stream) -> bool:
        """One step of an answer, or as much of it as the windows let through; whether there was any progress."""
        if stream.pending is None:
            step = next(stream.steps, None)
            if step is None:
                self.close(stream, "answered")
                return False
            if isinstance(step, Pause):
                stream.due = time.monotonic() + step.seconds
                return True
            if isinstance(step, End):
                self.end(stream.request.query.get("how", step.how))
                return False
            if isinstance(step, Data):
                stream.pending = step
            else:
                self.put(stream, self.frames(stream, step))
                return True
        return self.send_data(stream, stream.pending)

    def send_data(self, stream: Stream, step: Data) -> bool:
        piece = stream.request.query.number("piece") or TURN
        room = min(self.h2.local_flow_control_window(stream.number), piece)
        frame = self.h2.max_outbound_frame_size
        part, rest = step.data[: max(0, room)], step.data[max(0, room) :]
        if not part and step.data:
            return False
        stream.pending = Data(rest, step.ends) if rest else None
        for start in range(0, max(len(part), 1), frame):
            is_last = start + frame >= len(part) and not rest
            self.h2.send_data(stream.number, part[start : start + frame], end_stream=step.ends and is_last)
        self.put(stream, b"")
        if stream.request.query.seconds("pause"):
            stream.due = time.monotonic() + stream.request.query.seconds("pause")
        return True

    def frames(self, stream: Stream, step) -> bytes:
        """What a step is on the wire, if h2 does not keep it for itself."""
        if isinstance(step, Frames):
            return step.data
        if isinstance(step, Head) and step.raw:
            return self.raw_head(stream.number, step)
        if isinstance(step, Head):
            self.h2.send_headers(stream.number, step.fields, end_stream=step.ends)
        elif isinstance(step, Reset):
            is_refused = step.code == 7
            self.h2.reset_stream(stream.number, error_code=step.code)
            if is_refused:
                self.journal.update(stream.request.record, isProcessed=False)
            self.close(stream, f"server: RST_STREAM {step.code}")
        elif isinstance(step, GoAway):
            last = stream.number if step.last is None else step.last
            if last < stream.number:
                self.journal.update(stream.request.record, isProcessed=False)
            return GoAwayFrame(0, last_stream_id=last, error_code=step.code, additional_data=b"").serialize()
        return b""

    def raw_head(self, number: int, step: Head) -> bytes:
        block = literals(step.fields)
        size = self.h2.max_outbound_frame_size
        parts = [block[start : start + size] for start in range(0, len(block), size)] or [b""]
        frames: list[Frame] = [HeadersFrame(number, parts[0])]
        frames += [ContinuationFrame(number, part) for part in parts[1:]]
        frames[-1].flags.add("END_HEADERS")
        if step.ends:
            frames[0].flags.add("END_STREAM")
        return b"".join(frame.serialize() for frame in frames)

    def put(self, stream: Stream, frames: bytes) -> None:
        """Sends what there is, unless the connection ends within it."""
        data = self.h2.data_to_send() + frames
        if stream.cut is not None and stream.sent + len(data) >= stream.cut:
            self.channel.send(data[: max(0, stream.cut - stream.sent)])
            return self.end(stream.how)
        stream.sent += len(data)
        self.channel.send(data)

    def close(self, stream: Stream, end: str) -> None:
        stream.is_closed = True
        if not stream.request.record["end"]:
            self.journal.update(stream.request.record, end=end)
