"""What a lot in quarantine passes on to its heirs, and what two lots bring to a merger."""

from __future__ import annotations

from rescue_center import journal
from rescue_center.animals import regroup
from rescue_center.animals.ledger_models import Regroup
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.enclosures import heir_rules as _housed_first  # noqa: F401
from rescue_center.errors import Refused
from rescue_center.quarantine import event_rules, panel_rules, panels
from rescue_center.quarantine.clock import Clock, later
from rescue_center.quarantine.cohort_rules import log, open_of, settle
from rescue_center.staff.models import Person


def inherit(parent: Animal, heir: Animal, split: Regroup, by: Person | None) -> None:
    """What was split off a lot goes on with the lot's clock, tests and exposures."""
    event_rules.inherit_exposures(parent, heir, by=by, at=split.at)
    q = open_of([parent]).get(parent.id)
    if q is None or heir.stay is None:
        return
    own = panels.go_on(q, heir.stay)
    log(own, "inherit", max(split.at, q.began_at), parent, f"Split off {parent.accession}")
    db.session.flush()
    journal.record("went on with the quarantine of its lot", own, by=by, at=split.at,
                   after={"clock start": q.clock_start, "min end": q.min_end})  # fmt: skip


def unite(source: Animal, into: Animal, merge: Regroup, by: Person | None) -> None:
    """Of two lots that merge the later clock counts, and every test that either still needs."""
    event_rules.inherit_exposures(source, into, by=by, at=merge.at)
    behind = open_of([source, into])
    gone, kept = behind.get(source.id), behind.get(into.id)
    if gone is None and kept is None:
        return
    if gone is None or kept is None:
        free, held = (source, into) if gone is None else (into, source)
        raise Refused(f"{held.label} is in quarantine and {free.label} is not.", field="into")
    clock = later(Clock(gone.clock_start, gone.min_end), Clock(kept.clock_start, kept.min_end))
    changed = clock != Clock(kept.clock_start, kept.min_end)
    kept.clock_start, kept.min_end = clock.start, clock.end
    kept.min_days = max(kept.min_days, gone.min_days)
    panels.unite(gone, kept)
    gone.ended_at, gone.outcome, gone.reason = merge.at, "left", f"Merged into {into.accession}"
    if changed:
        log(kept, "inherit", merge.at, source, f"{source.accession} merged into it")
        panel_rules.shift([kept])
    db.session.flush()
    settle(kept.scope_key, at=merge.at, by=by, cause=source)


regroup.on_heir.append(inherit)
regroup.on_merge.append(unite)
