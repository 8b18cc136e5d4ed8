"""The pages of plans and diets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import g, render_template, request, url_for

from rescue_center import clock, paging
from rescue_center.animals import queries as animals
from rescue_center.answers import answer
from rescue_center.db import db
from rescue_center.enclosures import queries as places
from rescue_center.husbandry import diet_rules, forms, heads
from rescue_center.husbandry import plan_queries as queries
from rescue_center.husbandry import plan_rules as rules
from rescue_center.husbandry.address import KEEPING, back_to, bp
from rescue_center.husbandry.plan_models import CarePlan, Diet
from rescue_center.policy import CARE, allow
from rescue_center.species.queries import taxon_by_id
from rescue_center.tongues import phrase


@bp.get("/plans")
@allow(*CARE)
def plans() -> str:
    """What is planned, or was."""
    ended = request.args.get("show") == "ended"
    return render_template(
        "husbandry/plans.html", ended=ended, at_page=paging.address, days_said=days_said,
        found=queries.plans(clock.today(), ended=ended, page=paging.asked()),
        planner=heads.is_planner(g.staff, clock.now()),
    )  # fmt: skip


@bp.route("/units/<code>/plans/new", methods=["GET", "POST"])
@bp.route("/animals/<accession>/plans/new", methods=["GET", "POST"])
@bp.route("/species/<int:taxon_id>/plans/new", methods=["GET", "POST"])
@allow(*KEEPING)
def add_plan(code: str = "", accession: str = "", taxon_id: int = 0) -> Any:
    """Plan what is done for an enclosure, an animal or a species."""
    unit = places.unit_or_404(code) if code else None
    animal = animals.animal_or_404(accession) if accession else None
    taxon = taxon_by_id(taxon_id) if taxon_id else None
    instead = _instead()
    form = forms.PlanForm.posted(data=_as_before(instead))
    form.diet.choices = queries.diet_choices()

    def act() -> CarePlan:
        facts = {"by": g.staff, "at": clock.now()}
        if instead is not None:
            rules.end(instead, on=form.from_on.data - timedelta(days=1), **facts,
                      reason="Planned anew")  # fmt: skip
        return rules.plan(
            form.kind.data, unit=unit, animal=animal, taxon=taxon, times=form.times.data,
            weekdays=form.weekdays.data, words=form.words.data, from_on=form.from_on.data,
            diet=db.session.get(Diet, form.diet.data) if form.diet.data else None, **facts,
        )  # fmt: skip

    back = url_for("species.show", taxon_id=taxon_id) if taxon else back_to(animal, unit)
    whose = animal or unit or taxon
    return answer(
        form, act, "husbandry/plan_form.html", to=lambda row: url_for(".plan", plan_id=row.id),
        said=lambda row: f"{row.label}: planned for {row.subject}.",
        facts=lambda: {"whose": whose.label if whose else "", "back": back, "instead": instead},
    )  # fmt: skip


#: Ids are larger in no table.
LARGEST = 2**31


def _instead() -> CarePlan | None:
    """The plan that the new one takes the place of, where the address names one."""
    key = request.args.get("instead", type=int)
    return queries.plan_or_404(key) if key and 0 < key < LARGEST else None


def _as_before(instead: CarePlan | None) -> dict[str, Any]:
    today = clock.today()
    if instead is None:
        return {"weekdays": list(range(1, 8)), "from_on": today}
    return {
        "kind": instead.kind, "times": instead.times, "words": instead.words,
        "weekdays": [int(day) for day in instead.weekdays], "diet": instead.diet_id,
        "from_on": max(today, instead.from_on + timedelta(days=1)),
    }  # fmt: skip


@bp.route("/plans/<int:plan_id>", methods=["GET"])
@allow(*CARE)
def plan(plan_id: int) -> str:
    """One plan."""
    return _shown(queries.plan_or_404(plan_id), forms.EndForm(data={"on": clock.today()}))


def _shown(row: CarePlan, form: forms.EndForm) -> str:
    return render_template("husbandry/plan.html", form=form, **_facts(row))


def _facts(row: CarePlan) -> dict[str, Any]:
    return {
        "plan": row, "days_said": days_said, "again": _again(row),
        "foods": diet_rules.foods_of(row.diet) if row.diet else [],
        "planner": heads.is_planner(g.staff, clock.now()),
    }  # fmt: skip


def _again(row: CarePlan) -> str:
    """The address to plan the same anew."""
    if row.unit is not None:
        return url_for(".add_plan", code=row.unit.code, instead=row.id)
    if row.animal is not None:
        return url_for(".add_plan", accession=row.animal.accession, instead=row.id)
    return url_for(".add_plan", taxon_id=row.taxon_id, instead=row.id)


@bp.post("/plans/<int:plan_id>/end")
@allow(*KEEPING)
def end_plan(plan_id: int) -> Any:
    """End a plan."""
    row, form = queries.plan_or_404(plan_id), forms.EndForm.posted()
    return answer(
        form,
        lambda: rules.end(row, on=form.on.data, by=g.staff, at=clock.now(),
                          reason=form.reason.data),
        "husbandry/plan.html", to=lambda _: url_for(".plan", plan_id=row.id),
        said=lambda _: f"It ends on {clock.day_text(row.until_on)}.", facts=lambda: _facts(row),
    )  # fmt: skip


def days_said(weekdays: str) -> str:
    """`Every day`, or `Mon, Thu`, in the language of the page."""
    said = rules.days_text(weekdays)
    return phrase(said) if len(weekdays) == 7 else ", ".join(map(phrase, said.split(", ")))
