"""What must hold of post-mortem examinations; `flask verify` asks."""

from rescue_center.checks import must_be_empty

must_be_empty(
    "nobody_is_opened_alive",
    "Every post-mortem examination came after the death, and before the carcass was gone.",
    """SELECT n.id AS necropsy, n.at AS opened, d.at AS died FROM necropsy n
      JOIN animal_death d ON d.id = n.death_id
      WHERE n.voided_at IS NULL AND (n.at < d.at OR n.at > d.disposed_at)""",
)
must_be_empty(
    "no_more_are_opened_than_died",
    "No more carcasses were opened than died.",
    """SELECT n.id AS necropsy, n.examined AS opened, d.count AS died FROM necropsy n
      JOIN animal_death d ON d.id = n.death_id
      WHERE n.voided_at IS NULL AND n.examined > d.count""",
)
must_be_empty(
    "a_signed_post_mortem_is_done",
    "A death whose examination is signed says that it is done.",
    """SELECT d.id AS death, d.necropsy AS says FROM animal_death d
      JOIN necropsy n ON n.death_id = d.id AND n.voided_at IS NULL
      WHERE n.signed_at IS NOT NULL AND d.necropsy <> 'done' AND d.voided_at IS NULL""",
)
