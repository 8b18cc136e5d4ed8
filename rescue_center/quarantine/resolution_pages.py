"""The page on which a vet resolves a positive finding."""

from __future__ import annotations

from typing import Any

from flask import g

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.forms import Form, LongTextField, WhenField, YesField
from rescue_center.policy import allow
from rescue_center.quarantine import queries, resolution
from rescue_center.quarantine.address import bp, url_of


class ResolveForm(Form):
    """Why a positive result no longer stands in the way."""

    note = LongTextField("What resolves it", most=2000)
    with_heirs = YesField("It holds of those split off with this finding too")
    at = WhenField("When")


@bp.route("/quarantine/tests/<int:test_id>/resolution", methods=["GET", "POST"])
@allow("vet")
def resolve(test_id: int) -> Any:
    """Resolve a positive test."""
    test = queries.test_or_404(test_id)
    form, heirs = ResolveForm.posted(data={"at": clock.now()}), resolution.inherited(test)
    if not heirs:
        del form.with_heirs
    return answer(
        form,
        lambda: resolution.resolve(
            test, note=form.note.data, by=g.staff, at=form.at.data,
            with_heirs="with_heirs" in form and form.with_heirs.data,
        ),
        "quarantine/resolve.html", to=lambda _: url_of(test.quarantine),
        said=lambda _: f"{test.label} is resolved.",
        facts=lambda: {"test": test, "q": test.quarantine,
                       "heirs": [one.quarantine.animal.label for one in heirs]},
    )  # fmt: skip
