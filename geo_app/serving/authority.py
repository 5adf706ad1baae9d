"""The certificate authority of an installation: HTTPS on a local network without an official one.

Browsers give position, camera, service worker and SubtleCrypto to secure origins only, and no
public authority certifies 192.168.1.5. So the installation is an authority of its own that a phone
may trust without fear: its certificate allows it private addresses and local names and no other
(name constraints, RFC 5280 4.2.1.10), so that whoever steals its key cannot pose as a bank.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from geo_app.errors import StoreError
from geo_app.settings import AUTHORITY_FILE
from geo_app.store.once import keep, keep_once

SERVER_FILE = "lan-server.pem"
"""Key and certificate of the server, made anew at every start."""

PRIVATE = (
    *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"),
    *("fc00::/7", "fe80::/10", "::1/128"),
)
"""Networks that the authority may speak for: RFC 1918, 3927, 4193, 4291 and the loopback."""

LOCAL_NAMES = ("localhost", "local", "lan", "home.arpa", "internal")
"""Names, and all under them, that no public authority speaks for (RFC 6762, 8375; ICANN 2024)."""

AUTHORITY_YEARS = 10
SERVER_DAYS = 398
"""Longest life that iOS takes from any authority is 825 days, of public ones 398."""

_BACKDATED = timedelta(days=1)
"""A phone whose clock is behind takes the certificate all the same."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Key and certificate.

    Attributes:
        key: Elliptic curve P-256.
        certificate: Signed by itself.
    """

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        """The certificate as phones install it."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate in pairs of digits, as Android and iOS show it."""
        return self.certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def authority(folder: Path, *, now: datetime | None = None) -> Authority:
    """The authority of an installation, made at first use.

    Args:
        folder: The data folder.
        now: The time; None = that of the clock.

    Raises:
        StoreError: The file cannot be written or read, or holds something else.
    """
    path = folder / AUTHORITY_FILE
    try:
        if not path.exists():
            keep_once(path, _new_authority(now or datetime.now(UTC)))
        content = path.read_bytes()
        key = load_pem_private_key(content, password=None)
        certificate = x509.load_pem_x509_certificate(content)
    except (OSError, ValueError, TypeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise StoreError("key.unusable", file=AUTHORITY_FILE, reason=reason) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise StoreError("key.unusable", file=AUTHORITY_FILE, reason=type(key).__name__)
    return Authority(key, certificate)


def issue(
    by: Authority, folder: Path, names: tuple[str, ...], *, now: datetime | None = None
) -> Path:
    """A new key and certificate for the server.

    Args:
        by: The authority.
        folder: The data folder.
        names: Addresses and names by which browsers call the server; the first names it.
        now: The time; None = that of the clock.

    Returns:
        PEM file of key and certificate, mode 600.

    Raises:
        StoreError: It cannot be written.
    """
    now = now or datetime.now(UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(names[0]))
        .issuer_name(by.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(min(now + timedelta(days=SERVER_DAYS), by.certificate.not_valid_after_utc))
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .add_extension(_usage(signs=False), True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key()), False
        )
        .sign(by.key, hashes.SHA256())
    )
    path = folder / SERVER_FILE
    try:
        keep(path, _pem(key, certificate))
    except OSError as error:
        raise StoreError("key.unusable", file=SERVER_FILE, reason=error.strerror) from error
    return path


def may_speak_for(name: str) -> bool:
    """Whether the authority may certify an address or a name."""
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        last = name.lower().rstrip(".")
        return any(last == each or last.endswith(f".{each}") for each in LOCAL_NAMES)
    return any(address in ipaddress.ip_network(each) for each in PRIVATE)


def _new_authority(now: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    # the name tells two installations apart on one phone
    short = x509.SubjectKeyIdentifier.from_public_key(key.public_key()).digest.hex()[:6].upper()
    name = _name(f"geo-app {short} (local network)")
    allowed: list[x509.GeneralName] = [
        *(x509.IPAddress(ipaddress.ip_network(each)) for each in PRIVATE),
        *(x509.DNSName(each) for each in LOCAL_NAMES),
    ]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now + timedelta(days=365 * AUTHORITY_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .add_extension(_usage(signs=True), True)
        .add_extension(x509.NameConstraints(allowed, excluded_subtrees=None), True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .sign(key, hashes.SHA256())
    )
    return _pem(key, certificate)


def _pem(key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> bytes:
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return secret + certificate.public_bytes(Encoding.PEM)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
