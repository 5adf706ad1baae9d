"""What a photo proves about a site: pure rules over plain values (docs/evidence.md)."""
