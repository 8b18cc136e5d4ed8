"""What a death leaves to be done: telling the authority, the necropsy, the explanation."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from rescue_center import clock
from rescue_center.db import db
from rescue_center.departures import death, queries
from rescue_center.departures.models import Death
from rescue_center.errors import Refused
from rescue_center.journal.models import Entry
from rescue_center.quarantine import rules as quarantine
from rescue_center.quarantine.event_models import AdverseEvent
from tests.makers import (
    AT,
    DAY,
    make_animal,
    make_case,
    make_group,
    make_person,
    make_taxon,
    make_unit,
)
from tests.pages import Page

Open, SignIn = Callable[..., Page], Callable[..., Any]
pytestmark = pytest.mark.usefixtures("session")


def held(**facts: Any) -> Any:
    return make_animal(case=make_case(evidence_hold=True), **facts)


def test_the_authority_is_told_of_the_natural_death_of_held_animals_or_it_is_a_task() -> None:
    keeper, officer = make_person("keeper"), make_person("officer")
    with pytest.raises(Refused, match="nobody is told yet") as refused:
        death.die(held(), by=keeper, at=AT + DAY, manner="natural")
    assert refused.value.field == "authority_notified_who"
    told = death.die(held(), by=keeper, at=AT + DAY, manner="natural",
                     authority_notified_who="Prosecutor")  # fmt: skip
    free = death.die(make_animal(), by=keeper, at=AT + DAY, manner="natural")
    row = death.die(held(), by=keeper, at=AT + DAY, manner="natural", authority_not_told=True)
    assert (told.authority_due, free.authority_due, row.authority_due) == (True, False, True)
    assert queries.untold() == [row]
    for who, at, field in ((" ", AT + 2 * DAY, "who"), ("Clerk", AT, "at")):
        with pytest.raises(Refused) as refused:
            death.tell_authority(row, who, by=officer, at=at)
        assert refused.value.field == field
    death.tell_authority(row, "Prosecutor Sok", by=officer, at=AT + 2 * DAY)
    assert queries.untold() == []
    assert row.authority_notified_at == AT + 2 * DAY
    with pytest.raises(Refused, match="was told already"):
        death.tell_authority(row, "Another", by=officer, at=AT + 3 * DAY)


def test_the_authority_was_not_told_before_the_death() -> None:
    officer = make_person("officer")
    row = death.die(held(), by=officer, at=AT + DAY, manner="natural", authority_not_told=True)
    with pytest.raises(Refused, match="before the death") as refused:
        death.tell_authority(row, "Prosecutor Sok", by=officer, at=AT)
    assert refused.value.field == "at"
    assert row.authority_notified_at is None


def test_nobody_saw_it_alive_after_its_death() -> None:
    with pytest.raises(Refused, match="seen alive after it died") as refused:
        death.die(make_animal(), by=make_person("keeper"), at=AT + DAY, manner="natural",
                  last_seen_alive_at=AT + 2 * DAY)  # fmt: skip
    assert refused.value.field == "last_seen_alive_at"


def test_a_necropsy_is_waived_by_a_vet_with_a_reason_or_follows() -> None:
    vet, keeper = make_person("vet"), make_person("keeper")
    facts = {"at": AT + DAY, "manner": "natural", "necropsy": "waived"}
    with pytest.raises(Refused, match="Only a vet"):
        death.die(make_animal(), by=keeper, necropsy_waiver="Rotten", **facts)
    with pytest.raises(Refused) as refused:
        death.die(make_animal(), by=vet, **facts)
    assert refused.value.field == "necropsy_waiver"
    assert death.die(make_animal(), by=vet, necropsy_waiver="Rotten", **facts).necropsy == "waived"
    row = death.die(make_animal(), by=keeper, at=AT + DAY, manner="natural")
    assert row.necropsy == "pending"
    death.add_note(row, "Aspergillosis", by=vet, at=AT + 2 * DAY, necropsy="done")
    assert (row.necropsy, row.necropsy_waiver) == ("done", "")
    with pytest.raises(Refused, match="done already") as refused:
        death.add_note(row, "Too old", by=vet, at=AT + 3 * DAY, necropsy="waived")
    assert refused.value.field == "necropsy"
    assert (row.necropsy, row.necropsy_waiver) == ("done", "")


def test_why_there_was_no_necropsy_is_not_lost_when_there_was_one_after_all() -> None:
    vet = make_person("vet")
    row = death.die(make_animal(), by=vet, at=AT + DAY, manner="natural", necropsy="waived",
                    necropsy_waiver="Rotten")  # fmt: skip
    death.add_note(row, "The freezer had kept it", by=vet, at=AT + 2 * DAY, necropsy="done")
    db.session.commit()
    asked = sa.select(Entry).where(Entry.verb == "added to a death record")
    assert db.session.scalars(asked).one().before["waiver"] == "Rotten"


def test_a_death_of_unknown_manner_is_unexplained_and_keeps_its_unit_closed() -> None:
    keeper = make_person("keeper")
    animal = make_animal(taxon=make_taxon(group=make_group()))
    unit = make_unit(biosecurity="quarantine")
    quarantine.begin(animal.stays[-1], unit, by=make_person("vet"), at=AT)
    row = death.die(animal, by=keeper, at=AT + DAY, manner="unknown")
    assert row.unexplained
    event = db.session.scalars(sa.select(AdverseEvent)).one()
    assert (event.kind, event.is_open, event.unit_id) == ("death", True, unit.id)


@pytest.mark.parametrize(
    "facts",
    [{"manner": "unknown"}, {"manner": "natural", "necropsy": "waived"},
     {"manner": "natural", "necropsy": "maybe"}],
)  # fmt: skip
def test_the_database_keeps_these_facts_whole(facts: dict[str, str]) -> None:
    db.session.add(Death(stay_id=make_animal().stays[-1].id, at=AT, count=1, **facts))
    with pytest.raises(IntegrityError):
        db.session.flush()


def post(page: Open, url: str, by: Any, status: int = 303, **typed: str) -> Page:
    now = f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"
    return page(url, by=by, status=status, method="POST", data={"at": now} | typed)


def test_a_keeper_says_that_nobody_is_told_and_an_officer_finds_it_at_home(
    page: Open, signed_in: SignIn
) -> None:
    animal, keeper, officer = held(at=clock.now() - DAY), signed_in("keeper"), signed_in("officer")
    url = f"/animals/{animal.accession}/death"
    typed = {"manner": "unknown", "precision": "found", "necropsy": "pending",
             "grave_word": animal.accession[-4:]}  # fmt: skip
    assert "nobody is told yet" in post(page, url, keeper, 422, **typed).text
    assert "to report to the authority" not in page("/", by=officer).text
    post(page, url, keeper, **typed, authority_not_told="y")
    row = db.session.scalars(sa.select(Death)).one()
    shown = page(f"/deaths/{row.id}", by=officer).text
    assert "Not yet" in shown and "The authority is not told yet" in shown
    for one in (officer, signed_in("registrar")):
        assert page("/", by=one).all("a", href="/deaths/untold")
    assert page("/deaths/untold", by=officer).all("a", href=f"/deaths/{row.id}/notice")
    page(f"/deaths/{row.id}/notice", by=officer)
    post(page, f"/deaths/{row.id}/notice", officer, who="Prosecutor Sok")
    assert "Nothing to report" in page("/deaths/untold", by=officer).text
    assert "Prosecutor Sok" in page(f"/deaths/{row.id}", by=officer).text


def test_what_became_of_a_necropsy_is_added_with_its_finding(page: Open, signed_in: SignIn) -> None:
    row = death.die(make_animal(at=clock.now() - DAY), by=make_person("keeper"), at=clock.now(),
                    manner="natural")  # fmt: skip
    db.session.commit()
    vet, url = signed_in("vet"), f"/deaths/{row.id}"
    assert "To be done" in page(url, by=vet).text
    page(f"{url}/notes/new", by=vet)
    post(page, f"{url}/notes/new", vet, text="Too decomposed", necropsy="waived")
    assert "Done without: Too decomposed" in page(url, by=vet).text
