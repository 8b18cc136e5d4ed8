"""Examinations: a draft changes, a signed one is closed and only amended by addenda."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rescue_center import clock, journal
from rescue_center.animals.models import Animal
from rescue_center.care.models import Addendum, Attachment, Exam, Weight
from rescue_center.care.weight_rules import refuse_future, stay_at
from rescue_center.db import db, lock
from rescue_center.errors import Refused, Stale, explain
from rescue_center.media.models import Media
from rescue_center.policy import Role
from rescue_center.staff.models import Person

explain("signed_exam_is_closed", "This examination is signed; write an addendum.")
explain("exam_body_condition_in_halves", "The body condition is in whole or half points.")
explain("exam_body_condition_on_its_scale", "The body condition lies on its scale.")
explain("exam_dehydration_is_sane", "Dehydration is from 0 to 20 per cent.")
explain("exam_temperature_is_sane", "A body temperature is from 0 to 50 °C.")
explain("uq_exam_attachment_exam_id_media_id", "This file is attached already.")

PURPOSES = {
    "intake": "On arrival",
    "routine": "Routine",
    "sick": "Sick or injured",
    "recheck": "Recheck",
    "quarantine": "Quarantine clearance",
    "transport": "Before transport",
    "release": "Before release",
}
ATTITUDES = ("alert", "quiet", "depressed", "obtunded", "stuporous", "non-responsive")
FITNESS = {
    "not_stated": "Nothing stated",
    "fit_for_transport": "Fit for transport, no clinical sign",
    "fit_for_release": "Fit for release",
    "unfit": "Not fit",
}

#: What a vet writes; everything in a draft that may change.
FINDINGS = (
    "at", "purpose", "subjective", "objective", "assessment", "plan", "temperature_c", "ambient_c",
    "heart_rate", "resp_rate", "body_condition", "body_condition_scale", "dehydration_pct",
    "attitude", "fitness", "recheck_on",
)  # fmt: skip


def examine(
    animal: Animal,
    findings: Mapping[str, Any],
    *,
    by: Person,
    at: datetime,
    weight: Weight | None = None,
    recorded_at: datetime | None = None,
) -> Exam:
    """Begin an examination as a draft: :data:`FINDINGS` in SOAP form, with vital signs."""
    recorded_at = recorded_at or at
    facts = _checked(findings)
    facts["at"] = at
    refuse_future(at, recorded_at)
    exam = Exam(animal=animal, stay=stay_at(animal, at), recorded_at=recorded_at, by=by, **facts)
    exam.weight = _own(weight, animal)
    db.session.add(exam)
    db.session.flush()
    journal.record("examined", exam, by=by, at=at, after=_facts(exam))
    return exam


def amend_draft(
    exam: Exam,
    findings: Mapping[str, Any],
    *,
    by: Person,
    at: datetime,
    version: int,
    weight: Weight | None = None,
) -> None:
    """Change a draft; `version` is the one the person saw."""
    _refuse_void(exam)
    if exam.is_signed:
        raise Refused("This examination is signed; write an addendum.")
    if version != exam.version:
        raise Stale("this examination")
    before = _facts(exam)
    for key, value in _checked(findings).items():
        setattr(exam, key, value)
    refuse_future(exam.at, at)
    exam.stay = stay_at(exam.animal, exam.at)
    exam.weight = _own(weight, exam.animal) or exam.weight
    db.session.flush()
    after = _facts(exam)
    changed = {key for key in after if after[key] != before[key]}
    if changed:
        journal.record(
            "amended an examination", exam, by=by, at=at,
            before={k: before[k] for k in changed}, after={k: after[k] for k in changed},
        )  # fmt: skip


def sign(exam: Exam, *, by: Person, at: datetime, version: int) -> None:
    """Close an examination under a vet's name. From here only addenda are written."""
    lock(exam)
    _refuse_void(exam)
    if Role.VET not in by.roles_at(at):
        raise Refused("Only a vet signs an examination.")
    if exam.is_signed:
        raise Refused("This examination is signed already.")
    if version != exam.version:
        raise Stale("this examination")
    if not (exam.objective.strip() or exam.assessment.strip()):
        raise Refused("Nothing is signed without findings: write what you saw, or what you think "
                      "it is.", field="objective")  # fmt: skip
    exam.signed_at, exam.signed_by = at, by
    db.session.flush()
    journal.record("signed an examination", exam, by=by, at=at, after=_facts(exam))


