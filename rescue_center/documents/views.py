"""Addresses of papers: prepare, issue, show, reprint, replace, revoke."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)

from rescue_center import clock, paging
from rescue_center.animals.models import Stay
from rescue_center.answers import answer
from rescue_center.cases.models import Case
from rescue_center.db import db
from rescue_center.documents import compose, forms, mending, queries, rules
from rescue_center.documents.models import PREFIX, Issued
from rescue_center.errors import Missing, Refused
from rescue_center.face import say
from rescue_center.forms import Form
from rescue_center.media import rules as media
from rescue_center.policy import Role, allow
from rescue_center.web import refusals_on

bp = Blueprint("documents", __name__, url_prefix="/papers")
READERS = ("vet", "coordinator", "registrar", "officer", "manager", "inspector")
TITLES = {
    "health_statement": "Veterinary health statement",
    "release_fitness": "Fitness for release",
    "handover": "Handover of custody",
    "intake_receipt": "Intake receipt",
    "death_record": "Death record",
}
#: Who may issue which paper.
ISSUERS = {
    "health_statement": {Role.VET},
    "release_fitness": {Role.COORDINATOR, Role.VET},
    "handover": {Role.COORDINATOR, Role.REGISTRAR, Role.MANAGER, Role.VET},
    "intake_receipt": {Role.REGISTRAR, Role.VET, Role.MANAGER},
    "death_record": {Role.VET},
}


@dataclass
class Subject:
    """What a paper is to speak of."""

    stays: list[Stay]
    case: Case | None
    words: str
    extra: dict[str, Any]
    first: tuple[Any, ...] = ()


def _subject(kind: str) -> Subject:
    """Read the subject from the address: an animal, a transfer, a death or an arrival."""
    asked = request.args
    if kind == "intake_receipt":
        intake = queries.intake_of(asked.get("case", ""), asked.get("intake", None, int))
        case = intake.case
        words = f"case {case.number}" if case else "an arrival"
        return Subject(queries.stays_of_intake(intake), case, words, {}, (intake,))
    if number := asked.get("transfer"):
        transfer = queries.transfer_of(number)
        stays = [m.stay for m in transfer.members]
        words = f"transfer {number}"
        if kind == "handover":
            return Subject(stays, None, words, {}, (transfer,))
        return Subject(stays, None, words, {"transfer": transfer}, (stays,))
    stay = queries.stay_of(asked.get("accession", ""))
    animal = stay.animal
    if kind == "death_record":
        return Subject([stay], animal.case, animal.label, {}, (queries.death_of(stay),))
    if kind == "handover":
        raise Missing
    return Subject([stay], animal.case, animal.label, {}, ([stay],))


def _defaults(kind: str, subject: Subject) -> dict[str, Any]:
    transfer = subject.extra.get("transfer")
    if kind == "health_statement":
        day = clock.today()
        return {
            "purpose": (transfer.reason if transfer else "") or "Movement between centres",
            "valid_until": day.fromordinal(day.toordinal() + 10),
            "premises_statement": forms.PREMISES,
        }
    if kind == "release_fitness":
        return {"window_from": clock.today(), "method": "hard", "risk": "low"}
    return {}


#: What a transfer knows, by the field that would ask for it.
KNOWN = {
    "consignee_name": "to_organisation", "consignee_address": "to_address",
    "destination_country": "to_country", "transport_mode": "mode", "departs_at": "planned_for",
    "emergency_contact": "emergency_contact",
}  # fmt: skip


def _leave_out(form: Form, transfer: Any) -> None:
    """Don't ask for what the transfer says: it would be typed for nothing."""
    for name, known in KNOWN.items():
        if transfer is not None and name in form and getattr(transfer, known):
            del form[name]


def _kind() -> str:
    kind = request.args.get("kind", "")
    if kind not in PREFIX:
        raise Missing
    return kind


@bp.get("")
@allow(*READERS)
def index() -> str:
    """Issued papers."""
    kind = request.args.get("kind", "")
    return render_template(
        "documents/index.html", found=queries.papers(paging.asked(), kind), titles=TITLES,
        kind=kind, at_page=paging.address,
    )  # fmt: skip


