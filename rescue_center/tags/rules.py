"""Tag numbers: made in advance or at once, bound by a scan, revoked and replaced, never reused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.animals.finding import finders
from rescue_center.animals.models import Animal
from rescue_center.cases.models import Case
from rescue_center.db import db, lock, next_number
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Refused, explain
from rescue_center.staff.models import Person
from rescue_center.tags import check
from rescue_center.tags.models import Batch, Tag

MOST = 2000

explain("uq_tag_animal_live", "This animal has a tag already. Replace the old one.")
explain("uq_tag_unit_live", "This enclosure has a tag already. Replace the old one.")
explain("uq_tag_number", "This number was taken at the same moment. Try again.")
explain("tag_keeps_its_bearer", "A tag stays with its bearer: it can be revoked, not passed on.")


def _fresh(count: int, at: datetime, chooser: check.Chooser | None = None) -> list[str]:
    """Numbers near none in use. The counter's row makes two allocations wait for each other, so
    that neither misses the other's numbers."""
    next_number("tag", clock.today(at).year, count=count)
    taken = set(db.session.scalars(sa.select(Tag.number)))
    return check.new_numbers(count, chooser, taken)


def allocate(
    count: int, *, by: Person | None, at: datetime, case: Case | None = None, label: str = "",
    chooser: check.Chooser | None = None,
) -> Batch:  # fmt: skip
    """Make a roll of blank tags."""
    if not 1 <= count <= MOST:
        raise Refused(f"A roll has 1 to {MOST:,} tags.", field="count")
    batch = Batch(
        label=label, case_id=case.id if case else None, size=count, made_at=at,
        made_by_id=by.id if by else None,
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    numbers = _fresh(count, at, chooser)
    db.session.add_all(Tag(number=n, batch_id=batch.id, made_at=at) for n in numbers)
    db.session.flush()
    journal.record(
        "made blank tags", batch, by=by, at=at, case=case, after={"count": count, "label": label}
    )
    return batch


def live_tag(bearer: Animal | Unit) -> Tag | None:
    """The tag an animal or enclosure wears now."""
    column = Tag.animal_id if isinstance(bearer, Animal) else Tag.unit_id
    return db.session.scalar(sa.select(Tag).where(column == bearer.id, Tag.status == "bound"))


def bind(
    tag: Tag, bearer: Animal | Unit, *, by: Person | None, at: datetime, replace: bool = False,
    reason: str = "",
) -> None:  # fmt: skip
    """Bind a blank tag to the animal or enclosure it is fixed to; with `replace` the old tag is
    revoked and points to the new one."""
    lock(bearer, tag)
    if tag.status == "bound":
        raise Refused(f"Tag {check.spoken(tag.number)} belongs to {_name(tag)} already.",
                      field="number")  # fmt: skip
    if tag.status == "revoked":
        raise Refused(f"Tag {check.spoken(tag.number)} was revoked and is never used again.",
                      field="number")  # fmt: skip
    if isinstance(bearer, Animal) and (bearer.stay is None or not bearer.stay.is_open):
        raise Refused(f"{bearer.label} is not in our care any more.")
    if (old := live_tag(bearer)) is not None:
        if not replace:
            raise Refused(
                f"{bearer.label} wears tag {check.spoken(old.number)}. Replace it if it is lost "
                "or unreadable.",
                field="number",
            )
        if not reason.strip():
            raise Refused("Say why the tag is replaced.", field="reason")
        revoke(old, by=by, at=at, reason=reason, replaced_by=tag)
    tag.status, tag.bound_at, tag.bound_by_id = "bound", at, by.id if by else None
    if isinstance(bearer, Animal):
        tag.animal_id = bearer.id
    else:
        tag.unit_id = bearer.id
    db.session.flush()
    journal.record("tagged", tag, by=by, at=at, after={"number": tag.number})


def _name(tag: Tag) -> str:
    bearer = tag.animal or tag.unit
    return bearer.label if bearer else "something else"


def tag_new(
    bearer: Animal | Unit, *, by: Person | None, at: datetime, replace: bool = False,
    reason: str = "", chooser: check.Chooser | None = None,
) -> Tag:  # fmt: skip
    """Give an animal or enclosure a new number of its own, to be printed."""
    tag = Tag(number=_fresh(1, at, chooser)[0], made_at=at)
    db.session.add(tag)
    db.session.flush()
    bind(tag, bearer, by=by, at=at, replace=replace, reason=reason)
    return tag


def tag_all(
    bearers: Sequence[Animal | Unit], *, by: Person | None, at: datetime,
    chooser: check.Chooser | None = None,
) -> list[Tag]:  # fmt: skip
    """Number many at once; those that wear a tag keep it, those that have left get none.

    Two people who number the same animals at the same moment: the unique index refuses one."""
    rows = db.session.execute(sa.select(Tag.animal_id, Tag.unit_id).where(Tag.status == "bound"))
    worn = {(row.animal_id, row.unit_id) for row in rows}
    bare = [bearer for bearer in bearers if _key(bearer) not in worn and _is_here(bearer)]
    numbers = _fresh(len(bare), at, chooser) if bare else []
    made = []
    for bearer, number in zip(bare, numbers, strict=True):
        animal_id, unit_id = _key(bearer)
        tag = Tag(
            number=number, made_at=at, status="bound", bound_at=at,
            bound_by_id=by.id if by else None, animal_id=animal_id, unit_id=unit_id,
        )  # fmt: skip
        made.append(tag)
        journal.record("tagged", tag, by=by, at=at, after={"number": number},
                       animal=animal_id, unit=unit_id)  # fmt: skip
    db.session.add_all(made)
    db.session.flush()
    return made


def _key(bearer: Animal | Unit) -> tuple[int | None, int | None]:
    return (bearer.id, None) if isinstance(bearer, Animal) else (None, bearer.id)


def _is_here(bearer: Animal | Unit) -> bool:
    return not isinstance(bearer, Animal) or (bearer.stay is not None and bearer.stay.is_open)


def revoke(
    tag: Tag, *, by: Person | None, at: datetime, reason: str, replaced_by: Tag | None = None
) -> None:
    """Take a number out of use for good: lost, stolen, unreadable."""
    if not reason.strip():
        raise Refused("Say why the tag is revoked.", field="reason")
    lock(tag)
    if tag.status == "revoked":
        raise Refused(f"Tag {check.spoken(tag.number)} is revoked already.")
    before = {"status": tag.status}
    tag.status, tag.revoked_at, tag.revoke_reason = "revoked", at, reason.strip()
    tag.revoked_by_id = by.id if by else None
    tag.replaced_by_id = replaced_by.id if replaced_by else None
    db.session.flush()
    journal.record(
        "revoked a tag", tag, by=by, at=at, reason=reason, before=before,
        after={"number": tag.number, "replaced_by": replaced_by.number if replaced_by else ""},
    )  # fmt: skip


def to_print(tags: Sequence[Tag], *, again: bool, reason: str) -> list[Tag]:
    """Those of these tags that a sheet gets: the new ones, and with a reason the others `again`."""
    if not tags:
        raise Refused("There are no tags to print here yet.")
    new = [tag for tag in tags if not tag.printed_times]
    if not again and not new:
        raise Refused("All of them were printed before. Tick to print them again.", field="again")
    if again and len(new) < len(tags) and not reason.strip():
        raise Refused("Say why they are printed again.", field="why")
    return list(tags) if again else new


def printed(tags: Sequence[Tag], *, by: Person | None, at: datetime, reason: str = "") -> None:
    """Note that tags were printed; a second print says so in the journal, and why."""
    for tag in tags:
        tag.printed_times += 1
        tag.printed_at = at
    db.session.flush()
    if tags:
        again = sum(tag.printed_times > 1 for tag in tags)
        journal.record(
            "printed tags", tags[0], by=by, at=at, reason=reason if again else "",
            after={"count": len(tags), "printed_before": again},
        )  # fmt: skip


# --- finding who bears a number -----------------------------------------------------------------


def bearers(numbers: Sequence[str]) -> dict[str, int]:
    """The animal that bears each of these numbers, where one does."""
    query = sa.select(Tag.number, Tag.animal_id).where(
        Tag.number.in_(numbers), Tag.status == "bound"
    )
    return {number: id for number, id in db.session.execute(query) if id is not None}


finders.append(bearers)
