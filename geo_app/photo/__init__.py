"""Photos: from untrusted bytes to facts, renditions, fingerprints. Knows no database, no web."""
