"""Tagging and the receipt as steps of an intake; they join the list that animals/tasks.py draws."""

from __future__ import annotations

import sqlalchemy as sa

from rescue_center.animals import tasks
from rescue_center.animals.models import Animal, Stay
from rescue_center.animals.tasks import Task
from rescue_center.cases.models import Case
from rescue_center.db import db
from rescue_center.documents.models import Issued
from rescue_center.tags.models import Tag
from rescue_center.tongues import phrase


def _tags(case: Case) -> Task:
    worn = sa.exists().where(Tag.animal_id == Animal.id, Tag.status == "bound")
    row = db.session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(sa.case((worn, 1), else_=0)), 0))
        .select_from(Animal)
        .join(Stay, sa.and_(Stay.animal_id == Animal.id, Stay.ended_at.is_(None)))
        .where(Animal.case_id == case.id)
    ).one()
    total, tagged = int(row[0]), int(row[1])
    state, words = "done", "Completed"
    if not total:
        state, words = "blocked", "Cannot start yet"
    elif not tagged:
        state, words = "planned", "To do"
    elif tagged < total:
        state, words = "partly", phrase("{n} of {all} records", n=tagged, all=total)
    return Task("tags", "Tags", state, words, "", "tags.case_tags", {"number": case.number})


def _receipt(case: Case) -> Task:
    numbers = db.session.scalars(
        sa.select(Issued.number).where(
            Issued.case_id == case.id, Issued.kind == "intake_receipt", Issued.revoked_at.is_(None)
        )
    ).all()
    received = db.session.scalar(sa.select(Animal.id).where(Animal.case_id == case.id).limit(1))
    state, words = ("planned", "To do") if received else ("blocked", "Cannot start yet")
    if numbers:
        state, words = "done", "Issued"
    return Task(
        "receipt", "Receipt for those who brought them", state, words, ", ".join(numbers),
        "documents.prepare" if received else "", {"kind": "intake_receipt", "case": case.number},
    )  # fmt: skip


tasks.more += [_tags, _receipt]
