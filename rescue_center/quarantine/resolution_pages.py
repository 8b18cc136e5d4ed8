"""The page on which a vet resolves a positive finding."""

from __future__ import annotations

from typing import Any

from flask import g

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.forms import Form, LongTextField, WhenField
from rescue_center.policy import allow
from rescue_center.quarantine import queries, resolution
from rescue_center.quarantine.address import bp, url_of


class ResolveForm(Form):
    """Why a positive result no longer stands in the way."""

    note = LongTextField("What resolves it", most=2000)
    at = WhenField("When")


@bp.route("/quarantine/tests/<int:test_id>/resolution", methods=["GET", "POST"])
@allow("vet")
def resolve(test_id: int) -> Any:
    """Resolve a positive test."""
    test = queries.test_or_404(test_id)
    form = ResolveForm.posted(data={"at": clock.now()})
    return answer(
        form,
        lambda: resolution.resolve(test, note=form.note.data, by=g.staff, at=form.at.data),
        "quarantine/resolve.html", to=lambda _: url_of(test.quarantine),
        said=lambda _: f"{test.label} is resolved.",
        facts=lambda: {"test": test, "q": test.quarantine},
    )  # fmt: skip
