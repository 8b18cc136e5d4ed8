"""What a paper is to speak of: an animal, a transfer, a death or an arrival."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from rescue_center import clock
from rescue_center.animals.models import Stay
from rescue_center.cases.models import Case
from rescue_center.departures.transfer_models import Transfer
from rescue_center.documents import forms, queries
from rescue_center.errors import Refused
from rescue_center.forms import Form
from rescue_center.staff.models import Person

#: Papers that speak of animals in our care only.
OF_THE_PRESENT = ("health_statement", "release_fitness")

#: How long a health statement is proposed to hold; the vet may change it.
STATED_FOR = timedelta(days=10)


@dataclass
class Subject:
    """What a paper is to speak of: the stays, and what its composer is given (`first`, `extra`)."""

    stays: list[Stay]
    words: str
    first: tuple[Any, ...]
    case: Case | None = None
    transfer: Transfer | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def subject_of(kind: str, asked: MultiDict[str, str]) -> Subject:
    """Read the subject from what an address asks for, or Missing."""
    if kind == "intake_receipt":
        return _arrival(asked.get("case", ""), asked.get("intake", None, int))
    if kind == "handover" or (kind == "health_statement" and asked.get("transfer")):
        return _transfer(kind, queries.transfer_of(asked.get("transfer", "")))
    stay = queries.stay_of(asked.get("accession", ""))
    refuse_departed(kind, [stay])
    first = queries.death_of(stay) if kind == "death_record" else [stay]
    return Subject([stay], stay.animal.label, (first,), stay.animal.case)


def _arrival(case_number: str, intake_id: int | None) -> Subject:
    intake = queries.intake_of(case_number, intake_id)
    words = f"case {intake.case.number}" if intake.case else "an arrival"
    return Subject(queries.stays_of_intake(intake), words, (intake,), intake.case)


def _transfer(kind: str, transfer: Transfer) -> Subject:
    stays, words = [m.stay for m in transfer.members], f"transfer {transfer.number}"
    if kind == "handover":
        return Subject(stays, words, (transfer,), transfer=transfer)
    refuse_departed(kind, stays)
    extra = {"transfer": transfer}
    return Subject(stays, words, (stays,), transfer=transfer, extra=extra)


def refuse_departed(kind: str, stays: Sequence[Stay]) -> None:
    """What attests that an animal is fit to go speaks of none that is dead or gone."""
    if kind not in OF_THE_PRESENT:
        return
    for stay in stays:
        if not stay.is_open:
            raise Refused(
                f"{stay.animal.label} is not in our care any more ({stay.stage_label.lower()}): "
                "nobody can state that it is fit to go."
            )


def proposed(kind: str, subject: Subject, by: Person) -> dict[str, Any]:
    """What the form of a paper shows before anything is typed."""
    today = clock.today()
    if kind == "death_record":
        return {"pathologist": by.name}
    if kind == "health_statement":
        reason = subject.transfer.reason if subject.transfer else ""
        return {
            "purpose": reason or "Movement between centres", "valid_until": today + STATED_FOR,
            "premises_statement": forms.PREMISES,
        }  # fmt: skip
    if kind == "release_fitness":
        return {"window_from": today, "method": "hard"}
    return {}


#: What a transfer knows, by the field that would ask for it.
KNOWN = {
    "consignee_name": "to_organisation", "consignee_address": "to_address",
    "destination_country": "to_country", "transport_mode": "mode", "departs_at": "planned_for",
    "emergency_contact": "emergency_contact", "receiver_id_document": "received_id_document",
}  # fmt: skip


def leave_out(form: Form, transfer: Transfer | None) -> None:
    """Don't ask for what the transfer says: it would be typed for nothing."""
    for name, known in KNOWN.items():
        if transfer is not None and name in form and getattr(transfer, known):
            del form[name]
