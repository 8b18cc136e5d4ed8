"""Opening the dead: begun as a draft, signed, concluded when the histology is back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from rescue_center import clock, journal
from rescue_center.db import db, lock
from rescue_center.departures import death as deaths
from rescue_center.departures.models import Death
from rescue_center.errors import Refused, Stale, explain
from rescue_center.necropsy.models import Necropsy, OrganWeight, SystemFinding
from rescue_center.necropsy.words import CONDITIONS, ORGANS, SYSTEMS
from rescue_center.policy import Role
from rescue_center.quarantine import event_rules
from rescue_center.quarantine.event_models import AdverseEvent
from rescue_center.staff import duty
from rescue_center.staff.models import Person

explain("uq_necropsy_death", "This death has a post-mortem examination already.")
explain("signed_necropsy_is_closed",
        "This examination is signed. What was found later is a note on the death.")  # fmt: skip
explain("anthrax_is_never_opened", "A carcass that may be of anthrax is not opened.")
explain("final_diagnosis_stays", "The final diagnosis is given. Add a note to the death.")

#: What a draft may change.
FACTS = ("at", "condition", "safety", "safety_note", "storage", "examined", "weight_g", "external",
         "preliminary")  # fmt: skip


def begin(
    death: Death, facts: Mapping[str, Any], *, systems: Mapping[str, str],
    organs: Mapping[str, Decimal], by: Person | None, at: datetime,
) -> Necropsy:  # fmt: skip
    """Begin the examination of a death as a draft. Refused where anthrax is suspected, where the
    carcass is gone, and where the death is examined already."""
    vet = duty.only(by, {Role.VET}, at, "open a carcass")
    lock(death)
    deaths.refuse_struck_out(death)
    checked = _checked(death, facts, at)
    if (earlier := of(death)) is not None:
        raise Refused(f"This death was examined on {clock.day_text(earlier.at)} already.")
    row = Necropsy(death=death, by=vet, recorded_at=at, **checked)
    db.session.add(row)
    _find(row, systems, organs)
    db.session.flush()
    journal.record("began a post-mortem", row, by=vet, at=at, animal=death.stay.animal_id,
                   case=death.stay.animal.case_id, after=_told(row))  # fmt: skip
    return row


def amend_draft(
    row: Necropsy, facts: Mapping[str, Any], *, systems: Mapping[str, str],
    organs: Mapping[str, Decimal], by: Person | None, at: datetime, version: int,
) -> None:  # fmt: skip
    """Change a draft; `version` is the one that was seen."""
    vet = duty.only(by, {Role.VET}, at, "change a post-mortem")
    _refuse_closed(row)
    if version != row.version:
        raise Stale("this examination")
    before = _told(row)
    for name, value in _checked(row.death, facts, at).items():
        setattr(row, name, value)
    _find(row, systems, organs)
    flag_modified(row, "external")  # a new version, where only what belongs to it changed
    db.session.flush()
    journal.record("amended a post-mortem", row, by=vet, at=at, animal=row.death.stay.animal_id,
                   before=before, after=_told(row))  # fmt: skip


def sign(row: Necropsy, *, explains: bool, by: Person | None, at: datetime, version: int) -> None:
    """Close the examination. Where it explains the death, the event that keeps the enclosure shut
    is closed with the diagnosis, and the clock of its quarantine goes on."""
    vet = duty.only(by, {Role.VET}, at, "sign a post-mortem")
    lock(row.death, row)
    _refuse_closed(row)
    if version != row.version:
        raise Stale("this examination")
    if not row.preliminary.strip():
        raise Refused("Say what it probably died of, or “not known yet”.", field="preliminary")
    if not (row.systems or row.external.strip()):
        raise Refused("Nothing is signed without findings: write what you saw in one system at "
                      "least.", field="external")  # fmt: skip
    row.signed_at, row.signed_by = at, vet
    deaths.examined(row.death)
    db.session.flush()
    journal.record("signed a post-mortem", row, by=vet, at=at, animal=row.death.stay.animal_id,
                   case=row.death.stay.animal.case_id, after=_told(row))  # fmt: skip
    if explains:
        _explain(row, vet, at)


def conclude(
    row: Necropsy, *, final: str, proximate: str = "", ultimate: str = "", histology: str = "",
    by: Person | None, at: datetime,
) -> None:  # fmt: skip
    """The final diagnosis, given once: what killed it (proximate) and what that came from
    (ultimate)."""
    vet = duty.only(by, {Role.VET}, at, "give the final diagnosis")
    lock(row)
    _refuse_void(row)
    if not row.is_signed:
        raise Refused("Sign the examination first.")
    if row.final_at is not None:
        raise Refused("The final diagnosis is given already. Add a note to the death.")
    if not final.strip():
        raise Refused("Write the final diagnosis.", field="final")
    row.final, row.proximate, row.ultimate = final.strip(), proximate.strip(), ultimate.strip()
    row.histology, row.final_at, row.final_by = histology.strip(), at, vet
    db.session.flush()
    journal.record("gave a final diagnosis", row, by=vet, at=at, animal=row.death.stay.animal_id,
                   case=row.death.stay.animal.case_id,
                   after={"final": row.final, "ultimate": row.ultimate})  # fmt: skip


def void(row: Necropsy, *, reason: str, by: Person | None, at: datetime) -> None:
    """Strike out an examination that was written down wrongly; another can be begun."""
    vet = duty.only(by, {Role.VET}, at, "strike out a post-mortem")
    lock(row)
    _refuse_void(row)
    if not reason.strip():
        raise Refused("Say why.", field="reason")
    row.voided_at, row.voided_by_id, row.void_reason = at, vet.id, reason.strip()
    db.session.flush()
    journal.record("struck out a post-mortem", row, by=vet, at=at, reason=reason,
                   animal=row.death.stay.animal_id, before=_told(row))  # fmt: skip


def of(death: Death) -> Necropsy | None:
    """The examination of a death that stands."""
    query = sa.select(Necropsy).where(Necropsy.death_id == death.id, Necropsy.voided_at.is_(None))
    return db.session.scalar(query)


def _checked(death: Death, facts: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    given = {name: facts[name] for name in FACTS if name in facts}
    if given.get("safety") == "suspected":
        raise Refused(
            "Do not open it: where anthrax is suspected the spores get out. Take a smear from an "
            "ear vein, call the authority, and open it only when anthrax is ruled out.",
            field="safety",
        )  # fmt: skip
    if given.get("safety") == "ruled_out" and not str(given.get("safety_note", "")).strip():
        raise Refused("Say how it was ruled out.", field="safety_note")
    if given.get("condition") not in CONDITIONS:
        raise Refused("Choose the condition of the carcass.", field="condition")
    when = given["at"]
    if when < death.at:
        raise Refused("This is dated before the death.", field="at")
    if when > at:
        raise Refused("This is in the future.", field="at")
    if death.disposed_at is not None and when > death.disposed_at:
        raise Refused("The carcass was disposed of on "
                      f"{clock.day_text(death.disposed_at)}.", field="at")  # fmt: skip
    if not 1 <= given.get("examined", 1) <= death.count:
        raise Refused(f"From 1 to {death.count}, as many as died.", field="examined")
    return given


def _find(row: Necropsy, systems: Mapping[str, str], organs: Mapping[str, Decimal]) -> None:
    """Its findings and weights are these."""
    if strange := (systems.keys() - SYSTEMS.keys()) | (organs.keys() - ORGANS.keys()):
        raise Refused(f"Not known: {', '.join(sorted(strange))}.")
    said = {key: text.strip() for key, text in systems.items() if text.strip()}
    row.systems[:] = [one for one in row.systems if one.system in said]
    kept = {one.system: one for one in row.systems}
    for key in (key for key in SYSTEMS if key in said):
        if key in kept:
            kept[key].found = said[key]
        else:
            row.systems.append(SystemFinding(system=key, found=said[key]))
    row.organs[:] = [one for one in row.organs if one.organ in organs]
    weighed = {one.organ: one for one in row.organs}
    for key in (key for key in ORGANS if key in organs):
        if key in weighed:
            weighed[key].grams = organs[key]
        else:
            row.organs.append(OrganWeight(organ=key, grams=organs[key]))


def _explain(row: Necropsy, vet: Person, at: datetime) -> None:
    """Close what a death that nobody could explain left open."""
    query = sa.select(AdverseEvent).where(
        AdverseEvent.animal_id == row.death.stay.animal_id, AdverseEvent.kind == "death",
        AdverseEvent.closed_at.is_(None), AdverseEvent.voided_at.is_(None),
    )  # fmt: skip
    for event in db.session.scalars(query).all():
        event_rules.close_event(event, explained=True, note=row.preliminary, by=vet, at=at)


def _refuse_void(row: Necropsy) -> None:
    if row.is_void:
        raise Refused("This examination is struck out already.")


def _refuse_closed(row: Necropsy) -> None:
    _refuse_void(row)
    if row.is_signed:
        raise Refused("This examination is signed. What was found later is a note on the death.")


def _told(row: Necropsy) -> dict[str, Any]:
    """What the journal keeps of it."""
    return {
        "at": row.at.isoformat(), "condition": row.condition, "safety": row.safety,
        "examined": row.examined, "weight_g": row.weight_g, "external": row.external,
        "preliminary": row.preliminary, "systems": row.found,
        "organs": {name: str(grams) for name, grams in row.weights.items()},
    }  # fmt: skip