@bp.route("/new", methods=["GET", "POST"])
@allow("vet", "coordinator", "registrar", "manager")
def prepare() -> Any:
    """What is missing, what must still be typed, and the button that issues the paper."""
    kind = _kind()
    if not g.staff.roles & ISSUERS[kind]:
        who = " or ".join(sorted(role.label.lower() for role in ISSUERS[kind]))
        raise Refused(f"This paper is issued by a {who}.")
    subject = _subject(kind)
    form = forms.FORMS[kind].posted(data=_defaults(kind, subject))
    _leave_out(form, subject.extra.get("transfer"))
    old = queries.paper_or_404(request.args["supersedes"]) if "supersedes" in request.args else None
    if request.method == "GET":
        return _prepare_page(kind, subject, form, old)
    with refusals_on(form):
        if form.validate():
            facts = _facts(kind, subject, form)
            if request.form.get("draft"):
                return _draft(kind, facts)
            if mending.say_lacks(kind, facts, form):
                return _prepare_page(kind, subject, form, old), 422
            paper = rules.issue(
                kind, facts, subject.stays, by=g.staff, at=clock.now(), case=subject.case,
                supersedes=old, base_url=current_app.config["BASE_URL"],
                paper=current_app.config["PAPER"],
            )  # fmt: skip
            db.session.commit()
            say(f"{paper.number} is issued.")
            return redirect(url_for(".show", number=paper.number), 303)
    return _prepare_page(kind, subject, form, old), 422


def _facts(kind: str, subject: Subject, form: Form) -> dict[str, Any]:
    composer = compose.COMPOSERS[kind]
    return composer(*subject.first, form.data, by=g.staff, at=clock.now(), **subject.extra)


def _draft(kind: str, facts: dict[str, Any]) -> Response:
    from rescue_center.documents import render

    return _pdf(render.draft(kind, facts, paper=current_app.config["PAPER"]), "draft")


def _prepare_page(kind: str, subject: Subject, form: Form, old: Issued | None) -> str:
    from rescue_center.documents import render

    gaps = [
        mending.lack(gap, subject)
        for gap in render.missing(kind, _facts(kind, subject, form))
        if mending.asked_here(gap, form) is None
    ]
    return render_template(
        "documents/prepare.html", kind=kind, title=TITLES[kind], subject=subject, form=form,
        gaps=gaps, old=old, back=mending.back(subject),
    )  # fmt: skip


@bp.get("/<number>")
@allow(*READERS)
def show(number: str) -> str:
    """One paper: its state, its file, its history."""
    paper = queries.paper_or_404(number)
    return render_template(
        "documents/show.html", paper=paper, title=TITLES[paper.kind],
        newer=queries.newer_than(paper), address=_again(paper),
    )  # fmt: skip


def _again(paper: Issued) -> str:
    """The address that prepares the paper which replaces this one."""
    about: dict[str, Any] = {"case": paper.case.number if paper.case else None}
    if paper.stays:
        first = paper.stays[0].stay
        about["accession"] = first.animal.accession
        if paper.kind in ("handover", "health_statement"):
            about["transfer"] = queries.transfer_with(first)
        if paper.kind == "intake_receipt":
            about["intake"] = queries.arrival_with(first)
    return url_for(".prepare", kind=paper.kind, supersedes=paper.number, **about)


@bp.get("/<number>.pdf")
@allow(*READERS)
def pdf(number: str) -> Response:
    """The file as it was issued, byte for byte."""
    paper = queries.paper_or_404(number)
    with media.open_original(paper.media) as file:
        return _pdf(file.read(), paper.number)


@bp.route("/<number>/revocation", methods=["GET", "POST"])
@allow("vet", "registrar", "manager", "coordinator")
def revoke(number: str) -> Any:
    """Declare a paper invalid."""
    paper, form = queries.paper_or_404(number), forms.RevokeForm.posted()
    return answer(
        form, lambda: rules.revoke(paper, by=g.staff, at=clock.now(), reason=form.reason.data),
        "documents/revoke.html", to=lambda _: url_for(".show", number=number),
        facts=lambda: {"paper": paper}, said=lambda _: f"{paper.number} is revoked.",
    )  # fmt: skip


def _pdf(made: bytes, name: str) -> Response:
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
