"""Entering, amending and striking out results."""

from __future__ import annotations

from typing import Any

from flask import g, request
from wtforms.fields.core import UnboundField

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.errors import Missing, Refused
from rescue_center.forms import TextField
from rescue_center.laboratory import amounts, finding_rules, forms, queries, result_rules
from rescue_center.laboratory.address import bp, url_of
from rescue_center.laboratory.amounts import Amount
from rescue_center.laboratory.models import LabTest
from rescue_center.laboratory.reference_models import Analyte
from rescue_center.policy import allow

#: In which units a laboratory writes.
WRITTEN = {"si": "SI units", "conventional": "Conventional units"}


@bp.route("/laboratory/tests/<int:test_id>/results", methods=["GET", "POST"])
@allow("vet")
def enter(test_id: int) -> Any:
    """What came of a test: its amounts, or its finding."""
    test = queries.test_or_404(test_id)
    return _amounts(test) if test.panel is not None else _finding(test)


def _finding(test: LabTest) -> Any:
    form = forms.FindingForm.posted(data={"at": clock.now()})
    return answer(
        form,
        lambda: finding_rules.find(
            test, form.finding.data, by=g.staff, at=form.at.data, note=form.note.data or "",
            method=form.method.data or "",
        ),
        "laboratory/finding.html", to=lambda _: url_of(test.sample),
        said=lambda row: f"{test.name}: {row.finding}.", facts=lambda: {"test": test},
    )  # fmt: skip


def _amounts(test: LabTest) -> Any:
    """A field for each analyte that has no result yet, a number alone in the unit beside it."""
    assert test.panel is not None  # noqa: S101 (its caller)
    have = {one.analyte_id for one in test.live}
    open_ones = [one.analyte for one in test.panel.lines if one.analyte_id not in have]
    written = request.values.get("units") or "si"
    written = written if written in WRITTEN else "si"
    fields: dict[str, UnboundField[Any]] = {
        f"v_{one.id}": TextField(one.label, most=60, required=False)  # type: ignore[misc]
        for one in open_ones
    }
    kind: Any = type("PanelResultsForm", (forms.AmountsForm,), fields)
    form = kind.posted(data={"at": clock.now(), "units": written})
    return answer(
        form, lambda: _enter(test, open_ones, form, written), "laboratory/amounts.html",
        to=lambda _: url_of(test.sample),
        said=lambda count: f"{test.name}: {count} results entered.",
        facts=lambda: {"test": test, "analytes": open_ones, "written": written, "ways": WRITTEN,
                       "unit_of": lambda one: unit_of(one, written)},
    )  # fmt: skip


def unit_of(analyte: Analyte, written: str) -> str:
    """The unit that a number alone is in."""
    if written == "conventional":
        for one in analyte.units:
            if "dL" in one.unit or "10^" in one.unit or "mEq" in one.unit:
                return one.unit
    return analyte.unit


def _enter(test: LabTest, analytes: list[Analyte], form: Any, written: str) -> int:
    done = 0
    for one in analytes:
        field = f"v_{one.id}"
        typed = form[field].data
        if not typed:
            continue
        read = amounts.read(typed, field=field)
        amount = Amount(read.number, read.censor, read.unit or unit_of(one, written))
        result_rules.enter(
            test, one, amount, by=g.staff, at=form.at.data, method=form.method.data or "",
            note=form.note.data or "", field=field,
        )  # fmt: skip
        done += 1
    if not done:
        raise Refused("Enter at least one result.")
    return done


@bp.route("/laboratory/results/<int:result_id>/amend", methods=["GET", "POST"])
@allow("vet")
def amend(result_id: int) -> Any:
    """The right amount, beside the one that was wrong."""
    row = queries.result_or_404(result_id)
    if row.analyte is None:
        raise Missing
    form = forms.AmendForm.posted(data={"amount": result_rules.words(row)})
    label = row.analyte.label
    return answer(
        form,
        lambda: result_rules.amend(
            row, amounts.read(form.amount.data, field="amount"), reason=form.reason.data,
            by=g.staff, at=clock.now(),
        ),
        "laboratory/amend.html", to=lambda right: url_of(right.test.sample),
        said=lambda right: f"{label} is {result_rules.words(right)} now.",
        facts=lambda: {"row": row, "tube": row.test.sample},
    )  # fmt: skip


@bp.route("/laboratory/results/<int:result_id>/void", methods=["GET", "POST"])
@allow("vet")
def strike_result(result_id: int) -> Any:
    """A result that is not to count."""
    row, form = queries.result_or_404(result_id), forms.ReasonForm.posted()
    strike = finding_rules.strike_out if row.analyte is None else result_rules.strike_out
    tube = row.test.sample
    name = row.analyte.label if row.analyte else row.test.name
    return answer(
        form, lambda: strike(row, reason=form.reason.data, by=g.staff, at=clock.now()),
        "laboratory/strike.html", to=lambda _: url_of(tube),
        said=lambda _: f"{name} is struck out and waits for what is right.",
        facts=lambda: {"what": f"{name}: {result_rules.words(row)}", "back": url_of(tube),
                       "tube": tube,
                       "lead": "It stays to be read, struck through, with the reason. A test of a "
                       "quarantine waits for its result again."},
    )  # fmt: skip
