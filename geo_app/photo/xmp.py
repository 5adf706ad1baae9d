"""XMP (ISO 16684-1): the few properties that stand in for EXIF tags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PREFIXES = {
    "{http://ns.adobe.com/exif/1.0/}": "exif:",
    "{http://ns.adobe.com/tiff/1.0/}": "tiff:",
    "{http://ns.adobe.com/xap/1.0/}": "xmp:",
    "{http://ns.adobe.com/photoshop/1.0/}": "photoshop:",
}
_LONGEST = 1_000


def read_xmp(packets: Iterable[bytes]) -> Mapping[str, str]:
    """Property (``exif:GPSLatitude``) → its text; the first packet that says it counts.

    A packet that is no XML, or that defines entities, says nothing.
    """
    found: dict[str, str] = {}
    for packet in packets:
        try:
            tree = fromstring(packet.strip(b"\0 \r\n\t"))
        except (ParseError, DefusedXmlException, ValueError, LookupError):
            continue
        for description in tree.iter(f"{_RDF}Description"):
            for name, value in _properties(description):
                found.setdefault(name, value)
    return found


def _properties(description: Element) -> Iterable[tuple[str, str]]:
    for name, value in description.items():
        if known := _short(name):
            yield known, value[:_LONGEST]
    for child in description:
        item = child.find(f".//{_RDF}li")
        inside = (child if item is None else item).text or ""
        if known := _short(child.tag):
            yield known, inside.strip()[:_LONGEST]


def _short(name: str) -> str | None:
    space, brace, local = name.rpartition("}")
    prefix = _PREFIXES.get(space + brace)
    return prefix + local if prefix else None
