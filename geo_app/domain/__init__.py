"""The nouns and rules of the field, on plain values: no database, no web, no files."""
