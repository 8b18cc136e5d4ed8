"""The pages of diets."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, url_for

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.forms import refuse_stale
from rescue_center.husbandry import diet_rules as rules
from rescue_center.husbandry import forms, heads
from rescue_center.husbandry import plan_queries as queries
from rescue_center.husbandry.address import KEEPING, bp
from rescue_center.husbandry.plan_models import Diet
from rescue_center.policy import CARE, allow


@bp.get("/diets")
@allow(*CARE)
def diets() -> str:
    """Every recipe."""
    return render_template("husbandry/diets.html", diets=queries.diets(), kcal=rules.kcal,
                           foods_of=rules.foods_of,
                           planner=heads.is_planner(g.staff, clock.now()))  # fmt: skip


@bp.get("/diets/<int:diet_id>")
@allow(*CARE)
def diet(diet_id: int) -> str:
    """One recipe."""
    row = queries.diet_or_404(diet_id)
    return render_template("husbandry/diet.html", diet=row, foods=rules.foods_of(row),
                           kcal=rules.kcal(row),
                           planner=heads.is_planner(g.staff, clock.now()))  # fmt: skip


@bp.route("/diets/new", methods=["GET", "POST"])
@allow(*KEEPING)
def add_diet() -> Any:
    """Write a recipe down."""
    form = forms.DietForm.posted(data={"method": "self"})
    return answer(
        form,
        lambda: rules.add_diet(_facts(form), rules.read_foods(form.foods.data), by=g.staff,
                               at=clock.now()),
        "husbandry/diet_form.html", to=_url, facts=lambda: {"diet": None},
        said=lambda diet: f"{diet.name} is in the list.",
    )  # fmt: skip


@bp.route("/diets/<int:diet_id>/edit", methods=["GET", "POST"])
@allow(*KEEPING)
def edit_diet(diet_id: int) -> Any:
    """Change a recipe."""
    row = queries.diet_or_404(diet_id)
    form = forms.AmendDietForm.posted(data=_known(row))

    def act() -> None:
        refuse_stale(form, row, lambda: forms.AmendDietForm(data=_known(row)), "this diet")
        rules.amend_diet(row, _facts(form), rules.read_foods(form.foods.data), by=g.staff,
                         at=clock.now(), reason=form.reason.data)  # fmt: skip

    return answer(
        form, act, "husbandry/diet_form.html", to=lambda _: _url(row),
        facts=lambda: {"diet": row}, said=lambda _: f"{row.name} is changed.",
    )  # fmt: skip


@bp.route("/diets/<int:diet_id>/retire", methods=["GET", "POST"])
@allow(*KEEPING)
def retire_diet(diet_id: int) -> Any:
    """Take a recipe out of use."""
    row, form = queries.diet_or_404(diet_id), forms.ReasonForm.posted()
    return answer(
        form, lambda: rules.retire(row, by=g.staff, at=clock.now(), reason=form.reason.data),
        "husbandry/strike.html", to=lambda _: _url(row),
        said=lambda _: f"{row.name} is out of use.",
        facts=lambda: {"what": row.name, "back": _url(row)},
    )  # fmt: skip


def _url(row: Diet) -> str:
    return url_for(".diet", diet_id=row.id)


def _facts(form: forms.DietForm) -> dict[str, Any]:
    return {key: getattr(form, key).data for key in rules.FACTS}


def _known(row: Diet) -> dict[str, Any]:
    return {key: getattr(row, key) for key in rules.FACTS} | {
        "version": row.version, "foods": rules.foods_text(row),
    }  # fmt: skip
