"""Signed notes and the key: our notes are read by others, theirs by us; nothing else passes."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from geo_app.errors import InputError, StoreError
from geo_app.store.checkpoint import Checkpoint
from geo_app.store.keys import FILE, signing_key
from geo_app.store.note import PublicKey, Signer, open_note

# the example in the documentation of golang.org/x/mod/sumdb/note, whose format this is
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZ"
    "b6KE6RyyBwJnAM=\n"
)


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return signing_key(tmp_path_factory.mktemp("key"))


def test_a_note_of_another_program_is_read() -> None:
    text = open_note(PETERS_NOTE, PublicKey.parse(PETER))
    assert text.startswith("If you think")
    assert text.endswith("problem is.\n")


def test_what_is_signed_is_read_again(signer: Signer) -> None:
    text = "第一行\n\nlast line\n"
    assert open_note(signer.sign(text), signer.public) == text
    assert PublicKey.parse(str(signer.public)) == signer.public


def test_a_text_without_a_line_end_is_not_signed(signer: Signer) -> None:
    with pytest.raises(ValueError, match="line end"):
        signer.sign("no end")


@given(st.data())
def test_a_note_with_any_character_changed_does_not_pass(draw: st.DataObject) -> None:
    key = PublicKey.parse(PETER)
    at = draw.draw(st.integers(0, len(PETERS_NOTE) - 1))
    sign = draw.draw(st.characters(codec="utf-8"))
    changed = PETERS_NOTE[:at] + sign + PETERS_NOTE[at + 1 :]
    if changed == PETERS_NOTE:
        return
    with pytest.raises(InputError):
        open_note(changed, key)


def test_a_signature_of_another_key_is_none(signer: Signer, tmp_path: Path) -> None:
    other = signing_key(tmp_path)
    with pytest.raises(InputError) as caught:
        open_note(other.sign("text\n"), signer.public)
    assert caught.value.code == "note.not_signed"


def test_a_second_signature_does_no_harm(signer: Signer, tmp_path: Path) -> None:
    note = signing_key(tmp_path).sign("text\n")
    ours = signer.sign("text\n").rpartition("\n\n")[2]
    assert open_note(note + ours, signer.public) == "text\n"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "name",
        "a+b",
        PETER[:-4],
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER.replace("+AR", "+BR"),
    ],
)
def test_what_is_no_key_is_refused(line: str) -> None:
    with pytest.raises(InputError) as caught:
        PublicKey.parse(line)
    assert caught.value.code == "key.malformed"


def test_a_head_of_the_log_is_signed_and_read(signer: Signer) -> None:
    head = Checkpoint(signer.name, 12, bytes(32), "ab" * 32, "2024-04-02T02:30:00.000000+00:00")
    assert Checkpoint.open(head.sign(signer), signer.public) == head


def test_a_note_that_is_no_head_is_none(signer: Signer) -> None:
    head = Checkpoint("another/log", 12, bytes(32), "ab" * 32, "2024-04-02T02:30:00+00:00")
    for note in (signer.sign("some text\n"), head.sign(signer)):
        with pytest.raises(InputError) as caught:
            Checkpoint.open(note, signer.public)
        assert caught.value.code == "note.no_checkpoint"


def test_the_key_is_made_once_and_is_for_its_owner_only(tmp_path: Path) -> None:
    first = signing_key(tmp_path / "data")
    again = signing_key(tmp_path / "data")
    assert first.public == again.public
    assert stat.S_IMODE((tmp_path / "data" / FILE).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == [FILE]
    assert first.public != signing_key(tmp_path / "other").public


def test_a_key_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    other = generate_private_key(SECP256R1())
    pem = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for content in (b"", b"nonsense", pem):
        (tmp_path / FILE).write_bytes(content)
        with pytest.raises(StoreError) as caught:
            signing_key(tmp_path)
        assert caught.value.code == "key.unusable"
        assert FILE in caught.value.text("zh")
