"""The facts of each kind of paper, from the records and from what is typed before issue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app

from rescue_center.animals.intake_models import Discrepancy, Intake
from rescue_center.animals.models import Animal, Photo, Stay
from rescue_center.care import dosing
from rescue_center.care.order_models import Dose, Prescription
from rescue_center.db import db
from rescue_center.departures import readiness
from rescue_center.departures.models import Death
from rescue_center.departures.transfer_models import Transfer
from rescue_center.documents import gather
from rescue_center.documents.gather import Facts, day, moment
from rescue_center.pharmacy.models import Drug
from rescue_center.staff.models import Person

Typed = dict[str, Any]
PERMIT_WORDS = {
    "release": "Release permit", "movement": "Movement permit",
    "cites_export": "CITES export permit", "cites_import": "CITES import permit",
    "cites_reexport": "CITES re-export certificate",
    "health_endorsement": "Endorsed health certificate", "other": "Permit",
}  # fmt: skip
OUTCOMES = {"met": "pass", "not_met": "fail", "overridden": "override",
            "not_applicable": "override"}  # fmt: skip


def health_statement(
    stays: Sequence[Stay], typed: Typed, *, by: Person, at: datetime,
    transfer: Transfer | None = None,
) -> Facts:  # fmt: skip
    """For a transfer or another movement."""
    kept_facts, kept = gather.quarantine(stays)
    exam = gather.last_exam(stays)
    permits = gather.permits(stays)
    cites = next((p for p in permits if p.kind.startswith("cites")), None)
    counts = {m.stay_id: m.count for m in transfer.members} if transfer else None
    return {
        "centre": gather.centre(),
        "purpose": typed["purpose"], "valid_until": day(typed["valid_until"]),
        **_from_and_to(typed, transfer),
        "permits": [
            {"kind": PERMIT_WORDS[p.kind], "number": p.number, "issuer": p.issuer,
             "valid_until": day(p.expires_on)} for p in permits
        ],
        "cites_purpose": (cites.purpose_code or None) if cites else None,
        "cites_source": (cites.source_code or None) if cites else None,
        "animals": gather.animals(stays, counts),
        "quarantine": kept_facts, "tests": gather.tests(kept), "vaccinations": [],
        "treatments": gather.treatments(stays, at),
        "examination": gather.findings(exam),
        "premises_statement": typed["premises_statement"],
        "transport": _transport(typed, transfer),
        "remarks": typed.get("remarks") or None,
        "vet": gather.person(exam.signed_by if exam else by, "Veterinarian"),
    }  # fmt: skip


def _from_and_to(typed: Typed, transfer: Transfer | None) -> Facts:
    config = current_app.config
    here = {"name": config["CENTRE_NAME"], "address": config["CENTRE_ADDRESS"] or None}
    there = {
        "name": _first(transfer, "to_organisation", typed, "consignee_name"),
        "address": _first(transfer, "to_address", typed, "consignee_address"),
    }
    country = _first(transfer, "to_country", typed, "destination_country")
    return {
        "consignor": {**here, "licence": None, "phone": config["CENTRE_PHONE"] or None},
        "consignee": {
            **there, "licence": (transfer.to_licence or None) if transfer else None,
            "phone": (transfer.to_phone or None) if transfer else None,
        },
        "origin": {**here, "country": config["CENTRE_COUNTRY"] or None, "approval": None},
        "destination": {**there, "country": country, "approval": None},
    }  # fmt: skip


def _first(transfer: Transfer | None, known: str, typed: Typed, asked: str) -> Any:
    """What the transfer says, or else what was typed."""
    return (getattr(transfer, known) if transfer else None) or typed.get(asked) or None


def _transport(typed: Typed, transfer: Transfer | None) -> Facts:
    if transfer is None:
        return {
            "mode": typed.get("transport_mode") or None, "carrier": None,
            "departs_at": moment(typed.get("departs_at")), "duration_h": None,
            "feed_and_water": None, "emergency_contact": typed.get("emergency_contact") or None,
            "crates": [],
        }  # fmt: skip
    return {
        "mode": transfer.mode or typed.get("transport_mode") or None,
        "carrier": transfer.carrier or None,
        "departs_at": moment(transfer.given_at or transfer.planned_for or typed.get("departs_at")),
        "duration_h": str(transfer.planned_hours) if transfer.planned_hours else None,
        "feed_and_water": transfer.feed_water_plan or None,
        "emergency_contact": transfer.emergency_contact or typed.get("emergency_contact") or None,
        "crates": crates(transfer),
    }  # fmt: skip


def crates(transfer: Transfer) -> list[Facts]:
    """The crates of a transfer and who is in them."""
    inside: dict[int | None, list[str]] = {}
    for member in transfer.members:
        inside.setdefault(member.crate_id, []).append(member.stay.animal.accession)
    return [
        {
            "number": one.number,
            "size_cm": f"{one.length_cm} × {one.width_cm} × {one.height_cm}",
            "requirement": one.requirement or None, "seals": one.seal or None,
            "animals": ", ".join(inside.get(one.id, [])) or None,
        }
        for one in transfer.crates
    ]  # fmt: skip


def release_fitness(stays: Sequence[Stay], typed: Typed, *, by: Person, at: datetime) -> Facts:
    """What the release gate found, for the signatures of vet, coordinator and authority."""
    kept_facts, kept = gather.quarantine(stays)
    status, order = gather.evidence(stays)
    exam = gather.last_exam(stays)
    cleared = [q for q in kept if q.outcome in ("cleared", "early_exit")]
    last = max(cleared, key=lambda q: q.ended_at or at) if cleared else None
    permit = next((p for p in gather.permits(stays) if p.kind == "release"), None)
    judged = {s.id: readiness.assessments(s) for s in stays}
    risk = judged[stays[0].id].get("disease_risk")
    return {
        "centre": gather.centre(), "animals": gather.animals(stays),
        "case_number": gather.case_number(stays),
        "law": {
            "basis": typed.get("law_basis") or None, "evidence_hold": status, **order,
            "permit": f"{permit.number}, {permit.issuer}" if permit else None,
        },
        "quarantine": {
            **kept_facts, "cleared_on": day(last.ended_at) if last else None,
            "cleared_by": last.signed_by.name if last and last.signed_by else None,
        },
        "criteria": _criteria(judged[stays[0].id]),
        "risk": {
            "result": typed.get("risk") or None, "assessed_on": day(risk.at) if risk else None,
            "mitigation": (risk.evidence or None) if risk else None,
        },
        "site": {
            "name": typed.get("site_name") or None, "kind": typed.get("release_kind") or None,
            "habitat": typed.get("habitat") or None, "method": typed.get("method") or None,
            "window_from": day(typed.get("window_from")), "window_to": day(typed.get("window_to")),
            "team": typed.get("team") or None,
        },
        "tags": [], "monitoring": typed.get("monitoring") or None,
        "remarks": typed.get("remarks") or None,
        "vet": gather.person(exam.signed_by if exam else None, "Veterinarian"),
        "coordinator": gather.person(by, "Release coordinator"),
    }  # fmt: skip


def _criteria(judged: dict[str, Any]) -> list[Facts]:
    found = []
    asked: tuple[readiness.Criterion, ...] = (readiness.RANGE, *readiness.CRITERIA)
    if readiness.RESIDUES.key in judged:
        asked = (*asked, readiness.RESIDUES)
    for criterion in asked:
        one = judged.get(criterion.key)
        found.append(
            {
                "criterion": criterion.label, "value": (one.evidence or None) if one else None,
                "outcome": OUTCOMES[one.verdict] if one else None,
                "reason": (one.reason or None) if one else None,
                "assessed_on": day(one.at) if one else None,
                "by": one.by.name if one and one.by else None,
            }
        )  # fmt: skip
    return found


def handover(transfer: Transfer, typed: Typed, *, by: Person, at: datetime) -> Facts:
    """Who gave what to whom, in which state."""
    stays = [m.stay for m in transfer.members]
    counts = {m.stay_id: m.count for m in transfer.members}
    listed = gather.animals(stays, counts)
    for facts, member in zip(listed, transfer.members, strict=True):
        facts |= {"state": "alive", "condition": member.condition or None}
    giver = transfer.given_by or by
    return {
        "centre": gather.centre(), "case_number": gather.case_number(stays),
        "giver": {
            "organisation": current_app.config["CENTRE_NAME"],
            "address": current_app.config["CENTRE_ADDRESS"] or None, "person": giver.name,
            "role": giver.job_title or None, "id_document": None, "phone": giver.phone or None,
        },
        "receiver": {
            "organisation": transfer.to_organisation, "address": transfer.to_address or None,
            "person": transfer.received_by or transfer.to_contact or None,
            "role": transfer.received_role or None,
            "id_document": transfer.received_id_document or None,
            "phone": transfer.to_phone or None,
        },
        "handed_at": moment(transfer.given_at),
        "place": typed.get("place") or None, "reason": transfer.reason or None,
        "legal_basis": transfer.legal_basis or None, "animals": listed,
        "crates": crates(transfer),
        "papers": [f"{PERMIT_WORDS[p.kind]} {p.number}" for p in gather.permits(stays)],
        "evidence_status": gather.evidence(stays)[0],
        "conditions": [line for line in transfer.conditions.splitlines() if line.strip()],
        "care": transfer.care_instructions or None, "medication": _medication(stays, at),
        "differences": transfer.differences or None,
        "witness": {"name": transfer.witness, "role": None, "licence": None}
        if transfer.witness else None,
    }  # fmt: skip


def _medication(stays: Sequence[Stay], at: datetime) -> list[Facts]:
    rows = db.session.execute(
        sa.select(
            Animal.accession, Drug.name, Prescription.amount, Prescription.amount_unit,
            Prescription.route, sa.func.min(Dose.due_at).label("due_at"),
        )
        .join(Dose, Dose.prescription_id == Prescription.id)
        .join(Drug, Drug.id == Prescription.drug_id)
        .join(Animal, Animal.id == Prescription.animal_id)
        .where(Prescription.stay_id.in_([s.id for s in stays]), Dose.settled_at.is_(None),
               Prescription.stopped_at.is_(None) | (Prescription.stopped_at >= at))
        .group_by(Animal.accession, Drug.name, Prescription.id)
        .order_by(Animal.accession)
    )  # fmt: skip
    return [
        {"animals": row.accession, "drug": row.name, "next_due_at": moment(row.due_at),
         "dose": f"{dosing.amount_text(row.amount, row.amount_unit)} {row.route}"}
        for row in rows
    ]  # fmt: skip


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


COMPOSERS: dict[str, Callable[..., Facts]] = {
    "health_statement": health_statement,
    "release_fitness": release_fitness,
    "handover": handover,
    "death_record": death_record,
    "intake_receipt": intake_receipt,
}
