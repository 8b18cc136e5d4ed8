"""Papers composed from real records, in the words that they print."""

from datetime import date, datetime
from typing import Any

from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.care import rules as care
from rescue_center.care.models import Exam
from rescue_center.documents import compose
from rescue_center.documents.paper import Sheet
from rescue_center.documents.render import KINDS, missing
from rescue_center.enclosures import rules as enclosures
from rescue_center.quarantine import rules as quarantine
from rescue_center.quarantine.models import Quarantine
from rescue_center.staff.models import Person
from tests.documents.reading import words
from tests.makers import AT, DAY, make_person, make_unit

#: Long after every quarantine here.
LATER = AT + 60 * DAY
TYPED = {"purpose": "Space", "valid_until": date(2026, 8, 1), "premises_statement": "Nothing."}


def printed(kind: str, facts: dict[str, Any]) -> str:
    """The words of a paper, a line for each label and each value."""
    form = KINDS[kind]
    sheet = Sheet(form.TITLE, form.FOOTER, facts["centre"], number="XX-2026-00001")
    return "\n".join(words(form.story(sheet, facts)))


def statement(*animals: Animal, by: Person | None = None, **typed: Any) -> dict[str, Any]:
    by = by or make_person("vet")
    stays = [animal.stays[-1] for animal in animals]
    return compose.health_statement(stays, TYPED | typed, by=by, at=LATER)


def fitness(animal: Animal, **typed: Any) -> dict[str, Any]:
    by = make_person("coordinator")
    return compose.release_fitness([animal.stays[-1]], typed, by=by, at=LATER)


def gaps(kind: str, facts: dict[str, Any]) -> list[str]:
    return [gap.label for gap in missing(kind, facts)]


def examined(
    animal: Animal, fit: str = "fit_for_transport", *, at: datetime = LATER - DAY,
    by: Person | None = None, found: str = "Bright",
) -> Exam:  # fmt: skip
    by = by or make_person("vet")
    exam = care.examine(animal, {"objective": found, "fitness": fit}, by=by, at=at)
    care.sign(exam, by=by, at=at, version=exam.version)
    return exam


def cleared(animal: Animal, *, days: int = 31, at: datetime = AT, code: str = "") -> Quarantine:
    """Through quarantine, and out of it into rehabilitation."""
    vet = make_person("vet")
    kept = quarantine.begin(
        animal.stays[-1], make_unit(code, biosecurity="quarantine"), by=vet, at=at
    )
    quarantine.clear(kept, to=Stage.REHAB, by=vet, at=at + days * DAY)
    enclosures.vacate(animal, by=vet, at=at + days * DAY)
    return kept
