"""Postings: for each term the set of sites that have it, so that words are found at once."""

from geo_app.store.postings.audit import check
from geo_app.store.postings.block import Sites
from geo_app.store.postings.gathering import Gathered
from geo_app.store.postings.grams import fold, is_plain
from geo_app.store.postings.keeping import Before, after, before
from geo_app.store.postings.making import Made, are_made, make_anew, next_serial
from geo_app.store.postings.reading import Postings
from geo_app.store.postings.terms import CASED, EVERY, LOCATED, having

__all__ = [
    "CASED",
    "EVERY",
    "LOCATED",
    "Before",
    "Gathered",
    "Made",
    "Postings",
    "Sites",
    "after",
    "are_made",
    "before",
    "check",
    "fold",
    "having",
    "is_plain",
    "make_anew",
    "next_serial",
]
