"""Addresses of examinations."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, request, url_for

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.care import exam_rules, queries, weight_rules
from rescue_center.care.address import bp, page
from rescue_center.care.exam_forms import AddendumForm, ExamForm, FilesForm
from rescue_center.care.models import Exam, Weight
from rescue_center.care.weight_forms import ReasonForm
from rescue_center.db import db
from rescue_center.face import say
from rescue_center.forms import refuse_stale
from rescue_center.media import rules as media
from rescue_center.policy import allow
from rescue_center.web import refusals_on

READERS = ("vet", "coordinator", "officer", "manager", "inspector")


@bp.route("/animals/<accession>/examine", methods=["GET", "POST"])
@allow("vet")
def examine(accession: str) -> Any:
    """Begin an examination: a draft until it is signed."""
    animal, now = queries.get_animal(accession), clock.now()
    form = ExamForm.posted(
        at=now, purpose="routine", fitness="not_stated", body_condition_scale=5, version="1"
    )
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                exam = exam_rules.examine(
                    animal, form.findings(), by=g.staff, at=form.at.data,
                    weight=_weighed(animal, form), recorded_at=now,
                )  # fmt: skip
                db.session.commit()
                say("Saved as a draft. Sign it when it is complete.")
                return _to(exam)
    return page("care/examine.html", form, animal=animal, exam=None)


def _weighed(animal: Animal, form: ExamForm) -> Weight | None:
    """The weight taken with the examination, where there is one."""
    if form.weight.data is None:
        return None
    return weight_rules.weigh(
        animal, form.weight.data, by=g.staff, at=form.at.data,
        sample_n=1 if animal.is_lot else None, recorded_at=clock.now(),
        unusual_confirmed=form.unusual_confirmed.data, note="With an examination",
    )  # fmt: skip


@bp.get("/exams/<int:exam_id>")
@allow(*READERS)
def exam(exam_id: int) -> Any:
    """One examination, as it was signed, with what was added."""
    return page("care/exam.html", exam=queries.get_exam(exam_id), rules=exam_rules)


@bp.route("/exams/<int:exam_id>/edit", methods=["GET", "POST"])
@allow("vet")
def edit_exam(exam_id: int) -> Any:
    """Change a draft."""
    found = queries.get_exam(exam_id)
    form = ExamForm.posted(**_given(found))
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                if not found.is_signed:
                    refuse_stale(
                        form, found, lambda: ExamForm(**_given(found)), "this examination",
                        but=_BESIDE,
                    )  # fmt: skip
                exam_rules.amend_draft(
                    found, form.findings(), by=g.staff, at=clock.now(), version=found.version,
                    weight=_weighed(found.animal, form),
                )  # fmt: skip
                db.session.commit()
                say("The draft is saved.")
                return _to(found)
    return page("care/examine.html", form, animal=found.animal, exam=found)


@bp.post("/exams/<int:exam_id>/sign")
@allow("vet")
def sign(exam_id: int) -> Any:
    """Sign an examination."""
    found = queries.get_exam(exam_id)
    exam_rules.sign(
        found, by=g.staff, at=clock.now(), version=_version(request.form.get("version"))
    )
    db.session.commit()
    say("Signed. From here on only addenda are written.")
    return _to(found)


def _given(found: Exam) -> dict[str, Any]:
    """What the form of a draft shows."""
    findings = {name: getattr(found, name) for name in exam_rules.FINDINGS}
    return findings | {"version": str(found.version)}


#: What is typed with the findings, and kept beside them.
_BESIDE = ("weight", "unusual_confirmed")


def _version(text: str | None) -> int:
    """The version that the person saw; 0, which none is, where it was not sent."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


@bp.route("/exams/<int:exam_id>/addendum", methods=["GET", "POST"])
@allow("vet")
def add_addendum(exam_id: int) -> Any:
    """Add to a signed examination."""
    found, form = queries.get_exam(exam_id), AddendumForm.posted()
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                exam_rules.add_addendum(
                    found, form.text.data, by=g.staff, at=clock.now(), reason=form.reason.data
                )
                db.session.commit()
                say("The addendum is written.")
                return _to(found)
    return page("care/addendum.html", form, exam=found)


@bp.route("/exams/<int:exam_id>/strike-out", methods=["GET", "POST"])
@allow("vet")
def void_exam(exam_id: int) -> Any:
    """Strike out an examination."""
    found, form = queries.get_exam(exam_id), ReasonForm.posted()
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                exam_rules.void_exam(found, by=g.staff, at=clock.now(), reason=form.reason.data)
                db.session.commit()
                say("The examination is struck out.")
                return _to(found)
    return page("care/void_exam.html", form, exam=found)


@bp.route("/exams/<int:exam_id>/files", methods=["GET", "POST"])
@allow("vet")
def attach(exam_id: int) -> Any:
    """Attach files to an examination, signed or not."""
    found, form, now = queries.get_exam(exam_id), FilesForm.posted(), clock.now()
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                for file in form.files.data:
                    sealed = media.seal(
                        file.stream, file.filename, by=g.staff, at=now, field="files"
                    )
                    exam_rules.attach(found, sealed, by=g.staff, at=now, label=form.label.data)
                count = len(form.files.data)
                db.session.commit()
                say(f"{count} {'file' if count == 1 else 'files'} attached.")
                return _to(found)
    return page("care/attach.html", form, exam=found)


def _to(found: Exam) -> Any:
    return redirect(url_for("care.exam", exam_id=found.id), 303)
