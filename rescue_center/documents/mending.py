"""Where a fact that a paper lacks is entered: the page of its record, or the setting of the
administrator."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import g, request, url_for

from rescue_center.animals.models import Stay
from rescue_center.departures import readiness
from rescue_center.documents import render
from rescue_center.documents.subjects import Subject
from rescue_center.errors import Refused
from rescue_center.forms import Form
from rescue_center.policy import Role

#: What is the centre's own: the last words of a fact's key, and the setting that says it.
SETTINGS = {
    "name": "RESCUE_CENTRE_NAME", "organisation": "RESCUE_CENTRE_NAME",
    "address": "RESCUE_CENTRE_ADDRESS", "country": "RESCUE_CENTRE_COUNTRY",
}  # fmt: skip
#: Facts of a paper that one box of the form says.
SAME = {"destination.name": "consignee_name"}
OURS = ("centre", "consignor", "origin", "giver")


#: What a paper says of each of its animals, in their order.
OF_EACH = ("animals", "quarantines", "examinations")


class Lack(NamedTuple):
    """A missing fact: what it is, the page where it is entered, or the setting that says it; and
    what was read instead."""

    label: str
    href: str
    setting: str
    read: str = ""


def asked_here(gap: render.Gap, form: Form) -> Any:
    """The field of the form in which a missing fact is typed; None where it is entered elsewhere.
    Who receives the animals is also where they go."""
    area, _, last = gap.key.partition(".")
    names = (last, gap.key.replace(".", "_"), area, SAME.get(gap.key, ""))
    return next((form._fields[name] for name in names if name in form._fields), None)


def refuse_lacks(kind: str, facts: dict[str, Any], form: Form) -> None:
    """Refuse what the form itself lacks, each thing beside its field."""
    lacking = {
        field.name: f"{gap.label} is missing."
        for gap in reversed(render.missing(kind, facts))
        if (field := asked_here(gap, form)) is not None
    }
    if not lacking:
        return
    last, sentence = lacking.popitem()
    for name, said in lacking.items():
        form[name].errors = [said]
    raise Refused(sentence, field=last)


def back(subject: Subject) -> str:
    """Where a paper that is not issued leads back to."""
    if transfer := request.args.get("transfer"):
        return url_for("transfers.show", number=transfer)
    if "accession" in request.args and subject.stays:
        return url_for("boards.animal", accession=subject.stays[0].animal.accession)
    if subject.case:
        return url_for("animals.intake", number=subject.case.number)
    return url_for("documents.index")


def lacks(gaps: list[render.Gap], subject: Subject, form: Form) -> list[Lack]:
    """How each gap is closed that is not closed on the form itself. All criteria are judged on one
    sheet, so they are one gap."""
    told = [gap for gap in _roots(gaps) if asked_here(gap, form) is None]
    unjudged = [gap.label.removesuffix(": outcome") for gap in told if _area(gap) == "criteria"]
    found = [lack(gap, subject) for gap in told if _area(gap) != "criteria"]
    if unjudged:
        sheet = url_for("assessments.sheet", accession=subject.stays[0].animal.accession)
        found.append(Lack(f"Not judged yet: {', '.join(unjudged)}", sheet, ""))
    return found


def _roots(gaps: list[render.Gap]) -> list[render.Gap]:
    """The gaps without those that close by themselves: whoever examines is the veterinarian, and
    the disease risk is one of the criteria."""
    areas = {_area(gap) for gap in gaps}
    return [
        gap
        for gap in gaps
        if not (_area(gap) == "vet" and "examinations" in areas)
        and not (_area(gap) == "risk" and "criteria" in areas)
    ]


def _area(gap: render.Gap) -> str:
    return gap.key.partition(".")[0]


def lack(gap: render.Gap, subject: Subject) -> Lack:
    """How a gap is closed; neither page nor setting where it is entered on the form itself."""
    area, last = _area(gap), gap.key.rpartition(".")[2]
    if area in OURS and last in SETTINGS:
        return Lack(gap.label, "", SETTINGS[last])
    stay = _whose(gap.key, subject)
    read = _read(stay) if area == "examinations" and stay is not None else ""
    return Lack(gap.label, _page(area, stay, subject), "", read)


def _whose(key: str, subject: Subject) -> Stay | None:
    """The stay that a missing fact is about: `examinations.2.fit` is of the third."""
    area, _, rest = key.partition(".")
    place = rest.partition(".")[0]
    at = int(place) if area in OF_EACH and place.isdigit() else 0
    return subject.stays[at] if at < len(subject.stays) else None


def _read(stay: Stay) -> str:
    """The page of the examination that was read and does not say what the paper needs."""
    exam = readiness.last_exam(stay)
    return url_for("care.exam", exam_id=exam.id) if exam is not None else ""


def _page(area: str, stay: Stay | None, subject: Subject) -> str:
    """The page where a missing fact is entered."""
    if area in ("consignee", "destination", "transport", "receiver", "reason", "legal_basis",
                "care", "handed_at") and subject.transfer is not None:  # fmt: skip
        return url_for("transfers.show", number=subject.transfer.number)
    if stay is not None:
        return _record_page(area, stay.animal.accession)
    return url_for("cases.show", number=subject.case.number) if subject.case else ""


def _record_page(area: str, accession: str) -> str:
    if area == "quarantines":
        return url_for("boards.animal_section", accession=accession, section="quarantine")
    if area == "examinations" and Role.VET in g.staff.roles:
        return url_for("care.examine", accession=accession)
    if area in ("examinations", "vet"):
        return url_for("boards.animal_section", accession=accession, section="care")
    if area in ("animals", "animal", "carcass", "law"):
        return url_for("boards.animal", accession=accession)
    if area in ("criteria", "risk", "stops"):
        return url_for("departures.gate", accession=accession)
    return ""
