"""A real S3 server process on loopback (moto), with one empty bucket."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3

from geo_app.settings import Files

BUCKET = "photos"
SECRET = "a-secret-that-nobody-may-see"  # noqa: S105 # of a server that lives for one test


@contextmanager
def serving(log: Path) -> Iterator[tuple[Files, subprocess.Popen[bytes]]]:
    """Settings of a bucket, and the server that has it."""
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
            stdout=out,
            stderr=out,
        )
        try:
            address = _address(server, log)
            settings = Files(
                place=f"s3://{BUCKET}/evidence",
                s3_endpoint=address,
                s3_region="us-east-1",
                s3_access_key="key",
                s3_secret_key=SECRET,
            )
            client(settings).create_bucket(Bucket=BUCKET)
            yield settings, server
        finally:
            server.kill()
            server.wait()


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    """What the server says that it listens on, once it answers."""
    for _ in range(300):
        assert server.poll() is None, log.read_text()
        found = [word for word in log.read_text().split() if word.startswith("http://127.0.0.1:")]
        if found:
            with urllib.request.urlopen(f"{found[0]}/moto-api/data.json") as answer:
                assert answer.status == 200
            return found[0]
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def client(settings: Files) -> Any:
    """Another client of the same store, to look and to damage."""
    return boto3.client(
        "s3",
        endpoint_url=settings.s3_endpoint,
        region_name=settings.s3_region,
        aws_access_key_id=settings.s3_access_key,
        aws_secret_access_key=settings.s3_secret_key,
    )
