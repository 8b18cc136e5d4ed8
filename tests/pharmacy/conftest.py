"""The same browsers and counts as for care."""

from tests.care.conftest import as_, statements

__all__ = ["as_", "statements"]
