"""What keepers write down holds in the database, whoever writes it: each rule refuses what breaks
that rule alone, under its own name."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from rescue_center import clock
from rescue_center.db import db
from rescue_center.errors import constraint_of
from rescue_center.media.rules import seal
from tests.makers import make_animal, make_unit
from tests.media.makers import photograph
from tests.rounds.handset import Handset, uuid7
from tests.staff.makers import make_person

Row = dict[str, Any]

NOW, DAY = clock.now(), timedelta(days=1)
TODAY = NOW.date()
#: A row of each table that the database takes; what is named in capitals is filled in.
SOUND: dict[str, Row] = {
    "diet": {"name": "DRAWN"},
    "diet_item": {"diet_id": "DIET", "position": 1, "food": "Figs", "grams": 50},
    "care_plan": {"unit_id": "UNIT", "kind": "feed", "times": "07:30", "weekdays": "1",
                  "from_on": TODAY, "recorded_at": NOW},
    "tending": {"kind": "feed", "unit_id": "UNIT", "at": NOW, "offered_g": 50, "left_g": 5},
    "control_dish": {"tending_id": "TENDING", "put_g": 50, "left_g": 40},
    "observation": {"animal_id": "ANIMAL", "at": NOW, "appetite": 4, "body_condition": 2,
                    "body_condition_scale": 5, "body_condition_system": "seen"},
    "observation_photo": {"observation_id": "OBSERVATION", "media_id": "MEDIA"},
    "concern": {"unit_id": "UNIT", "what": "stool", "urgency": "now", "at": NOW},
    "concern_photo": {"concern_id": "CONCERN", "media_id": "MEDIA"},
    "incident": {"unit_id": "UNIT", "what": "bite", "at": NOW},
    "incident_photo": {"incident_id": "INCIDENT", "media_id": "MEDIA"},
    "roll_call": {"unit_id": "UNIT", "at": NOW, "expected": 2, "found": 1, "note": "x"},
    "roll_call_animal": {"roll_call_id": "ROLL_CALL", "animal_id": "ANIMAL"},
    "keepership": {"person_id": "PERSON", "unit_id": "UNIT", "from_on": TODAY, "recorded_at": NOW},
    "shift": {"person_id": "PERSON", "unit_id": "UNIT", "day": TODAY, "part": "night"},
    "welfare_assessment": {"animal_id": "ANIMAL", "stay_id": "STAY", "at": NOW,
                           "confidence": "low"},
    "welfare_grade": {"assessment_id": "WELFARE_ASSESSMENT", "position": 1, "domain": "health",
                      "compromise": "A", "enhancement": 0},
    "phone_photo": {"id": "DRAWN", "profile_id": "PROFILE", "record_id": "r", "size": 9, "have": 9,
                    "sha256": "x", "began_at": NOW, "media_id": "MEDIA"},
    "phone_thumb": {"id": "DRAWN", "record_id": "PHONE_RECORD", "profile_id": "PROFILE",
                    "sha256": "x", "content": b"x", "arrived_at": NOW},
    "phone_record": {"id": "DRAWN", "phone_id": "PHONE", "seq": 1, "by_id": "PERSON", "kind": "x",
                     "body": {}, "body_sha256": "x", "device_at": NOW, "happened_at": NOW,
                     "received_at": NOW, "outcome": "held"},
}  # fmt: skip

#: What breaks each rule; an empty change is the same row a second time.
BROKEN: list[tuple[str, str, Row]] = [
    ("diet_method_is_known", "diet", {"method": "pump"}),
    ("uq_diet_name", "diet", {}),
    ("diet_item_has_an_amount", "diet_item", {"grams": None}),
    ("diet_item_has_an_amount", "diet_item", {"percent": 5}),
    ("diet_item_has_its_place", "diet_item", {}),
    ("diet_item_weighs_something", "diet_item", {"grams": 0}),
    ("diet_item_is_a_share", "diet_item", {"grams": None, "percent": 101}),
    ("diet_item_energy_is_sane", "diet_item", {"kcal_100g": 1001}),
    ("care_plan_is_for_one", "care_plan", {"animal_id": "ANIMAL"}),
    ("care_plan_is_for_one", "care_plan", {"unit_id": None}),
    ("care_plan_kind_is_known", "care_plan", {"kind": "sing"}),
    ("care_plan_has_its_times", "care_plan", {"times": ""}),
    ("care_plan_end_is_whole", "care_plan", {"until_on": TODAY}),
    ("care_plan_ends_after_it_began", "care_plan",
     {"until_on": TODAY - DAY, "ended_by_id": "PERSON"}),
    ("only_feeding_has_a_diet", "care_plan", {"kind": "clean", "diet_id": "DIET"}),
    ("tending_kind_is_known", "tending", {"kind": "sing", "offered_g": None, "left_g": None}),
    ("food_is_not_negative", "tending", {"offered_g": -1, "left_g": None}),
    ("no_more_is_left_than_was_offered", "tending", {"left_g": 51}),
    ("no_more_is_left_than_was_offered", "tending", {"offered_g": None}),
    ("only_food_is_weighed", "tending", {"kind": "clean"}),
    ("tending_task_is_whole", "tending", {"day": TODAY}),
    ("tending_task_is_whole", "tending", {"slot": "0730"}),
    ("uq_tending_task", "tending", {"plan_id": "CARE_PLAN", "day": TODAY, "slot": "0730"}),
    ("tending_void_is_whole", "tending", {"voided_at": NOW}),
    ("a_control_dish_only_dries", "control_dish", {"left_g": 51}),
    ("one_control_dish_a_meal", "control_dish", {}),
    ("appetite_is_a_score", "observation", {"appetite": 5}),
    ("faeces_are_a_score", "observation", {"faeces": 0}),
    ("observed_water_is_known", "observation", {"water": "spilt"}),
    ("observation_says_something", "observation",
     {"appetite": None, "body_condition": None, "body_condition_scale": None,
      "body_condition_system": ""}),
    ("observed_body_condition_on_its_scale", "observation", {"body_condition": 6}),
    ("observed_body_condition_on_its_scale", "observation", {"body_condition_scale": 7}),
    ("observed_body_condition_is_whole", "observation", {"body_condition_system": ""}),
    ("observed_body_condition_is_whole", "observation", {"body_condition": None}),
    ("body_condition_system_is_known", "observation", {"body_condition_system": "guessed"}),
    ("observation_void_is_whole", "observation", {"voided_by_id": "PERSON"}),
    ("observation_photo_once", "observation_photo", {}),
    ("concern_is_about_something", "concern", {"unit_id": None}),
    ("concern_is_of_a_kind", "concern", {"what": "sad"}),
    ("who_was_found_dead_is_named", "concern", {"what": "dead"}),
    ("concern_urgency_is_known", "concern", {"urgency": "soon"}),
    ("concern_answer_is_whole", "concern", {"answered_at": NOW, "answered_by_id": "PERSON"}),
    ("concern_answer_is_whole", "concern", {"answer": "Seen"}),
    ("concern_void_is_whole", "concern", {"void_reason": "x"}),
    ("concern_photo_once", "concern_photo", {}),
    ("incident_kind_is_known", "incident", {"what": "sting"}),
    ("incident_says_something", "incident", {"unit_id": None}),
    ("incident_follow_up_is_whole", "incident", {"follow_up": "Washed"}),
    ("incident_void_is_whole", "incident", {"voided_at": NOW, "voided_by_id": "PERSON"}),
    ("incident_photo_once", "incident_photo", {}),
    ("roll_call_is_not_negative", "roll_call", {"found": -1}),
    ("roll_call_misses_are_not_negative", "roll_call", {"missed": -1}),
    ("roll_call_resolution_is_known", "roll_call",
     {"resolution": "bored", "resolved_at": NOW, "resolved_by_id": "PERSON"}),
    ("roll_call_resolution_is_whole", "roll_call", {"resolution": "found"}),
    ("only_mismatches_are_resolved", "roll_call",
     {"found": 2, "resolution": "found", "resolved_at": NOW, "resolved_by_id": "PERSON"}),
    ("roll_call_void_is_whole", "roll_call", {"voided_at": NOW}),
    ("called_once", "roll_call_animal", {}),
    ("keepership_end_is_whole", "keepership", {"until_on": TODAY}),
    ("keepership_ends_after_it_began", "keepership",
     {"until_on": TODAY - DAY, "ended_by_id": "PERSON"}),
    ("uq_keepership_open", "keepership", {}),
    ("shift_part_is_known", "shift", {"part": "dusk"}),
    ("uq_shift", "shift", {}),
    ("welfare_confidence_is_known", "welfare_assessment", {"confidence": "none"}),
    ("welfare_assessment_void_is_whole", "welfare_assessment", {"voided_at": NOW}),
    ("welfare_domain_is_graded_once", "welfare_grade", {}),
    ("welfare_domain_is_known", "welfare_grade", {"domain": "luck"}),
    ("welfare_compromise_is_known", "welfare_grade", {"compromise": "F"}),
    ("welfare_enhancement_is_known", "welfare_grade", {"enhancement": 4}),
    ("phone_photo_fits", "phone_photo", {"have": 10, "media_id": None}),
    ("phone_photo_fits", "phone_photo", {"size": 0, "have": 0}),
    ("phone_photo_is_whole", "phone_photo", {"have": 8}),
    ("phone_thumb_is_small", "phone_thumb", {"content": b""}),
    ("phone_thumb_is_small", "phone_thumb", {"content": b"x" * 10_241}),
    ("phone_record_counts_once", "phone_record", {}),
    ("phone_record_outcome_is_known", "phone_record", {"outcome": "lost"}),
    ("phone_record_decision_is_known", "phone_record",
     {"decision": "eaten", "decided_at": NOW, "decided_by_id": "PERSON"}),
    ("phone_record_decision_is_whole", "phone_record", {"decision": "noted"}),
    ("phone_record_decision_is_whole", "phone_record", {"decided_at": NOW}),
    ("only_records_left_undone_are_decided", "phone_record",
     {"outcome": "applied", "decision": "noted", "decided_at": NOW, "decided_by_id": "PERSON"}),
]  # fmt: skip


@pytest.fixture
def facts_of(handset: Handset) -> Callable[[str, Row], Row]:
    """The facts of a row, changed; what it points to is there."""
    animal, person = make_animal(), make_person("keeper")
    media = seal(photograph(64, 48), "a.jpg", by=None, at=NOW)
    known: Row = {
        "ANIMAL": animal.id, "STAY": animal.stays[-1].id, "UNIT": make_unit().id,
        "PERSON": person.id, "PHONE": handset.phone_id, "MEDIA": media.id,
        "PROFILE": handset.join(person),
    }  # fmt: skip

    def facts(table: str, changed: Row) -> Row:
        return {name: filled(said) for name, said in (SOUND[table] | changed).items()}

    def filled(said: Any) -> Any:
        if said == "DRAWN":
            return uuid7()
        if not isinstance(said, str) or not said.isupper() or len(said) < 3:
            return said
        if said not in known:
            beside = {"seq": 2} if said == "PHONE_RECORD" else {}
            known[said] = put(said.lower(), facts(said.lower(), beside))
        return known[said]

    return facts


def put(table: str, facts: Row) -> Any:
    """Write a row past every rule in Python; its id."""
    done = db.session.execute(sa.insert(db.metadata.tables[table]).values(**facts))
    return done.inserted_primary_key[0]  # type: ignore[attr-defined]


def test_each_rule_of_the_database_refuses_what_breaks_it(
    facts_of: Callable[[str, Row], Row],
) -> None:
    for rule, table, change in BROKEN:
        twice = rule == "uq_tending_task" or not change
        sound = facts_of(table, change if twice else {})
        broken = sound if rule == "uq_diet_name" else facts_of(table, change)
        whole = db.session.begin_nested()
        held = db.session.begin_nested()
        put(table, sound)
        if not twice:
            held.rollback()
        with pytest.raises(DBAPIError) as refused, db.session.begin_nested():
            put(table, broken)
        whole.rollback()
        assert constraint_of(refused.value) == rule, (table, change)


#: Tables whose rows stay, and what of a row may change; what was added to a row is never changed.
KEPT: dict[str, set[str]] = {
    "diet": set(SOUND["diet"]), "care_plan": set(), "tending": set(), "observation": set(),
    "concern": set(), "incident": set(), "roll_call": set(), "keepership": {"recorded_at"},
    "shift": set(), "welfare_assessment": set(), "phone_record": {"id", "body"},
}  # fmt: skip
ADDED = ("control_dish", "observation_photo", "concern_photo", "incident_photo",
         "roll_call_animal", "welfare_grade", "phone_thumb")  # fmt: skip
LOOSE = {"phone_photo": {"id", "have", "began_at"}, "phone_thumb": {"id", "content"}}
RECORDS = ("tending", "observation", "concern", "incident", "roll_call", "welfare_assessment")


def test_what_was_written_down_is_neither_rewritten_nor_deleted(
    facts_of: Callable[[str, Row], Row],
) -> None:
    for name in (*KEPT, *ADDED, "phone_photo"):
        facts, table = facts_of(name, {}), db.metadata.tables[name]
        where = table.c.id == put(name, facts)
        if name != "phone_photo":  # it only carries what is kept
            refuses(sa.delete(table).where(where), f"{name}_is_{_kind(name)}")
        loose = LOOSE.get(name) or KEPT.get(name, set())
        more = {"by_id", "recorded_at"} if name in RECORDS else set()
        for column in (set(facts) | more) - loose:
            rule = f"{name}_is_append_only" if name in ADDED else f"{name}_facts_stay"
            changed = another(table.c[column].type, facts.get(column))
            refuses(sa.update(table).where(where).values({column: changed}), rule)


#: What is written in the end, the words that stay with it, and under which rule.
SETTLED: dict[str, tuple[str, Row]] = {
    "concern": ("concern_answer_stays", {
        "answered_at": NOW, "answered_by_id": "PERSON", "answer": "Seen"}),
    "incident": ("incident_follow_up_stays", {
        "closed_at": NOW, "closed_by_id": "PERSON", "follow_up": "Washed"}),
    "roll_call": ("roll_call_resolution_stays", {
        "resolved_at": NOW, "resolved_by_id": "PERSON", "resolution": "found",
        "resolution_note": "Behind the box"}),
}  # fmt: skip


def test_what_was_answered_is_answered_for_good(facts_of: Callable[[str, Row], Row]) -> None:
    for name, (rule, written) in SETTLED.items():
        facts, table = facts_of(name, written), db.metadata.tables[name]
        settled = {column: facts.pop(column) for column in written}
        where = table.c.id == put(name, facts)
        db.session.execute(sa.update(table).where(where).values(**settled))  # once it may be
        for column, said in settled.items():
            if column not in ("answered_at", "closed_at", "resolved_at", "resolution"):
                changed = another(table.c[column].type, said)
                refuses(sa.update(table).where(where).values({column: changed}), rule)


def _kind(table: str) -> str:
    return "append_only" if table in ADDED else "never_deleted"


def refuses(statement: sa.Update | sa.Delete, rule: str) -> None:
    """The database does, under this name."""
    with pytest.raises(DBAPIError) as refused, db.session.begin_nested():
        db.session.execute(statement)
    assert constraint_of(refused.value) == rule, statement


def another(kind: Any, said: Any) -> Any:
    """Another value of a column's type."""
    if isinstance(kind, sa.Boolean):
        return not said
    if isinstance(kind, sa.Integer):
        return (said or 0) + 1
    return said + DAY if hasattr(said, "year") else NOW - DAY if said is None else "y"


def rules() -> Iterator[str]:
    """The names of all rules of these tables."""
    for name in SOUND:
        table = db.metadata.tables[name]
        every = [*table.constraints, *(index for index in table.indexes if index.unique)]
        for one in every:
            if isinstance(one, sa.CheckConstraint | sa.UniqueConstraint | sa.Index):
                yield str(one.name)


@pytest.mark.engine("sqlite")
def test_no_rule_of_keepers_tables_goes_untried() -> None:
    ours = {"rescue_center.husbandry", "rescue_center.rounds"}
    tables = {
        mapper.local_table.name for mapper in db.Model.registry.mappers
        if mapper.class_.__module__.rpartition(".")[0] in ours
    }  # fmt: skip
    assert tables == set(SOUND)
    assert set(rules()) == {rule for rule, _, _ in BROKEN}
