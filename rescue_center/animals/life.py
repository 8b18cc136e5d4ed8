"""The stages of a stay, and the only way between them.

One table serves four readers: the guard (`move`), the buttons a page offers (`next_stages`), the
diagram in docs/life.md, and a test over every pair. Whether a step may happen *today, to this
animal* is asked by the verb's own package.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from rescue_center import journal
from rescue_center.errors import Refused

if TYPE_CHECKING:
    from rescue_center.animals.models import Stay
    from rescue_center.staff.models import Person


class Stage(StrEnum):
    """Where a stay has come to."""

    ADMITTED = "admitted"
    QUARANTINE = "quarantine"
    HOSPITAL = "hospital"
    REHAB = "rehab"
    PRE_RELEASE = "pre_release"
    LONG_TERM_CARE = "long_term_care"
    RELEASED = "released"
    TRANSFERRED = "transferred"
    DEAD = "dead"
    ESCAPED = "escaped"
    MERGED = "merged"
    VOID = "void"

    @property
    def label(self) -> str:
        """The stage in words."""
        return _LABELS.get(self.value, self.value.capitalize())


_LABELS = {"pre_release": "Pre-release", "long_term_care": "Long-term care"}

#: The stages that end a stay. A death is final unless it is reversed (`undo_death`); a released,
#: transferred or escaped one that comes back begins a new stay; a merged lot lives on in the lot it
#: joined.
DEPARTED = frozenset({Stage.RELEASED, Stage.TRANSFERRED, Stage.DEAD, Stage.ESCAPED, Stage.MERGED,
                      Stage.VOID})  # fmt: skip
IN_CARE = frozenset(Stage) - DEPARTED

#: Where an animal may stand when its record is taken over from the old books of a centre: what led
#: there is not ours to tell. Quarantine is begun by its own verb.
TAKEN_OVER = frozenset({Stage.ADMITTED, Stage.HOSPITAL, Stage.REHAB, Stage.PRE_RELEASE,
                        Stage.LONG_TERM_CARE})  # fmt: skip

#: Out of our care, with a chance to come back.
MAY_RETURN = frozenset({Stage.RELEASED, Stage.TRANSFERRED, Stage.ESCAPED})

_LEAVE = frozenset({Stage.TRANSFERRED, Stage.DEAD, Stage.ESCAPED, Stage.MERGED, Stage.VOID})

#: What may ever follow what. There is no arrow from quarantine to release: clearance comes first.
#: Admission to release is the fast track for the fit and freshly caught (domain rules 1.3).
NEXT: dict[Stage, frozenset[Stage]] = {
    Stage.ADMITTED: _LEAVE
    | {Stage.QUARANTINE, Stage.HOSPITAL, Stage.RELEASED},
    Stage.QUARANTINE: _LEAVE
    | {Stage.HOSPITAL, Stage.REHAB, Stage.PRE_RELEASE, Stage.LONG_TERM_CARE},
    Stage.HOSPITAL: _LEAVE
    | {Stage.QUARANTINE, Stage.REHAB, Stage.LONG_TERM_CARE},
    Stage.REHAB: _LEAVE
    | {Stage.QUARANTINE, Stage.HOSPITAL, Stage.PRE_RELEASE, Stage.LONG_TERM_CARE},
    Stage.PRE_RELEASE: _LEAVE
    | {Stage.QUARANTINE, Stage.HOSPITAL, Stage.REHAB, Stage.LONG_TERM_CARE, Stage.RELEASED},
    Stage.LONG_TERM_CARE: _LEAVE
    | {Stage.QUARANTINE, Stage.HOSPITAL, Stage.REHAB},
    Stage.RELEASED: frozenset(),
    Stage.TRANSFERRED: frozenset(),
    Stage.DEAD: frozenset(),
    Stage.ESCAPED: frozenset(),
    Stage.MERGED: frozenset(),
    Stage.VOID: frozenset(),
}  # fmt: skip


def move(stay: Stay, to: Stage, *, by: Person | None, at: datetime, reason: str = "") -> None:
    """Take a stay to its next stage and write it in the journal.

    Refuses a step that may never follow, and one dated before the step it follows.
    """
    now = Stage(stay.stage)
    if to not in NEXT[now]:
        raise Refused(
            f"{stay.animal.label} is {now.label.lower()}; "
            f"it cannot go from there to {to.label.lower()}."
        )
    if at < stay.stage_since:
        raise Refused("This is dated before the last change of stage. Check the date.", field="at")
    before = {"stage": now.value}
    stay.stage = to.value
    stay.stage_since = at
    if to in DEPARTED:
        stay.ended_at = at
    journal.record(
        "moved to stage", stay, by=by, at=at, reason=reason,
        before=before, after={"stage": to.value},
    )  # fmt: skip


def undo_death(
    stay: Stay, to: Stage, *, since: datetime, by: Person | None, at: datetime, reason: str
) -> None:
    """Take a stay that ended in a death recorded in error back to the stage it had `since`: the
    one way out of a departure, for the verb that strikes the death out (domain rules 11)."""
    if stay.stage != Stage.DEAD or to in DEPARTED:
        raise Refused(f"{stay.animal.label} is {stay.stage_label.lower()}, not dead.")
    before = {"stage": stay.stage}
    stay.stage, stay.stage_since, stay.ended_at = to.value, since, None
    journal.record(
        "taken back to its stage", stay, by=by, at=at, reason=reason,
        before=before, after={"stage": to.value},
    )  # fmt: skip
