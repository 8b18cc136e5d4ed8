"""What a package adds to a page of a package below it, which may not know it.

`panels.add("case", "animals/_case_account.html", read)` at import; the page of a case then includes
that template with `told`, which `read(case)` returned (left out where it is None).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class Panel(NamedTuple):
    """A part of a page: its template, and what it shows."""

    template: str
    told: Any


_ADDED: dict[str, list[tuple[str, Callable[[Any], Any]]]] = {}


def add(page: str, template: str, read: Callable[[Any], Any]) -> None:
    """Add a part to every `page` (`"case"`, `"taxon"`)."""
    _ADDED.setdefault(page, []).append((template, read))


def of(page: str, subject: Any) -> list[Panel]:
    """The parts of the page about `subject`, in the order of the packages."""
    read = (Panel(template, reader(subject)) for template, reader in _ADDED.get(page, []))
    return [panel for panel in read if panel.told is not None]
