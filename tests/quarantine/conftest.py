"""What the tests of quarantine share with those of housing."""

from tests.enclosures.conftest import counted

__all__ = ["counted"]
