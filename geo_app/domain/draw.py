"""A random draw of sites and inspectors (双随机) that anybody can repeat.

The rule, edition 1: a ticket is SHA-256 over the UTF-8 of ``geo-app draw 1``, the seed, ``site``
or ``inspector`` and the ids, joined by line breaks. Sites are drawn by their smallest ticket; a
site of weight w has w tickets, numbered from 1. For each site in the order of the draw the
inspectors who may look at it are taken by how many sites they have, then by their ticket for it.
No generator of a language or library is involved, and the order of the pool does not matter.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from geo_app.domain.persona import same_unit

EDITION = "geo-app draw 1"
MOST_WEIGHT = 10


@dataclass(frozen=True, slots=True)
class PoolSite:
    """A site that may be drawn.

    Attributes:
        id: Of the site.
        unit: Its responsible unit, if known.
        areas: District code and accounting unit.
        verified_by: Ids of those who have verified it before.
        weight: Tickets that it has, 1 to ``MOST_WEIGHT``.
    """

    id: str
    unit: str | None
    areas: tuple[str, ...] = ()
    verified_by: tuple[str, ...] = ()
    weight: int = 1


@dataclass(frozen=True, slots=True)
class PoolInspector:
    """Somebody who may be drawn.

    Attributes:
        id: Of the person.
        unit: The person's unit, if known.
        areas: Areas that the person is bound to; empty = none.
    """

    id: str
    unit: str | None
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pool:
    """What is drawn from, and by which rule.

    Attributes:
        sites: In any order.
        inspectors: In any order.
        count: Sites to draw.
        each: Inspectors of a site.
        without_verifiers: Who has verified a site before does not look at it again.
    """

    sites: tuple[PoolSite, ...]
    inspectors: tuple[PoolInspector, ...]
    count: int
    each: int
    without_verifiers: bool = True

    @property
    def digest(self) -> str:
        """SHA-256 of all of it, whatever the order."""
        told = asdict(self)
        for name in ("sites", "inspectors"):
            told[name] = sorted(told[name], key=lambda member: str(member["id"]))
        plain = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(f"{EDITION}\n{plain}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A site of the result.

    Attributes:
        site_id: Of the site.
        inspectors: Ids of who looks at it; fewer than asked for where no more may.
    """

    site_id: str
    inspectors: tuple[str, ...]


def ticket(seed: str, *words: str) -> bytes:
    """The number that decides, as 32 bytes."""
    return hashlib.sha256("\n".join((EDITION, seed, *words)).encode()).digest()


def draw(pool: Pool, seed: str) -> tuple[Drawn, ...]:
    """The draw that a seed gives; the same everywhere and always."""
    ranked = sorted(pool.sites, key=lambda site: (_best(site, seed), site.id))
    load = {each.id: 0 for each in pool.inspectors}
    result = []
    for site in ranked[: pool.count]:
        chosen = _inspectors(pool, site, seed, load)
        for person in chosen:
            load[person] += 1
        result.append(Drawn(site.id, chosen))
    return tuple(result)


def may_look(pool: Pool, site: PoolSite, person: PoolInspector) -> bool:
    """Whether somebody may be drawn for a site: never from its responsible unit."""
    if same_unit(site.unit, person.unit):
        return False
    if pool.without_verifiers and person.id in site.verified_by:
        return False
    return not person.areas or bool(set(person.areas) & set(site.areas))


def share(percent: int, total: int) -> int:
    """Sites that a share comes to, rounded up; at least one of any."""
    return -(-percent * total // 100)


def _best(site: PoolSite, seed: str) -> bytes:
    return min(ticket(seed, "site", site.id, str(n)) for n in range(1, site.weight + 1))


def _inspectors(pool: Pool, site: PoolSite, seed: str, load: dict[str, int]) -> tuple[str, ...]:
    able: Iterable[PoolInspector] = (p for p in pool.inspectors if may_look(pool, site, p))
    ranked: Sequence[PoolInspector] = sorted(
        able, key=lambda p: (load[p.id], ticket(seed, "inspector", site.id, p.id), p.id)
    )
    return tuple(person.id for person in ranked[: pool.each])
