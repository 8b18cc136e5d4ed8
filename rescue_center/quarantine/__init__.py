"""Cohorts, the clock and its restart, tests, clearance."""
