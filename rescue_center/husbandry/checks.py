"""What must hold of the keepers' records and no constraint sees."""

from rescue_center.checks import must_be_empty

must_be_empty(
    "roll_calls_name_whom_they_miss",
    "Every roll-call counts those whom it misses by name.",
    "SELECT r.id AS roll_call, r.missed AS counted FROM roll_call r WHERE r.missed <>"
    " (SELECT count(*) FROM roll_call_animal c WHERE c.roll_call_id = r.id AND c.missed)",
)
must_be_empty(
    "welfare_has_five_domains",
    "Every assessment of welfare grades all five domains.",
    "SELECT a.id AS assessment FROM welfare_assessment a WHERE 5 <>"
    " (SELECT count(*) FROM welfare_grade g WHERE g.assessment_id = a.id)",
)
must_be_empty(
    "tasks_are_of_their_plan",
    "Every task that was done is of the kind that its plan asks for.",
    "SELECT t.id AS tending, t.plan_id AS plan FROM tending t JOIN care_plan p ON p.id = t.plan_id"
    " WHERE t.kind <> p.kind",
)
