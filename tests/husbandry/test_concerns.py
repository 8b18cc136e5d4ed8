"""What worries a keeper stands on the vet's home until it is answered with words."""

from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from rescue_center import clock
from rescue_center.boards import timeline
from rescue_center.db import db
from rescue_center.enclosures import rules as enclosures
from rescue_center.errors import Refused
from rescue_center.husbandry import concern_queries, concern_rules, to_come
from rescue_center.husbandry.concern_models import Concern
from rescue_center.policy import Role
from tests.makers import AT, HOUR, make_animal, make_person, make_unit
from tests.media.makers import photograph

pytestmark = pytest.mark.usefixtures("session")


def make_concern(**facts: Any) -> Concern:
    """Mali limps; a keeper says so."""
    given: dict[str, Any] = {"note": "Limps", "by": make_person("keeper"), "at": AT}
    if "unit" not in facts:
        given["animal"] = make_animal(name="Mali")
    return concern_rules.raise_concern("injured", "today", **(given | facts))


def test_a_concern_waits_until_a_vet_answers_with_words() -> None:
    concern = make_concern()
    assert concern.is_open and [one.id for one in concern_queries.waiting()] == [concern.id]
    with pytest.raises(Refused, match="Only a manager or a vet"):
        concern_rules.answer(concern, "Fine", by=make_person("keeper"), at=AT + HOUR)
    vet = make_person("vet", name="Dr Lim")
    with pytest.raises(Refused, match="Say what was found"):
        concern_rules.answer(concern, "  ", by=vet, at=AT + HOUR)
    concern_rules.answer(concern, "A thorn, taken out", by=vet, at=AT + HOUR)
    assert not concern.is_open and not concern_queries.waiting()
    with pytest.raises(Refused, match="Dr Lim answered already: A thorn"):
        concern_rules.answer(concern, "Again", by=vet, at=AT + HOUR)


def test_what_presses_stands_first() -> None:
    watch = concern_rules.raise_concern("other", "watch", unit=make_unit(), note="Old", by=None,
                                        at=AT)  # fmt: skip
    today = make_concern()
    now = concern_rules.raise_concern("missing", "now", animal=make_animal(), by=None, at=AT + HOUR)
    assert [one.id for one in concern_queries.waiting()] == [now.id, today.id, watch.id]


def test_a_concern_about_an_animal_is_one_about_its_enclosure() -> None:
    animal, unit = make_animal(), make_unit()
    enclosures.house([animal], unit, by=None, at=AT)
    concern = make_concern(animal=animal)
    assert concern.unit == unit
    for found in (concern_queries.of_animal(animal.id), concern_queries.of_unit(unit)):
        assert found is not None and [one.id for one in found] == [concern.id]


def test_the_timeline_of_the_animal_tells_it_with_words() -> None:
    concern = make_concern()
    concern_rules.answer(concern, "A thorn", by=make_person("vet"), at=AT + HOUR)
    db.session.commit()
    told = timeline.story("animal", concern.animal_id, frozenset(Role), kind="keeping")  # type: ignore[arg-type]
    assert [one.what for one in told] == ["Answered a concern", "Raised a concern"]
    assert told[1].details == [[("What", "Injured"), ("How soon", "Today")]]
    assert told[1].reason == "Limps"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE concern SET note = 'x'", "UPDATE concern SET urgency = 'watch'",
        "UPDATE concern SET answer = 'x'", "DELETE FROM concern",
        "UPDATE concern SET answered_at = at", "UPDATE concern SET voided_at = at",
    ],
)  # fmt: skip
def test_no_statement_rewrites_a_concern(statement: str) -> None:
    make_concern()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.text(statement))


def test_a_keeper_raises_it_with_a_photograph_and_the_vet_answers(
    page: Any, signed_in: Any
) -> None:
    animal = make_animal(name="Mali", at=clock.now() - HOUR)
    db.session.commit()
    keeper, vet = signed_in("keeper"), signed_in("vet")
    address = f"/animals/{animal.accession}/concerns/new"
    page(address, by=keeper)
    wrong = keeper.post(address, data={"what": "other", "urgency": "now", "at": ""})
    assert wrong.status_code == 422
    sent = keeper.post(address, data={
        "what": "stool", "urgency": "now", "note": "Blood in it",
        "at": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
        "photos": (BytesIO(photograph(64, 48)), "a.jpg"),
    })  # fmt: skip
    assert sent.status_code == 303
    home = page("/", by=vet)
    assert "Blood in it" in home.text and "1 photo" in home.text
    assert "Blood in it" in page(f"/animals/{animal.accession}", by=keeper).text
    shown = page(sent.location, by=vet)
    assert len(shown.one("div", class_="photos").all("img")) == 1
    assert vet.post(f"{sent.location}/answer", data={"answer": ""}).status_code == 422
    assert vet.post(f"{sent.location}/answer", data={"answer": "Worms"}).status_code == 303
    assert "Worms" in page(sent.location, by=keeper).text
    assert "Worms" in page("/", by=keeper).text
    assert "Worms" not in page("/", by=signed_in("keeper")).text, "it was another who asked"
    assert "Blood in it" not in page("/", by=vet).text
    assert "Worms" in page("/concerns?show=past", by=keeper).text


def test_a_vet_reads_that_a_photograph_is_still_on_the_phone(
    page: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    concern = make_concern(note="")
    db.session.commit()
    monkeypatch.setattr(to_come, "COUNTED", [lambda row: 2 if row.id == concern.id else 0])
    told = page(f"/concerns/{concern.id}", by=signed_in("vet")).text
    assert "2 photos are still on the phone" in told
    assert "No words and no photograph" not in told
