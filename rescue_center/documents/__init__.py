"""Issued papers and their verification."""
