"""Taking a sample: of an animal, of a lot in pools, of several animals in one tube."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import g, url_for

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.answers import answer
from rescue_center.enclosures.models import Unit
from rescue_center.enclosures.queries import unit_or_404
from rescue_center.laboratory import forms, list_queries, queries, sample_rules
from rescue_center.laboratory.address import TAKERS, animal_or_404, bp, lab_of, url_of
from rescue_center.laboratory.models import LabSample
from rescue_center.laboratory.sample_rules import Asked, Bench
from rescue_center.policy import allow
from rescue_center.quarantine import board
from rescue_center.quarantine.models import Test as QuarantineTest
from rescue_center.tags import check


@bp.route("/animals/<accession>/samples/new", methods=["GET", "POST"])
@allow(*TAKERS)
def take(accession: str) -> Any:
    """Take a sample of an animal or a lot."""
    animal = animal_or_404(accession)
    wanted = board.suggested(animal)
    given: dict[str, Any] = {"at": clock.now()}
    if animal.is_lot:
        given |= {"heads": wanted or animal.count, "pool": 1}
    kind = forms.TakeOfLotForm if animal.is_lot else forms.TakeForm
    form: Any = kind.posted(data=given)
    tests = _offer(form, [animal])

    def act() -> list[LabSample]:
        asked, bench = _asked(form, tests), _bench(form)
        facts: dict[str, Any] = {"by": g.staff, "at": form.at.data, "bench": bench}
        if animal.is_lot:
            return sample_rules.take_pools(animal, form.heads.data, form.pool.data,
                                           form.kind.data, asked, **facts)  # fmt: skip
        return [sample_rules.take([animal], form.kind.data, asked, **facts)]

    return answer(
        form, act, "laboratory/take.html",
        to=lambda tubes: url_of(tubes[0]) if len(tubes) == 1 else lab_of(animal),
        said=_said, facts=lambda: {"animal": animal, "wanted": wanted},
    )  # fmt: skip


@bp.route("/units/<code>/samples/new", methods=["GET", "POST"])
@allow(*TAKERS)
def pool(code: str) -> Any:
    """One tube of several animals of an enclosure."""
    unit = unit_or_404(code)
    here = [one for one in list_queries.in_unit(unit.id) if not one.is_lot]
    form = forms.PoolForm.posted(data={"at": clock.now()})
    form.animals.choices = [
        (one.id, f"{one.label}, {one.taxon.label}" if one.name else one.accession) for one in here
    ]
    tests = _offer(form, here)
    by_id = {one.id: one for one in here}

    def act() -> LabSample:
        chosen = [by_id[key] for key in form.animals.data]
        return sample_rules.take(
            chosen, form.kind.data, _asked(form, tests), by=g.staff, at=form.at.data,
            bench=_bench(form, unit),
        )  # fmt: skip

    return answer(
        form, act, "laboratory/pool.html", to=url_of, said=lambda tube: _said([tube]),
        facts=lambda: {"unit": unit, "here": here,
                       "back": url_for("boards.unit", code=unit.code)},
    )  # fmt: skip


def _offer(form: Any, animals: Sequence[Animal]) -> list[QuarantineTest]:
    """What may be asked for: the panels, and the tests of these animals' quarantines."""
    form.panels.choices = [(one.id, one.name) for one in queries.panels()]
    tests = list(queries.tests_to_sample([one.id for one in animals]))
    form.tests.choices = [(one.id, _test_words(one, several=len(animals) > 1)) for one in tests]
    return tests


def _test_words(test: QuarantineTest, *, several: bool) -> str:
    whose = f"{test.quarantine.animal.label}: " if several else ""
    when = (
        f"sampled {clock.day_text(test.sampled_at)}" if test.sampled_at is not None
        else f"due {clock.day_text(test.due_on)}"
    )  # fmt: skip
    return f"{whose}{test.label}{f' ({test.sample})' if test.sample else ''}, {when}"


def _asked(form: Any, tests: Sequence[QuarantineTest]) -> Asked:
    return Asked(
        panels=[one for one in queries.panels() if one.id in form.panels.data],
        findings=form.names,
        notifiable=bool(form.notifiable.data),
        quarantine_tests=[one for one in tests if one.id in form.tests.data],
    )


def _bench(form: Any, unit: Unit | None = None) -> Bench:
    return Bench(form.laboratory.data or "", form.lab_reference.data or "", form.note.data or "",
                 unit)  # fmt: skip


def _said(tubes: Sequence[LabSample]) -> str:
    if len(tubes) > 1:
        first, last = check.spoken(tubes[0].number), check.spoken(tubes[-1].number)
        return f"{len(tubes)} tubes: {first} to {last}. Print their labels now."
    return f"Tube {check.spoken(tubes[0].number)}. Print its label now."
