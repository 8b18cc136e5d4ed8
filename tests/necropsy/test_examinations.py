"""The dead are opened safely, once, and what was found is not rewritten."""

from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from rescue_center.db import db
from rescue_center.departures import death as deaths
from rescue_center.documents import gather_necropsy
from rescue_center.errors import Refused, Stale
from rescue_center.necropsy import part_rules, queries, rules
from rescue_center.quarantine.event_models import AdverseEvent
from rescue_center.staff.models import Person
from tests.makers import AT, HOUR, make_animal, make_lot, make_person
from tests.necropsy.makers import NEXT, begun, dead, facts, signed
from tests.quarantine.makers import macaque, make_q_unit, make_quarantine

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def vet() -> Person:
    return make_person("vet", name="Lim Sophea")


def test_an_examination_holds_what_was_found_and_weighed(vet: Person) -> None:
    row = begun(dead(vet), vet)
    assert row.found == {"lungs": "Red, sink in water"}
    assert row.weights == {"lungs": Decimal("9.35")} and row.hours == 4


@pytest.mark.parametrize(
    ("changed", "words", "field"),
    [({"safety": "suspected"}, "Do not open it", "safety"),
     ({"safety": "ruled_out"}, "how it was ruled out", "safety_note"),
     ({"condition": None}, "condition of the carcass", "condition"),
     ({"at": AT}, "before the death", "at"),
     ({"at": NEXT + HOUR}, "in the future", "at"),
     ({"examined": 2}, "From 1 to 1", "examined")],
)  # fmt: skip
def test_what_must_not_be_opened_is_refused_beside_the_field(
    changed: dict[str, Any], words: str, field: str, vet: Person
) -> None:
    with pytest.raises(Refused, match=words) as refused:
        begun(dead(vet), vet, **changed)
    assert refused.value.field == field


def test_only_a_vet_opens_and_a_death_is_examined_once(vet: Person) -> None:
    death = dead(vet)
    with pytest.raises(Refused, match="Only a vet"):
        begun(death, make_person("keeper"))
    begun(death, vet)
    with pytest.raises(Refused, match="examined on"):
        begun(death, vet)


def test_a_carcass_that_is_gone_is_not_opened(vet: Person) -> None:
    death = dead(vet)
    deaths.dispose(death, "burial", by=vet, at=AT + 3 * HOUR, witness="Dara")
    with pytest.raises(Refused, match="disposed of"):
        begun(death, vet)


def test_a_draft_changes_as_a_whole_and_who_saw_an_older_one_is_told(vet: Person) -> None:
    row = begun(dead(vet), vet)
    seen = row.version
    rules.amend_draft(row, facts(), systems={"heart": "Pale"}, organs={}, by=vet, at=NEXT,
                      version=seen)  # fmt: skip
    assert row.found == {"heart": "Pale"} and row.weights == {} and row.version > seen
    with pytest.raises(Stale):
        rules.amend_draft(row, facts(), systems={}, organs={}, by=vet, at=NEXT, version=seen)


def test_nothing_is_signed_without_findings_and_a_diagnosis(vet: Person) -> None:
    row = begun(dead(vet), vet, preliminary=" ")
    with pytest.raises(Refused, match="not known yet"):
        rules.sign(row, explains=False, by=vet, at=NEXT, version=row.version)
    rules.amend_draft(row, facts(external=""), systems={}, organs={}, by=vet, at=NEXT,
                      version=row.version)  # fmt: skip
    with pytest.raises(Refused, match="without findings"):
        rules.sign(row, explains=False, by=vet, at=NEXT, version=row.version)


def test_a_signed_one_is_closed_and_done(vet: Person) -> None:
    row = signed(dead(vet), vet)
    assert row.death.necropsy == "done"
    with pytest.raises(Refused, match="signed"):
        rules.amend_draft(row, facts(), systems={}, organs={}, by=vet, at=NEXT,
                          version=row.version)  # fmt: skip


def test_the_final_diagnosis_is_given_once_after_the_signature(vet: Person) -> None:
    row = begun(dead(vet), vet)
    with pytest.raises(Refused, match="Sign the examination first"):
        rules.conclude(row, final="Pneumonia", by=vet, at=NEXT)
    rules.sign(row, explains=False, by=vet, at=NEXT, version=row.version)
    with pytest.raises(Refused, match="Write the final diagnosis"):
        rules.conclude(row, final=" ", by=vet, at=NEXT)
    rules.conclude(row, final="Aspergillosis", ultimate="Days in a sack", by=vet, at=NEXT)
    with pytest.raises(Refused, match="given already"):
        rules.conclude(row, final="Another", by=vet, at=NEXT)
    assert queries.concluded() == [row] and not queries.waiting()


def test_what_explains_a_death_opens_its_enclosure_again(vet: Person) -> None:
    q = make_quarantine(make_animal(taxon=macaque()), make_q_unit(), at=AT)
    death = dead(vet, q.animal, unexplained=True)
    (event,) = db.session.scalars(sa.select(AdverseEvent)).all()
    signed(death, vet, explains=True)
    assert event.explained and event.closing_note == "Pneumonia"


def test_a_struck_out_one_lets_another_be_begun(vet: Person) -> None:
    death = dead(vet)
    rules.void(signed(death, vet), reason="Another animal", by=vet, at=NEXT)
    assert queries.history_of(death.id)[0].is_void
    assert begun(death, vet) is rules.of(death)


def test_some_of_a_lot_are_opened(vet: Person) -> None:
    death = dead(vet, make_lot(20), count=6)
    assert begun(death, vet, examined=4).examined == 4


def test_parts_are_kept_before_a_witness_and_struck_out_with_a_reason(vet: Person) -> None:
    death = dead(vet)
    said: dict[str, Any] = {"kept_at": "Freezer 2", "by": vet, "at": NEXT}
    with pytest.raises(Refused, match="somebody else than you"):
        part_rules.keep(death, "Scales", Decimal("1.2"), "kg", witness="lim sophea", **said)
    for wrong, words in (("", "Say what"), ("Scales", "before the death")):
        with pytest.raises(Refused, match=words):
            part_rules.keep(death, wrong, Decimal(1), "kg", witness="Dara",
                            **said | ({"at": AT} if wrong else {}))  # fmt: skip
    part = part_rules.keep(
        death, "Scales", Decimal("1.2"), "kg", witness="Dara", seal="S-7", **said
    )
    assert gather_necropsy.opened(death)["parts"] == [
        {"part": "Scales", "quantity": "1.2 kg", "kept_at": "Freezer 2, seal S-7"}
    ]
    part_rules.void(part, reason="Counted twice", by=vet, at=NEXT)
    assert gather_necropsy.opened(death)["parts"] == []


def test_the_record_of_death_tells_what_was_signed_and_no_draft(vet: Person) -> None:
    death = dead(vet)
    row = begun(death, vet)
    assert gather_necropsy.opened(death) == {"parts": []}
    rules.sign(row, explains=False, by=vet, at=NEXT, version=row.version)
    rules.conclude(row, final="Aspergillosis", by=vet, at=NEXT)
    told = gather_necropsy.opened(death)
    assert told["cause"] == {"preliminary": "Pneumonia", "final": "Aspergillosis"}
    assert told["systems"] == [{"system": "Airways and lungs", "findings": "Red, sink in water"}]
    assert told["organ_weights"] == [{"organ": "Lungs", "weight_g": "9.35"}]
    assert told["carcass"]["interval_h"] == "4"
