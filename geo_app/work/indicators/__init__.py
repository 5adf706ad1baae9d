"""Indicators that belong to no site: their file, what it would change, what is in force."""
