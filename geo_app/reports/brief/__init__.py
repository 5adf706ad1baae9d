"""What leaders read: what became of a notice, and where the districts stand (docs/papers.md)."""
