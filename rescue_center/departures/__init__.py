"""Readiness, release, transfer, death, escape."""
