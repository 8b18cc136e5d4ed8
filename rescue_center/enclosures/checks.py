"""What must hold of housing whatever way it came."""

from rescue_center.checks import must_be_empty

must_be_empty(
    "unit_counts_its_animals",
    "The head count of every unit is the sum of who lives there.",
    """SELECT u.code AS unit, u.n AS says, coalesce(sum(a.count), 0) AS lives
    FROM unit u LEFT JOIN housing h ON h.unit_id = u.id AND h.ended_at IS NULL
    LEFT JOIN animal a ON a.id = h.animal_id
    GROUP BY u.id, u.code, u.n HAVING u.n <> coalesce(sum(a.count), 0)""",
)

must_be_empty(
    "unit_is_not_overfull",
    "No unit holds more than its capacity and an allowance that has not run out.",
    """SELECT code AS unit, n AS lives, capacity, allowance_until AS allowed_until FROM unit
    WHERE n > capacity AND (allowance_until IS NULL OR allowance_until < CURRENT_TIMESTAMP)""",
)

must_be_empty(
    "animal_has_one_place",
    "No two stays of one animal in units overlap.",
    """SELECT a.accession AS animal, h.began_at AS since, o.began_at AS overlaps
    FROM housing h JOIN housing o ON o.animal_id = h.animal_id AND o.id > h.id
      AND h.began_at < coalesce(o.ended_at, '9999-12-31')
      AND o.began_at < coalesce(h.ended_at, '9999-12-31')
    JOIN animal a ON a.id = h.animal_id""",
)

must_be_empty(
    "who_left_is_housed_nowhere",
    "An animal that left lives in no unit.",
    """SELECT a.accession AS animal, u.code AS unit FROM housing h
    JOIN stay s ON s.id = h.stay_id JOIN animal a ON a.id = h.animal_id
    JOIN unit u ON u.id = h.unit_id WHERE h.ended_at IS NULL AND s.ended_at IS NOT NULL""",
)
