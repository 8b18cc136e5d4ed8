"""The pages of tests: asked for, sampled, with results; of one animal or of a whole cohort."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g, request, url_for
from wtforms.fields.core import UnboundField

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.enclosures import queries as places
from rescue_center.errors import Missing, Refused
from rescue_center.forms import ChoiceField, CountField, Form, YesField
from rescue_center.policy import allow
from rescue_center.quarantine import board, forms, queries, rules
from rescue_center.quarantine.address import bp, url_of
from rescue_center.quarantine.clearance import is_settled, newest
from rescue_center.quarantine.counting import scope_words
from rescue_center.quarantine.models import Quarantine, Test

TAKERS = ("keeper", "vet")
#: Stands for every test of a cohort, where one is named in an address.
EVERY = "*"


@bp.route("/quarantine/<int:quarantine_id>/tests/new", methods=["GET", "POST"])
@allow("vet")
def add_test(quarantine_id: int) -> Any:
    """Ask for a test beyond the protocol."""
    q, at = queries.get_or_404(quarantine_id), clock.now()
    form = forms.TestForm.posted(data={"due": clock.today(at), "mandatory": True})
    return answer(
        form,
        lambda: rules.add_test(
            q, form.name.data, due=form.due.data, by=g.staff, at=at, sample=form.sample.data,
            mandatory=form.mandatory.data, notifiable=form.notifiable.data,
        ),
        "quarantine/add_test.html", to=lambda _: url_of(q), facts=lambda: {"q": q},
        said=lambda test: f"{test.label} is due {clock.day_text(test.due_on)}.",
    )  # fmt: skip


@bp.route("/quarantine/tests/<int:test_id>/sample", methods=["GET", "POST"])
@allow(*TAKERS)
def sample(test_id: int) -> Any:
    """Record that a sample was taken."""
    test = queries.test_or_404(test_id)
    wanted = board.suggested(test.quarantine.animal)
    form = forms.SampleForm.posted(data={"at": clock.now(), "sampled_n": wanted})
    return _answer(
        form, test,
        lambda: rules.sample(
            test, by=g.staff, at=form.at.data, sampled_n=form.sampled_n.data,
            pool_size=form.pool_size.data, method=form.method.data,
            laboratory=form.laboratory.data, lab_reference=form.lab_reference.data,
        ),
        "quarantine/sample.html", f"of {test.quarantine.animal.label} is sampled.", wanted=wanted,
    )  # fmt: skip


def _answer(
    form: Form, test: Test, act: Callable[[], Any], template: str, said: str, **facts: Any
) -> Any:
    """What is done to one test: the form, then back to its quarantine."""
    q = test.quarantine
    return answer(
        form, act, template, to=lambda _: url_of(q), said=lambda _: f"{test.label} {said}",
        facts=lambda: {"test": test, "q": q, **facts},
    )  # fmt: skip


@bp.route("/quarantine/tests/<int:test_id>/result", methods=["GET", "POST"])
@allow("vet")
def result(test_id: int) -> Any:
    """Add a result."""
    test = queries.test_or_404(test_id)
    form = forms.ResultForm.posted(data={"at": clock.now()})
    return _answer(
        form, test,
        lambda: rules.result(
            test, form.result.data, by=g.staff, at=form.at.data, text=form.text.data
        ),
        "quarantine/result.html", f"of {test.quarantine.animal.label}: {form.result.data}.",
    )  # fmt: skip


@bp.route("/quarantine/tests/<int:test_id>/waive", methods=["GET", "POST"])
@allow("vet")
def waive(test_id: int) -> Any:
    """Do without a test."""
    test, form = queries.test_or_404(test_id), forms.ReasonForm.posted()
    return _answer(
        form, test,
        lambda: rules.waive(test, reason=form.reason.data, by=g.staff, at=clock.now()),
        "quarantine/waive.html", "is waived.",
    )  # fmt: skip


@bp.route("/quarantine/tests/<int:test_id>/repeat", methods=["GET", "POST"])
@allow("vet")
def repeat(test_id: int) -> Any:
    """Take a test again."""
    test = queries.test_or_404(test_id)
    form = forms.RepeatForm.posted(data={"due": clock.today()})
    return answer(
        form,
        lambda: rules.repeat(
            test, due=form.due.data, reason=form.reason.data, by=g.staff, at=clock.now()
        ),
        "quarantine/repeat.html", to=lambda _: url_of(test.quarantine),
        said=lambda again: f"{again.label} is due again {clock.day_text(again.due_on)}.",
        facts=lambda: {"test": test, "q": test.quarantine},
    )  # fmt: skip


@bp.route("/quarantine/tests/<int:test_id>/void", methods=["GET", "POST"])
@allow("vet")
def void_result(test_id: int) -> Any:
    """Strike out a wrong sample, waiver or result."""
    test, form = queries.test_or_404(test_id), forms.ReasonForm.posted()
    return _answer(
        form, test,
        lambda: rules.void_result(test, reason=form.reason.data, by=g.staff, at=clock.now()),
        "quarantine/void_test.html", "is struck out and waits for what is right.",
    )  # fmt: skip


# --- a whole cohort -----------------------------------------------------------------------------


@bp.route("/quarantine/cohorts/<code>/<scope>/tests", methods=["GET", "POST"])
@allow(*TAKERS)
def several(code: str, scope: str) -> Any:
    """One test of many animals, or every test: samples taken, and results that have come."""
    at, unit = clock.now(), places.unit_or_404(code)
    found = queries.running(unit.id, scope)
    if not found:
        raise Missing
    open_tests = [(q, t) for q in found for t in newest(q.tests) if not is_settled(t)]
    order = sorted(open_tests, key=lambda pair: (not _is_mine(pair[1]), pair[1].due_on))
    names = list(dict.fromkeys(t.label for _, t in order))
    name = request.args.get("test") or (names[0] if names else "")
    every = name == EVERY
    rows = [(q, t) for q, t in open_tests
            if (every or t.label == name) and t.state in ("planned", "pending")]  # fmt: skip
    form = _form_of(rows, every=every).posted(data={"at": at})
    what = "Tests" if every else name
    return answer(
        form, lambda: _record(form, rows), "quarantine/several.html",
        to=lambda _: url_for(".several", code=code, scope=scope, test=name),
        said=lambda done: f"{what}: {done} recorded.",
        facts=lambda: {"unit": unit, "scope": scope, "names": names, "name": name, "rows": rows,
                       "words": scope_words(scope), "every": EVERY,
                       "open_to_me": any(_is_mine(t) for _, t in rows)},
    )  # fmt: skip


def _is_mine(test: Test) -> bool:
    """Whether this person may enter what comes next: samples are everybody's, results a vet's."""
    return test.sampled_at is None or "vet" in g.staff.roles


def _form_of(rows: list[tuple[Quarantine, Test]], *, every: bool) -> type[Form]:
    """The form of these rows: a box where a sample may be taken, a result where one is awaited."""
    fields: dict[str, UnboundField[Any]] = {}
    results = [(key, words.partition(":")[0]) for key, words in forms.RESULTS.items()]
    for q, test in rows:
        who = f"{test.label}, {q.animal.label}" if every else q.animal.label
        if test.sampled_at is None:
            fields[f"taken_{test.id}"] = YesField(f"Sampled: {who}")  # type: ignore[assignment]
            if q.animal.is_lot:
                fields[f"n_{test.id}"] = CountField(f"Animals sampled: {who}", required=False)  # type: ignore[assignment]
        elif _is_mine(test):
            fields[f"result_{test.id}"] = ChoiceField(  # type: ignore[assignment]
                f"Result: {who}", choices=results, required=False, empty="Not yet"
            )
    return type("RowsForm", (forms.SeveralForm,), fields)


def _record(form: Any, rows: list[tuple[Quarantine, Test]]) -> int:
    done = 0
    for _, test in rows:
        taken, came = form._fields.get(f"taken_{test.id}"), form._fields.get(f"result_{test.id}")
        if taken is not None and taken.data:
            heads = form._fields.get(f"n_{test.id}")
            rules.sample(
                test, by=g.staff, at=form.at.data, sampled_n=heads.data if heads else None,
                laboratory=form.laboratory.data, lab_reference=form.lab_reference.data,
            )  # fmt: skip
            done += 1
        elif came is not None and came.data:
            rules.result(test, came.data, by=g.staff, at=form.at.data)
            done += 1
    if not done:
        if "vet" in g.staff.roles:
            raise Refused("Tick who was sampled, or choose a result.")
        raise Refused("Tick who was sampled.")
    return done
