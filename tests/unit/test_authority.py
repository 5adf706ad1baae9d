"""The certificate authority of a local network: what it may certify, and what it may not."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from hypothesis import given
from hypothesis import strategies as st

from geo_app.errors import InputError, StoreError
from geo_app.serving.addresses import names_of, on_network
from geo_app.serving.authority import (
    SERVER_FILE,
    authority,
    issue,
    may_speak_for,
)
from geo_app.settings import AUTHORITY_FILE

NAMES = ("192.168.1.5", "office.local", "localhost", "127.0.0.1")
NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


def leaf(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def verify(root: x509.Certificate, certificate: x509.Certificate, name: str) -> None:
    """As a client does that trusts only this authority (RFC 5280, name constraints too)."""
    verifier = (
        PolicyBuilder().store(Store([root])).time(NOW).build_server_verifier(x509.DNSName(name))
    )
    verifier.verify(certificate, [])


def test_the_authority_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    first = authority(tmp_path, now=NOW)
    again = authority(tmp_path)

    assert first.fingerprint == again.fingerprint
    assert first.der == again.der
    assert stat.S_IMODE((tmp_path / AUTHORITY_FILE).stat().st_mode) == 0o600
    assert len(first.fingerprint.split(":")) == 32
    assert [path.name for path in tmp_path.iterdir()] == [AUTHORITY_FILE]


def test_the_server_gets_a_certificate_for_its_addresses(tmp_path: Path) -> None:
    by = authority(tmp_path, now=NOW)
    path = issue(by, tmp_path, NAMES, now=NOW)
    made = leaf(path)
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == [
        "192.168.1.5",
        "127.0.0.1",
    ]
    assert names.get_values_for_type(x509.DNSName) == ["office.local", "localhost"]
    assert made.not_valid_after_utc - NOW == timedelta(days=398)
    verify(by.certificate, made, "office.local")


def test_every_start_has_a_key_of_its_own(tmp_path: Path) -> None:
    by = authority(tmp_path, now=NOW)
    first = leaf(issue(by, tmp_path, NAMES, now=NOW)).public_key()
    second = leaf(issue(by, tmp_path, NAMES, now=NOW)).public_key()

    assert first != second
    assert sorted(path.name for path in tmp_path.iterdir()) == [AUTHORITY_FILE, SERVER_FILE]


def test_who_steals_its_key_cannot_pose_as_a_public_site(tmp_path: Path) -> None:
    by = authority(tmp_path, now=NOW)
    stolen = leaf(issue(by, tmp_path, ("bank.example.com",), now=NOW))

    with pytest.raises(VerificationError, match="permitted"):
        verify(by.certificate, stolen, "bank.example.com")


def test_a_certificate_does_not_outlive_its_authority(tmp_path: Path) -> None:
    by = authority(tmp_path, now=NOW - timedelta(days=365 * 10 - 30))
    made = leaf(issue(by, tmp_path, NAMES, now=NOW))

    assert made.not_valid_after_utc == by.certificate.not_valid_after_utc


@pytest.mark.parametrize("content", [b"", b"not a key", b"\x00" * 200])
def test_a_damaged_authority_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / AUTHORITY_FILE
    path.write_bytes(content)

    with pytest.raises(StoreError, match=AUTHORITY_FILE):
        authority(tmp_path)
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("192.168.0.1", True),
        ("10.1.2.3", True),
        ("172.16.0.9", True),
        ("172.32.0.9", False),
        ("8.8.8.8", False),
        ("fe80::1", True),
        ("2001:db8::1", False),
        ("office.local", True),
        ("Office.LAN.", True),
        ("notlocal", False),
        ("local.example.com", False),
    ],
)
def test_only_private_addresses_and_local_names(name: str, may: bool) -> None:
    assert may_speak_for(name) is may


@given(st.ip_addresses(v=4))
def test_no_address_of_the_internet_is_certified(address: IPv4Address) -> None:
    assert not (may_speak_for(str(address)) and address.is_global)


@pytest.mark.parametrize(
    "host",
    ["8.8.8.8", "0.0.0.0", "::", "office", "http://10.0.0.1", "1e9"],  # noqa: S104 # refused
)
def test_a_host_that_is_no_address_of_the_network_is_refused(host: str) -> None:
    with pytest.raises(InputError):
        on_network(host)


def test_the_names_begin_with_the_address_and_are_told_once() -> None:
    names = names_of("127.0.0.1")

    assert names[0] == "127.0.0.1"
    assert len(set(names)) == len(names)
    assert all(may_speak_for(name) for name in names)
