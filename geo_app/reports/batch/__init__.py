"""The papers of many sites as one zip, now or in the background (docs/papers.md)."""
