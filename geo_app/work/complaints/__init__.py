"""Complaints of citizens (12369): a file of them in, and what they say beside a claim."""
