"""The address of the calculators. They only read: what comes out is an estimate on a page."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from rescue_center import clock
from rescue_center.care import queries
from rescue_center.care.address import bp
from rescue_center.care.calculator_forms import CALCULATORS
from rescue_center.care.calculators import Estimate
from rescue_center.care.models import Weight
from rescue_center.errors import Refused
from rescue_center.forms import Form
from rescue_center.measures import weight_text
from rescue_center.policy import allow


@bp.get("/calculators")
@allow("vet", "coordinator", "manager")
def calculators() -> Any:
    """Fluids, drops, energy, a dose by size, body condition, each with its formula and source."""
    asked, number = request.args.get("what", ""), request.args.get("animal", "")
    animal = queries.get_animal(number) if number else None
    forms: dict[str, Form] = {
        key: made.asked(prefix=f"{key}-") if key == asked else made(formdata=None, prefix=f"{key}-")
        for key, (_, _, made) in CALCULATORS.items()
    }
    sent = asked in forms and "work" in request.args
    found = _answer(forms[asked]) if sent else None
    weight = queries.last_weight(animal.id) if animal else None
    refused = asked in forms and bool(forms[asked].errors)
    return render_template(
        "care/calculators.html", calculators=CALCULATORS, forms=forms, asked=asked, found=found,
        animal=animal, weight=weight, at=clock.now(), used=_used(weight, forms),
    ), (422 if refused else 200)  # fmt: skip


def _answer(form: Any) -> Estimate | None:
    if not form.validate():
        return None
    try:
        found: Estimate = form.worked_out()
    except Refused as refused:
        form[refused.field or ""].errors = [refused.sentence]
        return None
    return found


def _used(weight: Weight | None, forms: dict[str, Any]) -> dict[str, str]:
    """For each calculator that takes a weight, what a link fills in where somebody asks for it."""
    if weight is None:
        return {}
    return {key: weight_text(weight.weight_g) for key, form in forms.items() if "weight" in form}
