"""Found dead: as a crate was sorted, or told by somebody who may not write a death. What they told
stands among the concerns until a vet, a manager or the registrar confirms it with one press."""

from __future__ import annotations

from datetime import datetime, timedelta

from rescue_center.animals.models import Animal
from rescue_center.departures import death as deaths
from rescue_center.departures.models import Death
from rescue_center.errors import Refused
from rescue_center.husbandry import concern_rules
from rescue_center.husbandry.concern_models import Concern
from rescue_center.policy import Role
from rescue_center.staff import duty
from rescue_center.staff.models import Person

#: Who is found dead so soon after it came was dead on arrival; later nobody knows why it died.
ARRIVING = timedelta(hours=24)


def record(animal: Animal, *, by: Person, at: datetime, found_by: str) -> Death:
    """Write down the death of whoever was found dead, by the verb of the desk's form. Of a held one
    nobody of the authority is told yet: it stands as a task until somebody is."""
    stay = animal.stay
    arriving = stay is not None and timedelta(0) <= at - stay.began_at <= ARRIVING
    return deaths.die(
        animal, by=by, at=at, manner="dead_on_arrival" if arriving else "unknown",
        precision="found", necropsy="pending", found_by=found_by, authority_not_told=True,
    )  # fmt: skip


def confirm(concern: Concern, *, by: Person, at: datetime) -> Death:
    """It is dead, as was told: its death is written down for when it was found."""
    person = duty.only(by, {Role.VET, Role.MANAGER, Role.REGISTRAR}, at, "confirm a death")
    if concern.what != "dead" or concern.animal is None:
        raise Refused("Nobody was found dead here.")
    if person.id == concern.by_id and person.roles_at(at).isdisjoint({Role.VET, Role.MANAGER}):
        raise Refused("You found it yourself: a vet, a manager or another registrar confirms it.")
    concern_rules.refuse_settled(concern)
    found_by = concern.by.name if concern.by else ""
    death = record(concern.animal, by=person, at=concern.at, found_by=found_by)
    concern_rules.settle(concern, "The death is confirmed.", by=person, at=at)
    return death
