"""A bucket that is not there, a server that is gone or hangs: one named error, no secret in it."""

from __future__ import annotations

import builtins
import logging
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from geo_app.errors import StoreError
from geo_app.settings import Files, Settings, from_environ
from geo_app.store.files import open_files
from tests.storage import moto


def failure(call: Callable[[], object]) -> StoreError:
    with pytest.raises(StoreError) as caught:
        call()
    assert caught.value.http_status == 503
    assert moto.SECRET not in f"{caught.value} {caught.value.text('en')}"
    return caught.value


def test_outages_are_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with moto.serving(tmp_path / "log") as (settings, server):
        files = open_files(Settings(files=settings))
        name = files.put(b"before")

        elsewhere = open_files(Settings(files=replace(settings, place="s3://other-bucket/x")))
        for call in (lambda: elsewhere.put(b"1"), lambda: elsewhere.get(name)):
            assert failure(call).values["reason"] == "NoSuchBucket"
        failure(lambda: list(elsewhere.names()))

        server.send_signal(signal.SIGSTOP)
        hasty = open_files(Settings(files=replace(settings, s3_answer_seconds=0.5)))
        assert failure(lambda: hasty.get(name)).code == "files.unusable"
        assert failure(lambda: hasty.put(b"hangs")).code == "files.unusable"
        server.send_signal(signal.SIGCONT)
        assert files.get(name) == b"before"

        server.kill()
        server.wait()
        for call in (lambda: files.get(name), lambda: files.put(b"gone"), lambda: files.has(name)):
            failure(call)
    assert moto.SECRET not in caplog.text


def test_an_address_that_is_none_is_named() -> None:
    failure(lambda: open_files(Settings(files=Files(place="s3://"))))


def test_without_obstore_the_command_to_get_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("obstore"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    error = failure(lambda: open_files(Settings(files=Files(place="s3://photos/x"))))
    assert "pip install" in error.text("zh")


def test_settings_come_from_the_environment_and_hide_their_secrets() -> None:
    settings = from_environ(
        {
            "GEO_APP_FILES": "s3://photos/x",
            "GEO_APP_S3_ENDPOINT": "https://s3.example.org",
            "GEO_APP_S3_ACCESS_KEY": "key",
            "GEO_APP_S3_SECRET_KEY": moto.SECRET,
        }
    )
    assert settings.files.s3_secret_key == moto.SECRET
    assert moto.SECRET not in repr(settings)
    with pytest.raises(ValueError, match="GEO_APP_S3_SECRET_KEY") as caught:
        from_environ({"GEO_APP_S3_SECRET_KEY": moto.SECRET + "\x07"})
    assert moto.SECRET not in str(caught.value)