def add_addendum(exam: Exam, text: str, *, by: Person, at: datetime, reason: str) -> Addendum:
    """Add to a signed examination, with the reason; what was signed stays as it is."""
    _refuse_void(exam)
    if Role.VET not in by.roles_at(at):
        raise Refused("Only a vet writes an addendum.")
    if not exam.is_signed:
        raise Refused("This is a draft; change it instead.")
    if not text.strip():
        raise Refused("Write what is to be added.", field="text")
    if not reason.strip():
        raise Refused("Say why it is added.", field="reason")
    addendum = Addendum(exam=exam, text=text.strip(), reason=reason.strip(), at=at, by=by)
    db.session.add(addendum)
    db.session.flush()
    journal.record(
        "amended a signed examination", exam, by=by, at=at, reason=reason, after={"text": text}
    )
    return addendum


def void_exam(exam: Exam, *, by: Person, at: datetime, reason: str) -> None:
    """Strike out an examination (the wrong animal, say): a vet's decision, with the reason."""
    _refuse_void(exam)
    if Role.VET not in by.roles_at(at):
        raise Refused("Only a vet strikes out an examination.")
    if not reason.strip():
        raise Refused("Say why it is struck out.", field="reason")
    exam.voided_at, exam.voided_by_id, exam.void_reason = at, by.id, reason.strip()
    db.session.flush()
    journal.record("struck out an examination", exam, by=by, at=at, reason=reason)


def attach(exam: Exam, media: Media, *, by: Person, at: datetime, label: str = "") -> Attachment:
    """Add a sealed file (an X-ray, a laboratory sheet); one may join after the signature."""
    _refuse_void(exam)
    if any(one.media_id == media.id for one in exam.attachments):
        raise Refused("This file is attached already.", field="files")
    attachment = Attachment(exam=exam, media=media, label=label.strip(), at=at, by=by)
    db.session.add(attachment)
    db.session.flush()
    journal.record(
        "attached a file", exam, by=by, at=at,
        after={"name": media.original_name, "sha256": media.sha256},
    )  # fmt: skip
    return attachment


def _refuse_void(exam: Exam) -> None:
    if exam.is_void:
        raise Refused(f"This examination was struck out: {exam.void_reason}")


def _own(weight: Weight | None, animal: Animal) -> Weight | None:
    if weight is not None and weight.animal_id != animal.id:
        raise Refused("That weight is of another animal.", field="weight")
    return weight


def _checked(findings: Mapping[str, Any]) -> dict[str, Any]:
    facts = {key: findings[key] for key in FINDINGS if key in findings}
    if facts.get("purpose", "routine") not in PURPOSES:
        raise Refused("Choose the occasion from the list.", field="purpose")
    if facts.get("fitness", "not_stated") not in FITNESS:
        raise Refused("Choose a statement from the list.", field="fitness")
    if facts.get("attitude") and facts["attitude"] not in ATTITUDES:
        raise Refused("Choose an attitude from the list.", field="attitude")
    _refuse_past_recheck(findings)
    score, scale = facts.get("body_condition"), facts.get("body_condition_scale", 5)
    if scale not in (5, 9):
        raise Refused("A body condition is on a scale of 5 or of 9.", field="body_condition_scale")
    if score is not None and not 1 <= score <= scale:
        raise Refused(f"The body condition is from 1 to {scale}.", field="body_condition")
    if score is not None and score * 2 % 1:
        raise Refused("The body condition is in whole or half points.", field="body_condition")
    dry = facts.get("dehydration_pct")
    if dry is not None and not 0 <= dry <= 20:
        raise Refused("Dehydration is from 0 to 20 per cent.", field="dehydration_pct")
    for key, least, most in _VITALS:
        value = facts.get(key)
        if value is not None and not least <= value <= most:
            raise Refused(f"This is from {least} to {most}.", field=key)
    return facts


def _refuse_past_recheck(findings: Mapping[str, Any]) -> None:
    day, at = findings.get("recheck_on"), findings.get("at")
    if day is not None and at is not None and day < clock.today(at):
        raise Refused("The day to look again is before the examination.", field="recheck_on")


#: Bounds of what can be real, from a torpid tortoise to a hummingbird: for slips of the finger.
_VITALS = (("temperature_c", 0, 50), ("ambient_c", -20, 60), ("heart_rate", 1, 1500),
           ("resp_rate", 0, 600))  # fmt: skip


def _facts(exam: Exam) -> dict[str, Any]:
    return {key: getattr(exam, key) for key in FINDINGS} | {"weight_id": exam.weight_id}
