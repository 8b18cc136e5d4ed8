"""What must hold of counts, holds and stays, whatever was done to them; `flask verify` asks."""

from rescue_center.checks import must_be_empty

must_be_empty(
    "counts_never_below_zero",
    "No record counted less than nothing at any moment.",
    """SELECT a.accession AS animal, s.at AS at, s.running AS balance FROM
      (SELECT animal_id, at, sum(delta) OVER (PARTITION BY animal_id ORDER BY at) AS running
       FROM ledger_entry) AS s
      JOIN animal a ON a.id = s.animal_id WHERE s.running < 0""",
)
must_be_empty(
    "counts_are_their_ledgers",
    "Every count is the sum of its ledger.",
    """SELECT a.accession AS animal, a.count AS count, coalesce(sum(l.delta), 0) AS ledger
      FROM animal a LEFT JOIN ledger_entry l ON l.animal_id = a.id
      GROUP BY a.id, a.accession, a.count HAVING a.count <> coalesce(sum(l.delta), 0)""",
)
must_be_empty(
    "regroupings_sum_to_zero",
    "Every split, merge and individualisation has two sides that sum to zero.",
    """SELECT regroup_id AS regrouping, sum(delta) AS sum, count(*) AS rows FROM ledger_entry
      WHERE regroup_id IS NOT NULL GROUP BY regroup_id HAVING sum(delta) <> 0 OR count(*) <> 2""",
)
must_be_empty(
    "cases_add_up",
    "In every case, what was received is what is here or left: regrouping loses no animal.",
    """SELECT c.number AS "case", sum(l.delta) AS lost FROM ledger_entry l
      JOIN animal a ON a.id = l.animal_id JOIN seizure_case c ON c.id = a.case_id
      WHERE l.regroup_id IS NOT NULL GROUP BY c.number HAVING sum(l.delta) <> 0""",
)
must_be_empty(
    "individuals_are_one",
    "An individual is never more than one.",
    "SELECT accession AS animal, count AS count FROM animal WHERE kind <> 'lot' AND count > 1",
)
must_be_empty(
    "closed_records_are_empty",
    "A record whose last stay has ended counts nobody, and one in care counts somebody.",
    """SELECT a.accession AS animal, a.count AS count, s.stage AS stage FROM animal a
      JOIN stay s ON s.animal_id = a.id
        AND s.number = (SELECT max(t.number) FROM stay t WHERE t.animal_id = a.id)
      WHERE (s.ended_at IS NOT NULL) = (a.count > 0)""",
)
must_be_empty(
    "stays_count_their_holds",
    "The holds counted on a stay are its open holds.",
    """SELECT a.accession AS animal, s.holds AS counted, count(h.id) AS open FROM stay s
      JOIN animal a ON a.id = s.animal_id
      LEFT JOIN evidence_hold h ON h.stay_id = s.id AND h.lifted_at IS NULL
      GROUP BY s.id, a.accession, s.holds HAVING s.holds <> count(h.id)""",
)
must_be_empty(
    "animals_count_their_holds",
    "The holds counted on an animal are those of its stays.",
    """SELECT a.accession AS animal, a.holds AS counted, coalesce(sum(s.holds), 0) AS open
      FROM animal a LEFT JOIN stay s ON s.animal_id = a.id
      GROUP BY a.id, a.accession, a.holds HAVING a.holds <> coalesce(sum(s.holds), 0)""",
)
must_be_empty(
    "evidence_stays",
    "No animal was released, transferred or struck out while it was held as evidence.",
    """SELECT a.accession AS animal, s.stage AS stage FROM stay s
      JOIN animal a ON a.id = s.animal_id
      WHERE s.holds > 0 AND s.stage IN ('released', 'transferred', 'void')""",
)
must_be_empty(
    "evidence_is_not_merged_away",
    "No held lot was merged into one that was free.",
    """SELECT a.accession AS lot, b.accession AS into_lot FROM regroup r
      JOIN animal a ON a.id = r.from_id JOIN stay one ON one.animal_id = a.id
      JOIN animal b ON b.id = r.to_id JOIN stay other ON other.animal_id = b.id
      WHERE r.kind = 'merge' AND one.holds > 0 AND other.holds = 0 AND other.ended_at IS NULL""",
)
must_be_empty(
    "heirs_are_alike",
    "An heir has the case and the epidemiological group of the record it came from.",
    """SELECT h.accession AS heir, p.accession AS parent FROM animal h
      JOIN animal p ON p.id = h.parent_id
      WHERE coalesce(h.case_id, 0) <> coalesce(p.case_id, 0)
        OR coalesce(h.epi_group_id, 0) <> coalesce(p.epi_group_id, 0)""",
)
must_be_empty(
    "received_is_on_the_books",
    "What an arrival received alive and dead is what its records were opened with.",
    """SELECT i.id AS line, i.alive AS alive, i.dead AS dead FROM intake_line i
      WHERE i.alive <> coalesce((SELECT sum(l.delta) FROM ledger_entry l
          WHERE l.animal_id = i.alive_animal_id AND l.kind = 'receive'), 0)
        OR i.dead <> coalesce((SELECT sum(l.delta) FROM ledger_entry l
          WHERE l.animal_id = i.dead_animal_id AND l.kind = 'receive'), 0)""",
)
