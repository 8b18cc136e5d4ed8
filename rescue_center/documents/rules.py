"""Papers are issued once, with their facts frozen and their bytes sealed; then superseded or
revoked, never edited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.animals.models import Stay
from rescue_center.cases.models import Case
from rescue_center.db import db, fold, lock, next_number
from rescue_center.departures import reversal
from rescue_center.departures.models import Death
from rescue_center.documents import code as codes
from rescue_center.documents import render
from rescue_center.documents.gather import Facts
from rescue_center.documents.models import PREFIX, SIGNED_BY_TWO, Issued, IssuedStay
from rescue_center.errors import Refused, explain
from rescue_center.media import rules as media
from rescue_center.staff.models import Person

explain("issued_document_is_frozen", "An issued paper never changes. Issue a new one instead.")
explain("issued_document_has_no_gap", "The number was taken at the same moment. Try again.")
explain("uq_issued_document_serial", "The number was taken at the same moment. Try again.")
explain("uq_issued_document_supersedes_id", "A newer paper replaces this one already.")
NOT_ALONE = "Who examined the animal cannot approve the same paper. Somebody else has to."
explain("issued_document_author_is_not_approver", NOT_ALONE)


def issue(
    kind: str,
    facts: Facts,
    stays: Sequence[Stay],
    *,
    by: Person,
    at: datetime,
    base_url: str,
    paper: str = "A4",
    case: Case | None = None,
    supersedes: Issued | None = None,
) -> Issued:
    """Issue a paper: number it without a gap, freeze its facts, print it, seal the bytes.

    `base_url` is the centre's public address, printed in the code; `paper` is A4 or LETTER."""
    if gaps := render.missing(kind, facts):
        raise Refused(
            "This paper cannot be issued yet. Missing: "
            + "; ".join(gap.label for gap in gaps) + "."
        )  # fmt: skip
    author, approver = _two(kind, facts)
    if author and author == approver:
        raise Refused(NOT_ALONE, field=SIGNED_BY_TWO[kind][1])
    if supersedes is not None:
        lock(supersedes)
        refuse_superseding(supersedes, kind, stays, case)
    today = clock.today(at)
    serial = next_number(f"paper:{kind}", today.year)
    number = f"{PREFIX[kind]}-{today.year}-{serial:05d}"
    version = supersedes.paper_version + 1 if supersedes else 1
    word = codes.new_code()
    made = render.render(
        kind, facts, number=number, version=version, verify_url=verify_url(base_url, word),
        issued_on=today.isoformat(), paper=paper,
        supersedes=supersedes.number if supersedes else None,
    )  # fmt: skip
    sealed = media.seal(made, f"{number}.pdf", by=by, at=at)
    issued = Issued(
        kind=kind, year=today.year, serial=serial, number=number, paper_version=version, code=word,
        facts=facts, media_id=sealed.id, sha256=sealed.sha256, species_text=_species(facts),
        animal_count=_count(facts), case_id=case.id if case else None, issued_at=at,
        issued_by_id=by.id, author=author, approver=approver, valid_until=_until(facts),
        supersedes_id=supersedes.id if supersedes else None,
    )  # fmt: skip
    db.session.add(issued)
    db.session.flush()
    if supersedes is not None:
        supersedes.superseded_at = at
    db.session.add_all(IssuedStay(issued_id=issued.id, stay_id=stay.id) for stay in stays)
    animals: list[int | None] = [stay.animal_id for stay in stays]
    for animal_id in animals or [None]:
        journal.record(
            "issued a paper", issued, by=by, at=at, animal=animal_id, case=case,
            after={"number": number, "kind": kind},
        )  # fmt: skip
    db.session.flush()
    return issued


def _two(kind: str, facts: Facts) -> tuple[str, str]:
    """Who answers for a paper and who approves it, folded; nobody where one person signs."""
    parts = SIGNED_BY_TWO.get(kind, ())
    author, approver = [fold(facts[part]["name"]) for part in parts] or ["", ""]
    return author, approver


def refuse_superseding(
    old: Issued, kind: str, stays: Sequence[Stay], case: Case | None = None
) -> None:
    """A paper is replaced by one of the same kind about the same animals, once."""
    if old.kind != kind:
        raise Refused("A paper is replaced by one of the same kind.")
    if old.status != "valid":
        raise Refused(f"{old.number} is {old.status} already.")
    before = {member.stay_id for member in old.stays}
    if before or stays:
        alike = not before.isdisjoint(stay.id for stay in stays)
    else:
        alike = old.case_id == (case.id if case else None)
    if not alike:
        raise Refused(f"{old.number} speaks of other animals; this paper cannot replace it.")


def verify_url(base_url: str, word: str) -> str:
    """The public address that tells whether a paper is genuine, short and in capitals."""
    return f"{base_url}/v/{word}".upper()


def _entries(facts: Facts) -> list[Facts]:
    return list(facts.get("animals") or facts.get("lines") or [facts["animal"]])


def _species(facts: Facts) -> str:
    names = sorted({str(one["species"]) for one in _entries(facts)})
    return ", ".join(names)


def _count(facts: Facts) -> int:
    return sum(
        int(one["count"]) if "count" in one else int(one["alive"]) + int(one["dead"])
        for one in _entries(facts)
    )


def _until(facts: Facts) -> date | None:
    """The last day of a paper: the one it states, or the end of the window of the release."""
    text = facts.get("valid_until") or facts.get("site", {}).get("window_to")
    return date.fromisoformat(text) if text else None


def revoke(paper: Issued, *, by: Person, at: datetime, reason: str) -> None:
    """Declare a paper invalid. Its number and bytes stay; verification says revoked."""
    if not reason.strip():
        raise Refused("Say why the paper is revoked.", field="reason")
    lock(paper)
    if paper.revoked_at is not None:
        raise Refused(f"{paper.number} is revoked already.")
    before = {"status": paper.status}
    paper.revoked_at, paper.revoked_by_id, paper.revoke_reason = at, by.id, reason.strip()
    db.session.flush()
    members = db.session.scalars(sa.select(IssuedStay).where(IssuedStay.issued_id == paper.id))
    ids: set[int | None] = {member.stay.animal_id for member in members}
    for animal_id in ids or {None}:
        journal.record(
            "revoked a paper", paper, by=by, at=at, reason=reason, before=before,
            after={"number": paper.number, "status": "revoked"}, animal=animal_id,
        )  # fmt: skip


def _refuse_reversal(death: Death) -> None:
    """A death on which a paper still speaks is not reversed: the paper is revoked first."""
    valid = db.session.scalars(
        sa.select(Issued.number)
        .join(IssuedStay, IssuedStay.issued_id == Issued.id)
        .where(
            IssuedStay.stay_id == death.stay_id, Issued.kind == "death_record",
            Issued.revoked_at.is_(None), Issued.superseded_at.is_(None),
        )
        .order_by(Issued.number)
    ).all()  # fmt: skip
    if valid:
        raise Refused(f"{', '.join(valid)} still says that it died. Revoke this paper first.")


reversal.before_reversal.append(_refuse_reversal)
