"""How many taps a keeper's tasks take (interface.md, section 1: the figures are its targets)."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.phone_kit import PINS, Handheld


def test_a_keepers_tasks_take_no_more_taps_than_they_may(
    handheld: Handheld, engine_name: str
) -> None:
    """1 who it is, 2 a dose, 3 a place of eight, 4 a concern with a photograph, 5 a weight, 6 a
    move, 12 the next person: with network, and without before the other database."""
    held = handheld
    held.tap("Sok")
    held.follow("Somebody else joins this phone")
    held.join("Keo Bopha")
    if engine_name == "postgresql":
        held.cut()
    with held.at_most(1):
        held.scan("Mali")
        expect(held.page.get_by_role("heading", name="Mali")).to_be_visible()
    with held.at_most(1):
        held.tap("GIVEN")
        held.sees("Given ")
    with held.at_most(2):
        held.scan("G4")
        held.tap("ALL 8 SEEN AND WELL")
        held.sees("G4: 8 of 8 seen")
    with held.at_most(5):
        held.follow("Dara")
        held.tap("Not eating")
        held.photograph()
        held.tap("Tell the vet")
        held.sees("Concern kept")
    with held.at_most(3, digits=3):
        held.scan("Sovan")
        held.follow("Weigh")
        held.digits("5,2")
        held.tap("Save 5.2 kg")
        held.sees("Sovan weighs 5.2 kg")
    with held.at_most(4, digits=8):
        held.follow("Move")
        held.follow("Scan or type the door")
        held.digits(held.ward.tags["G5"])  # test_phone_camera.py scans it
        held.tap("Confirm")
        held.sees("Sovan moved to G5.")
    with held.at_most(1, digits=4):  # whatever is on the screen
        held.tap("Keo")
        held.digits(PINS["Sok Vanna"])
        held.sees(re.compile("(Morning|Afternoon) round"))
    held.follow("Outbox")
    with held.at_most(1, digits=4):
        held.tap("Keo Bopha")
        held.digits(PINS["Keo Bopha"])
        held.sees(re.compile("(Morning|Afternoon) round"))
    held.mend()
    held.send()


@pytest.mark.engine("sqlite")
def test_who_takes_over_a_phone_is_asked_for_the_pin_and_others_are_a_tap_apart(
    handheld: Handheld,
) -> None:
    held = handheld
    held.tap("Sok")  # nobody else is on it yet
    held.follow("Somebody else joins this phone")
    held.join("Keo Bopha")
    held.tap("Keo")
    held.follow("Others")
    held.follow("Somebody else joins this phone")
    held.join("Dr Lim Chan")
    held.cut()
    with held.at_most(1):
        held.tap("Dr")
        expect(held.page.get_by_role("heading", name="Keo Bopha")).to_be_visible()
    held.digits("25")  # begun on the wrong one: it counts for nobody else
    with held.at_most(1, digits=4):
        held.follow("Sok Vanna")
        held.digits(PINS["Sok Vanna"])
        held.sees(re.compile("(Morning|Afternoon) round"))
    expect(held.page.locator("#top-who")).to_contain_text("Sok")
    held.tap("Sok")
    expect(held.page.get_by_role("heading", name="Dr Lim Chan")).to_be_visible()
    held.digits("1111")
    held.sees("That is not the PIN.")


@pytest.mark.engine("sqlite")
def test_an_odd_weight_is_asked_about_and_kept_where_it_is_right(handheld: Handheld) -> None:
    held = handheld
    held.scan("Sovan")
    held.follow("Weigh")
    held.digits("52")
    held.tap("Save 52 kg")
    held.sees("Animals of this species weigh 3 kg to 7 kg. Is 52 kg right?")
    held.tap("Yes, 52 kg")
    held.sees("Sovan weighs 52 kg.")


@pytest.mark.engine("sqlite")
def test_who_scans_the_wrong_animal_is_shown_the_right_one(handheld: Handheld) -> None:
    held = handheld
    held.scan("Dara")
    held.sees("This is Dara. The dose that is due here is for another animal:")
    held.follow("Mali")
    expect(held.page.get_by_role("button", name="GIVEN")).to_be_visible()


@pytest.mark.engine("sqlite")
def test_a_press_during_which_the_screen_has_news_still_counts(handheld: Handheld) -> None:
    held = handheld
    held.scan("Mali")
    held.page.get_by_role("button", name="GIVEN").hover()
    held.page.evaluate("document.querySelector('h1').tabIndex = -1")
    held.page.evaluate("document.querySelector('h1').focus()")  # the finger takes the focus
    held.page.mouse.down()
    held.page.evaluate("dispatchEvent(new CustomEvent('outbox'))")
    held.page.wait_for_timeout(400)
    held.page.mouse.up()
    held.sees("Given ")


@pytest.mark.engine("sqlite")
def test_what_is_pressed_twice_while_the_phone_is_slow_to_save_is_recorded_once(
    handheld: Handheld,
) -> None:
    held = handheld
    page = held.scan("Mali")
    page.evaluate("""() => {
      const real = crypto.subtle.encrypt.bind(crypto.subtle);
      crypto.subtle.encrypt = async (...facts) => {
        await new Promise((go) => setTimeout(go, 500));
        return real(...facts);
      };
    }""")
    held.tap("GIVEN")
    page.evaluate("dispatchEvent(new CustomEvent('outbox'))")
    held.tap("GIVEN")
    held.sees("Given ")
    page.wait_for_timeout(700)  # a second one would be saved by now
    held.sees("1 on this phone")


@pytest.mark.engine("sqlite")
def test_nothing_moves_from_under_a_finger_as_a_screen_opens(handheld: Handheld) -> None:
    held = handheld
    held.page.context.add_init_script("""globalThis.moved = 0;
      new MutationObserver(() => {
        const [top, main] = ["top", "content"].map((id) => document.getElementById(id));
        if (main?.querySelector(".acts") && !top.firstChild) moved += 1;
      }).observe(document, { childList: true, subtree: true });""")
    page = held.scan("Mali")
    held.sees("All at the centre")
    expect(page.get_by_role("button", name="GIVEN")).to_be_visible()
    assert page.evaluate("moved") == 0
