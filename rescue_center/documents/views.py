"""Addresses of papers: prepare, issue, show, reprint, replace, revoke."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    render_template,
    request,
    url_for,
)

from rescue_center import clock, paging
from rescue_center.answers import answer
from rescue_center.documents import compose, forms, mending, queries, release_fitness, render, rules
from rescue_center.documents import required as _asked  # noqa: F401  (the gates ask it)
from rescue_center.documents.models import PREFIX, Issued
from rescue_center.documents.subjects import (
    OF_THE_PRESENT,
    Subject,
    leave_out,
    proposed,
    subject_of,
)
from rescue_center.errors import Missing, Refused
from rescue_center.forms import Form
from rescue_center.media import rules as media
from rescue_center.policy import Role, allow
from rescue_center.refusals import refusals_on

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
    "release_fitness": {Role.COORDINATOR},
    "handover": {Role.COORDINATOR, Role.REGISTRAR, Role.MANAGER, Role.VET},
    "intake_receipt": {Role.REGISTRAR, Role.VET, Role.MANAGER},
    "death_record": {Role.VET},
}


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
        kind=kind, at_page=paging.address, today=clock.today(),
    )  # fmt: skip


@bp.route("/new", methods=["GET", "POST"])
@allow("vet", "coordinator", "registrar", "manager")
def prepare() -> Any:
    """What is missing, what must still be typed, and the button that issues the paper."""
    kind = _kind()
    if not g.staff.roles & ISSUERS[kind]:
        who = " or ".join(sorted(role.label.lower() for role in ISSUERS[kind]))
        raise Refused(f"This paper is issued by a {who}.")
    subject = subject_of(kind, request.args)
    form = forms.FORMS[kind].posted(data=proposed(kind, subject, g.staff))
    leave_out(form, subject.transfer)
    old = _replaced(kind, subject)
    if request.form.get("draft"):
        return _draft(kind, subject, form, old)
    return answer(
        form, lambda: _issue(kind, subject, form, old), "documents/prepare.html",
        to=lambda paper: url_for(".show", number=paper.number),
        said=_issued,
        facts=lambda: _beside(kind, subject, form, old),
    )  # fmt: skip


def _issued(paper: Issued) -> str:
    """What is said of a paper just issued: also what is too heavy to be carried."""
    heavy = release_fitness.heavy(paper.facts) if paper.kind == "release_fitness" else []
    return " ".join([f"{paper.number} is issued.", *heavy])


def _replaced(kind: str, subject: Subject) -> Issued | None:
    """The paper that this one is to replace."""
    if "supersedes" not in request.args:
        return None
    old = queries.paper_or_404(request.args["supersedes"])
    rules.refuse_superseding(old, kind, subject.stays, subject.case)
    return old


def _issue(kind: str, subject: Subject, form: Form, old: Issued | None) -> Issued:
    facts = _facts(kind, subject, form)
    mending.refuse_lacks(kind, facts, form)
    return rules.issue(
        kind, facts, subject.stays, by=g.staff, at=clock.now(),
        case=subject.case, supersedes=old, base_url=current_app.config["BASE_URL"],
        paper=current_app.config["PAPER"],
    )  # fmt: skip


def _facts(kind: str, subject: Subject, form: Form) -> dict[str, Any]:
    return _composed(kind, subject, form.data)


def _composed(kind: str, subject: Subject, typed: dict[str, Any]) -> dict[str, Any]:
    composer = compose.COMPOSERS[kind]
    return composer(*subject.first, typed, by=g.staff, at=clock.now(), **subject.extra)


def _readable(kind: str, subject: Subject, form: Form) -> dict[str, Any]:
    """The facts, without what was typed so that it cannot be read: its field says that, and the
    page is shown all the same."""
    typed = dict(form.data)
    while True:
        try:
            return _composed(kind, subject, typed)
        except Refused as refused:
            if not typed.get(refused.field or ""):
                raise
            typed[refused.field or ""] = None


def _draft(kind: str, subject: Subject, form: Form, old: Issued | None) -> Any:
    """The paper as it would be, without a number; nothing is written."""
    with refusals_on(form):
        if form.validate():
            size = current_app.config["PAPER"]
            return _pdf(render.draft(kind, _facts(kind, subject, form), paper=size), "draft")
    page = render_template("documents/prepare.html", form=form, **_beside(kind, subject, form, old))
    return page, 422


def _beside(kind: str, subject: Subject, form: Form, old: Issued | None) -> dict[str, Any]:
    """What stands beside the form of a paper: what is missing, and where it is entered."""
    gaps = mending.lacks(render.missing(kind, _readable(kind, subject, form)), subject, form)
    return {"kind": kind, "title": TITLES[kind], "subject": subject, "gaps": gaps, "old": old,
            "back": mending.back(subject)}  # fmt: skip


@bp.get("/<number>")
@allow(*READERS)
def show(number: str) -> str:
    """One paper: its state, its file, its history."""
    paper = queries.paper_or_404(number)
    return render_template(
        "documents/show.html", paper=paper, title=TITLES[paper.kind],
        newer=queries.newer_than(paper), address=_again(paper), is_replaceable=_may_be_made(paper),
        today=clock.today(),
    )  # fmt: skip


def _may_be_made(paper: Issued) -> bool:
    """Whether this person could issue such a paper about these animals now."""
    here = paper.kind not in OF_THE_PRESENT or all(one.stay.is_open for one in paper.stays)
    return here and bool(g.staff.roles & ISSUERS[paper.kind])


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
