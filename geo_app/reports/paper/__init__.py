"""One site, one file (一点一档) as a PDF or Word file that an office can keep (docs/papers.md)."""
