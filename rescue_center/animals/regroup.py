"""Splitting a lot, making individuals of it, and merging two lots.

Each is one `Regroup` row; the database makes the two ledger rows of it, which sum to zero. An heir
has everything its parent has: case, manifest line, epidemiological group, holds and stage here;
housing, quarantine clock and exposure by the packages that listen to `on_heir`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from rescue_center import clock, journal
from rescue_center.animals import life
from rescue_center.animals.admission import (
    check_description,
    refuse_away,
    refuse_departed,
    refuse_void,
)
from rescue_center.animals.heirs import heir_of
from rescue_center.animals.ledger import (
    balance,
    count_anew,
    refuse_more_than_there_are,
    refuse_stale,
)
from rescue_center.animals.ledger_models import Regroup
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal, Stay
from rescue_center.cases.models import Case
from rescue_center.db import db, lock, lock_all
from rescue_center.errors import Refused
from rescue_center.staff.models import Person

#: Called with the lots before anything is numbered, to lock what else a regrouping touches.
before: list[Callable[[Sequence[Animal]], None]] = []
#: Called with (parent, heir, regroup, by) when a record gains an heir.
on_heir: list[Callable[[Animal, Animal, Regroup, Person | None], None]] = []
#: Called with (source, into, regroup, by) when a lot joins another; the source is empty by then.
on_merge: list[Callable[[Animal, Animal, Regroup, Person | None], None]] = []


def split(
    lot: Animal, count: int, *, by: Person | None, at: datetime, reason: str = "",
    seen: int | None = None, departing: bool = False,
) -> Animal:  # fmt: skip
    """Part `count` animals off a lot, into a lot of their own.

    `seen` is how many the person saw in it: a lot that has changed since is refused as stale.
    `departing` parts off those that leave it by a verb of their own."""
    _lock(lot)
    refuse_stale(lot, seen)
    if not departing:
        refuse_away(lot)
    _check_parent(lot, at)
    if count < 1:
        raise Refused("Say how many: at least 1.", field="count")
    if count >= lot.count:
        raise Refused(
            f"{lot.label} has {lot.count}. To part all of them, work on the whole lot instead.",
            field="count",
        )
    refuse_more_than_there_are(lot, count, at)
    heir = heir_of(lot, _open_stay(lot), "lot", lot.sex, lot.age_class, by=by, at=at)
    _regroup("split", lot, heir, count, by=by, at=at, reason=reason)
    return heir


def individualise(
    lot: Animal, *, by: Person | None, at: datetime, reason: str = "",
    sex: str | None = None, age_class: str | None = None, name: str = "", seen: int | None = None,
) -> Animal:  # fmt: skip
    """Give one animal of a lot a record of its own, so that it can be marked and treated as
    itself. The last one of a lot keeps the lot's record, which becomes an individual's."""
    _lock(lot)
    refuse_stale(lot, seen)
    refuse_away(lot)
    _check_parent(lot, at)
    sex = sex or (lot.sex if lot.sex != "mixed" else "unknown")
    age_class = age_class or (lot.age_class if lot.age_class != "mixed" else "unknown")
    check_description("individual", sex, age_class)
    if lot.count == 1:
        _becomes_individual(lot, sex, age_class, name, by=by, at=at, reason=reason)
        return lot
    refuse_more_than_there_are(lot, 1, at)
    heir = heir_of(lot, _open_stay(lot), "individual", sex, age_class, by=by, at=at)
    heir.rename(name.strip())
    _regroup("individualise", lot, heir, 1, by=by, at=at, reason=reason)
    return heir


def merge(
    source: Animal, into: Animal, *, by: Person | None, at: datetime, reason: str = "",
    seen: int | None = None,
) -> None:  # fmt: skip
    """Put a whole lot into another of the same species, group, stage and hold state. Its own
    record ends there and stays readable."""
    if source.id == into.id:
        raise Refused("A lot cannot be merged with itself. Choose another.", field="into")
    _lock(*sorted((source, into), key=lambda animal: animal.id))
    refuse_stale(source, seen)
    for lot in (source, into):
        refuse_away(lot)
        _check_parent(lot, at)
    _check_alike(source, into)
    count = source.count
    if balance(source, at) != count:
        raise Refused("Something was recorded on this lot after that time. Merge it later than "
                      "the last change.", field="at")  # fmt: skip
    regroup = _write("merge", source, into, count, by=by, at=at, reason=reason)
    _in_journal("merged into another lot", source, into, count, by=by, at=at, reason=reason)
    _in_journal("took in another lot", into, source, count, by=by, at=at, reason=reason)
    for told in on_merge:
        told(source, into, regroup, by)
    stay = _open_stay(source)
    life.move(stay, Stage.MERGED, by=by, at=at, reason=reason)
    db.session.flush()


# --- what they share --------------------------------------------------------------------------


def _lock(*lots: Animal) -> None:
    """The case first: a hold on it waits for us, or we for it, so that no heir escapes it."""
    lock_all(Case, [lot.case_id for lot in lots if lot.case_id is not None])
    lock(*lots)
    lock(*(lot.stay for lot in lots if lot.stay is not None))
    for told in before:
        told(lots)


def _open_stay(animal: Animal) -> Stay:
    refuse_departed(animal)
    assert animal.stay is not None  # noqa: S101 (refused above)
    return animal.stay


def _check_parent(lot: Animal, at: datetime) -> None:
    refuse_void(lot)
    if not lot.is_lot:
        raise Refused(f"{lot.label} is an individual; only a lot is parted or merged.")
    stay = _open_stay(lot)
    if at < stay.began_at:
        raise Refused(
            f"{lot.label} came on {clock.moment_text(stay.began_at)}; "
            "nothing can be done to it before that.",
            field="at",
        )


def _regroup(
    kind: str, lot: Animal, heir: Animal, count: int, *,
    by: Person | None, at: datetime, reason: str,
) -> None:  # fmt: skip
    regroup = _write(kind, lot, heir, count, by=by, at=at, reason=reason)
    verb = "parted" if kind == "split" else "made an individual of one"
    _in_journal(verb, lot, heir, count, by=by, at=at, reason=reason)
    _in_journal(f"came from a lot ({kind})", heir, lot, count, by=by, at=at, reason=reason)
    count_anew(lot, heir, _open_stay(heir))
    for told in on_heir:
        told(lot, heir, regroup, by)


def _write(
    kind: str, source: Animal, to: Animal, count: int, *,
    by: Person | None, at: datetime, reason: str,
) -> Regroup:  # fmt: skip
    regroup = Regroup(
        kind=kind, from_id=source.id, to_id=to.id, count=count, at=at, reason=reason,
        by_id=by.id if by else None,
    )  # fmt: skip
    db.session.add(regroup)
    count_anew(source, to)
    return regroup


def _in_journal(
    verb: str, one: Animal, other: Animal, count: int, *,
    by: Person | None, at: datetime, reason: str,
) -> None:  # fmt: skip
    journal.record(
        verb, one, by=by, at=at, reason=reason, after={"count": count, "record": other.accession}
    )


def _becomes_individual(
    lot: Animal, sex: str, age_class: str, name: str, *,
    by: Person | None, at: datetime, reason: str,
) -> None:  # fmt: skip
    before = {"kind": lot.kind, "sex": lot.sex, "age_class": lot.age_class, "name": lot.name}
    lot.kind, lot.sex, lot.age_class = "individual", sex, age_class
    if name.strip():
        lot.rename(name.strip())
    after = {"kind": lot.kind, "sex": sex, "age_class": age_class, "name": lot.name}
    journal.record(
        "made an individual of the last one", lot, by=by, at=at, reason=reason,
        before=before, after=after,
    )  # fmt: skip
    db.session.flush()


def _check_alike(source: Animal, into: Animal) -> None:
    one, other = _open_stay(source), _open_stay(into)
    if (source.taxon_id, source.qualifier) != (into.taxon_id, into.qualifier):
        raise Refused("Only lots of the same species are merged.", field="into")
    if source.case_id != into.case_id or source.epi_group_id != into.epi_group_id:
        raise Refused(
            "These lots are of different epidemiological groups. Merging them would expose one "
            "to what the other carries; house them side by side as two lots.",
            field="into",
        )
    if one.stage != other.stage:
        raise Refused(
            f"{source.label} is {one.stage_label.lower()}, {into.label} is "
            f"{other.stage_label.lower()}. Only lots of the same stage are merged.",
            field="into",
        )
    if {h.case_id for h in one.open_holds} != {h.case_id for h in other.open_holds}:
        raise Refused(
            "One of these lots is held as evidence and the other is not, or by another case. "
            "They cannot be merged until both are alike.",
            field="into",
        )
