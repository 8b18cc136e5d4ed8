"""Individuals and lots, marks, counts, stays, intake, and the life of a stay."""
