"""Death, and what becomes of the carcass."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.animals.intake import on_received
from rescue_center.animals.intake_models import Intake
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.db import db, lock
from rescue_center.departures import leaving
from rescue_center.departures.models import Death, DeathNote
from rescue_center.errors import Refused, explain
from rescue_center.policy import Role
from rescue_center.quarantine import rules as quarantine
from rescue_center.staff import duty
from rescue_center.staff.models import Person

explain("uq_animal_death_stay_id", "This death is already recorded.")
explain("euthanasia_is_explained", "A euthanasia names the agent and the reason.")


def die(
    animal: Animal, *, by: Person, at: datetime, manner: str, count: int | None = None,
    planned: bool = False, authority_notified_who: str = "", authority_not_told: bool = False,
    unexplained: bool = False, **facts: Any,
) -> Death:  # fmt: skip
    """Record a death, or some deaths in a lot, which are split off under their own number.

    A held animal may be put down in an emergency only, with notice to the authority at once; its
    carcass becomes the evidence (domain rules 1.4). Whatever a held animal died of, the authority
    is told, or it is said that nobody is told yet. A manner that is not known is not explained."""
    leaving.lock_leavers([animal])
    unexplained = unexplained or manner == "unknown"
    held = leaving.held_then(animal, at) is not None or animal.is_held
    told = bool(authority_notified_who.strip())
    seen = facts.get("last_seen_alive_at")
    if seen is not None and seen > at:
        raise Refused("It was seen alive after it died. Check the times.",
                      field="last_seen_alive_at")  # fmt: skip
    if manner == "euthanised":
        _refuse_euthanasia(animal, by, at, planned, authority_notified_who, facts)
    elif planned:
        raise Refused("Only a euthanasia is planned.", field="planned")
    if held and not told and not authority_not_told:
        raise Refused(
            "This animal is held as evidence. Name whom of the authority you told, or say that "
            "nobody is told yet.", field="authority_notified_who",
        )  # fmt: skip
    _refuse_waiver(by, at, facts)
    leaver = leaving.part_of(animal, count, by=by, at=at, reason=f"death ({manner})")
    stay = leaving.open_stay(leaver)
    unit_id = leaving.unit_of(leaver)  # before it leaves it
    if planned:
        stay.planned_euthanasia = True
    was = {"stage_before": stay.stage, "stage_before_since": stay.stage_since}
    kind = "euthanasia" if manner == "euthanised" else "death"
    left = leaving.depart(stay, Stage.DEAD, kind, by=by, at=at, reason=manner.replace("_", " "))
    death = Death(
        stay_id=stay.id, at=at, count=left, manner=manner, planned=planned,
        unexplained=unexplained, unit_id=unit_id, recorded_by_id=by.id,
        authority_notified_who=authority_notified_who.strip(), authority_due=held,
        authority_notified_at=at if told else None, **was, **facts,
    )  # fmt: skip
    db.session.add(death)
    db.session.flush()
    journal.record(
        "died", death, by=by, at=at, animal=leaver, case=leaver.case_id,
        after={"count": left, "manner": manner, "cause": death.cause},
    )  # fmt: skip
    if unexplained and death.unit is not None and death.unit.is_quarantine:
        quarantine.report_event(
            death.unit, kind="death", by=by, at=at, animal=leaver,
            description=f"{leaver.label} died, cause not explained.",
        )  # fmt: skip
    return death


def _refuse_waiver(by: Person, at: datetime, facts: dict[str, Any]) -> None:
    if facts.get("necropsy", "pending") != "waived":
        facts["necropsy_waiver"] = ""
        return
    duty.only(by, {Role.VET}, at, "do without a necropsy")
    if not str(facts.get("necropsy_waiver", "")).strip():
        raise Refused("Say why there is no necropsy.", field="necropsy_waiver")


def tell_authority(death: Death, who: str, *, by: Person, at: datetime) -> None:
    """The authority was told of the death of an animal that was held as evidence."""
    lock(death)
    refuse_struck_out(death)
    if death.authority_notified_at is not None:
        raise Refused(f"{death.authority_notified_who} was told already, on "
                      f"{clock.day_text(death.authority_notified_at)}.")  # fmt: skip
    if not who.strip():
        raise Refused("Name whom you told.", field="who")
    if at < death.at:
        raise Refused("This is dated before the death.", field="at")
    death.authority_notified_who, death.authority_notified_at = who.strip(), at
    db.session.flush()
    journal.record(
        "told the authority of a death", death, by=by, at=at, animal=death.stay.animal_id,
        case=death.stay.animal.case_id, after={"who": who},
    )  # fmt: skip


def _refuse_euthanasia(
    animal: Animal, by: Person, at: datetime, planned: bool, notified: str, facts: dict[str, Any]
) -> None:
    if Role.VET not in by.roles_at(at):
        raise Refused("A euthanasia is recorded by a vet.")
    for key, sentence in (
        ("agent", "Name the agent used."),
        ("euthanasia_reason", "Say why it was put down."),
    ):
        if not str(facts.get(key, "")).strip():
            raise Refused(sentence, field=key)
    if leaving.held_then(animal, at) is None and not animal.is_held:
        return
    if planned:
        leaving.refuse_while_held(animal, "a planned euthanasia", at)
    if not notified.strip():
        raise Refused(
            "This animal is held as evidence. An emergency euthanasia is allowed, with notice to "
            "the authority: name whom you told.",
            field="authority_notified_who",
        )


def record_arrival_deaths(intake: Intake, *, by: Person | None) -> list[Death]:
    """The deaths of those that arrived dead: received and dead, so that both totals agree."""
    made = []
    for line in intake.lines:
        if line.dead_animal_id is None:
            continue
        animal = db.session.get_one(Animal, line.dead_animal_id)
        stay = animal.stay
        if stay is None or db.session.scalar(sa.select(Death.id).where(Death.stay_id == stay.id)):
            continue
        death = Death(
            stay_id=stay.id, at=intake.arrived_at, precision="found", count=line.dead,
            manner="dead_on_arrival", recorded_by_id=by.id if by else None,
        )  # fmt: skip
        db.session.add(death)
        made.append(death)
    db.session.flush()
    return made


def _told_of_arrival(intake: Intake, by: Person | None) -> None:
    record_arrival_deaths(intake, by=by)


on_received.append(_told_of_arrival)


def add_note(
    death: Death, text: str, *, by: Person, at: datetime, reason: str = "", necropsy: str = ""
) -> DeathNote:
    """A later finding or correction; the first record stays as it is. `necropsy` says that it is
    `done` by now, or that there will be none (`waived`, for the reason that the text gives): not
    once it is done."""
    lock(death)
    refuse_struck_out(death)
    if not text.strip():
        raise Refused("Write what was found.", field="text")
    if necropsy not in ("", "done", "waived"):
        raise Refused("Choose what became of the necropsy.", field="necropsy")
    before = {"necropsy": death.necropsy, "waiver": death.necropsy_waiver} if necropsy else {}
    if necropsy:
        _say_of_necropsy(death, necropsy, text.strip(), by=by, at=at)
    note = DeathNote(death_id=death.id, text=text.strip(), reason=reason, at=at, by_id=by.id)
    db.session.add(note)
    journal.record(
        "added to a death record", death, by=by, at=at, reason=reason,
        animal=death.stay.animal_id, before=before,
        after={"note": text} | ({"necropsy": necropsy} if necropsy else {}),
    )  # fmt: skip
    db.session.flush()
    return note


def _say_of_necropsy(death: Death, what: str, text: str, *, by: Person, at: datetime) -> None:
    duty.only(by, {Role.VET}, at, "say what became of a necropsy")
    if death.necropsy == "done" and what == "waived":
        raise Refused("The necropsy is done already: it is not waived any more.", field="necropsy")
    death.necropsy, death.necropsy_waiver = what, text if what == "waived" else ""


def examined(death: Death) -> None:
    """Its post-mortem examination is signed."""
    death.necropsy, death.necropsy_waiver = "done", ""


def refuse_struck_out(death: Death) -> None:
    """A death that was reversed is history: nothing is added to it."""
    if death.is_void:
        raise Refused("This death is struck out already.")


def dispose(
    death: Death,
    how: str,
    *,
    by: Person,
    at: datetime,
    witness: str,
    note: str = "",
    place: str = "",
) -> None:
    """Dispose of a carcass, before a witness. Evidence is kept until an order lifts the hold."""
    stay = death.stay
    lock(stay.animal, stay, death)
    refuse_struck_out(death)
    leaving.refuse_while_held(stay.animal, "the disposal of the carcass", at)
    if death.disposed_at is not None:
        raise Refused(f"The carcass was disposed of on {clock.day_text(death.disposed_at)}.")
    if not witness.strip():
        raise Refused("Name the witness.", field="witness")
    leaving.refuse_self(witness, by.name, field="witness",
                        sentence="The witness is somebody else than you.")  # fmt: skip
    if at < death.at:
        raise Refused("This is dated before the death.", field="at")
    stay.carcass_disposed_at = at
    death.disposal, death.disposed_at, death.disposal_witness = how, at, witness.strip()
    death.disposal_by_id, death.disposal_note = by.id, note
    death.disposal_place = place.strip()
    db.session.flush()
    journal.record(
        "disposed of the carcass", death, by=by, at=at, animal=stay.animal_id,
        case=stay.animal.case_id, after={"how": how, "place": place, "witness": witness},
    )  # fmt: skip
