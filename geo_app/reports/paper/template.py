"""The Word file that a paper is filled into: ours, or the office's own, which is untrusted.

Ours is kept as the parts of a docx in ``templates/paper/`` and packed when it is used. An own one
is a file from somebody's computer: it is opened with limits, and nothing in it may run, fetch,
embed or hide anything.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from geo_app.errors import InputError, TooLargeError
from geo_app.notice.file.package import Kind, Package, opened
from geo_app.resources import resource
from geo_app.settings import Papers

PAPER = "paper"
TYPES = "[Content_Types].xml"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""Written into the zip for the time of each member: no clock is in a paper."""

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

_TEXTS = frozenset({".xml", ".rels"})
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf"})
_FONTS = frozenset({".odttf"})
_RUNS = re.compile(r"vba|macro|activex|customui", re.IGNORECASE)
_EMBEDS = re.compile(r"embedding|oleobject|afchunk|package\b.*\.bin", re.IGNORECASE)
_ELEMENTS = {
    "altChunk": "embedded", "object": "embedded", "OLEObject": "embedded", "control": "embedded",
    "subDoc": "external", "mailMerge": "external", "vanish": "hidden", "specVanish": "hidden",
    "del": "changes", "moveFrom": "changes",
}  # fmt: skip
_OFF = frozenset({"0", "false", "off", "none"})
_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "STYLEREF", "TITLE"})
"""Fields that read nothing but the document itself."""


@lru_cache(maxsize=4)
def shipped(name: str = PAPER) -> bytes:
    """A template of ours as a docx; the same bytes each time.

    Args:
        name: Folder of its parts; those that are not there are the ones of the paper of a site.
    """
    members: dict[str, bytes] = {}
    for folder in (PAPER, name):
        root = resource("templates", folder)
        for path in sorted(each for each in root.rglob("*") if each.is_file()):
            members[path.relative_to(root).as_posix()] = path.read_bytes()
    return packed(members)


def packed(members: dict[str, bytes]) -> bytes:
    """A docx of its members: the same members give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(members, key=lambda name: (name != TYPES, name)):
            info = zipfile.ZipInfo(name, EPOCH)
            packs = _ending(name) in _TEXTS  # a picture is packed already
            info.compress_type = zipfile.ZIP_DEFLATED if packs else zipfile.ZIP_STORED
            archive.writestr(info, members[name])
    return out.getvalue()


def chosen(papers: Papers) -> tuple[bytes, str]:
    """The template of this installation and its name.

    Raises:
        InputError: An own one is set and cannot be used; says why.
        TooLargeError: It is over a limit.
    """
    if not papers.template:
        return shipped(), "paper.docx"
    path = Path(papers.template)
    try:
        with path.open("rb") as source:
            data = source.read(papers.template_bytes + 1)
    except OSError as error:
        raise InputError("paper.template_gone", file=path.name, reason=error.strerror) from error
    if len(data) > papers.template_bytes:
        limit = papers.template_bytes // (1024 * 1024)
        raise TooLargeError("input.too_large", file=path.name, limit=limit)
    examine(data, path.name, papers)
    return data, path.name


def examine(data: bytes, name: str, papers: Papers) -> None:
    """Whether a Word file may be filled in.

    Raises:
        InputError: It is none, it is broken, or it runs, fetches, embeds or hides something.
        TooLargeError: It unpacks to more than ``papers`` allow.
    """
    kind = Kind("paper.template", papers.template_entries, papers.template_unpacked_bytes)
    with opened(data, name=name, kind=kind) as package:
        if TYPES not in package.members:
            raise InputError("paper.template_kind", file=name)
        if (found := _kinds(package)) is not None:
            raise _refused(name, *found)
        if not _is_document(package):
            raise InputError("paper.template_kind", file=name)
        for member in sorted(package.members):
            if _ending(member) in _TEXTS:
                root = fromstring(package.read(member), forbid_dtd=True)
                if (found := _relations(root) or _elements(root) or _fields(root)) is not None:
                    raise _refused(name, *found)


def _refused(name: str, what: str, where: str) -> InputError:
    return InputError("paper.template_refused", file=name, what=f"@paper.holds_{what}", where=where)


def _kinds(package: Package) -> tuple[str, str] | None:
    """What a member is by its name."""
    for member in sorted(package.members):
        ending = _ending(member)
        if _RUNS.search(member):
            return "macros", member
        if _EMBEDS.search(member):
            return "embedded", member
        if not member.endswith("/") and ending not in _TEXTS | _PICTURES | _FONTS:
            return "embedded", member
    return None


def _is_document(package: Package) -> bool:
    """Whether its main part is a document as such; no part that is read as XML looks otherwise."""
    kinds = {
        each.get("PartName", ""): each.get("ContentType", "")
        for each in fromstring(package.read(TYPES), forbid_dtd=True)
        if _local(each) == "Override"
    }
    if any(_RUNS.search(kind) or _EMBEDS.search(kind) for kind in kinds.values()):
        return False
    disguised = any(
        kind.endswith("xml") and _ending(part) not in _TEXTS for part, kind in kinds.items()
    )
    mains = [part.lstrip("/") for part, kind in kinds.items() if kind == MAIN]
    return not disguised and len(mains) == 1 and mains[0] in package.members


def _relations(root: Element) -> tuple[str, str] | None:
    for each in root.iter():
        if _local(each) == "Relationship" and each.get("TargetMode", "Internal") != "Internal":
            return "external", each.get("Target", "")
    return None


def _elements(root: Element) -> tuple[str, str] | None:
    for each in root.iter():
        what = _ELEMENTS.get(_local(each))
        values = {name.rpartition("}")[2]: value for name, value in each.attrib.items()}
        if what is not None and values.get("val", "") not in _OFF:
            return what, _local(each)
    return None


def _fields(root: Element) -> tuple[str, str] | None:
    """A field that is none of ours: Word would run it, or read another file for it."""
    open_fields: list[str] = []
    for each in root.iter():
        values = {name.rpartition("}")[2]: value for name, value in each.attrib.items()}
        told: str | None = None
        if _local(each) == "fldSimple":
            told = values.get("instr", "")
        elif _local(each) == "instrText":
            if open_fields:
                open_fields[-1] += each.text or ""
            else:
                told = each.text or ""
        elif _local(each) == "fldChar" and values.get("fldCharType") == "begin":
            open_fields.append("")
        elif _local(each) == "fldChar" and values.get("fldCharType") == "end" and open_fields:
            told = open_fields.pop()
        if told is not None and (told.split() or ["?"])[0].upper() not in _FIELDS:
            return "field", " ".join(told.split())[:80]
    unfinished = next((each for each in open_fields), None)
    return None if unfinished is None else ("field", " ".join(unfinished.split())[:80])


def _ending(name: str) -> str:
    """``.rels`` of ``_rels/.rels``, which has no suffix as a path."""
    return "." + name.rpartition(".")[2].lower()


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
