"""Bytes of a notice, by kind of file, to text."""
