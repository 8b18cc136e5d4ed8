"""What finders of tagged animals told us, for those who send somebody out: it names places and
people."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, url_for

from rescue_center import clock, paging
from rescue_center.answers import answer
from rescue_center.db import get_or_missing
from rescue_center.policy import allow
from rescue_center.tags import check, finder_rules, forms, queries
from rescue_center.tags.address import bp
from rescue_center.tags.models import Finding

#: Those who may see where animals are (policy.Facts.COORDINATES).
READERS = ("registrar", "officer", "manager", "coordinator")


@bp.get("/found")
@allow(*READERS)
def findings() -> str:
    """Every report, those first that nobody has looked after."""
    return render_template(
        "tags/findings.html", found=queries.findings(paging.asked()), at_page=paging.address,
        spoken=check.spoken,
    )  # fmt: skip


@bp.route("/found/<int:finding_id>", methods=["GET", "POST"])
@allow(*READERS)
def finding(finding_id: int) -> Any:
    """One report, and what was done about it."""
    form = forms.AnswerForm.posted()
    return answer(
        form,
        lambda: finder_rules.answer(
            get_or_missing(Finding, finding_id), form.answer.data, by=g.staff, at=clock.now()
        ),
        "tags/finding.html", to=lambda _: url_for(".findings"),
        said=lambda _: "Written down.",
        facts=lambda: {"finding": get_or_missing(Finding, finding_id), "spoken": check.spoken},
    )  # fmt: skip
