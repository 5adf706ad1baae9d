"""What a parsed place phrase means: the tree's things and locators as one ``PlacePhrase``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo_app.domain.place import PlacePhrase
from geo_app.domain.remark import Remark
from geo_app.notice.phrase import lexicon
from geo_app.notice.phrase.tree import Node, Thing, Tree, Where

_SIDE_RANK = {
    "top": 1, "foot": 1, "under": 1, "inner": 2, "outer": 2, "river_side": 3, "land_side": 3,
    "left_bank": 4, "right_bank": 4, "both_banks": 4, "north": 4, "south": 4, "east": 4, "west": 4,
}  # fmt: skip
"""A side that tells more wins over one that tells less; among equals the last one said."""


def meaning(tree: Tree, words: str) -> PlacePhrase:
    """The reading of a tree.

    Args:
        tree: The phrase, taken apart.
        words: Its folded text.
    """
    if not tree.nodes or _says_nowhere(tree):
        code = "phrase.no_place" if tree.nowhere else "phrase.not_understood"
        return PlacePhrase(words, None, "none", "none", doubts=(Remark(code),))
    reading = replace(_combine(tree.nodes, words), target=_target(tree))
    if tree.nowhere:
        reading = _doubting(reading, Remark("phrase.many_places", {"anchor": reading.anchor}))
    if tree.subject is not None and reading.anchor != tree.subject.name:
        return _of_subject(tree.subject, reading)
    if _outlet_at_bridge(tree.nodes[-1], reading):
        return replace(reading, relation="near")
    return reading


def _of_subject(subject: Thing, place: PlacePhrase) -> PlacePhrase:
    """甲公司位于乙村北侧: the place is 甲公司; where it is unknown, the words after it help."""
    return PlacePhrase(
        text=place.text,
        anchor=subject.name,
        anchor_kind=subject.kind,
        relation="at",
        containers=(
            *place.containers,
            *([place.anchor] if place.anchor and place.anchor_kind in lexicon.AREAS else []),
        ),
        fallback=place,
        doubts=place.doubts,
    )


def _doubting(reading: PlacePhrase, doubt: Remark) -> PlacePhrase:
    return replace(reading, doubts=(*reading.doubts, doubt))


def _outlet_at_bridge(node: Node, reading: PlacePhrase) -> bool:
    """甲桥排放口: an outlet named after a bridge is near it, never on it."""
    plain = reading.relation == "at" and reading.side is None and not node.where.at
    return plain and reading.anchor_kind == "bridge" and reading.target in lexicon.OUTLETS


def _says_nowhere(tree: Tree) -> bool:
    """全市范围内, 辖区内多个…: a common noun beside such a word is no place."""
    return tree.nowhere and not any(node.thing.proper for node in tree.nodes)


# --- several things → one reading -----------------------------------------------------------------
def _combine(nodes: Sequence[Node], words: str) -> PlacePhrase:
    """Folds the things from left to right: containers, hops, then what the place is told from."""
    areas: tuple[str, ...] = ()
    fallback: PlacePhrase | None = None
    path: str | None = None
    current = nodes[0]
    for index, node in enumerate(nodes[1:], 1):
        where, thing = current.where, current.thing
        if _is_path(current, node):
            path = node.thing.name
            _take_sides(where, node)
        elif thing.kind in lexicon.LINES and _leads_to_reach(nodes[index:]):
            areas = (*areas, node.thing.name)
            where.relations.append("along")
            _take_sides(where, node)
        elif not node.thing.proper and not node.where.measured_from:
            _take_sides(where, node)
        elif not node.thing.proper and node.thing.kind == thing.kind:
            where.distance = where.distance or node.where.distance
            where.directions = where.directions or node.where.directions
        elif node.thing.kind in {"township", "district"} and not _only_contains(current):
            continue  # nothing wider is told from after a hop
        elif node.thing.kind == "dam_spur" and thing.kind == "dike":
            areas, current = (*areas, thing.name), node
        else:
            reading = _reading(current, words, areas, path)
            if thing.kind in lexicon.AREAS:
                areas = (*areas, *thing.areas, thing.name)
            if thing.kind not in lexicon.AREAS or not _only_contains(current):
                fallback = replace(reading, fallback=fallback)
            if thing.kind in lexicon.LINES:
                path = thing.name
                node.where.sides[:0] = where.sides
            current = node
    areas = (*areas, *(area for area in current.thing.areas if area not in areas))
    return replace(_reading(current, words, areas, path), fallback=fallback)


def _is_path(current: Node, node: Node) -> bool:
    """河堤, 路, or a river named after a hop: the line that the hop follows."""
    line = node.thing.kind in lexicon.LINES
    hop = bool(current.where.directions or current.where.distance or current.where.stake)
    if not line or node.where.measured_from or node.where.stake or node.where.distance:
        return False
    return hop if node.thing.proper else True


def _leads_to_reach(nodes: Sequence[Node]) -> bool:
    """甲村段, 乙镇甲村段: areas that a line is cut to."""
    for node in nodes:
        if node.where.stretch:
            return True
        if node.thing.kind not in lexicon.AREAS or not node.where.empty:
            return False
    return False


def _take_sides(where: Where, node: Node) -> None:
    from_node = node.where
    sides = [
        lexicon.SIDE_OF_COMPASS[point]
        for point in from_node.directions
        if point in lexicon.SIDE_OF_COMPASS
    ]
    where.sides.extend(sides or [])
    where.sides.extend(from_node.sides)


def _only_contains(node: Node) -> bool:
    return node.where.empty or (
        set(node.where.relations) <= {"inside"} and not node.where.directions
    )


# --- one thing with its locators → fields ----------------------------------------
def _reading(
    node: Node, words: str, areas: tuple[str, ...] = (), path: str | None = None
) -> PlacePhrase:
    thing, where = node.thing, node.where
    distance, stake = where.distance, where.stake
    precision = stake.precision_m if stake else distance.precision_m if distance else None
    relation = _relation(node)
    directions = [] if stake or relation == "between" else where.directions
    reading = PlacePhrase(
        text=words,
        anchor=thing.name or None,
        anchor_kind=thing.kind,
        relation=relation,
        direction=",".join(sorted(directions, key=_clockwise)) or None,
        distance_m=distance.metres if distance else None,
        side=_side([*_implied_sides(node, relation), *where.sides]),
        chainage_m=stake.metres if stake else None,
        path=path or where.path,
        containers=areas,
        distance_precision_m=precision,
        approximate=bool(distance and distance.approximate),
        ends=thing.ends,
    )
    return replace(reading, doubts=tuple(_doubts(node, reading)))


def _implied_sides(node: Node, relation: str) -> list[str]:
    """A direction from a line is a side of it; a gap between spurs lies on the river side."""
    thing, where = node.thing, node.where
    if thing.kind == "dam_spur" and thing.name.endswith(("裆", "坝档")):
        return ["river_side"]
    if where.stake or (thing.kind in lexicon.LINES and relation == "side_of"):
        sides = [lexicon.SIDE_OF_COMPASS.get(point) for point in where.directions]
        return [side for side in sides if side] if len(sides) == 1 else []
    return []


def _clockwise(direction: str) -> int:
    """Several directions are told from north clockwise: N,S and E,W."""
    points = lexicon.COMPASS_POINTS
    return points.index(direction) if direction in points else len(points)


def _side(sides: Sequence[str]) -> str | None:
    """The side that tells most; the last of equals."""
    best: str | None = None
    for side in sides:
        if best is None or _SIDE_RANK[side] >= _SIDE_RANK[best]:
            best = side
    return best


def _relation(node: Node) -> str:
    thing, where = node.thing, node.where
    said = where.relations
    stream = bool(where.directions) and where.directions[0] in {"upstream", "downstream"}
    if thing.kind == "address" and (where.empty or _only_contains(node)):
        return "address"
    if where.stake is not None:
        return "chainage_range" if isinstance(where.stake.metres, tuple) else "chainage"
    if thing.kind == "boundary":
        return "boundary"
    if thing.ends:
        return "between"
    if where.distance is not None:
        if where.directions:
            return "offset_path" if stream else "offset_dir"
        return "near" if "near" in said else "distance_only"
    if where.corner:
        return "corner"
    for relation in ("opposite", "outside", "near", "along", "inside"):
        if relation in said:
            return relation
    if where.directions:
        return "side_of"
    if where.sides and thing.kind in lexicon.LINES and not where.at:
        return "along"
    return "at"


def _doubts(node: Node, reading: PlacePhrase) -> list[Remark]:
    thing, where = node.thing, node.where
    anchor = {"anchor": thing.name}
    doubts = []
    if not thing.proper:
        unnamed = thing.kind in lexicon.LINES or not thing.name
        code = "phrase.which_line" if unnamed else "phrase.anaphor"
        doubts.append(Remark(code, anchor))
    if len(where.directions) > 1:
        first, last = (f"@direction.{where.directions[at]}" for at in (0, -1))
        doubts.append(Remark("phrase.two_places", {"first": first, "last": last}))
    elif reading.side == "both_banks":
        doubts.append(Remark("phrase.both_banks", anchor))
    if reading.side in {"inner", "outer"}:
        doubts.append(Remark("phrase.inner_ambiguous"))
    if thing.kind == "confluence" and reading.relation == "offset_path":
        doubts.append(Remark("phrase.which_river", anchor))
    if where.end_unknown:
        doubts.append(Remark("phrase.which_end", anchor))
    if where.more_hops:
        doubts.append(Remark("phrase.second_hop", anchor))
    if where.distance is not None and where.distance.metres is None:
        doubts.append(Remark("phrase.vague_number"))
    if where.bearing_open and where.directions:
        point = where.directions[0]
        doubts.append(Remark("phrase.ambiguous_direction", {"direction": f"@direction.{point}"}))
    return doubts


# --- the thing at the place -----------------------------------------------------------------------
def _target(tree: Tree) -> str | None:
    """The first object word after the place, else before it (排污口位于…)."""
    for tokens in (tree.tail, tree.before):
        for token in tokens:
            part = token.text in lexicon.SUBPARTS and len(token.text) > 2  # 总排口
            if part or token.text in lexicon.TARGETS:
                return token.text
    things = [n.thing for n in tree.nodes[1:] if not (n.thing.proper or n.where.stretch)]
    objects = [thing.name for thing in things if thing.kind not in lexicon.LINES | {"bridge"}]
    return objects[-1] if objects else None
