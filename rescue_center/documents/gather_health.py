"""What each animal of a paper went through, read from the records: its quarantine, its tests, what
it was given, and what a veterinarian found. Each is told of each animal: what is true of one is
never said of all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from rescue_center.animals.life import Stage
from rescue_center.animals.models import Stay
from rescue_center.care import dosing, exam_rules
from rescue_center.care.models import Exam
from rescue_center.care.order_models import Administration, Prescription
from rescue_center.care.queries import kin_of
from rescue_center.db import db
from rescue_center.departures import readiness, stops
from rescue_center.departures.since import since_clearance, since_exemption, unsettled
from rescue_center.documents import gather
from rescue_center.documents.gather import Facts, day
from rescue_center.documents.wording import day as said_day
from rescue_center.pharmacy.models import Drug
from rescue_center.quarantine import passage
from rescue_center.quarantine.models import Quarantine, Test
from rescue_center.staff.models import Person

#: How far back treatments stand on a health statement.
TREATMENT_DAYS = 60
FAST_TRACK = "No quarantine: fast track of the fit and freshly caught, exposed to no other animal."


def quarantines(stays: Sequence[Stay], at: datetime, *, fast_track: bool = False) -> list[Facts]:
    """The quarantine of each, `settled` where it was cleared, or where none was owed: residents of
    before our books, those a vet found to need none; if `fast_track`, what may leave without."""
    in_doubt = bool(unsettled(stays, at))  # asked of all at once: of each it takes long
    return [_quarantine(stay, at, fast_track, in_doubt) for stay in stays]


def _quarantine(stay: Stay, at: datetime, fast_track: bool, in_doubt: bool) -> Facts:
    last = readiness.last_quarantine(stay)
    told = {"local_id": stay.animal.accession, "unit": None, "began_on": None, "ended_on": None,
            "days": None, "cleared_on": None, "cleared_by": None, "instead": None}  # fmt: skip
    if last is None:
        note = _without(stay, at, fast_track)
        return told | {"note": note or "No quarantine on record.", "settled": bool(note) or None}
    free = last.outcome in passage.LEFT_FREE
    doubts = since_clearance(stay, last, at) if free and in_doubt else []
    return told | {
        "unit": last.unit.label, "began_on": day(last.began_at), "ended_on": day(last.ended_at),
        "days": ((last.ended_at or at) - last.began_at).days,
        "cleared_on": day(last.ended_at) if free else None,
        "cleared_by": last.signed_by.name if free and last.signed_by else None,
        "note": _ended(last), "settled": (free and not doubts) or None,
        "instead": " ".join(doubts) or None,
    }  # fmt: skip


def _ended(last: Quarantine) -> str | None:
    """What is to be said of a quarantine that was not simply cleared."""
    if last.is_open:
        return "Not ended."
    if last.outcome == "early_exit":
        return f"Left early, on the authority of {last.authority}: {last.reason}"
    return None if last.outcome == "cleared" else "Ended without clearance."


def _without(stay: Stay, at: datetime, fast_track: bool) -> str | None:
    """Why an animal without a quarantine owes none, in words; None where it does."""
    if (said := passage.exemption_of(stay)) and not since_exemption(stay, said, at):
        by = f", {said.by.name}" if said.by else ""
        return f"None needed: {said.reason} ({said_day(day(said.at))}{by})"
    if stay.taken_over and stay.stage != Stage.ADMITTED:
        return f"In care since {said_day(day(stay.began_at))}; no quarantine on record."
    if fast_track and not stops.fast_track(stay, readiness.assessments(stay, until=at)):
        return FAST_TRACK
    return None


def tests(stays: Sequence[Stay]) -> list[Facts]:
    """The tests with a result of each one's quarantine; those of a lot name its parts."""
    whose: dict[int, list[str]] = {}
    for stay in stays:
        if kept := readiness.last_quarantine(stay):
            whose.setdefault(kept.id, []).append(stay.animal.accession)
    rows = db.session.scalars(
        sa.select(Test)
        .where(Test.quarantine_id.in_(whose), Test.voided_at.is_(None), Test.result != "")
        .order_by(Test.sampled_at, Test.id)
    )
    return [
        {
            "animals": ", ".join(whose[row.quarantine_id]), "disease": row.name,
            "method": row.method or None, "sample": row.sample or None,
            "taken_on": day(row.sampled_at), "laboratory": row.laboratory or None,
            "result": row.result,
        }
        for row in rows
    ]  # fmt: skip


