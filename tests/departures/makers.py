"""How animals leave in tests."""

from datetime import date
from typing import Any

from rescue_center.animals.models import Animal
from rescue_center.departures import permit_rules, rules, transfer
from rescue_center.staff.models import Person
from tests.makers import AT, DAY

LATER = AT + 60 * DAY


def release(animal: Animal, by: Person, count: int | None = None, **facts: Any) -> Any:
    """Release one, or `count` of a lot."""
    given = {"place": "Phnom Prich", "team": "Sok, Vanna", "at": LATER}
    return rules.release([(animal, count)], by=by, **(given | facts))


def planned(animal: Animal, by: Person, count: int | None = None) -> Any:
    """A transfer with one member, and its permit."""
    plan = transfer.plan(by=by, at=AT + DAY, to_organisation="Angkor Centre")
    member = transfer.add_animal(plan, animal, by=by, at=AT + DAY, count=count)
    permit_rules.add_permit(
        [member.stay],
        by=by,
        at=AT + DAY,
        kind="movement",
        number=f"M{plan.id}",
        issuer="FA",
        issued_on=date(2026, 5, 12),
    )
    return plan
