"""What was written down as evidence is not rewritten by a statement, whoever sends it."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from rescue_center.animals import rules as animals
from rescue_center.animals.marks import Reading, add_mark
from rescue_center.care import rules as care
from rescue_center.db import db
from rescue_center.departures import death, escape, permit_rules, rules, transfer
from rescue_center.quarantine import rules as quarantine
from tests.documents.test_rules import issued
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_case,
    make_group,
    make_lot,
    make_order,
    make_person,
    make_prescription,
    make_ready,
    make_taxon,
    make_transfer,
    make_unit,
)

pytestmark = pytest.mark.usefixtures("session")
LATER = AT + 60 * DAY


def a_centre() -> None:
    """One of each."""
    boss = make_person("coordinator", "vet", "manager")
    case = make_case()
    held = make_animal(case=case)
    animals.place_hold(held.stays[-1], case, by=boss, at=AT + HOUR, reason="Evidence")
    make_order(case)
    going = make_lot(5)
    plan = make_transfer(going, by=boss)
    transfer.hand_over(plan, by=boss, at=AT + HOUR)
    transfer.receive(plan, by=boss, at=AT + 2 * HOUR, received_by="Dr Lim")
    carcass = death.die(make_animal(), by=boss, at=AT + DAY, manner="natural")
    death.dispose(carcass, "burial", by=boss, at=AT + 2 * DAY, witness="Sok")
    escape.escape(make_animal(), by=boss, at=AT + DAY, circumstances="Roof")
    ready = make_ready(until=LATER)
    rules.release([(ready, None)], by=boss, at=LATER, place="Phnom Prich", team="Sok")
    patient = make_prescription(by=boss)
    care.give(patient.doses[0], by=boss, at=AT)
    q = make_animal(taxon=make_taxon(group=make_group()))
    unit = make_unit(biosecurity="quarantine")
    quarantine.begin(q.stays[-1], unit, by=boss, at=AT)
    quarantine.report_event(unit, "illness", by=boss, at=AT, description="Cough")
    add_mark(held, Reading("ring", "A 12", applied_on=date(2026, 5, 1)), by=boss, at=AT)
    permit_rules.add_permit(
        [held.stays[-1]], by=boss, at=AT, kind="movement", number="M 1", issuer="FA",
        issued_on=date(2026, 5, 2),
    )  # fmt: skip
    issued()
    db.session.flush()


REWRITES = (
    "UPDATE evidence_hold SET reason = 'x'",
    "UPDATE evidence_hold SET placed_at = placed_at + ?",
    "UPDATE court_order SET reference = 'x'",
    "UPDATE court_order SET issued_on = '2020-01-01'",
    "UPDATE animal SET accession = '1999-00001'",
    "UPDATE animal SET case_id = NULL WHERE case_id IS NOT NULL",
    "UPDATE stay SET began_at = began_at + ?",
    "UPDATE stay SET stage = 'rehab', ended_at = NULL WHERE stage = 'dead'",
    "UPDATE stay SET stage = 'escaped' WHERE stage = 'transferred'",
    "UPDATE animal_death SET manner = 'accident'",
    "UPDATE animal_death SET at = at + ?",
    "UPDATE animal_death SET disposed_at = disposed_at + ?",
    "UPDATE animal_escape SET count = 2",
    "UPDATE animal_release SET place = 'x'",
    "UPDATE animal_transfer SET received_by = 'x'",
    "UPDATE animal_transfer SET status = 'planned'",
    "UPDATE transferred_stay SET count = 4",
    "DELETE FROM transferred_stay",
    "UPDATE permit SET expires_on = '2099-01-01'",
    "DELETE FROM permit_stay",
    "UPDATE assessment SET verdict = 'not_met'",
    "UPDATE weight SET weight_g = 1",
    "UPDATE administration SET at = at + ?",
    "UPDATE administration SET amount = 2 * amount",
    "UPDATE dose SET due_at = due_at + ?",
    "UPDATE adverse_event SET description = 'x'",
    "UPDATE quarantine SET began_at = began_at + ?",
    "UPDATE quarantine SET ended_at = NULL, outcome = '' WHERE ended_at IS NOT NULL",
    "UPDATE mark SET code = 'x'",
    "UPDATE issued_document SET paper_version = 9",
    "DELETE FROM issued_document_stay",
)


def test_no_statement_rewrites_what_was_recorded() -> None:
    a_centre()
    sqlite = db.session.get_bind().dialect.name == "sqlite"
    for statement in REWRITES:
        column = statement.partition("SET ")[2].split(" ")[0]
        later = f"datetime({column}, '+1 day')" if sqlite else f"{column} + interval '1 day'"
        said = statement.replace(f"{column} + ?", later)
        with pytest.raises(IntegrityError), db.session.begin_nested():
            changed = db.session.execute(sa.text(said))
            pytest.fail(f"{said} changed {changed.rowcount} rows")  # type: ignore[attr-defined]


@pytest.mark.engine("postgresql")
@pytest.mark.parametrize("table", ["evidence_hold", "issued_document", "stay", "weight", "person"])
def test_no_table_of_evidence_is_emptied(table: str) -> None:
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.text(f"TRUNCATE {table} CASCADE"))
