"""Starts all peers on loopback, writes `peers.json` into the folder of HANDINGER_PEERS, and waits.

It ends when its parent does, after HANDINGER_PEERS_LIMIT seconds (600), or by a signal; and with it all it started.
"""

import json
import os
import select
import signal
import socket
import ssl
import sys
import threading
import time
import warnings
from pathlib import Path

import certificates
import control
import http1
import http2
import proxy
import routes
import routes2
from channel import Channel, Closed
from exchange import Query
from journal import Journal
from packages import PROXY_PASSWORD, PROXY_USER, Nginx, TinyProxy

# More connections at a time wait; more listeners in a run are refused.
CONNECTION_LIMIT = 1_500
LISTENER_LIMIT = 2_000


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
        return True
    except OSError:
        return False


def bind(with_ipv6: bool) -> list[socket.socket]:
    """Listens on 127.0.0.1 and ::1 at the same free port."""
    for _ in range(50):
        first = socket.create_server(("127.0.0.1", 0), backlog=512)
        if not with_ipv6:
            return [first]
        try:
            second = socket.create_server(
                ("::1", first.getsockname()[1]), family=socket.AF_INET6, backlog=512, dualstack_ipv6=False
            )
            return [first, second]
        except OSError:
            first.close()
    raise SystemExit("peers: no free port for both 127.0.0.1 and ::1")


