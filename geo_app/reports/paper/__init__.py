"""One site, one file (一点一档) as a PDF that an office can file (docs/papers.md)."""
