"""A day without network: two keepers, one phone, three ends of its page, a server that stops, a
clock set wrong, a session that runs out. Then the network returns, and everything is at the centre:
nothing lost, nothing twice, nothing under another name."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import Error, Route, expect

from rescue_center import clock
from rescue_center.care.models import Weight
from rescue_center.care.order_models import Administration
from rescue_center.db import db
from rescue_center.enclosures.models import Housing
from rescue_center.enclosures.rules import house
from rescue_center.husbandry.concern_models import Concern, ConcernPhoto
from rescue_center.husbandry.roll_models import RollCall
from rescue_center.media import store
from rescue_center.media.models import Media
from rescue_center.rounds.models import PhonePhoto, PhoneRecord
from rescue_center.staff.phone_models import PhoneProfile
from tests.browser.telephone import Telephone
from tests.enclosures.makers import make_unit
from tests.makers import make_animal, make_prescription, make_taxon
from tests.server import Live
from tests.staff.makers import PASSWORD, make_person

HOUR = timedelta(hours=1)
SOK, DARA = ("Sok Vanna", "2580"), ("Chan Dara", "1379")
NAMES = ("Mali", "Botum", "Kiri", "Nary", "Phala", "Rith", "Sita", "Tola", "Veasna", "Chenda")

Job = dict[str, Any]


@pytest.fixture
def gibbons(live: Live) -> dict[str, Any]:
    """Ten gibbons in G4 who each have two doses due, three places to move to, two keepers."""
    with live.app.app_context():
        now = clock.now()
        make_person("manager", account="manager", name="Tep Rith", password=PASSWORD)
        sok = make_person("keeper", account="sok", name=SOK[0], password=PASSWORD)
        dara = make_person("keeper", account="dara", name=DARA[0], password=PASSWORD)
        gibbon = make_taxon("Hylobates pileatus", common_name="Pileated gibbon",
                            weight_min_g=1000, weight_max_g=9000)  # fmt: skip
        cage, *others = (make_unit(code, capacity=20) for code in ("G4", "G5", "G6", "G7"))
        doses = []
        animals = [make_animal(name=name, taxon=gibbon, at=now - 100 * HOUR) for name in NAMES]
        house(animals, cage, by=sok, at=now - 99 * HOUR, reason="")
        for animal in animals:
            doses += [make_prescription(animal, at=now - 6 * HOUR).doses[0].id for _ in range(2)]
        db.session.commit()
        return {
            "animals": [animal.id for animal in animals], "doses": doses, "cage": cage.id,
            "others": [unit.id for unit in others], "sok": sok.id, "dara": dara.id,
        }  # fmt: skip


def work_of(facts: dict[str, Any], whose: int) -> list[Job]:
    """A keeper's hundred: 55 weights, 10 doses, 10 counts, 5 moves, 20 concerns with photographs.
    Every one says something that no other says."""
    animals, first = facts["animals"], whose * 100
    jobs: list[Job] = [
        {"kind": "weight", "facts": {"animal": animals[n % 10], "grams": 2000 + first + n,
                                     "sample": None, "confirmed": True, "note": ""}}
        for n in range(55)
    ]  # fmt: skip
    jobs += [{"kind": "dose", "facts": {"dose": dose, "how": "given"}}
             for dose in facts["doses"][whose::2]]  # fmt: skip
    jobs += [{"kind": "seen", "facts": {"unit": facts["cage"], "expected": 10 + first + n,
                                        "found": 10, "animals": animals[:3], "missing": []}}
             for n in range(10)]  # fmt: skip
    jobs += [{"kind": "move", "facts": {"animals": [animals[5 * whose + n]],
                                        "unit": facts["others"][n % 3], "note": ""}}
             for n in range(5)]  # fmt: skip
    jobs += [
        {"kind": "concern", "photo": 20 * whose + n, "width": 1200 if n % 7 == 3 else 240,
         "facts": {"animal": animals[n % 10], "what": "stool", "urgency": "watch",
                   "note": f"photograph {20 * whose + n}"}}
        for n in range(20)
    ]  # fmt: skip
    return [jobs[(n * 37) % 100] for n in range(100)]  # mixed, the same each time


def undone(jobs: list[Job], phone: Telephone) -> list[Job]:
    """The jobs that the phone does not hold yet; whatever it said it kept, it holds."""
    kept = phone.mine()
    held = [row["facts"] for row in kept]
    assert len(held) == len({str(one) for one in held}), "something was kept twice"
    return [job for job in jobs if job["facts"] not in held]


def keeps_what_it_said(phone: Telephone) -> None:
    """Whatever was said to be kept is kept, and each once."""
    ids = [row["id"] for row in phone.rows("outbox")]
    assert len(ids) == len(set(ids))
    assert set(phone.acknowledged) <= set(ids)


def test_a_day_without_network_is_at_the_centre_once_and_under_the_right_names(
    telephone: Callable[[], Telephone], live: Live, gibbons: dict[str, Any]
) -> None:
    phone = telephone()
    phone.enrol()
    phone.join("sok", SOK[1])
    phone.joined_later("dara", DARA[1])
    phone.kept_for_offline()
    phone.cut()
    phone.lock()
    soks, daras = (work_of(gibbons, whose) for whose in (0, 1))

    phone.unlock(*SOK)
    by_screen(phone, gibbons)
    phone.write_until(undone(soks, phone), acknowledged=20)
    phone.crash()  # in the middle of a save
    phone.open()
    keeps_what_it_said(phone)

    phone.unlock(*DARA)
    phone.write_until(daras, acknowledged=30)
    phone.close_page()  # swiped away in the middle of a save
    phone.open()
    keeps_what_it_said(phone)
    phone.unlock(*SOK)
    phone.write(undone(soks, phone))
    phone.set_clock(7200)
    locked = phone.page.get_by_role("heading", name="Who is it?")
    expect(locked).to_be_visible(timeout=15_000)  # it looks every five seconds

    phone.unlock(*DARA)
    phone.write_until(undone(daras, phone), acknowledged=30)
    phone.lose_power()  # in the middle of a save
    phone.open()
    keeps_what_it_said(phone)
    phone.unlock(*DARA)
    phone.write(undone(daras, phone))
    keeps_what_it_said(phone)
    expect(phone.page.get_by_text("200 on this phone")).to_be_visible()
    authors = {row["id"]: row["profile"] for row in phone.rows("outbox")}
    assert count(live, PhoneRecord) == 0

    sessions_run_out(live)
    phone.set_clock(7200 + 11)  # the last one can't be undone any more
    lose_answers(phone)
    phone.mend()
    wait_until(phone, lambda: count(live, PhoneRecord) > 0)
    phone.context.unroute("**/m/records")
    live.kill()
    live.start_again()
    phone.send_now()
    button = phone.page.get_by_role("button", name="Send now")
    for _ in range(60):
        if phone.page.get_by_text("Everything is at the centre.").is_visible():
            break
        button.click()
        phone.page.wait_for_timeout(500)
    expect(phone.page.get_by_text("Everything is at the centre.")).to_be_visible()
    expect(phone.page.get_by_text("clock is 2 hours ahead")).to_be_visible()
    phone.page.get_by_role("link", name="Sign in").click()
    phone.page.get_by_label("Password").fill(PASSWORD)
    phone.page.get_by_role("button", name="Sign in").click()
    expect(phone.page.get_by_role("link", name="G4")).to_be_visible()
    expect(phone.page.get_by_text("Sign in to")).to_be_hidden()
    with live.app.app_context():
        all_is_there(authors, gibbons, [*soks, *daras])
        db.session.rollback()


def by_screen(phone: Telephone, facts: dict[str, Any]) -> None:
    """A dose, a weight and a concern with a photograph, as fingers give them."""
    page = phone.page
    page.get_by_role("link", name="G4").click()
    page.get_by_role("link", name="Kiri").first.click()
    page.get_by_role("button", name="GIVEN").first.click()
    expect(page.get_by_text("1 on this phone")).to_be_visible()
    page.get_by_role("link", name="Weigh").click()
    page.get_by_role("button", name="kg", exact=True).click()
    for sign in "2", ".", "0", "0", "2":
        page.get_by_role("button", name="Decimal mark" if sign == "." else sign, exact=True).click()
    page.get_by_role("button", name="Save 2.002 kg").click()
    yes = page.get_by_role("button", name="Yes, 2.002 kg")
    yes.click()
    expect(page.get_by_text("2 on this phone")).to_be_visible()


def lose_answers(phone: Telephone) -> None:
    """The centre hears, and the phone hears nothing back."""

    def lose(route: Route) -> None:
        with contextlib.suppress(Error):  # the server is ended meanwhile
            route.fetch()
            route.abort("connectionreset")

    phone.context.route("**/m/records", lose)


def wait_until(phone: Telephone, true: Callable[[], bool]) -> None:
    for _ in range(300):
        if true():
            return
        phone.page.wait_for_timeout(50)
    raise AssertionError("it did not come to pass")


def count(live: Live, model: Any) -> int:
    with live.app.app_context():
        found = db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
        db.session.rollback()
        return found


def sessions_run_out(live: Live) -> None:
    with live.app.app_context():
        db.session.execute(sa.update(PhoneProfile).values(renewed_at=clock.now() - 31 * 24 * HOUR))
        db.session.commit()


def all_is_there(authors: dict[str, int], facts: dict[str, Any], jobs: list[Job]) -> None:
    """Every record once, with what it says, by whoever wrote it, and every photograph with its own
    concern."""
    person = {p.id: p.person_id for p in db.session.scalars(sa.select(PhoneProfile))}
    records = {r.id: r for r in db.session.scalars(sa.select(PhoneRecord))}
    assert Counter(r.outcome for r in records.values()) == {"applied": 200}
    assert {name: r.by_id for name, r in records.items()} == {
        name: person[profile] for name, profile in authors.items()
    }
    whose = [(str(job["facts"]), facts["sok"] if n < 100 else facts["dara"])
             for n, job in enumerate(jobs)]  # fmt: skip
    assert Counter((str(r.body["facts"]), r.by_id) for r in records.values()) == Counter(whose)
    written = {
        model: Counter(map(tuple, db.session.execute(sa.select(*columns))))
        for model, columns in {
            Weight: (Weight.weight_g, Weight.recorded_by_id),
            Administration: (Administration.dose_id, Administration.by_id),
            RollCall: (RollCall.expected, RollCall.by_id),
            Concern: (Concern.note, Concern.by_id),
        }.items()
    }
    key = {"weight": "grams", "dose": "dose", "seen": "expected", "concern": "note"}
    wanted: dict[str, Counter[Any]] = {
        kind: Counter((job["facts"][name], by) for job, (_, by) in zip(jobs, whose, strict=True)
                      if job["kind"] == kind)
        for kind, name in key.items()
    }  # fmt: skip
    before = Counter({(3200, None): 10})  # what the doses were reckoned from
    assert written[Weight] == wanted["weight"] + before
    assert written[Administration] == wanted["dose"]
    assert written[RollCall] == wanted["seen"]
    assert written[Concern] == wanted["concern"]
    lives = {place.animal_id: place.unit_id for place in db.session.scalars(
        sa.select(Housing).where(Housing.ended_at.is_(None)))}  # fmt: skip
    moved = {job["facts"]["animals"][0]: job["facts"]["unit"] for job in jobs
             if job["kind"] == "move"}  # fmt: skip
    assert lives == moved
    photographs_are_whole(records)


def photographs_are_whole(records: dict[str, PhoneRecord]) -> None:
    """Forty, each with the concern that it was taken for, and showing what was photographed."""
    photos = db.session.scalars(sa.select(PhonePhoto)).all()
    assert len(photos) == 40
    pairs = Counter((one.concern_id, one.media_id)
                    for one in db.session.scalars(sa.select(ConcernPhoto)))  # fmt: skip
    assert len(pairs) == 40 and set(pairs.values()) == {1}
    for photo in photos:
        record = records[photo.record_id]
        assert (int(record.made.partition(":")[2]), photo.media_id) in pairs
        media = db.session.get_one(Media, photo.media_id)
        with Image.open(store.sealed(media.sha256)) as picture:
            grey = picture.convert("L").getpixel((picture.width // 4, picture.height // 2))
        assert record.body["facts"]["note"] == f"photograph {round(grey / 6)}"  # type: ignore[operator]
