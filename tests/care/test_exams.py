"""Examinations: drafted, signed, then only added to."""

from decimal import Decimal as D
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from rescue_center import journal
from rescue_center.care.exam_rules import (
    add_addendum,
    amend_draft,
    attach,
    examine,
    sign,
    void_exam,
)
from rescue_center.care.models import Exam
from rescue_center.db import db
from rescue_center.errors import Refused, Stale, refusal_of
from rescue_center.journal.models import Entry
from rescue_center.media.models import Media
from tests.makers import AT, DAY, HOUR, make_animal, make_person, make_weight

pytestmark = pytest.mark.usefixtures("session")

FINDINGS: dict[str, Any] = {
    "purpose": "sick", "subjective": "Keeper: eats half.", "objective": "Dull, sunken eyes.",
    "assessment": "Pneumonia?", "plan": "X-ray", "temperature_c": D("32.8"), "heart_rate": 88,
    "body_condition": 2, "body_condition_scale": 5, "dehydration_pct": 8, "attitude": "quiet",
    "fitness": "unfit",
}  # fmt: skip


def drafted(**changes: Any) -> Exam:
    return examine(make_animal(), FINDINGS | changes, by=make_person("vet"), at=AT)


def signed() -> Exam:
    exam = drafted()
    sign(exam, by=make_person("vet"), at=AT + HOUR, version=exam.version)
    return exam


def test_an_examination_keeps_what_was_found() -> None:
    exam = drafted()
    db.session.expire(exam)
    assert (exam.temperature_c, exam.heart_rate, exam.dehydration_pct) == (D("32.8"), 88, 8)
    assert not exam.is_signed
    assert exam.stay is exam.animal.stay


def test_a_draft_changes_and_the_journal_keeps_what_it_said() -> None:
    exam = drafted()
    amend_draft(exam, FINDINGS | {"plan": "Rest"}, by=make_person("vet"), at=AT + HOUR, version=1)
    assert exam.plan == "Rest"
    journal.settle()
    entry = db.session.query(Entry).filter_by(verb="amended an examination").one()
    assert (entry.before["plan"], entry.after["plan"]) == ("X-ray", "Rest")
    assert "subjective" not in entry.before


def test_two_people_who_change_a_draft_do_not_overwrite_each_other() -> None:
    exam, seen = drafted(), 1
    amend_draft(exam, FINDINGS | {"plan": "Rest"}, by=make_person("vet"), at=AT, version=seen)
    with pytest.raises(Stale):
        amend_draft(exam, FINDINGS, by=make_person("vet"), at=AT, version=seen)
    with pytest.raises(Stale):
        sign(exam, by=make_person("vet"), at=AT, version=seen)
    assert exam.plan == "Rest"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"purpose": "fun"}, "purpose"),
        ({"fitness": "maybe"}, "fitness"),
        ({"attitude": "grumpy"}, "attitude"),
        ({"body_condition": 6}, "body_condition"),
        ({"body_condition": 0}, "body_condition"),
        ({"body_condition": D("2.3")}, "body_condition"),
        ({"body_condition_scale": 7}, "body_condition_scale"),
        ({"dehydration_pct": 21}, "dehydration_pct"),
        ({"temperature_c": D(51)}, "temperature_c"),
        ({"heart_rate": 0}, "heart_rate"),
        ({"resp_rate": -1}, "resp_rate"),
    ],
)
def test_findings_that_cannot_be_are_refused_beside_their_field(
    changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        drafted(**changes)
    assert refused.value.field == field


def test_an_examination_happens_while_the_animal_is_here() -> None:
    with pytest.raises(Refused, match="not in our care"):
        examine(make_animal(), FINDINGS, by=make_person("vet"), at=AT - DAY)
    with pytest.raises(Refused, match="in the future"):
        examine(make_animal(), FINDINGS, by=make_person("vet"), at=AT + DAY, recorded_at=AT)


def test_the_weight_of_an_examination_is_of_the_same_animal() -> None:
    other = make_weight(make_animal())
    with pytest.raises(Refused, match="another animal"):
        examine(make_animal(), FINDINGS, by=make_person("vet"), at=AT, weight=other)


def test_only_a_vet_signs_and_only_findings() -> None:
    exam = drafted()
    with pytest.raises(Refused, match="Only a vet"):
        sign(exam, by=make_person("manager"), at=AT, version=1)
    empty = drafted(objective=" ", assessment="")
    with pytest.raises(Refused, match="Nothing is signed without findings"):
        sign(empty, by=make_person("vet"), at=AT, version=1)


def test_a_signed_examination_is_closed() -> None:
    exam, lim = signed(), make_person("vet")
    with pytest.raises(Refused, match="write an addendum"):
        amend_draft(exam, FINDINGS, by=lim, at=AT, version=exam.version)
    with pytest.raises(Refused, match="signed already"):
        sign(exam, by=lim, at=AT, version=exam.version)


@pytest.mark.parametrize("column", ["plan", "purpose", "ambient_c", "fitness", "heart_rate"])
def test_the_database_keeps_a_signed_examination_closed(column: str) -> None:
    exam = signed()
    db.session.commit()
    setattr(exam, column, "release" if column in ("plan", "purpose") else
            "fit_for_release" if column == "fitness" else 20)  # fmt: skip
    with pytest.raises(DBAPIError) as error:
        db.session.commit()
    refusal = refusal_of(error.value)
    assert refusal and "addendum" in refusal.sentence
    db.session.rollback()


def test_an_addendum_has_an_author_and_a_reason() -> None:
    exam, lim = signed(), make_person("vet")
    for text, reason, field in (("", "typo", "text"), ("88 beats, not 188", " ", "reason")):
        with pytest.raises(Refused) as refused:
            add_addendum(exam, text, by=lim, at=AT + DAY, reason=reason)
        assert refused.value.field == field
    with pytest.raises(Refused, match="Only a vet"):
        add_addendum(exam, "x", by=make_person("keeper"), at=AT + DAY, reason="y")
    add_addendum(exam, "88 beats, not 188", by=lim, at=AT + DAY, reason="misread")
    assert [a.text for a in exam.addenda] == ["88 beats, not 188"]
    with pytest.raises(Refused, match="draft"):
        add_addendum(drafted(), "x", by=lim, at=AT, reason="y")


def test_an_examination_of_the_wrong_animal_is_struck_out() -> None:
    exam, lim = signed(), make_person("vet")
    with pytest.raises(Refused, match="Say why"):
        void_exam(exam, by=lim, at=AT + DAY, reason="")
    void_exam(exam, by=lim, at=AT + DAY, reason="that was Dara")
    with pytest.raises(Refused, match="struck out: that was Dara"):
        add_addendum(exam, "x", by=lim, at=AT + DAY, reason="y")


def test_a_file_joins_an_examination_once() -> None:
    exam, lim = signed(), make_person("vet")
    media = Media(sha256="0" * 64, size=3, mime="image/jpeg", original_name="thorax.jpg",
                  sealed_at=AT)  # fmt: skip
    db.session.add(media)
    db.session.flush()
    attach(exam, media, by=lim, at=AT + DAY, label="Thorax, left")
    db.session.expire(exam)
    assert [a.label for a in exam.attachments] == ["Thorax, left"]
    with pytest.raises(Refused, match="attached already"):
        attach(exam, media, by=lim, at=AT + DAY)
