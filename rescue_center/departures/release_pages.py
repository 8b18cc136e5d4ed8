"""Pages of releases."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from rescue_center import clock, paging
from rescue_center.answers import answer
from rescue_center.departures import forms, queries, rules
from rescue_center.departures.address import bp
from rescue_center.departures.models import Release
from rescue_center.policy import allow


@bp.get("/releases")
@allow("coordinator", "vet", "manager", "inspector", "officer", "registrar")
def releases() -> str:
    """All releases."""
    return render_template(
        "departures/releases.html", found=queries.releases(paging.asked()),
        at_page=paging.address, kinds=dict(forms.KINDS),
    )  # fmt: skip


@bp.route("/releases/new", methods=["GET", "POST"])
@allow("coordinator", "vet", "manager")
def release() -> Any:
    """Release animals, or part of a lot."""
    form = forms.ReleaseForm.posted(
        data={
            "at": clock.now(), "kind": "WELF", "method": "hard",
            "animals": "\n".join(request.args.getlist("animal")),
        }
    )  # fmt: skip
    form.asking("release", "They do not come back. Type the word")

    def act() -> Release:
        typed = {k: v for k, v in form.data.items() if k not in ("animals", "at")}
        picks = queries.picks_of(form.animals.data)
        return rules.release(picks, by=g.staff, at=form.at.data, **typed)

    return answer(
        form, act, "departures/release.html", said=_said,
        to=lambda made: url_for(".show_release", release_id=made.id),
    )  # fmt: skip


def _said(made: Release) -> str:
    left = sum(member.count for member in made.members)
    return f"{left:,} {'animal' if left == 1 else 'animals'} released."


@bp.get("/releases/<int:release_id>")
@allow("coordinator", "vet", "manager", "inspector", "officer", "registrar")
def show_release(release_id: int) -> str:
    """One release."""
    found = queries.release_or_404(release_id)
    judged, judges = queries.judged(found)
    return render_template(
        "departures/show_release.html", release=found, judged=judged, judges=judges,
        place=queries.shown_place(found, g.staff.roles), kinds=dict(forms.KINDS),
        methods=dict(forms.METHODS),
    )  # fmt: skip