class Server:
    """All listeners of this process."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.journal = Journal()
        self.with_ipv6 = has_ipv6()
        self.slots = threading.BoundedSemaphore(CONNECTION_LIMIT)
        self.contexts: dict[tuple, ssl.SSLContext] = {}
        self.lock = threading.Lock()
        self.count = 0
        self.tls_port = 0

    def listen(self, options: Query) -> dict:
        """Opens a listener.

        `wire` is plain, tls or h2; `certificate` a name of certificates.py; `tls` a version; `client=required` asks for
        a certificate; `at` and `how` say what happens to each connection before its first request: at=accept, hello or
        handshake with how=fin, cut or rst, at=silent, or `slow` milliseconds before the handshake; `role=proxy` makes
        it a proxy whose behaviours proxy.py lists, `role=refused` closes the port; `window`, `streams` and `settle` are
        settings of HTTP/2.
        """
        with self.lock:
            self.count += 1
            if self.count > LISTENER_LIMIT:
                return {"error": "too many listeners"}
            name = options.get("name") or f"{options.get('wire', 'plain')}-{self.count}"
        if options.get("role") == "refused":
            # Bound and not listening: nobody else gets the port, and connections are refused.
            reserved = socket.socket()
            reserved.bind(("127.0.0.1", 0))
            control.STATE.setdefault("reserved", []).append(reserved)
            return {"port": reserved.getsockname()[1], "name": name}
        sockets = bind(self.with_ipv6)
        self.start(sockets, options, name)
        return {"port": sockets[0].getsockname()[1], "name": name}

    def listen_unix(self, path: Path) -> None:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(path))
        listener.listen(64)
        self.start([listener], Query(wire="plain"), "unix")

    def start(self, sockets: list[socket.socket], options: Query, name: str) -> None:
        threading.Thread(target=self.accept, args=(sockets, options, name), daemon=True).start()

    def accept(self, sockets: list[socket.socket], options: Query, name: str) -> None:
        while True:
            readable, _, _ = select.select(sockets, [], [], 60.0)
            for listener in readable:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    continue
                self.slots.acquire()
                channel = Channel(connection, name, self.journal.connect(name))
                threading.Thread(target=self.serve, args=(channel, options), daemon=True).start()

    def serve(self, channel: Channel, options: Query) -> None:
        try:
            self.greet(channel, options)
        except Closed:
            channel.close("drop")
        finally:
            self.journal.disconnect(channel.listener)
            self.slots.release()

    def greet(self, channel: Channel, options: Query) -> None:
        """Performs the handshake or its faults, then serves requests."""
        at, how = options.get("at", ""), options.get("how", "fin")
        if at == "accept":
            channel.close(how)
            return
        if at in ("hello", "silent"):
            channel.has_left(10.0)
        if at == "silent":
            time.sleep(options.seconds("wait") or 10.0)
        if at in ("hello", "silent"):
            channel.close(how)
            return
        if options.seconds("slow"):
            time.sleep(options.seconds("slow"))
        wire = options.get("wire", "plain")
        if wire != "plain":
            channel.start_tls(self.context(options))
            self.journal.handshake(channel.listener, bool(channel.socket.session_reused))
        if at == "handshake":
            channel.close(how)
            return
        if options.get("role") == "proxy":
            proxy.Connection(channel, self.journal, routes.ROUTES, self.tls_port).serve()
        elif wire == "h2" and channel.protocol == "h2":
            numbers = {name: options.number(name) for name in ("window", "streams", "settle") if name in options}
            http2.Connection(channel, self.journal, routes2.ROUTES, numbers).serve()
        else:
            http1.Connection(channel, self.journal, routes.ROUTES).serve()

    def context(self, options: Query) -> ssl.SSLContext:
        wire, name, version = options["wire"], options.get("certificate", "good"), options.get("tls", "")
        client = options.get("client", "")
        with self.lock:
            key = (wire, name, version, client)
            if key not in self.contexts:
                self.contexts[key] = self.make_context(*key)
            return self.contexts[key]

    def make_context(self, wire: str, name: str, version: str, client: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        file = self.folder / "certificates" / certificates.SERVER_CERTIFICATES.get(name, "good")
        context.load_cert_chain(f"{file}.pem", f"{file}.key")
        context.set_alpn_protocols(["h2", "http/1.1"] if wire == "h2" else ["http/1.1"])
        if version:
            if version in ("1.0", "1.1"):
                # OpenSSL refuses them at its usual security level.
                context.set_ciphers("ALL:@SECLEVEL=0")
            chosen = {"1.0": "TLSv1", "1.1": "TLSv1_1", "1.2": "TLSv1_2", "1.3": "TLSv1_3"}[version]
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context.minimum_version = context.maximum_version = ssl.TLSVersion[chosen]
        if client:
            context.verify_mode = ssl.CERT_REQUIRED if client == "required" else ssl.CERT_OPTIONAL
            context.load_verify_locations(str(self.folder / "certificates" / "authority.pem"))
        return context


def start(folder: Path) -> tuple[dict, list]:
    """Starts all servers; returns the contents of peers.json and the processes."""
    server = Server(folder)
    facts: dict = {"ipv6": server.with_ipv6, "folder": str(folder)} | certificates.make(folder / "certificates")
    for wire in ("plain", "tls", "h2"):
        facts[wire] = server.listen(Query(wire=wire, name=wire))["port"]
    server.tls_port = facts["tls"]
    facts["faultyProxy"] = server.listen(Query(wire="plain", role="proxy", name="faulty-proxy"))["port"]
    facts["tlsProxy"] = server.listen(Query(wire="tls", role="proxy", name="tls-proxy"))["port"]
    facts["unix"] = str(folder / "http.sock")
    server.listen_unix(folder / "http.sock")

    nginx = Nginx(folder / "nginx", folder / "certificates", facts["plain"], server.with_ipv6)
    reloaded = Nginx(folder / "nginx-reloaded", folder / "certificates", facts["plain"], server.with_ipv6)
    proxies = {name: TinyProxy(folder / name, name == "locked", server.with_ipv6) for name in ("open", "locked")}
    facts |= {
        "nginx": nginx.ports, "nginxReloaded": reloaded.ports, "openProxy": proxies["open"].port,
        "lockedProxy": proxies["locked"].port, "proxyUser": PROXY_USER, "proxyPassword": PROXY_PASSWORD,
    }
    control.STATE.update(
        listen=server.listen,
        reload=reloaded.reload,
        proxy_log=lambda name, about: proxies[name].lines(about) if name in proxies else [],
    )
    return facts, [nginx.process, reloaded.process, *(one.process for one in proxies.values())]


def main() -> int:
    parent = os.getppid()
    limit = time.monotonic() + float(os.environ.get("HANDINGER_PEERS_LIMIT", "600"))
    folder = Path(os.environ["HANDINGER_PEERS"]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stopped.set())
    # A thread needs little, and there may be many.
    threading.stack_size(256 * 1_024)
    facts, processes = start(folder)
    try:
        # Under its name only when it is whole: who waits for the file may read it at once.
        (folder / "peers.json.part").write_text(json.dumps(facts, indent=1))
        (folder / "peers.json.part").rename(folder / "peers.json")
        while not stopped.wait(0.5):
            if os.getppid() != parent or time.monotonic() > limit:
                break
    finally:
        for process in processes:
            process.stop()
    return 0


if __name__ == "__main__":
    # Nothing waits for threads that serve.
    status = main()
    sys.stdout.flush()
    os._exit(status)
