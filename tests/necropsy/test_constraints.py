"""The database itself keeps post-mortem examinations as they were signed."""

from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from rescue_center import checks
from rescue_center.db import db
from rescue_center.departures.models import Death
from rescue_center.necropsy import part_rules, rules
from rescue_center.staff.models import Person
from tests.makers import make_person
from tests.necropsy.makers import NEXT, begun, dead, signed

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def vet() -> Person:
    return make_person("vet", name="Lim Sophea")


BROKEN = {
    "anthrax_is_never_opened": "UPDATE necropsy SET safety = 'suspected'",
    "necropsy_safety_says_how": "UPDATE necropsy SET safety = 'ruled_out'",
    "necropsy_condition_is_known": "UPDATE necropsy SET condition = 'rotten'",
    "necropsy_is_of_somebody": "UPDATE necropsy SET examined = 0",
    "carcass_weighs_something": "UPDATE necropsy SET weight_g = 0",
    "necropsy_signature_is_whole": "UPDATE necropsy SET signed_at = recorded_at",
    "signed_necropsy_has_a_diagnosis":
        "UPDATE necropsy SET signed_at = recorded_at, signed_by_id = by_id, preliminary = ''",
    "final_diagnosis_is_whole": "UPDATE necropsy SET final = 'x'",
    "necropsy_facts_stay": "UPDATE necropsy SET recorded_at = at",
    "necropsy_is_never_deleted": "DELETE FROM necropsy",
    "one_finding_a_system": "INSERT INTO necropsy_finding (necropsy_id, system, found)"
        " SELECT necropsy_id, system, 'x' FROM necropsy_finding",
    "necropsy_finding_says_what": "UPDATE necropsy_finding SET found = ''",
    "necropsy_system_is_known": "UPDATE necropsy_finding SET system = 'soul'",
    "one_weight_an_organ": "INSERT INTO necropsy_organ (necropsy_id, organ, grams)"
        " SELECT necropsy_id, organ, 1 FROM necropsy_organ",
    "an_organ_weighs_something": "UPDATE necropsy_organ SET grams = 0",
    "necropsy_organ_is_known": "UPDATE necropsy_organ SET organ = 'soul'",
}  # fmt: skip
_PART = "death_id, what, quantity, unit, kept_at, seal, witness, at, by_id"


def another(column: str, value: str) -> str:
    """A part like the one there is, but for one column."""
    like = _PART.replace(column, value)
    return f"INSERT INTO carcass_part ({_PART}) SELECT {like} FROM carcass_part"


CLOSED = {
    "signed_necropsy_is_closed": "UPDATE necropsy SET preliminary = 'Old age'",
    "final_diagnosis_stays": "UPDATE necropsy SET final = 'Old age'",
    "necropsy_finding_is_closed_with_its_whole_update":
        "UPDATE necropsy_finding SET found = 'Nothing'",
    "necropsy_finding_is_closed_with_its_whole_delete": "DELETE FROM necropsy_finding",
    "necropsy_finding_is_closed_with_its_whole_insert":
        "INSERT INTO necropsy_finding (necropsy_id, system, found)"
        " SELECT id, 'gut', 'x' FROM necropsy",
    "necropsy_organ_is_closed_with_its_whole_update": "UPDATE necropsy_organ SET grams = 1",
    "necropsy_organ_is_closed_with_its_whole_delete": "DELETE FROM necropsy_organ",
    "necropsy_organ_is_closed_with_its_whole_insert":
        "INSERT INTO necropsy_organ (necropsy_id, organ, grams)"
        " SELECT id, 'brain', 1 FROM necropsy",
    "carcass_part_is_never_deleted": "DELETE FROM carcass_part",
    "carcass_part_facts_stay": "UPDATE carcass_part SET quantity = 9",
    "carcass_part_is_something": another("quantity", "0"),
    "carcass_part_has_a_witness": another("witness", "''"),
}  # fmt: skip


def refuses(name: str, statement: str) -> None:
    db.session.flush()
    said = f"{name}|UNIQUE constraint failed" if name.startswith("one_") else name  # SQLite's words
    with pytest.raises(sa.exc.DBAPIError, match=said), db.session.begin_nested():
        db.session.execute(sa.text(statement))


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_what_no_draft_is(name: str, vet: Person) -> None:
    begun(dead(vet), vet)
    refuses(name, BROKEN[name])


@pytest.mark.parametrize("name", CLOSED)
def test_the_database_refuses_to_rewrite_what_is_closed(name: str, vet: Person) -> None:
    row = signed(dead(vet), vet)
    rules.conclude(row, final="Aspergillosis", by=vet, at=NEXT)
    part_rules.keep(row.death, "Skull", Decimal(1), "piece", kept_at="Shelf", witness="Dara",
                    by=vet, at=NEXT)  # fmt: skip
    refuses(name, CLOSED[name])


@pytest.mark.parametrize(
    ("check", "statement"),
    [("nobody_is_opened_alive", "UPDATE necropsy SET at = :early"),
     ("no_more_are_opened_than_died", "UPDATE necropsy SET examined = 9"),
     ("a_signed_post_mortem_is_done", "UPDATE animal_death SET necropsy = 'pending'")],
)  # fmt: skip
def test_verify_finds_what_no_constraint_can(check: str, statement: str, vet: Person) -> None:
    death = dead(vet)
    row = begun(death, vet)
    if check == "a_signed_post_mortem_is_done":
        rules.sign(row, explains=False, by=vet, at=NEXT, version=row.version)
    one = next(one for one in checks.declared() if one.name == check)
    assert not list(one.find())
    early = {"early": death.at - timedelta(days=1)} if ":early" in statement else {}
    bound = sa.text(statement)
    if early:
        bound = bound.bindparams(sa.bindparam("early", type_=Death.at.type))
    db.session.execute(bound, early)
    assert list(one.find())
