"""What must hold of departures whatever way they came; `flask verify` asks."""

from rescue_center.checks import must_be_empty

must_be_empty(
    "deaths_end_their_stays",
    "A death that stands ended its stay, and a stay that ended in death has one that stands.",
    """SELECT a.accession AS animal, s.stage AS stage, count(d.id) AS deaths FROM stay s
    JOIN animal a ON a.id = s.animal_id
    LEFT JOIN animal_death d ON d.stay_id = s.id AND d.voided_at IS NULL
    GROUP BY s.id, a.accession, s.stage
    HAVING (s.stage = 'dead' AND count(d.id) <> 1) OR (s.stage <> 'dead' AND count(d.id) > 0)""",
)
must_be_empty(
    "reversed_deaths_are_counted_in_again",
    "What a reversed death took out of the ledger was put back.",
    """SELECT a.accession AS animal, sum(d.count) AS died,
      (SELECT coalesce(sum(l.delta), 0) FROM ledger_entry l
       WHERE l.animal_id = a.id AND l.kind = 'death_reversed') AS came_back
    FROM animal_death d JOIN stay s ON s.id = d.stay_id JOIN animal a ON a.id = s.animal_id
    WHERE d.voided_at IS NOT NULL GROUP BY a.id, a.accession
    HAVING sum(d.count) <> (SELECT coalesce(sum(l.delta), 0) FROM ledger_entry l
       WHERE l.animal_id = a.id AND l.kind = 'death_reversed')""",
)
