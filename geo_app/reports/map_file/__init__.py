"""The map in one file: it opens by a double click, with no network, on any computer."""
