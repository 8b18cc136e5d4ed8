"""What a case may not do while animals depend on it, and what its page shows of them."""

from __future__ import annotations

import sqlalchemy as sa

from rescue_center import panels
from rescue_center.animals.intake_models import IntakeLine
from rescue_center.animals.models import Animal
from rescue_center.animals.queries import account_of
from rescue_center.cases import manifest_rules
from rescue_center.cases import rules as case_rules
from rescue_center.cases.models import Case, ManifestLine
from rescue_center.db import db
from rescue_center.errors import Refused


def keep_case_of_animals(case: Case) -> None:
    """A case that animals came from is not struck out."""
    if _any(sa.exists().where(Animal.case_id == case.id, Animal.voided_at.is_(None))):
        raise Refused(
            "Animals came from this case, so it cannot be struck out. Strike out their records "
            "first, if they were entered in error too."
        )


def keep_line_received_against(line: ManifestLine) -> None:
    """A line that animals were received against is not struck out."""
    received = sa.exists().where(IntakeLine.manifest_line_id == line.id)
    if _any(received) or _any(sa.exists().where(Animal.manifest_line_id == line.id)):
        raise Refused(
            "Animals were received against this line, so it stays. What differs is explained "
            "and signed with the intake."
        )


def _any(condition: sa.Exists) -> bool:
    return bool(db.session.scalar(sa.select(condition)))


case_rules.before_void.append(keep_case_of_animals)
manifest_rules.before_strike.append(keep_line_received_against)
panels.add("case", "animals/_case_account.html", lambda case: account_of(case) or None)
