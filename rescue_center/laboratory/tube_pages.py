"""The list of tubes, and one tube."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from rescue_center import clock, paging, policy
from rescue_center.answers import answer
from rescue_center.laboratory import forms, list_queries, queries, sample_rules
from rescue_center.laboratory.address import READERS, TAKERS, bp, url_of
from rescue_center.policy import Facts, allow
from rescue_center.tags import check
from rescue_center.tongues import phrase


@bp.get("/laboratory")
@allow(*READERS)
def index() -> Any:
    """Which tubes wait for what; the box opens one by its number."""
    typed = request.args.get("tube", "").strip()
    number = check.tidy(typed).upper().removeprefix("S")
    if typed and list_queries.there_is(number):
        return redirect(url_for(".tube", number=number), 303)
    show = request.args.get("show", "waiting")
    show = show if show in queries.SHOWN else "waiting"
    return render_template(
        "laboratory/index.html", show=show, shown=queries.SHOWN, lists=_lists(show),
        found=list_queries.page_of(show, paging.asked()), at_page=paging.address, typed=typed,
        untubed=list_queries.untubed() if show == "waiting" else [], most=list_queries.MOST,
        due=list_queries.to_sample(clock.today()) if show == "waiting" else [],
        clinical=policy.sees(g.staff.roles, Facts.CLINICAL),
    )  # fmt: skip


def _lists(show: str) -> list[tuple[str, str, bool, int]]:
    """The lists of tubes with how many each holds, as chips."""
    held = list_queries.counts()
    return [(phrase(words), url_for(".index", show=key), key == show, held[key])
            for key, words in queries.SHOWN.items()]  # fmt: skip


@bp.get("/laboratory/tubes/<number>")
@allow(*READERS)
def tube(number: str) -> str:
    """One tube: whom it is of, what it is tested for, what came."""
    found = queries.tube_or_404(number)
    return render_template(
        "laboratory/tube.html", tube=found, clinical=policy.sees(g.staff.roles, Facts.CLINICAL)
    )


@bp.route("/laboratory/tubes/<number>/send", methods=["GET", "POST"])
@allow(*TAKERS)
def send(number: str) -> Any:
    """The tube leaves for a laboratory."""
    found = queries.tube_or_404(number)
    form = forms.SendForm.posted(
        data={"at": clock.now(), "laboratory": found.laboratory,
              "lab_reference": found.lab_reference}
    )  # fmt: skip
    return answer(
        form,
        lambda: sample_rules.send(
            found, laboratory=form.laboratory.data, lab_reference=form.lab_reference.data or "",
            by=g.staff, at=form.at.data,
        ),
        "laboratory/send.html", to=lambda _: url_of(found), facts=lambda: {"tube": found},
        said=lambda _: f"Tube {check.spoken(found.number)} went to {found.laboratory}.",
    )  # fmt: skip


@bp.route("/laboratory/tubes/<number>/void", methods=["GET", "POST"])
@allow(*TAKERS)
def strike_tube(number: str) -> Any:
    """A tube that is not to count."""
    found, form = queries.tube_or_404(number), forms.ReasonForm.posted()
    what = phrase("Tube {number}", number=check.spoken(found.number))
    return answer(
        form,
        lambda: sample_rules.strike_out(
            found, reason=form.reason.data, by=g.staff, at=clock.now()
        ),
        "laboratory/strike.html", to=lambda _: url_of(found),
        said=lambda _: f"Tube {check.spoken(found.number)} is struck out.",
        facts=lambda: {"what": what, "back": url_of(found), "tube": found,
                       "lead": phrase("Lost, clotted, of somebody else. Its results are struck out "
                                      "before it; tests of a quarantine are then to be sampled "
                                      "again.")},
    )  # fmt: skip
