"""Two people edit one thing of the running centre: one is heard, the other reads why not.

Nothing is ever lost, nobody sees a fault, and what the second one typed is still there.
"""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from rescue_center.care import exam_rules
from rescue_center.db import db
from rescue_center.departures import transfer
from rescue_center.species.models import Code
from tests.faults.desks import Answer, Desk, Sheet, send_at_once, sheet_of
from tests.faults.office import FEW, Office, hour_ago, one_was_heard, protocol_test
from tests.makers import (
    make_animal,
    make_case,
    make_drug,
    make_group,
    make_person,
    make_taxon,
    make_unit,
)

#: One server for all of it: they run after each other, in one process.
pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("two people")]


def _case() -> str:
    return f"/cases/{make_case().number}/edit"


def _exam() -> str:
    exam = exam_rules.examine(make_animal(at=hour_ago()), {}, by=make_person("vet"), at=hour_ago())
    return f"/exams/{exam.id}/edit"


def _code() -> str:
    row = Code(list="stages", code=f"x{len(list(db.session.scalars(sa.select(Code))))}", label="X")
    db.session.add(row)
    db.session.flush()
    return f"/codes/{row.list}/{row.code}"


#: What is edited: how its page is had, the field that both change, what else must be typed.
EDITS: dict[str, tuple[Callable[[], str], str, dict[str, str]]] = {
    "an animal": (lambda: f"/animals/{make_animal(at=hour_ago()).accession}/edit", "notes", {}),
    "a case": (_case, "summary", {"reason": "Misread"}),
    "a unit": (lambda: f"/units/{make_unit().code}/edit", "notes", {}),
    "a drug": (lambda: f"/drugs/{make_drug().id}/edit", "notes", {}),
    "a dose limit": (
        lambda: f"/drugs/{make_drug().id}/limits", "source",
        {"group": "0", "least": "1", "most": "2", "ceiling": "3"},
    ),
    "a species": (lambda: f"/species/{make_taxon().id}/edit", "notes", {"reason": "Misread"}),
    "a protocol": (
        lambda: f"/protocols/{make_group().key}/edit", "notes", {"reason": "New advice"},
    ),
    "a test of a protocol": (protocol_test, "notes", {"reason": "New advice"}),
    "an entry of a code list": (_code, "notes", {}),
    "a colleague": (
        lambda: f"/staff/{make_person('keeper').account}/facts", "job_title", {},
    ),
    "an examination": (_exam, "plan", {}),
    "a transfer": (
        lambda: "/transfers/"
        f"{transfer.plan(by=None, at=hour_ago(), to_organisation='Zoo').number}/edit",
        "conditions", {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", EDITS)
@pytest.mark.engine("postgresql")
def test_two_who_edit_one_thing_read_each_other(office: Office, what: str) -> None:
    _two_edit(office, what)


@pytest.mark.parametrize("what", [what for what in EDITS if what in FEW])
@pytest.mark.engine("sqlite")
def test_two_who_edit_one_thing_read_each_other_on_a_file(office: Office, what: str) -> None:
    _two_edit(office, what)


def _two_edit(office: Office, what: str) -> None:
    make, field, needed = EDITS[what]
    path = office.make(make)
    words = ["written by one", "written by the other"]
    sheets = [desk.open(path, field).fill(**needed, **{field: text})
              for desk, text in zip(office.two, words, strict=True)]  # fmt: skip
    answers = send_at_once(office.two, sheets)
    _, told = one_was_heard(answers, "Somebody changed")
    loser = answers.index(told)
    mine, theirs = words[loser], words[1 - loser]
    again = sheet_of(told.html, path, field)
    assert again.typed[field] == [mine]
    _is_shown_before_it_is_overwritten(office.two[loser], again, told, theirs)
    if what != "a dose limit":  # its form is empty until a limit is chosen
        assert office.two[0].open(path, field).typed[field] == [mine]


def _is_shown_before_it_is_overwritten(
    desk: Desk, again: Sheet, told: Answer, theirs: str
) -> None:  # fmt: skip
    """Who saves once more does so knowing what the other wrote."""
    shown = theirs in told.sentences
    answer = desk.send(again)
    if not shown:
        assert answer.status == 422
        assert theirs in answer.sentences
        answer = desk.send(sheet_of(answer.html, again.path))
    assert answer.was_heard, answer.sentences


def test_an_edit_of_other_words_is_not_taken_back_by_who_never_saw_it(office: Office) -> None:
    """One gives it a name, the other, whose page is older, writes a note."""
    path = office.make(lambda: f"/animals/{make_animal(at=hour_ago()).accession}/edit")
    one, other = office.two
    before = other.open(path, "notes")
    assert one.send(one.open(path, "notes").fill(name="Mali")).was_heard
    told = other.send(before.fill(notes="Limps"))
    assert told.status == 422
    assert "Mali" in told.sentences
    assert sheet_of(told.html, path, "notes").typed["notes"] == ["Limps"]
    assert one.open(path, "name").typed["name"] == ["Mali"]
