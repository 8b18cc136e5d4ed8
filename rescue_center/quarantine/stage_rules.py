"""What an open quarantine says to a change of stage: to the hospital and back, no
further; and what is asked of one that never was in quarantine."""

from __future__ import annotations

from rescue_center.animals import stages
from rescue_center.animals.models import Stay
from rescue_center.quarantine.cohort_rules import open_of
from rescue_center.quarantine.passage import passed


def is_open(stay: Stay) -> bool:
    """Whether the stay's quarantine has not been cleared or left."""
    return stay.animal_id in open_of([stay.animal])


stages.in_open_quarantine.append(is_open)
stages.passed_quarantine.append(passed)
