"""Photographs and files: the original bytes sealed, derivatives apart."""