def treatments(stays: Sequence[Stay], at: datetime) -> list[Facts]:
    """What each was given in the last weeks, in this record or as part of the one it came from:
    product, dose, last day."""
    return [one for stay in stays for one in _given(stay, at)]


def _given(stay: Stay, at: datetime) -> list[Facts]:
    kin = kin_of(stay.animal_id)
    rows = db.session.execute(
        sa.select(
            Prescription.id, Drug.name, Prescription.route, Prescription.rate_mg_per_kg,
            sa.func.max(Administration.at).label("last"),
        )
        .join(Prescription, Prescription.id == Administration.prescription_id)
        .join(Drug, Drug.id == Prescription.drug_id)
        .join(kin, kin.c.id == Administration.animal_id)
        .where(
            Administration.at <= kin.c.until, Administration.voided_at.is_(None),
            Administration.status.in_(("given", "partly")),
            Administration.at >= at - timedelta(days=TREATMENT_DAYS), Administration.at <= at,
        )
        .group_by(Prescription.id, Drug.name, Prescription.route, Prescription.rate_mg_per_kg)
        .order_by(sa.desc("last"))
    )  # fmt: skip
    return [
        {"animals": stay.animal.accession, "product": row.name, "given_on": day(row.last),
         "dose": f"{dosing.rate_text(row.rate_mg_per_kg)} {row.route}"}
        for row in rows
    ]  # fmt: skip


def exams(stays: Sequence[Stay], fitness: str) -> tuple[list[Facts], list[Exam]]:
    """The newest signed examination of each in this stay, `fit` where it says just that."""
    found = [(stay, readiness.last_exam(stay)) for stay in stays]
    told = [_examined(stay, exam, fitness) for stay, exam in found]
    return told, [exam for _, exam in found if exam is not None]


def _examined(stay: Stay, exam: Exam | None, fitness: str) -> Facts:
    told = {"local_id": stay.animal.accession}
    if exam is None:
        return told | {"examined_on": None, "by": None, "findings": None, "fit": None,
                       "instead": "not examined since it came"}  # fmt: skip
    fit = exam.fitness == fitness
    stated = exam_rules.FITNESS[exam.fitness]
    on = day(exam.at)
    return told | {
        "examined_on": on, "by": exam.signed_by.name if exam.signed_by else None,
        "findings": _findings(exam, stated), "fit": fit or None,
        "instead": None if fit else f"examined on {said_day(on)}: {_stated(stay, exam, fitness)}",
    }  # fmt: skip


def _stated(stay: Stay, exam: Exam, fitness: str) -> str:
    """What an examination says instead. One that states nothing leaves a statement of before in
    doubt, for what it found is newer: that one is named, so that a vet sees both."""
    stated = exam_rules.FITNESS[exam.fitness].lower()
    before = readiness.last_exam(stay, fitness) if exam.fitness == "not_stated" else None
    if before is None:
        return stated
    return f"{stated}; that of {said_day(day(before.at))} said so, but is older"


def _findings(exam: Exam, stated: str) -> str | None:
    """What a signed examination found, and what was added to it later."""
    parts = [exam.objective, exam.assessment]
    if exam.fitness != "not_stated":
        parts.append(stated)
    parts += [f"Added on {said_day(day(more.at))}: {more.text}" for more in exam.addenda]
    told = [part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part]
    return " ".join(told) or None


def examiner(found: Sequence[Exam], otherwise: Person | None) -> Facts:
    """The veterinarian who signs: who examined them all, or else who issues the paper."""
    signers = {exam.signed_by for exam in found}
    return gather.person(signers.pop() if len(signers) == 1 else otherwise, "Veterinarian")
