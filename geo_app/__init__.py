"""Inspection map: a rectification notice becomes geocoded sites, where a claim is not a fact."""

__version__ = "0.1.0"
