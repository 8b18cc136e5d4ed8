"""The facts of the papers that travel with animals: the health statement and the handover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app

from rescue_center.animals.models import Animal, Stay
from rescue_center.care import dosing
from rescue_center.care.order_models import Dose, Prescription
from rescue_center.db import db
from rescue_center.departures.gate_models import Permit
from rescue_center.departures.transfer_models import Transfer
from rescue_center.documents import gather, gather_health, gather_law, typed_lines
from rescue_center.documents.gather import Facts, Typed, day, moment
from rescue_center.documents.gather_law import PERMIT_WORDS
from rescue_center.pharmacy.models import Drug
from rescue_center.species.code_queries import code_labels
from rescue_center.staff.models import Person


def health_statement(
    stays: Sequence[Stay], typed: Typed, *, by: Person, at: datetime,
    transfer: Transfer | None = None,
) -> Facts:  # fmt: skip
    """For a transfer or another movement."""
    examined, exams = gather_health.exams(stays, "fit_for_transport")
    permits = gather_law.permits(stays)
    cites = next((p for p, _ in permits if p.kind.startswith("cites")), None)
    counts = {m.stay_id: m.count for m in transfer.members} if transfer else None
    vaccinations, none_given = typed_lines.vaccinations(typed, stays)
    return {
        "centre": gather.centre(),
        "purpose": typed["purpose"], "valid_until": day(typed["valid_until"]),
        **_from_and_to(typed, transfer),
        "permits": [
            {"animals": whose, "kind": PERMIT_WORDS[p.kind], "number": p.number,
             "issuer": p.issuer, "valid_until": day(p.expires_on)} for p, whose in permits
        ],
        "cites_purpose": _coded("purpose", cites.purpose_code) if cites else None,
        "cites_source": _coded("source", cites.source_code) if cites else None,
        "animals": gather.animals(stays, counts),
        "quarantines": gather_health.quarantines(stays, at),
        "tests": gather_health.tests(stays), "vaccinations": vaccinations,
        "no_vaccinations": none_given,
        "treatments": gather_health.treatments(stays, at), "examinations": examined,
        "premises_statement": typed["premises_statement"],
        "transport": _transport(typed, transfer),
        "remarks": typed.get("remarks") or None,
        "vet": gather_health.examiner(exams, by),
    }  # fmt: skip


def _coded(name: str, code: str) -> str | None:
    """A code of CITES with its words: `Z (Zoo)`."""
    words = code_labels(name).get(code)
    return f"{code} ({words})" if words else code or None


def _from_and_to(typed: Typed, transfer: Transfer | None) -> Facts:
    config = current_app.config
    here = {"name": config["CENTRE_NAME"], "address": config["CENTRE_ADDRESS"] or None}
    there = {
        "name": _first(transfer, "to_organisation", typed, "consignee_name"),
        "address": _first(transfer, "to_address", typed, "consignee_address"),
    }
    country = _first(transfer, "to_country", typed, "destination_country")
    return {
        "consignor": {**here, "licence": config["CENTRE_LICENCE"] or None,
                      "phone": config["CENTRE_PHONE"] or None},
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
            "role": giver.job_title or None,
            "id_document": typed.get("giver_id_document") or None, "phone": giver.phone or None,
        },
        "receiver": {
            "organisation": transfer.to_organisation, "address": transfer.to_address or None,
            "person": transfer.received_by or transfer.to_contact or None,
            "role": transfer.received_role or None,
            "id_document": transfer.received_id_document
            or typed.get("receiver_id_document") or None,
            "phone": transfer.to_phone or None,
        },
        "handed_at": moment(transfer.given_at),
        "place": typed.get("place") or None, "reason": transfer.reason or None,
        "legal_basis": transfer.legal_basis or None, "animals": listed,
        "crates": crates(transfer),
        "papers": [
            *(_permit(*one) for one in gather_law.permits(stays)),
            *typed_lines.lines(typed.get("papers")),
        ],
        "evidence_status": gather_law.evidence_text(stays),
        "conditions": [line for line in transfer.conditions.splitlines() if line.strip()],
        "care": transfer.care_instructions or None, "medication": _medication(stays, at),
        "differences": transfer.differences or None,
        "witness": {"name": transfer.witness, "role": None, "licence": None}
        if transfer.witness else None,
    }  # fmt: skip


def _permit(permit: Permit, whose: str) -> str:
    """A permit in a line, with the animals it covers where it does not cover all."""
    words = f"{PERMIT_WORDS[permit.kind]} {permit.number}"
    return words if whose == "all" else f"{words} (for {whose})"


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
               Dose.cancelled_at.is_(None), Prescription.voided_at.is_(None),
               Prescription.stopped_at.is_(None) | (Prescription.stopped_at >= at))
        .group_by(Animal.accession, Drug.name, Prescription.id)
        .order_by(Animal.accession)
    )  # fmt: skip
    return [
        {"animals": row.accession, "drug": row.name, "next_due_at": moment(row.due_at),
         "dose": f"{dosing.amount_text(row.amount, row.amount_unit)} {row.route}"}
        for row in rows
    ]  # fmt: skip
