"""What each role finds in the main navigation, in its order (design of the interface, section 2).

One list, read by the rail on a desktop and by the bottom bar on a phone. The first four are on the
bar itself. A person with several roles gets them joined, without repeats.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import current_app, request, url_for

from rescue_center.policy import Role, policy_of


@dataclass(frozen=True)
class Entry:
    """A place to go: its word, its endpoint, and the icon beside the word."""

    label: str
    endpoint: str
    icon: str


@dataclass(frozen=True)
class Item:
    """An entry as a page shows it."""

    label: str
    url: str
    icon: str
    here: bool


HOME = Entry("Home", "boards.home", "home")
SCAN = Entry("Scan", "tags.scan", "scan")
ROUND = Entry("Round", "husbandry.keeping", "round")
PLANS = Entry("Plans", "husbandry.plans", "plan")
ANIMALS = Entry("Animals", "animal_list.index", "animal")
ENCLOSURES = Entry("Enclosures", "enclosures.index", "enclosure")
QUARANTINE = Entry("Quarantine", "quarantine.board", "quarantine")
WARD = Entry("Ward", "ward.board", "condition")
LABORATORY = Entry("Laboratory", "laboratory.index", "labs")
TREATMENTS = Entry("Treatments", "care.treatments", "treatment")
READINESS = Entry("Readiness", "departures.board", "ready")
TRANSFERS = Entry("Transfers", "transfers.index", "transfer")
PAPERS = Entry("Papers", "documents.index", "certificate")
CASES = Entry("Cases", "cases.index", "case")
LABELS = Entry("Labels", "tags.labels", "label")
SPECIES = Entry("Species", "species.index", "bird")
JOURNAL = Entry("Journal", "journal.index", "journal")
STOCK = Entry("Stock", "store.index", "treatment")
REGISTER = Entry("Drug register", "register.index", "journal")
SHEETS = Entry("Round sheets", "sheets.round_sheet", "print")
PEOPLE = Entry("People", "people.index", "people")
PHONES = Entry("Phones", "phones.index", "phone")
RECORDS = Entry("From phones", "phone_records.index", "sync")

PLACES: dict[Role, tuple[Entry, ...]] = {
    Role.KEEPER: (HOME, SCAN, TREATMENTS, ANIMALS, ROUND, ENCLOSURES, PLANS, SHEETS),
    Role.VET: (HOME, WARD, TREATMENTS, QUARANTINE, ANIMALS, LABORATORY, PAPERS, ENCLOSURES,
               TRANSFERS,
               SCAN, SPECIES, RECORDS, ROUND, PLANS, STOCK, REGISTER),
    Role.COORDINATOR: (HOME, READINESS, ANIMALS, TRANSFERS, QUARANTINE, PAPERS, ENCLOSURES,
                       ROUND, PLANS),
    Role.REGISTRAR: (HOME, CASES, ANIMALS, LABELS, TRANSFERS, PAPERS, ENCLOSURES, SPECIES),
    Role.OFFICER: (HOME, CASES, ANIMALS, PAPERS, JOURNAL),
    Role.MANAGER: (HOME, ANIMALS, CASES, ENCLOSURES, QUARANTINE, READINESS, TRANSFERS,
                   PAPERS, LABELS, SPECIES, JOURNAL, PEOPLE, PHONES, RECORDS, ROUND,
                   PLANS, LABORATORY, STOCK, REGISTER),
    Role.ADMIN: (HOME, PEOPLE, PHONES, LABELS, SPECIES),
    Role.INSPECTOR: (HOME, ANIMALS, CASES, QUARANTINE, PAPERS, JOURNAL, LABORATORY,
                     REGISTER, STOCK),
}  # fmt: skip


def open_to(endpoint: str, roles: Iterable[Role] | None) -> bool:
    """Whether the endpoint exists and admits `roles`."""
    view = current_app.view_functions.get(endpoint)
    policy = policy_of(view) if view else None
    return policy is not None and policy.admits(roles)


#: Stands in an address for the one part that differs.
_SLOT = 987654321


def addresses_of(endpoint: str, key: str, **rest: Any) -> Callable[[object], str]:
    """What makes the addresses of an endpoint that differ in `key` alone, for pages that name
    many or that must be fast: url_for takes ten times as long for each."""
    made = current_app.extensions.setdefault("addresses", {})
    wanted = (endpoint, key, request.script_root, *rest.items())
    if wanted not in made:
        before, after = url_for(endpoint, **{**rest, key: _SLOT}).split(str(_SLOT))
        made[wanted] = lambda value: f"{before}{_quoted(value)}{after}"
    found: Callable[[object], str] = made[wanted]
    return found


def _quoted(value: object) -> object:
    return value if isinstance(value, int) else quote(str(value), safe="")


def entries_for(roles: Iterable[Role]) -> list[Entry]:
    """The places of these roles, each once, the first role's first."""
    held = set(roles)
    found = {e: None for role in Role if role in held for e in PLACES[role]}
    return list(found)


def here_of(roles: Iterable[Role], path: str) -> str | None:
    """The address of the place that the page `path` belongs to."""
    places = _places(frozenset(roles))
    return max((url for _, url in places if _within(path, url)), key=len, default=None)


def items_for(roles: Iterable[Role], here: str | None) -> list[Item]:
    """The navigation of somebody with `roles` at the place `here`."""
    return [Item(e.label, url, e.icon, url == here) for e, url in _places(frozenset(roles))]


def _places(roles: frozenset[Role]) -> list[tuple[Entry, str]]:
    """The entries with their addresses, which are the same on every page."""
    known = current_app.extensions.setdefault("places", {})
    if (key := (roles, request.script_root)) not in known:
        entries = [entry for entry in entries_for(roles) if open_to(entry.endpoint, roles)]
        known[key] = [(entry, url_for(entry.endpoint)) for entry in entries]
    places: list[tuple[Entry, str]] = known[key]
    return places


def _within(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
