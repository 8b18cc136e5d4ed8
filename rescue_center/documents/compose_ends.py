"""The facts of the papers of an arrival and of a death."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from rescue_center.animals.intake_models import Discrepancy, Intake
from rescue_center.animals.models import Photo
from rescue_center.db import db
from rescue_center.departures.models import Death
from rescue_center.documents import gather
from rescue_center.documents.gather import Facts, Typed, day, moment
from rescue_center.staff.models import Person


def intake_receipt(intake: Intake, typed: Typed, *, by: Person, at: datetime) -> Facts:
    """What arrived, counted, against what was declared."""
    case = intake.case
    signed = db.session.scalars(
        sa.select(Discrepancy).where(Discrepancy.case_id == case.id).order_by(Discrepancy.id)
    ).all() if case else []  # fmt: skip
    held = bool(case and case.evidence_hold)
    return {
        "centre": gather.centre(), "case_number": case.number if case else None,
        "seized_on": day(case.happened_on) if case else None,
        "seized_at": (case.place or None) if case else None,
        "received_at": moment(intake.arrived_at), "place": typed.get("place") or None,
        "officer": {
            "name": typed.get("officer") or intake.delivered_by or None, "badge": None,
            "agency": typed.get("agency") or intake.agency or None, "phone": None,
        },
        "received_by": gather.person(intake.received_by or by),
        "lines": [
            {
                "species": line.taxon.scientific_name,
                "common_name": line.taxon.common_name or None,
                "declared": int(line.manifest_line.quantity)
                if line.manifest_line and line.manifest_line.quantity is not None else None,
                "alive": line.alive, "dead": line.dead, "weight_g": None,
                "condition": line.note or None,
            }
            for line in intake.lines
        ],
        "containers": [{"number": "1", "kind": intake.container, "seals": intake.seals or None,
                        "contents": None}] if intake.container else [],
        "photos": 0, "condition": intake.condition or typed.get("condition") or None,
        "evidence_hold": "Held as evidence" if held else "None",
        "documents": [], "differences": " ".join(d.explanation for d in signed) or None,
    }  # fmt: skip


def death_record(death: Death, typed: Typed, *, by: Person, at: datetime) -> Facts:
    """How, when and why, and what became of the carcass."""
    stay = death.stay
    photos = db.session.scalar(
        sa.select(sa.func.count()).select_from(Photo)
        .where(Photo.animal_id == stay.animal_id, Photo.voided_at.is_(None))
    )  # fmt: skip
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
        "notice": {"authority": death.authority_notified_who,
                   "at": moment(death.authority_notified_at)}
        if death.authority_notified_who else None,
        "carcass": {
            "condition": death.carcass_condition or None, "storage": death.storage or None,
            "interval_h": None, "safety": typed.get("safety") or None,
        },
        "external": typed.get("external") or None, "systems": [], "organ_weights": [],
        "photos": photos or 0, "samples": [],
        "cause": {"preliminary": death.cause or typed.get("cause") or None, "final": None,
                  "proximate": None, "ultimate": None},
        "disposal": {"method": death.disposal, "at": moment(death.disposed_at), "place": None,
                     "witness": death.disposal_witness} if death.disposed_at else None,
        "parts": [],
        "pathologist": gather.person(death.recorded_by, "Examiner"),
        "approver": {"name": typed.get("approver") or None, "role": None, "licence": None},
    }  # fmt: skip
