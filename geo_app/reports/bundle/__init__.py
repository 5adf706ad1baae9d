"""The evidence bundle: a ZIP that a stranger can check without us (docs/bundle.md)."""
