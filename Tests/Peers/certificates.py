"""Valid and invalid certificates for one test run, created with the openssl command."""

import os
import subprocess
from pathlib import Path

KEY_PASSWORD = "a pass phrase"
LOCAL_NAMES = "DNS:localhost,IP:127.0.0.1,IP:::1"


def make(folder: Path) -> dict[str, str]:
    """Creates all certificates and returns their paths by name."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "openssl.cnf").write_text("[req]\ndistinguished_name = name\n[name]\n")
    for authority in ("authority", "unknown-authority"):
        _authority(folder, authority)
    _issue(folder, "good", LOCAL_NAMES)
    _issue(folder, "expired", LOCAL_NAMES, days=-1)
    _issue(folder, "other-host", "DNS:other.example")
    _issue(folder, "unknown-authority-server", LOCAL_NAMES, authority="unknown-authority")
    _issue(folder, "client", "DNS:client.example")
    _issue(folder, "unknown-client", "DNS:client.example", authority="unknown-authority")
    _self_signed(folder, "self-signed")
    _openssl(
        folder, "pkey", "-in", "client.key", "-aes256", "-passout", f"pass:{KEY_PASSWORD}", "-out", "client-locked.key"
    )
    return {
        "authority": str(folder / "authority.pem"),
        "unknownAuthority": str(folder / "unknown-authority.pem"),
        "clientCertificate": str(folder / "client.pem"),
        "clientKey": str(folder / "client.key"),
        "clientLockedKey": str(folder / "client-locked.key"),
        "clientKeyPassword": KEY_PASSWORD,
        "unknownClientCertificate": str(folder / "unknown-client.pem"),
        "unknownClientKey": str(folder / "unknown-client.key"),
    }


# The certificate of a listener by the name that requests use.
SERVER_CERTIFICATES = {
    "good": "good",
    "expired": "expired",
    "other-host": "other-host",
    "self-signed": "self-signed",
    "unknown-authority": "unknown-authority-server",
}


def _openssl(folder: Path, *arguments: str) -> None:
    environment = os.environ | {"OPENSSL_CONF": str(folder / "openssl.cnf")}
    done = subprocess.run(
        ["openssl", *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=60
    )
    if done.returncode != 0:
        raise SystemExit(f"peers: openssl {arguments[0]} failed: {done.stderr}")


def _key(folder: Path, name: str) -> None:
    _openssl(folder, "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", f"{name}.key")


def _authority(folder: Path, name: str) -> None:
    _key(folder, name)
    _openssl(
        folder, "req", "-x509", "-new", "-key", f"{name}.key", "-out", f"{name}.pem", "-days", "2",
        "-subj", f"/CN=Handinger tests {name}",
        "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
    )


def _self_signed(folder: Path, name: str) -> None:
    _key(folder, name)
    _openssl(
        folder, "req", "-x509", "-new", "-key", f"{name}.key", "-out", f"{name}.pem", "-days", "2",
        "-subj", "/CN=localhost", "-addext", f"subjectAltName={LOCAL_NAMES}",
    )


def _issue(folder: Path, name: str, names: str, authority: str = "authority", days: int = 2) -> None:
    _key(folder, name)
    _openssl(folder, "req", "-new", "-key", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
    (folder / f"{name}.ext").write_text(
        f"subjectAltName={names}\nbasicConstraints=critical,CA:FALSE\n"
        "keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\n"
    )
    _openssl(
        folder, "x509", "-req", "-in", f"{name}.csr", "-CA", f"{authority}.pem", "-CAkey", f"{authority}.key",
        "-CAcreateserial", "-days", str(days), "-extfile", f"{name}.ext", "-out", f"{name}.pem",
    )
