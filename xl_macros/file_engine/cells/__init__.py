"""Cells: addresses, values to markup and back, whole columns at a time, texts, dates and formulas."""
