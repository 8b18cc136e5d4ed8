"""Address of the sheet on which all criteria of a release are judged at once."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, g, url_for
from wtforms.fields.core import UnboundField

from rescue_center import clock
from rescue_center.animals.models import Stay
from rescue_center.animals.queries import animal_or_404
from rescue_center.answers import answer
from rescue_center.departures import approval, readiness, rules
from rescue_center.departures.forms import VERDICTS
from rescue_center.departures.gate_models import LEVELS
from rescue_center.errors import Refused
from rescue_center.forms import ChoiceField, Form, TextField, WhenField
from rescue_center.policy import allow

bp = Blueprint("assessments", __name__)
Criteria = tuple[readiness.Criterion, ...]


@bp.route("/animals/<accession>/readiness/sheet", methods=["GET", "POST"])
@allow("coordinator", "vet")
def sheet(accession: str) -> Any:
    """Judge several criteria, or all of them."""
    animal = animal_or_404(accession)
    if (stay := animal.stay) is None:
        raise Refused(f"{animal.label} has no stay.")
    fast = readiness.fast_track_criteria(current_app.config["FAST_TRACK_DAYS"])
    asked = (readiness.RANGE, *readiness.gate(stay, clock.now()).criteria, *fast)
    form = _form(asked, approval.choices(stay)).posted(data={"at": clock.now()})
    return answer(
        form, lambda: _judge(stay, asked, form), "departures/sheet.html",
        to=lambda _: url_for("departures.gate", accession=accession),
        said=lambda n: f"{n} {'criterion' if n == 1 else 'criteria'} assessed.",
        facts=lambda: {"animal": animal, "criteria": asked, "words": dict(VERDICTS),
                       "verdicts": readiness.assessments(stay)},
    )  # fmt: skip


def _form(asked: Criteria, approved: list[tuple[str, str]]) -> type[Form]:
    """A verdict for each criterion, and the words that go with it."""
    fields: dict[str, UnboundField[Any] | Any] = {"at": WhenField("When")}
    for one in asked:
        known = list(LEVELS.items()) if one.key == readiness.RISK else VERDICTS
        fields[f"{one.key}_verdict"] = ChoiceField(
            one.label, choices=known, required=False, empty="Leave as it is"
        )
        fields[f"{one.key}_words"] = TextField(
            f"{one.label}: what was seen, or why", required=False, most=2000
        )
    fields[f"{readiness.RISK}_mitigation"] = TextField(
        "Mitigation, which a medium risk needs", required=False, most=2000
    )
    fields[f"{readiness.RANGE.key}_approval"] = ChoiceField(
        "Approved by, where it is outside", required=False, empty="Nothing", choices=approved
    )
    return type("SheetForm", (Form,), fields)


def _judge(stay: Stay, asked: Criteria, form: Any) -> int:
    """Record what was filled in; a refusal is put beside its own criterion."""
    judged = 0
    for one in asked:
        verdict, words = form[f"{one.key}_verdict"].data, form[f"{one.key}_words"].data or ""
        if not verdict and words:
            raise Refused(f"{one.label}: choose the verdict too.", field=f"{one.key}_verdict")
        if verdict:
            _judge_one(stay, one, verdict, words, form)
            judged += 1
    if not judged:
        raise Refused("Choose the verdict of at least one criterion.")
    return judged


def _judge_one(stay: Stay, one: readiness.Criterion, verdict: str, words: str, form: Any) -> None:
    if one.key == readiness.RISK:
        _judge_risk(stay, verdict, words, form)
        return
    seen, why = (words, "") if verdict in ("met", "not_met") else ("", words)
    try:
        rules.assess(
            stay, one.key, verdict, by=g.staff, at=form.at.data, evidence=seen, reason=why,
            approved_by=form[f"{readiness.RANGE.key}_approval"].data or "",
        )  # fmt: skip
    except Refused as refused:
        if refused.field not in ("evidence", "reason", "approval"):
            raise
        where = "approval" if refused.field == "approval" else "words"
        raise Refused(_beside(one, refused), field=f"{one.key}_{where}") from None


def _judge_risk(stay: Stay, level: str, words: str, form: Any) -> None:
    typed = form[f"{readiness.RISK}_mitigation"].data or ""
    try:
        rules.judge_risk(stay, level, by=g.staff, at=form.at.data, evidence=words, mitigation=typed)
    except Refused as refused:
        names = {"evidence": "words", "mitigation": "mitigation"}
        if refused.field not in names:
            raise
        one = readiness.BY_KEY[readiness.RISK]
        where = f"{readiness.RISK}_{names[refused.field]}"
        raise Refused(_beside(one, refused), field=where) from None


def _beside(one: readiness.Criterion, refused: Refused) -> str:
    """The sentence of a refusal, with the criterion that it is about."""
    return f"{one.label}: {refused.sentence[:1].lower()}{refused.sentence[1:]}"
