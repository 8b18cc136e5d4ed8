"""What must hold of the laboratory whatever way it came."""

from collections.abc import Iterator

import sqlalchemy as sa

from rescue_center.checks import must_be_empty, recomputed
from rescue_center.db import db
from rescue_center.laboratory import finding_rules, flags
from rescue_center.laboratory.flags import Limits
from rescue_center.laboratory.models import LabResult, LabTest, TubeOf
from rescue_center.quarantine.models import Test as QuarantineTest


@recomputed("lab_result_flags_follow", "Every flag is what the limits kept with the result say.")
def flags_follow() -> Iterator[str]:
    """Results whose flag is another."""
    query = sa.select(LabResult).where(LabResult.interval_id.is_not(None)).order_by(LabResult.id)
    for row in db.session.scalars(query):
        limits = Limits(row.low, row.high, row.crit_low, row.crit_high)
        if row.kept is None or flags.flag(row.kept, limits, row.censor) != row.flag:
            yield f"result {row.id}: {row.censor}{row.kept} is flagged {row.flag}"


@recomputed(
    "quarantine_results_are_their_tubes",
    "The result of a quarantine's test with tubes is what its tubes say together.",
)
def tubes_agree() -> Iterator[str]:
    """Tests of quarantines that say something else than their tubes."""
    ids = sa.select(TubeOf.quarantine_test_id)
    query = sa.select(QuarantineTest).where(
        QuarantineTest.id.in_(ids), QuarantineTest.voided_at.is_(None),
        QuarantineTest.waived_at.is_(None),
    )  # fmt: skip
    for test in db.session.scalars(query.order_by(QuarantineTest.id)):
        tubes = sa.select(LabTest).join(TubeOf, TubeOf.test_id == LabTest.id)
        live = finding_rules.live(
            db.session.scalars(tubes.where(TubeOf.quarantine_test_id == test.id))
        )
        told = finding_rules.together(live)
        if live and told != test.result:
            said = f"{test.result or 'waits'}, its tubes say {told or 'nothing'}"
            yield f"{test.label} of quarantine {test.quarantine_id}: {said}"


must_be_empty(
    "lab_results_are_of_live_tubes",
    "No result stands in a tube or test that was struck out.",
    """SELECT s.number AS tube, t.name AS test FROM lab_result r
    JOIN lab_test t ON t.id = r.test_id JOIN lab_sample s ON s.id = t.sample_id
    WHERE r.voided_at IS NULL AND (t.voided_at IS NOT NULL OR s.voided_at IS NOT NULL)""",
)

must_be_empty(
    "lab_results_follow_their_samples",
    "No result came before its sample was taken.",
    """SELECT s.number AS tube, r.came_at AS came FROM lab_result r
    JOIN lab_test t ON t.id = r.test_id JOIN lab_sample s ON s.id = t.sample_id
    WHERE r.voided_at IS NULL AND r.came_at < s.taken_at""",
)

must_be_empty(
    "lab_tubes_are_of_somebody",
    "Every tube is of at least one animal, and is tested for something.",
    """SELECT s.number AS tube FROM lab_sample s
    WHERE NOT EXISTS (SELECT 1 FROM lab_sample_of o WHERE o.sample_id = s.id)
       OR NOT EXISTS (SELECT 1 FROM lab_test t WHERE t.sample_id = s.id)""",
)
