"""How animals leave in tests."""

from typing import Any

from rescue_center.animals.models import Animal
from rescue_center.departures import rules, transfer
from rescue_center.staff.models import Person
from tests.makers import AT, DAY, make_movement_permit, make_transfer

LATER = AT + 60 * DAY


def release(animal: Animal, by: Person, count: int | None = None, **facts: Any) -> Any:
    """Release one, or `count` of a lot."""
    given = {"place": "Phnom Prich", "team": "Sok, Vanna", "at": LATER}
    return rules.release([(animal, count)], by=by, **(given | facts))


def planned(animal: Animal, by: Person, count: int | None = None) -> Any:
    """A transfer with one member, and its permit."""
    plan = make_transfer(by=by, at=AT + DAY, to_organisation="Angkor Centre")
    member = transfer.add_animal(plan, animal, by=by, at=AT + DAY, count=count)
    make_movement_permit(member.stay, by=by, at=AT + DAY)
    return plan
