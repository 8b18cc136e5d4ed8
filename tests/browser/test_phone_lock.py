"""A phone that several people share: the PIN, the lock, and nobody's facts in another's hands."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from rescue_center.care.order_models import Administration
from rescue_center.db import db
from tests.browser.phone_kit import PINS, Handheld

pytestmark = pytest.mark.engine("sqlite")

#: Everything that lies on the phone, as text: a person's words would show here.
KEPT = """async () => {
  const text = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder("latin1").decode(value) : typeof value === "object" && value
    ? Object.values(value).map(text).join(" ") : String(value);
  let all = document.documentElement.innerText + document.title + location.href
    + JSON.stringify(localStorage) + JSON.stringify(sessionStorage);
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const kept = await cache.match(request);
      if (!/[.](js|css|svg|png|wasm)$/.test(request.url)) all += request.url + await kept.text();
    }
  }
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
    });
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((done) => {
        const asked = db.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => done(asked.result);
      });
      all += rows.map(text).join(" ");
    }
    db.close();
  }
  return all;
}"""


def test_five_wrong_pins_wait_and_the_next_waits_longer(handheld: Handheld) -> None:
    held = handheld
    held.tap("Sok")
    held.follow("Sok Vanna")
    for _ in range(4):
        held.digits("1111")
        held.sees("That is not the PIN.")
    held.digits("1111")
    held.sees("Wait 30 seconds")
    held.page.goto("/m/")  # closing the page does not help
    held.unlock("Sok Vanna")
    held.sees("Too many wrong PINs.")
    held.wind(31)
    held.sees("That is not the PIN.")
    held.digits("1111")
    held.sees("Wait 60 seconds")
    held.wind(61)
    held.sees("That is not the PIN.")
    held.digits(PINS["Sok Vanna"])
    expect(held.page.get_by_role("link", name="G4")).to_be_visible()


def test_a_phone_that_is_left_locks_itself_and_loses_nothing(handheld: Handheld) -> None:
    held = handheld
    held.cut()
    first = held.page
    held.scan("Mali")
    held.tap("GIVEN")
    held.follow("Concern")
    held.tap("Injured")
    held.page.get_by_label("A note, if you like").fill("left foot, swollen")
    held.wind(5 * 60 + 6)
    expect(held.page.get_by_role("heading", name="Who is it?")).to_be_visible()
    held.sees("1 record waits")
    expect(first.get_by_role("heading", name="Who is it?")).to_be_visible()
    held.unlock("Sok Vanna")
    held.follow("Animals")
    held.follow("Mali")
    held.follow("Concern")
    held.sees("You began this before.")
    expect(held.page.get_by_label("A note, if you like")).to_have_value("left foot, swollen")


def test_nothing_of_whoever_locked_it_lies_open_for_the_next(handheld: Handheld) -> None:
    held = handheld
    held.cut()
    held.scan("Mali")
    held.tap("GIVEN")
    held.follow("Concern")
    held.tap("Injured")
    held.page.get_by_label("A note, if you like").fill("left foot, swollen")
    held.tap("Tell the vet")
    held.sees("2 on this phone")
    held.tap("Sok")
    expect(held.page.get_by_role("heading", name="Who is it?")).to_be_visible()
    found = held.page.evaluate(KEPT)
    assert "Sok Vanna" in found  # the face on the lock: what is looked through is what there is
    for words in ("Mali", "swollen", "Hylobates", "Dara", held.ward.tags["Mali"], "injured"):
        assert words not in found, words
    held.mend()
    held.follow("Somebody else joins this phone")
    held.join("Keo Bopha")
    held.send()
    assert "swollen" not in held.page.evaluate(KEPT)


def test_who_leaves_a_phone_takes_the_day_along_and_what_waits_is_sent_all_the_same(
    handheld: Handheld,
) -> None:
    held = handheld
    held.cut()
    held.scan("Mali")
    held.tap("GIVEN")
    held.follow("Outbox")
    held.follow("Leave this phone")
    held.tap("Take me off this phone")
    held.sees("There is no connection to the centre.")
    held.mend()
    held.tap("Take me off this phone")
    expect(held.page.get_by_role("heading", name="Who is it?")).to_be_visible()
    assert "Sok Vanna" not in held.page.evaluate(KEPT)
    held.follow("Somebody else joins this phone")
    held.join("Keo Bopha")
    held.send()
    with held.live.app.app_context():
        dose = db.session.scalars(sa.select(Administration)).one()
        assert (dose.by.name if dose.by else "", dose.status) == ("Sok Vanna", "given")
