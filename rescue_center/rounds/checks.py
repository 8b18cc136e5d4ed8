"""What must hold of what phones sent, whatever way it came."""

from rescue_center.checks import must_be_empty

must_be_empty(
    "phone_records_have_an_author_on_the_phone",
    "Whoever wrote a record was on the phone that it came from.",
    """SELECT r.id AS record, r.by_id AS person, r.phone_id AS phone FROM phone_record r
    WHERE NOT EXISTS (SELECT 1 FROM phone_profile p
      WHERE p.phone_id = r.phone_id AND p.person_id = r.by_id)""",
)

#: What a record makes, and the table that it is in.
_MADE = ("administration", "weight", "housing", "concern", "roll_call")
must_be_empty(
    "phone_records_made_what_they_say",
    "A record that was carried out names what it made, and that is there.",
    " UNION ALL ".join(
        f"""SELECT r.id AS record, r.made AS says FROM phone_record r
        WHERE r.made LIKE '{table}:%' AND NOT EXISTS
          (SELECT 1 FROM {table} t WHERE r.made = '{table}:' || t.id)"""  # noqa: S608 (ours)
        for table in _MADE
    ),
)

must_be_empty(
    "photographs_from_phones_are_whole",
    "A photograph that arrived from a phone is sealed, or says why not.",
    """SELECT id AS photograph FROM phone_photo
    WHERE arrived_at IS NOT NULL AND media_id IS NULL AND problem = ''""",
)
