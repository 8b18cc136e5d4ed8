"""Cases: the list, one case, and opening one with its manifest."""

from __future__ import annotations

from typing import Any

from flask import current_app, g, redirect, render_template, request

from rescue_center import clock, face, once, paging, panels
from rescue_center.cases import queries, reading, rules
from rescue_center.cases.checking import COUNTRIES, refuse_bad_line
from rescue_center.cases.disclosure import shown_point
from rescue_center.cases.facts import LineFacts
from rescue_center.cases.forms import FilterForm, LineForm, OpenForm
from rescue_center.cases.pages import KEEPERS, READERS, bp, url_of
from rescue_center.cases.words import CONDITION_WORDS, KIND_WORDS, ORDER_WORDS
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.journal import naming
from rescue_center.journal import queries as journal
from rescue_center.policy import allow
from rescue_center.refusals import refusals_on
from rescue_center.species.code_queries import code_choices, code_labels
from rescue_center.species.queries import offered

ROWS = 8
MOST_ROWS = 200
#: Entries of the journal on the page of a case.
STORY = 15
BAD_LINE = "Look at the manifest: a line of it cannot be taken so."


@bp.get("")
@allow(*READERS)
def index() -> Any:
    """Every case, the latest event first."""
    form = FilterForm.asked()
    form.stage.choices = code_choices("legal_stage")
    fits = form.validate()
    chosen = queries.CaseFilter(
        text=form.q.data, kind=form.kind.data or "", stage=form.stage.data or "",
        year=form.year.data, held=form.held.data,
    ) if fits else queries.CaseFilter()  # fmt: skip
    found = queries.cases(chosen, page=paging.asked())
    page = render_template(
        "cases/index.html", form=form, found=found, at_page=paging.address, kind_words=KIND_WORDS,
        stage_words=code_labels("legal_stage"), day_of=clock.partial_text,
        narrowed=chosen != queries.CaseFilter(),
    )  # fmt: skip
    return page, 200 if fits else 422


@bp.get("/<number>")
@allow(*READERS)
def show(number: str) -> Any:
    """One case: facts, manifest, orders, papers, and what happened."""
    case = queries.whole_case(number)
    story = journal.of_case(case.id, per_page=STORY)
    return render_template(
        "cases/show.html",
        case=case,
        point=shown_point(case, g.staff.roles),
        followers=queries.followers(case),
        panels=panels.of("case", case),
        story=story,
        names=naming.names_of(story.lines),
        roles=g.staff.roles,
        kind_words=KIND_WORDS, condition_words=CONDITION_WORDS, order_words=ORDER_WORDS,
        countries=COUNTRIES, place_words=code_labels("location_type"),
        specimen_words=code_labels("specimen"),
        stages=code_choices("legal_stage"), stage_words=code_labels("legal_stage"),
    )  # fmt: skip


@bp.get("/new", endpoint="create")
@allow(*KEEPERS)
def show_create() -> Any:
    """Ask for the facts and the manifest of a new case."""
    form = OpenForm(
        kind="seizure", country=current_app.config["CENTRE_COUNTRY"], location_type="UNK"
    )
    return _create_page(form, [LineForm(prefix=_prefix(n)) for n in range(ROWS)])


@bp.post("/new")
@allow(*KEEPERS)
def open_case() -> Any:
    """Open a case; or show the form again with more rows, when that is what was pressed."""
    form = OpenForm.posted()
    lines = _posted_lines()
    _offer(form, lines)
    if "more" in request.form:
        more = range(len(lines), min(len(lines) + ROWS, MOST_ROWS))
        return _create_page(form, [*lines, *(LineForm(prefix=_prefix(n)) for n in more)])
    if _all_valid(form, lines):
        if earlier := once.done_before(form, g.staff.id):
            face.say("This case was opened already, and was not opened again.")
            return redirect(earlier, 303)
        with refusals_on(form):
            case = rules.open_case(
                reading.facts_typed(form), by=g.staff, at=clock.now(),
                lines=_lines(form, lines), legal_stage=form.legal_stage.data or "SEIZED",
                evidence_hold=form.evidence_hold.data,
            )  # fmt: skip
            where = url_of(case)
            once.keep(form, where, by_id=g.staff.id, at=clock.now())
            db.session.commit()
            face.say(f"Case {case.number} is open.")
            return redirect(where, 303)
    return _create_page(form, lines), 422


def _posted_lines() -> list[LineForm]:
    rows = min(max(request.form.get("rows", ROWS, type=int), 1), MOST_ROWS)
    return [LineForm.posted(prefix=_prefix(n)) for n in range(rows)]


def _prefix(row: int) -> str:
    return f"line-{row}-"


def _offer(form: OpenForm, lines: list[LineForm]) -> None:
    reading.offer_choices(form)
    form.legal_stage.choices = [one for one in code_choices("legal_stage") if one[0] != "SEIZED"]
    reading.offer_specimens(*lines)


def _all_valid(form: OpenForm, lines: list[LineForm]) -> bool:
    """Validate everything, so that every fault is shown at once, and told of on top."""
    sound = [form.validate(), *(line.validate() for line in lines)]
    if not all(sound[1:]):
        form.form_errors.append(BAD_LINE)
    return all(sound)


def _lines(form: OpenForm, rows: list[LineForm]) -> list[LineFacts]:
    """The manifest as typed and pasted; a refusal is put on the row that it is about."""
    found, refused = [], 0
    for row in rows:
        if row.is_blank:
            continue
        try:
            found.append(reading.line_typed(row))
            refuse_bad_line(found[-1])
        except Refused as fault:
            row[fault.field or "declared_name"].errors = [fault.sentence]
            refused += 1
    if refused:
        raise Refused(BAD_LINE)
    return found + (reading.pasted_lines(form.pasted.data) if form.pasted.data else [])


def _create_page(form: OpenForm, lines: list[LineForm]) -> str:
    _offer(form, lines)
    return render_template(
        "cases/create.html", form=form, lines=lines, species=offered(), most_rows=MOST_ROWS
    )
