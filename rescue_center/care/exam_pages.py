"""Addresses of examinations."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import g, redirect, request, url_for

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.answers import answer
from rescue_center.care import exam_rules, queries, weight_rules
from rescue_center.care.address import bp, page
from rescue_center.care.exam_forms import AddendumForm, ExamForm, FilesForm, NewExamForm
from rescue_center.care.models import Exam, Weight
from rescue_center.care.weight_forms import ReasonForm
from rescue_center.db import db
from rescue_center.face import say, warn
from rescue_center.forms import Form, refuse_stale, version_seen
from rescue_center.media import rules as media
from rescue_center.policy import allow

READERS = ("vet", "coordinator", "officer", "manager", "inspector")


@bp.route("/animals/<accession>/examine", methods=["GET", "POST"])
@allow("vet")
def examine(accession: str) -> Any:
    """Begin an examination: a draft until it is signed."""
    animal, now = queries.get_animal(accession), clock.now()
    form = NewExamForm.posted(
        at=now, purpose="routine", fitness="not_stated", body_condition_scale=5, version="1"
    )

    def act() -> Exam:
        return exam_rules.examine(
            animal, form.findings(), by=g.staff, at=form.at.data, weight=_weighed(animal, form),
            recorded_at=now,
        )  # fmt: skip

    return answer(
        form, act, "care/examine.html", to=_url, facts=lambda: {"animal": animal, "exam": None},
        said=lambda _: "Saved as a draft. Sign it when it is complete.",
    )  # fmt: skip


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
    """Change a draft. One that is closed is read instead, and says what can still be added."""
    found = queries.get_exam(exam_id)
    if request.method == "GET" and (found.is_signed or found.is_void):
        warn(_closed(found))
        return redirect(_url(found), 303)
    form = ExamForm.posted(**_given(found))

    def act() -> None:
        if not found.is_signed:
            anew = partial(_typed_anew, found)
            refuse_stale(form, found, anew, "this examination", but=_BESIDE)
        exam_rules.amend_draft(
            found, form.findings(), by=g.staff, at=clock.now(), version=found.version,
            weight=_weighed(found.animal, form),
        )  # fmt: skip

    return answer(
        form, act, "care/examine.html", to=lambda _: _url(found),
        facts=lambda: {"animal": found.animal, "exam": found},
        said=lambda _: "The draft is saved.",
    )  # fmt: skip


def _closed(found: Exam) -> str:
    """Why an examination is not changed any more."""
    if found.is_void:
        return "This examination is struck out, so it does not change."
    return "This examination is signed, so it does not change. What is missing is an addendum."


def _typed_anew(found: Exam) -> ExamForm:
    return ExamForm(**_given(found))


@bp.post("/exams/<int:exam_id>/sign")
@allow("vet")
def sign(exam_id: int) -> Any:
    """Sign an examination."""
    found = queries.get_exam(exam_id)
    exam_rules.sign(
        found, by=g.staff, at=clock.now(), version=version_seen(request.form.get("version"))
    )
    db.session.commit()
    say("Signed. From here on only addenda are written.")
    return redirect(_url(found), 303)


def _given(found: Exam) -> dict[str, Any]:
    """What the form of a draft shows."""
    findings = {name: getattr(found, name) for name in exam_rules.FINDINGS}
    return findings | {"version": str(found.version)}


#: What is typed with the findings, and kept beside them.
_BESIDE = ("weight", "unusual_confirmed")


def _answer(
    form: Form, found: Exam, act: Callable[[], Any], template: str, said: Callable[[], str]
) -> Any:
    """What is done to one examination: the form, then back to it."""
    return answer(
        form, act, f"care/{template}.html", to=lambda _: _url(found), said=lambda _: said(),
        facts=lambda: {"exam": found},
    )  # fmt: skip


@bp.route("/exams/<int:exam_id>/addendum", methods=["GET", "POST"])
@allow("vet")
def add_addendum(exam_id: int) -> Any:
    """Add to a signed examination."""
    found, form = queries.get_exam(exam_id), AddendumForm.posted()
    return _answer(
        form, found,
        lambda: exam_rules.add_addendum(
            found, form.text.data, by=g.staff, at=clock.now(), reason=form.reason.data
        ),
        "addendum", lambda: "The addendum is written.",
    )  # fmt: skip


@bp.route("/exams/<int:exam_id>/strike-out", methods=["GET", "POST"])
@allow("vet")
def void_exam(exam_id: int) -> Any:
    """Strike out an examination."""
    found, form = queries.get_exam(exam_id), ReasonForm.posted()
    return _answer(
        form, found,
        lambda: exam_rules.void_exam(found, by=g.staff, at=clock.now(), reason=form.reason.data),
        "void_exam", lambda: "The examination is struck out.",
    )  # fmt: skip


@bp.route("/exams/<int:exam_id>/files", methods=["GET", "POST"])
@allow("vet")
def attach(exam_id: int) -> Any:
    """Attach files to an examination, signed or not."""
    found, form, now = queries.get_exam(exam_id), FilesForm.posted(), clock.now()

    def act() -> None:
        for file in form.files.data:
            sealed = media.seal(file.stream, file.filename, by=g.staff, at=now, field="files")
            exam_rules.attach(found, sealed, by=g.staff, at=now, label=form.label.data)

    return _answer(form, found, act, "attach", lambda: f"{_counted(form.files.data)} attached.")


def _counted(files: list[Any]) -> str:
    return f"{len(files)} {'file' if len(files) == 1 else 'files'}"


def _url(found: Exam) -> str:
    return url_for("care.exam", exam_id=found.id)
