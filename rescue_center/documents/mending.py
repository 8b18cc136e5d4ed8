"""Where a fact that a paper lacks is entered: the page of its record, or the setting of the
administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flask import url_for

from rescue_center.documents import render

if TYPE_CHECKING:
    from rescue_center.documents.views import Subject

#: What is the centre's own: the last words of a fact's key, and the setting that says it.
SETTINGS = {
    "name": "RESCUE_CENTRE_NAME", "organisation": "RESCUE_CENTRE_NAME",
    "address": "RESCUE_CENTRE_ADDRESS", "country": "RESCUE_CENTRE_COUNTRY",
}  # fmt: skip
OURS = ("centre", "consignor", "origin", "giver")


class Lack(NamedTuple):
    """A missing fact: what it is, the page where it is entered, or the setting that says it."""

    label: str
    href: str
    setting: str


def lack(gap: render.Gap, subject: Subject) -> Lack:
    """How a gap is closed; neither page nor setting where it is entered on the form itself."""
    area, _, last = gap.key.partition(".")
    if area in OURS and last in SETTINGS:
        return Lack(gap.label, "", SETTINGS[last])
    return Lack(gap.label, _page(area, last, subject), "")


def _page(area: str, last: str, subject: Subject) -> str:
    """The page where a missing fact is entered."""
    transfer = subject.extra.get("transfer") or next(
        (one for one in subject.first if getattr(one, "crates", None) is not None), None
    )
    if last == "licence":
        return url_for("staff.account")
    if area in ("consignee", "destination", "transport", "receiver", "reason", "legal_basis",
                "care", "handed_at") and transfer is not None:  # fmt: skip
        return url_for("transfers.show", number=transfer.number)
    if subject.stays:
        return _record_page(area, subject.stays[0].animal.accession)
    return url_for("cases.show", number=subject.case.number) if subject.case else ""


def _record_page(area: str, accession: str) -> str:
    if area == "quarantine":
        return url_for("boards.animal_section", accession=accession, section="quarantine")
    if area in ("examination", "vet"):
        return url_for("boards.animal_section", accession=accession, section="care")
    if area in ("animals", "animal", "carcass", "law"):
        return url_for("boards.animal", accession=accession)
    if area in ("criteria", "risk"):
        return url_for("departures.gate", accession=accession)
    return ""
