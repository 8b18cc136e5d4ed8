"""What must hold of quarantines whatever way they came."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from rescue_center import clock
from rescue_center.checks import must_be_empty, recomputed
from rescue_center.db import db
from rescue_center.quarantine import history
from rescue_center.quarantine.clock import Clock
from rescue_center.quarantine.models import Quarantine


@recomputed(
    "quarantine_clock_follows_events",
    "Every open quarantine's clock is what the moves, splits and merges make of it.",
)
def clocks() -> Iterator[str]:
    """Open quarantines whose clock is not what the events say."""
    query = (
        sa.select(Quarantine)
        .where(Quarantine.ended_at.is_(None))
        .options(joinedload(Quarantine.animal))
        .order_by(Quarantine.id)
    )
    quarantines = db.session.scalars(query).all()
    told = {
        key: clock
        for scope in {q.scope_key for q in quarantines}
        for key, clock in history.recomputed(scope).items()
    }
    for q in quarantines:
        true = told.get(q.id)
        if true is None:
            yield f"{q.animal.accession}: nothing says when it came into quarantine"
        elif true != Clock(q.clock_start, q.min_end):
            yield (
                f"{q.animal.accession}: ends {clock.moment_text(q.min_end)}, "
                f"by the events {clock.moment_text(true.end)}"
            )


must_be_empty(
    "quarantine_is_where_its_animal_is",
    "An open quarantine is in the unit that its animal lives in.",
    """SELECT a.accession AS animal, u.code AS quarantined_in, l.code AS lives_in
    FROM quarantine q JOIN animal a ON a.id = q.animal_id JOIN unit u ON u.id = q.unit_id
    JOIN housing h ON h.animal_id = a.id AND h.ended_at IS NULL JOIN unit l ON l.id = h.unit_id
    WHERE q.ended_at IS NULL AND h.unit_id <> q.unit_id""",
)

must_be_empty(
    "quarantine_ends_with_its_stay",
    "No quarantine is open for an animal that left.",
    """SELECT a.accession AS animal, s.stage FROM quarantine q JOIN stay s ON s.id = q.stay_id
    JOIN animal a ON a.id = q.animal_id
    WHERE q.ended_at IS NULL AND s.ended_at IS NOT NULL""",
)

must_be_empty(
    "quarantine_lasts_as_its_exposure_asks",
    "No quarantine ends before the day that a vet set for an exposure.",
    """SELECT a.accession AS animal, q.min_end, d.not_before FROM quarantine q
    JOIN animal a ON a.id = q.animal_id JOIN exposure e ON e.animal_id = a.id
    JOIN quarantine_exposure_decision d ON d.exposure_id = e.id
    WHERE q.ended_at IS NULL AND d.at >= q.began_at AND q.min_end < d.not_before""",
)
