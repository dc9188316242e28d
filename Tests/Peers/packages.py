"""nginx and tinyproxy from Debian packages: their configurations, and the processes."""

import ctypes
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

PROXY_USER = "user"
# tinyproxy takes no other characters; proxy.py has a password that does not stand in a URL as it is.
PROXY_PASSWORD = "pass-word.1"


def free_port() -> int:
    """Returns a free port. If another process takes it before the server starts, the start fails with an error."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _die_with_parent() -> None:
    """Lets the kernel end a child process with this one (prctl PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _find(name: str) -> str:
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if not found:
        raise SystemExit(f"peers: {name} is not installed (apt-get install {name})")
    return found


class Process:
    """A third-party server."""

    def __init__(self, arguments: list[str], ports: list[int], log: Path):
        self.arguments = arguments
        with log.open("wb") as output:
            self.child = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=output, stderr=output, preexec_fn=_die_with_parent
            )
        deadline = time.monotonic() + 10
        for port in ports:
            while not self._listens(port):
                if self.child.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"peers: {arguments[0]} did not start:\n{log.read_text(errors='replace')}")
                time.sleep(0.02)

    @staticmethod
    def _listens(port: int) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def stop(self) -> None:
        self.child.terminate()
        try:
            self.child.wait(5)
        except subprocess.TimeoutExpired:
            self.child.kill()


NGINX = """
daemon off;
worker_processes 2;
worker_shutdown_timeout 30s;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
{user}
events {{ worker_connections 2048; }}
http {{
    types {{ application/json json; text/event-stream events; application/octet-stream bin; }}
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    client_max_body_size 0;
    sendfile on;
    gzip on;
    gzip_min_length 20;
    gzip_proxied any;
    gzip_types application/json text/event-stream;
    ssl_certificate {certificates}/good.pem;
    ssl_certificate_key {certificates}/good.key;
    ssl_session_cache shared:tls:1m;
    root {folder}/files;
    # A connection that serves both: which one was it, and how often was it used.
    add_header X-Connection $connection always;
    add_header X-Connection-Requests $connection_requests always;
    add_header X-Protocol $server_protocol always;
    upstream faults {{ server 127.0.0.1:{faults}; }}
    {servers}
}}
"""

SERVER = """
    server {{
        listen 127.0.0.1:{port} {options};
        {ipv6}
        {settings}
        location = /post {{ default_type application/json; return 200 '{{"connection":$connection}}'; }}
        location /big.bin {{ gzip off; }}
        location /slow.bin {{ gzip off; limit_rate 20m; alias {folder}/files/big.bin; }}
        location /faults/ {{
            proxy_pass http://faults/;
            proxy_http_version 1.1;
            proxy_buffering off;
            proxy_request_buffering off;
            proxy_set_header Connection "";
        }}
    }}
"""


class Nginx:
    """An nginx with several ports, named by their configuration."""

    def __init__(self, folder: Path, certificates: Path, faults: int, has_ipv6: bool):
        for part in ("files", "body"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        files = folder / "files"
        (files / "data.json").write_text("[" + ",".join(str(number) for number in range(5_000)) + "]")
        (files / "small.json").write_text('{"a":1}')
        (files / "stream.events").write_text("".join(f"id: {number}\ndata: {number}\n\n" for number in range(1_000)))
        with (files / "big.bin").open("wb") as big:
            big.truncate(1 << 30)
        kinds = {
            "plain": ("", ""),
            "tls": ("ssl http2", ""),
            "tls1": ("ssl", ""),
            "brief": ("ssl http2", "keepalive_requests 3; keepalive_timeout 1s;"),
            "brief1": ("ssl", "keepalive_requests 3; keepalive_timeout 1s;"),
            "briefPlain": ("", "keepalive_requests 3; keepalive_timeout 1s;"),
            "clientCertificate": (
                "ssl http2", f"ssl_client_certificate {certificates}/authority.pem; ssl_verify_client on;"
                " add_header X-Client $ssl_client_s_dn always;",
            ),
        }
        self.ports = {name: free_port() for name in kinds}
        servers = [
            SERVER.format(
                port=self.ports[name], options=options, settings=settings, folder=folder,
                ipv6=f"listen [::1]:{self.ports[name]} {options};" if has_ipv6 else "",
            )
            for name, (options, settings) in kinds.items()
        ]
        configuration = NGINX.format(
            folder=folder, certificates=certificates, faults=faults, servers="".join(servers),
            user="user root;" if os.geteuid() == 0 else "",
        )
        (folder / "nginx.conf").write_text(configuration)
        files = {"-p": folder, "-c": folder / "nginx.conf", "-e": folder / "start.log"}
        self.command = [_find("nginx"), *(str(part) for pair in files.items() for part in pair)]
        self.process = Process(self.command, list(self.ports.values()), folder / "output.log")

    def reload(self) -> int:
        """Starts new workers with the same configuration; the old ones finish their requests."""
        return subprocess.run([*self.command, "-s", "reload"], capture_output=True, timeout=20).returncode


class TinyProxy:
    """A forward proxy, with or without a password."""

    def __init__(self, folder: Path, has_password: bool, has_ipv6: bool):
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.log = folder / "proxy.log"
        lines = [
            f"Port {self.port}", "Listen 127.0.0.1", "Listen ::1" if has_ipv6 else "", "Timeout 60", "MaxClients 200",
            f'LogFile "{self.log}"', "LogLevel Connect", f'PidFile "{folder}/proxy.pid"',
            f"BasicAuth {PROXY_USER} {PROXY_PASSWORD}" if has_password else "",
        ]
        configuration = folder / "tinyproxy.conf"
        configuration.write_text("\n".join(lines) + "\n")
        self.process = Process([_find("tinyproxy"), "-d", "-c", str(configuration)], [self.port], folder / "output.log")

    def lines(self, about: str) -> list[str]:
        """Returns the requests in the log that contain a text."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return [line for line in text.splitlines() if about in line and re.search(r" Request \(", line)][:1_000]
