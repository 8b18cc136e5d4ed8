"""What goes wrong with a keeper's phone, and what it says: full, its clock off, its password asked
for again, its PIN forgotten, revoked. Nothing that was written is lost by any of it."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from rescue_center import clock
from rescue_center.care.order_models import Administration
from rescue_center.db import db
from rescue_center.husbandry.concern_models import Concern
from rescue_center.husbandry.to_come import photos_to_come, previews
from rescue_center.rounds.models import PhoneRecord, PhoneThumb
from rescue_center.staff import phone_rules
from rescue_center.staff.models import Person
from rescue_center.staff.phone_models import Phone, PhoneProfile
from tests.browser.phone_kit import PINS, Handheld
from tests.staff.makers import PASSWORD

pytestmark = pytest.mark.engine("sqlite")

FULL = """() => { IDBObjectStore.prototype.add = () => {
  throw new DOMException("full", "QuotaExceededError"); }; }"""


def outcomes(held: Handheld) -> list[tuple[str, str]]:
    """What the centre took in, and what became of it."""
    with held.live.app.app_context():
        query = sa.select(PhoneRecord.kind, PhoneRecord.outcome).order_by(PhoneRecord.seq)
        found = [(kind, outcome) for kind, outcome in db.session.execute(query)]
        db.session.rollback()
    return found


def test_a_full_phone_says_that_nothing_was_saved(handheld: Handheld) -> None:
    held = handheld
    page = held.scan("Mali")
    page.get_by_role("button", name="GIVEN").wait_for()
    page.evaluate(FULL)
    held.tap("GIVEN")
    held.sees("NOT saved: this phone is full.")
    held.sees("All at the centre")
    assert page.get_by_role("button", name="GIVEN").is_visible()


def test_a_clock_two_hours_ahead_is_said_and_put_right(handheld: Handheld) -> None:
    held = handheld
    held.page.clock.set_system_time(datetime.now(UTC) + timedelta(hours=2))
    held.page.goto("/m/")
    held.unlock("Sok Vanna")
    held.follow("G4")
    held.follow("Mali")
    held.tap("GIVEN")
    held.send()
    held.follow("Outbox")
    held.sees("clock is 2 hours ahead.")
    with held.live.app.app_context():
        given = db.session.scalars(sa.select(Administration)).one()
        assert abs(clock.now() - given.at) < timedelta(minutes=2)
        db.session.rollback()


def test_a_password_asked_for_again_stops_no_record(handheld: Handheld) -> None:
    held = handheld
    with held.live.app.app_context():
        profile = db.session.scalars(sa.select(PhoneProfile)).one()
        profile.renewed_at -= timedelta(days=31)
        db.session.commit()
    held.follow("G4")
    held.follow("Mali")
    held.tap("GIVEN")
    held.sees("1 on this phone")
    held.send()
    assert outcomes(held) == [("dose", "applied")]
    held.follow("Outbox")
    held.sees("Sign in to see the day")
    held.follow("Sign in")
    held.page.get_by_label("Password").fill(PASSWORD)
    held.tap("Sign in")
    held.sees("round")
    held.follow("Outbox")
    held.page.get_by_text("Sign in to see").wait_for(state="detached")


def test_who_forgot_the_pin_joins_anew_and_what_was_written_goes(handheld: Handheld) -> None:
    held = handheld
    held.cut()
    held.follow("G4")
    held.tap("ALL 8 SEEN AND WELL")
    held.sees("1 on this phone")
    held.tap("Sok")
    held.follow("Sok Vanna")
    held.mend()
    held.follow("I forgot my PIN")
    held.join("Sok Vanna")
    held.send()
    assert outcomes(held) == [("seen", "applied")]
    held.tap("Sok")
    expect(held.page.get_by_role("link", name="Sok Vanna")).to_have_count(1)
    held.unlock("Sok Vanna", PINS["Sok Vanna"])
    held.sees("round")


def test_a_revoked_phone_shows_nothing_more_and_hands_in_what_it_holds(
    handheld: Handheld,
) -> None:
    held = handheld
    held.cut()
    held.scan("Mali")
    held.tap("GIVEN")
    held.sees("1 on this phone")
    with held.live.app.app_context():
        manager = db.session.scalars(sa.select(Person).where(Person.account == "manager")).one()
        phone = db.session.scalars(sa.select(Phone)).one()
        phone_rules.revoke(phone, by=manager, at=clock.now(), reason="lost on the bus")
        db.session.commit()
    held.mend()
    held.wind(11)
    held.sees("1 needs you")
    held.sees("Not in today")
    assert outcomes(held) == [("dose", "held")]
    held.follow("Round")
    held.sees("This phone was revoked.")


def test_a_record_that_was_refused_says_why_and_lets_the_next_through(handheld: Handheld) -> None:
    held = handheld
    held.scan("Sovan")
    held.follow("Weigh")
    held.digits("999")
    held.tap("Save 999 kg")
    held.tap("Yes, 999 kg")
    held.follow("Move")
    held.follow("G5")
    held.tap("Confirm")
    held.sees("2 on this phone")
    held.wind(11)
    held.follow("Outbox")
    held.sees("Needs you")
    held.sees("At the centre: 1")
    assert [outcome for _, outcome in outcomes(held)] == ["refused", "applied"]
    held.tap("I have read this")
    held.sees("All at the centre")


def test_photographs_wait_for_wi_fi_where_somebody_wants_that(handheld: Handheld) -> None:
    held = handheld
    held.page.context.add_init_script("""Object.defineProperty(navigator, "connection", {
      value: Object.assign(new EventTarget(), { type: "cellular" }) })""")
    held.page.reload()
    held.unlock("Sok Vanna")
    held.follow("Outbox")
    held.page.get_by_label("Send photos over Wi-Fi only").check()
    held.follow("Round")
    held.follow("G4")
    held.follow("Dara")
    held.tap("Not eating")
    held.photograph()
    held.tap("Tell the vet")
    held.sees("1 on this phone")
    held.wind(11)
    held.sees("1 photo on this phone")
    assert outcomes(held) == [("concern", "applied")]
    held.follow("Outbox")
    held.sees("Photos wait for Wi-Fi.")
    with held.live.app.app_context():
        concern = db.session.scalars(sa.select(Concern)).one()
        assert (len(concern.photos), photos_to_come(concern)) == (0, 1)
        (ahead,) = previews(concern)  # a small one is here already
        small = db.session.get_one(PhoneThumb, ahead)
        assert 0 < len(small.content) <= 10 * 1024
        db.session.rollback()
    held.page.evaluate("navigator.connection.type = 'wifi'")
    held.page.evaluate("navigator.connection.dispatchEvent(new Event('change'))")
    expect(held.page.get_by_text("All at the centre").first).to_be_visible(timeout=20_000)
