"""Perceptual fingerprint: knows a picture again after what chat, screens and forgers do to it."""

from geo_app.photo.fingerprint.marks import spellings
from geo_app.photo.fingerprint.matching import Kind, Match, compare
from geo_app.photo.fingerprint.picture import VERSION, Fingerprint, fingerprint

__all__ = ["VERSION", "Fingerprint", "Kind", "Match", "compare", "fingerprint", "spellings"]
