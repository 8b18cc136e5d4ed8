"""What stands on a home page: each number leads to the list it counts."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from rescue_center import clock
from rescue_center.boards import home_queries
from rescue_center.boards.views import part_of_day
from rescue_center.care import rules as care
from rescue_center.cases.models import Case
from rescue_center.db import db
from rescue_center.departures import death, permit_rules
from rescue_center.operations import doctor
from rescue_center.staff import sign_in
from tests.makers import AT, HOUR, make_animal, make_case, make_person, make_prescription

pytestmark = pytest.mark.usefixtures("session")


def figure(page: Any, words: str) -> tuple[int, str]:
    """A number of the home page, and where it leads; 0 where it is not shown."""
    for link in page.all("a", class_="figure"):
        if words in link.text:
            found = re.search(r"\d+", link.text)
            assert found is not None
            return int(found[0]), link.attrs["href"]
    return 0, ""


def test_permits_that_end_are_those_of_animals_here_and_lead_to_their_list(
    page: Any, signed_in: Any
) -> None:
    vet, now = make_person("vet"), clock.now()
    here, gone = (make_animal(at=now - timedelta(days=9)) for _ in range(2))
    for n, animal in enumerate((here, gone)):
        permit_rules.add_permit(
            [animal.stay], by=vet, at=now, kind="release", number=f"P-{n}", issuer="The ministry",
            issued_on=clock.today() - timedelta(days=300),
            expires_on=clock.today() + timedelta(days=20),
        )  # fmt: skip
    death.die(gone, by=vet, at=now, manner="natural")
    db.session.commit()
    coordinator = signed_in("coordinator")
    many, url = figure(page("/", by=coordinator), "permit")
    assert many == 1
    listed = page(url, by=coordinator).text
    assert "P-0" in listed and "P-1" not in listed


@pytest.mark.parametrize(
    ("role", "ways"),
    [("manager", {"Enclosures", "Import animals"}), ("keeper", set()),
     ("registrar", {"Open a case", "Import animals"}), ("coordinator", {"Enclosures"})],
)  # fmt: skip
def test_an_empty_centre_says_what_comes_first(
    role: str, ways: set[str], page: Any, signed_in: Any
) -> None:
    shown = page("/", by=signed_in(role)).one("div", class_="empty")
    assert "No animal is in our care" in shown.text
    assert {link.text for link in shown.all("a")} == ways


def test_who_died_in_30_days_is_a_list(page: Any, signed_in: Any) -> None:
    vet, now = make_person("vet"), clock.now()
    lately, long_ago = (
        make_animal(name=name, at=now - timedelta(days=90)) for name in ("Mali", "Dara")
    )
    death.die(lately, by=vet, at=now, manner="natural", cause="Pneumonia")
    death.die(long_ago, by=vet, at=now - timedelta(days=40), manner="natural")
    db.session.commit()
    manager = signed_in("manager")
    many, url = figure(page("/", by=manager), "died in 30 days")
    assert many == 1
    shown = page(url, by=manager)
    assert "Mali" in shown.text and "Pneumonia" in shown.text and "Dara" not in shown.text
    every = shown.one("nav", aria_label="Show").all("a")[1].attrs["href"]
    assert "Dara" in page(every, by=manager).text


def test_an_administrator_has_a_home_of_people_and_of_the_machine(
    page: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person(name="Sok New")
    animal = make_animal(name="Mali")
    said = [(doctor.WRONG, "The last backup is 90 hours old: /b/1"), (doctor.OK, "Python 3")]
    monkeypatch.setattr(doctor, "_backup", lambda _: iter(said))
    db.session.commit()
    home = page("/", by=signed_in("admin"))
    assert home.one("section", id="without").all("a")[-1].text == "Sok New"
    assert "Signed in" in home.text and "Last recorded" in home.text
    assert "The last backup is 90 hours old" in home.text and "Wrong" in home.text
    assert animal.accession not in home.text and "Mali" not in home.text


def test_who_did_nothing_for_long_is_not_signed_in(page: Any, signed_in: Any) -> None:
    admin, away = signed_in("admin"), make_person("keeper", name="Sok Away")
    begun, _ = sign_in.begin(away, at=clock.now() - timedelta(hours=2))
    db.session.commit()
    assert "Sok Away" not in page("/", by=admin).text
    begun.seen_at = clock.now() - timedelta(minutes=5)
    db.session.commit()
    assert "Sok Away" in page("/", by=admin).text


@pytest.mark.parametrize(
    ("utc", "said"),
    [(17, "evening"), (20, "evening"), (21, "morning"), (5, "afternoon"), (11, "evening")],
)
def test_nobody_is_wished_a_good_afternoon_at_night(app: Any, utc: int, said: str) -> None:
    assert part_of_day(AT.replace(hour=utc)) == said  # seven hours later in Phnom Penh


def test_a_case_taken_over_from_old_books_does_not_hide_one_of_this_week() -> None:
    days = (clock.today() - timedelta(days=5), None, clock.today() - timedelta(days=3000))
    for day in days:
        known = "day" if day else "unknown"
        case = make_case(at=clock.now(), happened_on=day, precision=known)
        make_animal(at=clock.now(), case=case)
    shown = [row.number for row in home_queries.open_cases()]
    new, unknown, old = db.session.scalars(sa.select(Case.number).order_by(Case.id))
    assert shown == [unknown, new, old]


def test_what_nobody_recorded_of_a_stopped_order_is_overdue_no_more() -> None:
    vet, at = make_person("vet"), AT + 4 * HOUR
    order = make_prescription(make_animal(), by=vet)
    assert home_queries.today(at).doses_overdue == 1
    assert len(home_queries.doses_next(at)) == 1
    care.stop(order, by=vet, at=at, reason="Better")
    assert home_queries.today(at).doses_overdue == 0
    assert home_queries.doses_next(at) == []
