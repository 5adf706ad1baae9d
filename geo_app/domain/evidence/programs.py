"""Programs that leave their name in a photo, and what each does to one."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from geo_app.domain.photo import PhotoFacts


class Trade(StrEnum):
    """What a program does."""

    EDITOR = "editor"
    """Can change what the picture shows."""
    STAMP = "stamp"
    """Draws time and place into the picture: a camera like any other; its print is no witness."""
    CARRIER = "carrier"
    """Makes the file smaller or loses its tags on the way: no sign of anything."""


_PROGRAMS: tuple[tuple[str, str, Trade], ...] = (
    # a part of the name, small letters → the name, what it does; the first that fits counts
    ("photoshop", "Photoshop", Trade.EDITOR),
    ("lightroom", "Lightroom", Trade.EDITOR),
    ("gimp", "GIMP", Trade.EDITOR),
    ("snapseed", "Snapseed", Trade.EDITOR),
    ("美图秀秀", "美图秀秀", Trade.EDITOR),
    ("xiuxiu", "美图秀秀", Trade.EDITOR),
    ("meitu", "美图秀秀", Trade.EDITOR),
    ("醒图", "醒图", Trade.EDITOR),
    ("picsart", "PicsArt", Trade.EDITOR),
    ("affinity photo", "Affinity Photo", Trade.EDITOR),
    ("pixelmator", "Pixelmator", Trade.EDITOR),
    ("paint.net", "Paint.NET", Trade.EDITOR),
    ("paintshop", "PaintShop", Trade.EDITOR),
    ("paint shop", "PaintShop", Trade.EDITOR),
    ("photoscape", "PhotoScape", Trade.EDITOR),
    ("darktable", "darktable", Trade.EDITOR),
    ("rawtherapee", "RawTherapee", Trade.EDITOR),
    ("capture one", "Capture One", Trade.EDITOR),
    ("facetune", "Facetune", Trade.EDITOR),
    ("polarr", "Polarr", Trade.EDITOR),
    ("vsco", "VSCO", Trade.EDITOR),
    ("picasa", "Picasa", Trade.EDITOR),
    ("krita", "Krita", Trade.EDITOR),
    ("水印相机", "水印相机", Trade.STAMP),
    ("经纬相机", "经纬相机", Trade.STAMP),
    ("timemark", "Timemark", Trade.STAMP),
    ("timestamp camera", "Timestamp Camera", Trade.STAMP),
    ("gps map camera", "GPS Map Camera", Trade.STAMP),
    ("solocator", "Solocator", Trade.STAMP),
    ("odk", "ODK Collect", Trade.CARRIER),
    ("opendatakit", "ODK Collect", Trade.CARRIER),
    ("kobo", "KoboCollect", Trade.CARRIER),
    ("qfield", "QField", Trade.CARRIER),
    ("微信", "微信", Trade.CARRIER),
    ("wechat", "微信", Trade.CARRIER),
    ("micromessenger", "微信", Trade.CARRIER),
    ("whatsapp", "WhatsApp", Trade.CARRIER),
)


def program_of(facts: PhotoFacts) -> tuple[str, Trade] | None:
    """The known program that a photo names as its software or camera; None where there is none.

    Some field programs write their name into the camera's place. An unknown name says nothing:
    most are a phone's firmware.
    """
    names = unicodedata.normalize("NFKC", f"{facts.software or ''}\n{facts.camera or ''}").lower()
    return next(((name, trade) for part, name, trade in _PROGRAMS if part in names), None)
