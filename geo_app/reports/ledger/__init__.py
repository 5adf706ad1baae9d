"""The ledger as an Excel file, out and back in (docs/ledger.md)."""
