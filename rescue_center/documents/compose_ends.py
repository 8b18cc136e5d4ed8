"""The facts of the papers of an arrival and of a death."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from rescue_center.animals.differences import differences
from rescue_center.animals.intake_models import Intake
from rescue_center.animals.models import Photo
from rescue_center.cases.models import Case, ManifestLine
from rescue_center.db import db, fold
from rescue_center.departures import queries as departures
from rescue_center.departures.models import NECROPSIES, Death
from rescue_center.documents import gather, gather_necropsy, typed_lines
from rescue_center.documents.gather import Facts, Typed, day, moment
from rescue_center.staff.models import Person


def intake_receipt(intake: Intake, typed: Typed, *, by: Person, at: datetime) -> Facts:
    """What arrived, counted, against what was declared."""
    case = intake.case
    held = bool(case and case.evidence_hold)
    return {
        "centre": gather.centre(), "case_number": case.number if case else None,
        "seized_on": _seized_on(case) if case else None,
        "seized_at": (case.place or None) if case else None,
        "received_at": moment(intake.arrived_at), "place": typed.get("place") or None,
        "officer": {
            "name": typed.get("officer") or intake.delivered_by or None,
            "badge": typed.get("badge") or None,
            "agency": typed.get("agency") or intake.agency or None,
            "phone": typed.get("officer_phone") or None,
        },
        "received_by": gather.person(intake.received_by or by),
        "lines": _lines(intake),
        "containers": [{"number": None, "kind": intake.container, "seals": intake.seals or None,
                        "contents": None}] if intake.container or intake.seals else [],
        "photos": _photos([i for line in intake.lines
                           for i in (line.alive_animal_id, line.dead_animal_id) if i]),
        "condition": intake.condition or typed.get("condition") or None,
        "evidence_hold": "Held as evidence" if held else "None",
        "documents": typed_lines.lines(typed.get("documents")),
        "differences": _differences(intake) or None,
    }  # fmt: skip


def _seized_on(case: Case) -> str | None:
    """The day as far as it is known: `2016-06-04`, `2016-06`, `2016`."""
    known = typed_lines.KNOWN.get(case.precision, 0)
    return (day(case.happened_on) or "")[:known] or None


def _lines(intake: Intake) -> list[Facts]:
    """A line a species received. What was declared stands once, though two species came of it."""
    told: list[Facts] = []
    seen: set[int] = set()
    for line in intake.lines:
        declared = line.manifest_line
        again = declared is not None and declared.id in seen
        told.append(
            {
                "species": line.taxon.scientific_name,
                "common_name": line.taxon.common_name or None,
                "declared": declared.heads if declared and not again else None,
                "declared_as": _declared_as(declared) if declared and not again else None,
                "declared_above": again,
                "alive": line.alive, "dead": line.dead, "weight_g": None,
                "condition": line.note or None,
            }
        )  # fmt: skip
        seen |= {declared.id} if declared else set()
    return told


def _declared_as(declared: ManifestLine) -> str | None:
    """What was declared other than in heads, with its unit: `13.8 kg`."""
    return declared.amount.capitalize() if declared.heads is None else None


def _differences(intake: Intake) -> str:
    """What still differs from the manifest in what came with this arrival, and why."""
    if intake.case is None:
        return ""
    lines = {line.manifest_line_id for line in intake.lines if line.manifest_line_id}
    undeclared = {line.taxon_id for line in intake.lines if not line.manifest_line_id}
    told = []
    for one in differences(intake.case):
        mine = (one.line.id in lines) if one.line else (one.taxon and one.taxon.id in undeclared)
        if mine and one.differs:
            why = one.signed[-1].explanation if one.is_explained else "Not explained yet."
            told.append(f"{one.name}: {'; '.join(one.sentences)}. {why}")
    return "\n".join(told)


def _photos(animal_ids: Sequence[int]) -> int:
    """How many photographs of these animals are kept."""
    return db.session.scalar(
        sa.select(sa.func.count()).select_from(Photo)
        .where(Photo.animal_id.in_(animal_ids), Photo.voided_at.is_(None))
    ) or 0  # fmt: skip


def death_record(death: Death, typed: Typed, *, by: Person, at: datetime) -> Facts:
    """How, when and why, and what became of the carcass."""
    stay, opened = death.stay, gather_necropsy.opened(death)
    put_down = death.manner == "euthanised"
    return {
        "centre": gather.centre(), "case_number": gather.case_number([stay]),
        "animal": gather.animals([stay], {stay.id: death.count})[0],
        "died_at": moment(death.at), "precision": death.precision,
        "last_seen_alive_at": moment(death.last_seen_alive_at), "manner": death.manner,
        "circumstances": typed.get("circumstances") or None,
        "euthanasia": {
            "agent": death.agent, "dose": death.dose_text or None, "route": death.route or None,
            "reason": death.euthanasia_reason, "authorised_by": None,
        } if put_down else None,
        "notice": _notice(death), "necropsy": _necropsy(death),
        "carcass": {
            "condition": death.carcass_condition or None, "storage": death.storage or None,
            "interval_h": None, "safety": typed.get("safety") or None,
        } | opened.get("carcass", {}),
        "external": opened.get("external") or typed.get("external") or None,
        "systems": opened.get("systems", []), "organ_weights": opened.get("organ_weights", []),
        "photos": _photos([stay.animal_id]), "samples": [],
        "cause": {"preliminary": death.cause or typed.get("cause") or None, "final": None,
                  "proximate": None, "ultimate": None} | opened.get("cause", {}),
        "disposal": {"method": death.disposal, "at": moment(death.disposed_at),
                     "place": death.disposal_place or None, "note": death.disposal_note or None,
                     "witness": death.disposal_witness} if death.disposed_at else None,
        "parts": opened["parts"],
        "notes": [
            {"at": moment(note.at), "text": note.text, "reason": note.reason or None,
             "by": note.by.name if note.by else None} for note in departures.notes_of(death)
        ],
        "pathologist": opened.get("pathologist") or _examiner(typed, by),
        "approver": {"name": typed.get("approver") or None, "role": None, "licence": None},
    }  # fmt: skip


def _notice(death: Death) -> Facts | None:
    """Whom of the authority was told, or that somebody is still to be."""
    if death.authority_notified_who:
        return {"authority": death.authority_notified_who,
                "at": moment(death.authority_notified_at)}  # fmt: skip
    return {"authority": "Not told yet", "at": None} if death.authority_due else None


def _necropsy(death: Death) -> str:
    """Whether there was a necropsy, or why not: `Done without: burnt for rabies`."""
    words = NECROPSIES[death.necropsy]
    return f"{words}: {death.necropsy_waiver}" if death.necropsy_waiver else words


def _examiner(typed: Typed, by: Person) -> Facts:
    """Who examined the carcass: who is named, or else the vet who issues the record."""
    name = (typed.get("pathologist") or by.name).strip()
    if fold(name) == fold(by.name):
        return gather.person(by, "Examiner")
    return {"name": name, "role": "Examiner", "licence": None}
