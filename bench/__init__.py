"""Measures the running centre against a bare page; `make bench`."""
