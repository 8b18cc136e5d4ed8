"""Drugs that may be prescribed, with their limits."""
