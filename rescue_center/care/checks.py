"""What must hold of orders and doses; `flask verify` asks."""

from rescue_center.checks import must_be_empty

must_be_empty(
    "doses_are_given_once",
    "No dose has two valid records.",
    """SELECT d.id AS dose, count(*) AS records FROM dose d
      JOIN administration r ON r.dose_id = d.id AND NOT r.is_conflict AND r.voided_at IS NULL
      GROUP BY d.id HAVING count(*) > 1""",
)
must_be_empty(
    "settled_doses_have_a_record",
    "A dose counts as done where there is a record of it, and only there.",
    """SELECT d.id AS dose, d.settled_at AS settled FROM dose d
      WHERE (d.settled_at IS NOT NULL) <> EXISTS (SELECT 1 FROM administration r
        WHERE r.dose_id = d.id AND r.voided_at IS NULL
          AND (NOT r.is_conflict OR d.settled_at IS NOT NULL))""",
)
must_be_empty(
    "no_order_outlives_its_stay",
    "Whoever has left has no running order.",
    """SELECT a.accession AS animal, p.id AS "order" FROM prescription p
      JOIN stay s ON s.id = p.stay_id JOIN animal a ON a.id = p.animal_id
      WHERE s.ended_at IS NOT NULL AND p.stopped_at IS NULL AND p.voided_at IS NULL""",
)
must_be_empty(
    "no_dose_is_dated_after_departure",
    "Nothing was given after the animal left, but for what waits for a vet to review.",
    """SELECT a.accession AS animal, r.at AS given, s.ended_at AS "left" FROM administration r
      JOIN prescription p ON p.id = r.prescription_id JOIN stay s ON s.id = p.stay_id
      JOIN animal a ON a.id = r.animal_id
      WHERE r.at > s.ended_at AND NOT r.is_conflict AND r.voided_at IS NULL
        AND r.status IN ('given', 'partly')""",
)
must_be_empty(
    "doses_follow_from_their_weights",
    "Every order is its weight times its rate, rounded by no more than a tenth.",
    """SELECT a.accession AS animal, p.id AS "order", p.dose_mg AS mg, p.amount AS amount
      FROM prescription p JOIN animal a ON a.id = p.animal_id
      WHERE abs(p.weight_g * p.rate_mg_per_kg / 1000.0 - p.dose_mg) > 0.001
        OR abs(p.amount * p.strength_mg / p.dilution - p.dose_mg) > p.dose_mg * 0.101""",
)
