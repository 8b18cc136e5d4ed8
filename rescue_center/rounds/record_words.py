"""What a record from a phone says, in the words of a page: whatever it was, and however odd."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.care.dose_rules import NOT_GIVEN
from rescue_center.care.order_models import Dose, Prescription
from rescue_center.care.words import amount_text
from rescue_center.db import db
from rescue_center.enclosures.models import Unit
from rescue_center.measures import weight_text
from rescue_center.rounds.facts import LARGEST
from rescue_center.rounds.models import PhoneRecord
from rescue_center.tags import check


@dataclass
class Told:
    """A record in words: what was done, to whom, where, and what was written beside it."""

    what: str
    animals: list[Animal] = field(default_factory=list)
    unit: Unit | None = None
    note: str = ""

    @property
    def whom(self) -> str:
        """The animals and the place it is about: `Mali, Dara in G4`."""
        names = ", ".join(animal.label for animal in self.animals[:4])
        more = f" and {len(self.animals) - 4} more" if len(self.animals) > 4 else ""
        place = self.unit.label if self.unit else ""
        return " · ".join(part for part in (names + more, place) if part)


def told(records: Sequence[PhoneRecord]) -> dict[str, Told]:
    """Each record in words, by its id. At most three statements, however many there are."""
    found = _named(records)
    return {record.id: _told(record, found) for record in records}


@dataclass
class _Named:
    doses: Mapping[int, Dose]
    animals: Mapping[int, Animal]
    units: Mapping[int, Unit]


def _facts(record: PhoneRecord) -> Mapping[str, Any]:
    facts = record.body.get("facts") if isinstance(record.body, Mapping) else None
    return facts if isinstance(facts, Mapping) else {}


def _ids(facts: Mapping[str, Any], *names: str) -> list[int]:
    """What is an id under these names, or in lists of them."""
    said: list[Any] = []
    for name in names:
        one = facts.get(name)
        said += one[:400] if isinstance(one, list) else [one]
    return [i for i in said if isinstance(i, int) and not isinstance(i, bool) and 0 < i <= LARGEST]


def _named(records: Iterable[PhoneRecord]) -> _Named:
    every = [_facts(record) for record in records]
    doses = _rows(Dose, [i for facts in every for i in _ids(facts, "dose")],
                  joinedload(Dose.prescription).joinedload(Prescription.drug))  # fmt: skip
    animals = {i for facts in every for i in _ids(facts, "animal", "animals", "missing", "lot")}
    animals |= {dose.animal_id for dose in doses.values()}
    units = {i for facts in every for i in _ids(facts, "unit")}
    return _Named(doses, _rows(Animal, animals), _rows(Unit, units))


def _rows(model: Any, ids: Iterable[int], *options: Any) -> dict[int, Any]:
    wanted = set(ids)
    if not wanted:
        return {}
    query = sa.select(model).where(model.id.in_(wanted)).options(*options)
    return {row.id: row for row in db.session.scalars(query)}


def _told(record: PhoneRecord, found: _Named) -> Told:
    facts = _facts(record)
    dose = next((found.doses[i] for i in _ids(facts, "dose") if i in found.doses), None)
    whose = _ids(facts, "missing" if record.kind == "seen" else "animals", "animal", "lot")
    whose += [dose.animal_id] if dose else []
    return Told(
        _WORDS.get(record.kind, _unknown)(facts, dose),
        [found.animals[i] for i in dict.fromkeys(whose) if i in found.animals],
        next((found.units[i] for i in _ids(facts, "unit") if i in found.units), None),
        _text(facts.get("note") or facts.get("reason")),
    )


def _text(said: Any) -> str:
    return said.strip()[:2000] if isinstance(said, str) else ""


def _number(said: Any) -> str:
    return f"{said:,}" if isinstance(said, int) and abs(said) < 10**9 else "?"


# --- each kind ----------------------------------------------------------------------------------

Words = Callable[[Mapping[str, Any], Dose | None], str]


def _dose(facts: Mapping[str, Any], dose: Dose | None) -> str:
    if dose is None:
        return "A dose that is not at the centre"
    order = dose.prescription
    what = f"{order.drug.name}, due {clock.moment_text(dose.due_at)}"
    if facts.get("how") != "given":
        why = NOT_GIVEN.get(_text(facts.get("why")), ("", "Not given"))[1]
        return f"{what}: not given. {why}"
    amount = _text(facts.get("amount"))[:20]
    measured = f"{amount} {order.amount_unit}" if amount else amount_text(
        order.amount, order.amount_unit)  # fmt: skip
    return f"{what}: gave {measured}"


def _weight(facts: Mapping[str, Any], _dose: Dose | None) -> str:
    grams = facts.get("grams")
    usable = isinstance(grams, int) and not isinstance(grams, bool) and 0 < grams < 10**8
    return f"Weighed {weight_text(grams)}" if usable else "Weighed"


def _seen(facts: Mapping[str, Any], _dose: Dose | None) -> str:
    return f"Counted {_number(facts.get('found'))} of {_number(facts.get('expected'))}"


def _concern(facts: Mapping[str, Any], _dose: Dose | None) -> str:
    return f"Concern: {_key(facts.get('what'))}, {_key(facts.get('urgency'))}"


def _incident(facts: Mapping[str, Any], _dose: Dose | None) -> str:
    return f"Incident: {_key(facts.get('what'))}"


def _fed(facts: Mapping[str, Any], _dose: Dose | None) -> str:
    return (
        f"Fed, offered {_number(facts.get('offered_g'))} g, left {_number(facts.get('left_g'))} g"
    )


def _left(facts: Mapping[str, Any], _dose: Dose | None) -> str:
    return f"Weighed what was left of a meal: {_number(facts.get('left_g'))} g"


def _crate(facts: Mapping[str, Any], _dose: Dose | None) -> str:
    how = {"hurt": ", hurt", "dead": ", found dead"}.get(_text(facts.get("how")), "")
    body = f", body condition {body} of 5" if (body := facts.get("body")) in range(1, 6) else ""
    return f"Sorted at the crate: {_number(facts.get('count'))}, tag {_tag(facts)}{how}{body}"


def _tagged(facts: Mapping[str, Any], _dose: Dose | None) -> str:
    return f"Gave it tag {_tag(facts)}"


def _tag(facts: Mapping[str, Any]) -> str:
    return check.spoken(check.tidy(_text(facts.get("tag"))[:20])) or "?"


def _key(said: Any) -> str:
    return _text(said)[:40].replace("_", " ") or "not said"


def _saying(words: str) -> Words:
    return lambda _facts, _dose: words


_unknown = _saying("A kind of record that the centre did not know")

_WORDS: dict[str, Words] = {
    "dose": _dose, "weight": _weight, "move": _saying("Moved"), "seen": _seen,
    "concern": _concern, "incident": _incident, "fed": _fed, "left": _left,
    "cleaned": _saying("Cleaned"),
    "watered": _saying("Gave water"), "enriched": _saying("Gave enrichment"),
    "observed": _saying("Watched"), "correct": _saying("Took a record back"),
    "crate": _crate, "tag": _tagged,
}  # fmt: skip
