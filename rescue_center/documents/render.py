"""From the frozen facts of a paper to its PDF, and what is missing before there can be one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from rescue_center.documents import (
    blocks,
    death_record,
    handover,
    health_statement,
    intake_receipt,
    release_fitness,
    signing,
)
from rescue_center.documents.paper import SIZES, Sheet, print_sheet
from rescue_center.documents.shaping import unprintable

#: Every kind of paper that can be issued.
KINDS: dict[str, ModuleType] = {
    "health_statement": health_statement,
    "release_fitness": release_fitness,
    "handover": handover,
    "intake_receipt": intake_receipt,
    "death_record": death_record,
}


@dataclass(frozen=True)
class Gap:
    """A fact that a paper needs and does not have. `key` like `animals.2.species`."""

    key: str
    label: str


def missing(kind: str, facts: Mapping[str, Any]) -> list[Gap]:
    """What must be entered before this paper can be issued, in the order of the paper."""
    required = [("centre.name", "Name of the centre"), *KINDS[kind].REQUIRED]
    stops = [Gap(f"stops.{n}", said) for n, said in enumerate(facts.get("stops", ()))]
    return [gap for key, label in required for gap in _gaps(facts, key, label)] + stops


def _gaps(facts: Mapping[str, Any], key: str, label: str) -> Iterator[Gap]:
    many, each, rest = key.partition("[].")
    if not each:
        if _at(facts, key) in (None, "", [], {}):
            yield Gap(key, label)
        return
    for place, one in enumerate(_at(facts, many) or []):
        if _at(one, rest) in (None, ""):
            name = _name(one) or f"{many} {place + 1}"
            instead = f" ({one['instead']})" if one.get("instead") else ""
            yield Gap(f"{many}.{place}.{rest}", f"{name}: {label.lower()}{instead}")


def _name(one: Mapping[str, Any]) -> str | None:
    return one.get("local_id") or one.get("species") or one.get("criterion")


def _at(facts: Any, key: str) -> Any:
    for part in key.split("."):
        facts = facts.get(part) if isinstance(facts, Mapping) else None
    return facts


def strangers(facts: Any) -> list[str]:
    """Characters in the facts that no typeface here can draw; each prints as `[U+4E2D]`."""
    if isinstance(facts, str):
        return unprintable(facts)
    parts = facts.values() if isinstance(facts, Mapping) else facts
    if not isinstance(facts, Mapping | list | tuple):
        return []
    return sorted({char for part in parts for char in strangers(part)})


def render(
    kind: str,
    facts: Mapping[str, Any],
    *,
    number: str | None,
    version: int = 1,
    verify_url: str | None,
    issued_on: str | None,
    supersedes: str | None = None,
    paper: str = "A4",
) -> bytes:
    """The PDF of a paper. The same arguments give the same bytes. Without a number it is a draft
    for looking at, and says so across every page. `paper` is A4 or LETTER."""
    form = KINDS[kind]
    sheet = Sheet(
        title=form.TITLE,
        footer=form.FOOTER,
        centre=facts["centre"],
        number=number,
        version=version,
        issued_on=issued_on,
        verify_url=verify_url if number else None,
        supersedes=supersedes,
        size=SIZES[paper.upper()],
    )
    story = [*blocks.letterhead(sheet), *form.story(sheet, facts)]
    return print_sheet(sheet, signing.closed(story))


def draft(kind: str, facts: Mapping[str, Any], *, paper: str = "A4") -> bytes:
    """The paper as it would look, before it is issued."""
    return render(kind, facts, number=None, verify_url=None, issued_on=None, paper=paper)
