"""Kept counts of the map: how many sites of each status stand in a cell, a district, a category."""

from geo_app.store.counts.audit import check
from geo_app.store.counts.base import CROWD, Basis, basis
from geo_app.store.counts.day import turn
from geo_app.store.counts.due import Due, due
from geo_app.store.counts.keeping import keep
from geo_app.store.counts.memory import remembered, renewed
from geo_app.store.counts.overview import summary
from geo_app.store.counts.parts import Part, PartCount, middle, parts
from geo_app.store.counts.reading import Cell, cells, total
from geo_app.store.counts.recount import keep_cells, rebuild
from geo_app.store.counts.scratch import Gathered, count

__all__ = [
    "CROWD",
    "Basis",
    "Cell",
    "Due",
    "Gathered",
    "Part",
    "PartCount",
    "basis",
    "cells",
    "check",
    "count",
    "due",
    "keep",
    "keep_cells",
    "middle",
    "parts",
    "rebuild",
    "remembered",
    "renewed",
    "summary",
    "total",
    "turn",
]
