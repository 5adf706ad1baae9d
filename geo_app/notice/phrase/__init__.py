"""The grammar of place phrases: from words to a tree to a reading."""
