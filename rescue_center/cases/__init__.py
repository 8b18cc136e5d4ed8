"""Seizures: what was declared, where, by whom, and what a court ordered."""
