"""Ledgers of another office's making: their cells, what their columns mean, what they tell."""
