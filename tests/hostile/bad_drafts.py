"""Visits that cannot be used, by what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from tests.visits import photo, told

Visit = dict[str, Any]


def _with(**members: Any) -> Callable[[str], bytes]:
    return lambda site: orjson.dumps(told(site) | members)


def _photo(**members: Any) -> Callable[[str], bytes]:
    return lambda site: orjson.dumps(told(site, [photo() | members]))


def _fix(**members: Any) -> Callable[[str], bytes]:
    return _with(fix={"lon": 114.3, "lat": 34.8} | members)


_POINT = {"lon": 114.3, "lat": 34.8, "accuracy_m": 5, "at": "2024-05-01T10:00:00+08:00"}


def _track(**members: Any) -> Callable[[str], bytes]:
    return _with(track=[_POINT, _POINT | members])


def _raw(before: bytes, after: bytes) -> Callable[[str], bytes]:
    return lambda site: orjson.dumps(told(site, note="X")).replace(before, after)


BAD_DRAFTS: dict[str, Callable[[str], bytes]] = {
    "nothing": lambda _: b"",
    "no-json": lambda _: b"{",
    "a-list": lambda _: b"[]",
    "a-number": lambda _: b"5",
    "no-utf8": _raw(b'"X"', b'"\xff\xfe"'),
    "half-a-surrogate": _raw(b'"X"', rb'"\ud800"'),
    "deep": lambda _: b"[" * 100_000,
    "large": lambda _: b" " * 300_000 + b"{}",
    "nan": _raw(b'"X"', b"NaN"),
    "infinity": _raw(b'"X"', b"1e400"),
    "unknown-member": _with(password="x"),  # noqa: S106
    "proto": _with(__proto__={}),
    "no-id": _with(id=None),
    "id-number": _with(id=5),
    "id-braces": _with(id="{" + "0" * 8 + "-0000-4000-8000-" + "0" * 12 + "}"),
    "id-path": _with(id="../../etc/passwd"),
    "site-object": _with(site={}),
    "site-sql": _with(site="' OR 1=1--"),
    "site-nul": _with(site="a\0b"),
    "no-time": _with(visited_at=None),
    "time-without-zone": _with(visited_at="2024-05-01T10:00:00"),
    "time-number": _with(visited_at=1714550000),
    "time-first": _with(visited_at="0001-01-01T00:00:00+14:00"),
    "time-last": _with(visited_at="9999-12-31T23:59:59-14:00"),
    "sent-word": _with(sent_at="now"),
    "token-list": _with(token=[]),
    "token-long": _with(token="x" * 2000),
    "note-number": _with(note=5),
    "note-long": _with(note="长" * 2001),
    "answers-list": _with(answers=[]),
    "answers-null": _with(answers=None),
    "answer-nested": _with(answers={"discharging": {"a": [1]}, "smell": 1}),
    "answer-unknown": _with(answers={"discharging": "no", "smell": 1, "__class__": 1}),
    "answer-long": _with(answers={"discharging": "no", "smell": 1, "remark": "x" * 1001}),
    "version-zero": _with(form_version=0),
    "version-large": _with(form_version=2**63),
    "version-future": _with(form_version=99),
    "datum-unknown": _with(datum="WGS84"),
    "datum-list": _with(datum=[]),
    "person-text": _with(inspector="王五"),
    "person-nameless": _with(inspector={"name": " ", "unit": "x"}),
    "person-long": _with(inspector={"name": "x" * 100, "unit": None}),
    "person-role": _with(inspector={"name": "x", "role": "leader"}),
    "track-object": _with(track={}),
    "track-of-nothing": _with(track=[None]),
    "track-of-lists": _with(track=[[114.3, 34.8]]),
    "track-no-time": _track(at=None),
    "track-no-offset": _track(at="2024-05-01T10:00:00"),
    "track-backwards": _track(at="2024-05-01T09:00:00+08:00"),
    "track-no-accuracy": _track(accuracy_m=None),
    "track-by-hand": _track(by_hand=True),
    "track-lat-91": _track(lat=91),
    "track-too-long": _with(track=[_POINT] * 501),
    "fix-list": _with(fix=[114.3, 34.8]),
    "fix-empty": _with(fix={}),
    "fix-lat-91": _fix(lat=91),
    "fix-lon-181": _fix(lon=181),
    "fix-swapped": _fix(lon=34.8, lat=114.3),
    "fix-text": _fix(lon="114.3"),
    "fix-bool": _fix(lon=True),
    "fix-accuracy": _fix(accuracy_m=-1),
    "fix-heading": _fix(heading_deg=400),
    "fix-by-hand": _fix(by_hand="yes"),
    "photos-object": _with(photos={}),
    "photos-many": lambda site: orjson.dumps(told(site, [photo() for _ in range(21)])),
    "photo-null": _with(photos=[None]),
    "photo-role": _photo(role="selfie"),
    "photo-role-list": _photo(role=["after"]),
    "photo-digest": _photo(sha256="A" * 64),
    "photo-digest-short": _photo(sha256="0" * 63),
    "photo-external": _photo(external="no"),
    "photo-name": _photo(name="x.jpg"),
    "photo-twice": lambda site: orjson.dumps(told(site, [photo(id=_ID), photo(id=_ID)])),
}
_ID = "00000000-0000-4000-8000-000000000001"
