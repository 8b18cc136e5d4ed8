"""What is typed wrongly, in a browser: a sentence beside the field, and what was typed is kept."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals import marks, queries
from rescue_center.db import db
from rescue_center.species import load as reference
from rescue_center.tags import rules as tags
from rescue_center.tags.models import Tag
from tests.browser.worker import Worker
from tests.databases import Sqlite
from tests.exchange.makers import csv_of, row
from tests.makers import make_animal, make_case, make_line, make_lot
from tests.server import Live, serving
from tests.staff.makers import PASSWORD, make_person

Enter = Callable[[str], Worker]
CHIP = "116000000000004"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A centre with a few animals; no test of this file changes what another one reads."""
    folder = tmp_path_factory.mktemp("bad-input")
    with serving(Sqlite(folder).fresh(), folder / "centre") as centre:
        with centre.app.app_context():
            reference.load(at=clock.now())
            for role in ("registrar", "keeper", "vet", "officer"):
                make_person(role, account=role, password=PASSWORD)
            _animals()
            db.session.commit()
        yield centre


def _animals() -> None:
    at = clock.now() - timedelta(days=3)
    python, turtle = (
        queries.taxon_named(name) for name in ("Python bivittatus", "Cyclemys dentata")
    )
    make_line(make_case(at=at), turtle, 20)
    naga = make_animal(at=at, taxon=python, name="Naga")
    for name in ("Neak", "Nita"):
        make_animal(at=at, taxon=python, name=name)
    for count in (21, 30):
        make_lot(count, at=at, taxon=turtle)
    marks.add_mark(naga, marks.Reading("microchip", code=CHIP, scanned=True), by=None, at=at)
    tags.tag_all([naga], by=None, at=at)


def beside(worker: Worker, label: str) -> str:
    """What is said of the field with this label, to those who see it and those who hear it."""
    return worker.field(label).evaluate(
        "e => (e.getAttribute('aria-describedby') || '').split(' ')"
        ".map(id => document.getElementById(id)?.innerText).join(' ')"
    )


def test_counts_of_an_arrival(enter: Enter) -> None:
    registrar = enter("registrar")
    registrar.find("2026-001")
    registrar.follow("Intake")
    registrar.follow("Receive animals")
    registrar.type("Brought by", "Sok")
    alive = "Alive: Asian leaf turtle"
    wrong = {"-3": "must be 0 or more", "many": "“many” is not a number.",
             "2.5": "must be a whole number", "9999999": "or less"}  # fmt: skip
    for typed, sentence in wrong.items():
        registrar.type(alive, typed)
        with registrar.refused("Nothing was saved."):
            registrar.press("Receive them")
        assert sentence in beside(registrar, alive)
        assert registrar.field(alive).input_value() == typed
    registrar.type("Arrived at", "2100-01-01T10:00")
    with registrar.refused("Arrived at is in the future."):
        registrar.press("Receive them")
    assert registrar.field("Brought by").input_value() == "Sok"


def test_weights(enter: Enter) -> None:
    keeper = enter("keeper")
    keeper.find("Naga")
    keeper.follow("Weigh")
    wrong = {"-2 kg": "must be 1 g or more", "99999 kg": "10000 kg or less",
             "heavy": "as a number and a unit"}  # fmt: skip
    for typed, sentence in wrong.items():
        keeper.type("Weight", typed)
        with keeper.refused("Nothing was saved."):
            keeper.press("Save the weight")
        assert sentence in beside(keeper, "Weight")
        assert keeper.field("Weight").input_value() == typed


def test_more_die_than_there_are_and_tomorrow(enter: Enter) -> None:
    keeper = enter("keeper")
    keeper.find("2026-00004")
    keeper.follow("Death")
    keeper.type("How many died", 22)
    keeper.tick("Natural: illness, injury, age")
    with keeper.refused("counts 21 animals; 22 cannot leave it."):
        keeper.press("Record the death")
    keeper.type("How many died", -1)
    keeper.type("When it died or was found", "2100-01-01T10:00")
    with keeper.refused("How many died must be 1 or more."):
        keeper.press("Record the death")
    assert "is in the future" in beside(keeper, "When it died or was found")


def test_a_tag_that_is_worn_and_a_digit_that_is_wrong(live: Live, enter: Enter) -> None:
    keeper, label = enter("keeper"), "Number of a blank tag"
    with live.app.app_context():
        worn = db.session.scalars(sa.select(Tag.number)).one()
    keeper.find("Neak")
    keeper.follow("Tag")
    keeper.type(label, worn)
    with keeper.refused("belongs to Naga already."):
        keeper.press("Save the tag")
    wrong = worn[:-1] + str((int(worn[-1]) + 1) % 10)
    keeper.type(label, wrong)
    with keeper.refused(f"A digit of {wrong[:4]} {wrong[4:]} is wrong. Look again."):
        keeper.press("Save the tag")
    assert keeper.field(label).input_value() == wrong


def test_the_chip_of_another_animal(enter: Enter) -> None:
    vet, label = enter("vet"), "Number, inscription or scheme"
    vet.find("Neak")
    vet.follow("Add a mark")
    vet.choose("Kind of mark", "Microchip")
    vet.tick("The reader typed it (scanned)")
    wrong = {CHIP: "This chip belongs to 2026-00001 already",
             CHIP[:-1]: "A microchip has 15 digits; this is 14 digits."}  # fmt: skip
    for typed, sentence in wrong.items():
        vet.type(label, typed)
        with vet.refused(sentence):
            vet.press("Save the mark")
        assert vet.field(label).input_value() == typed


def test_a_picture_that_is_none_and_one_of_80_mb(enter: Enter, tmp_path: Path) -> None:
    keeper = enter("keeper")
    big = tmp_path / "big.jpg"
    with big.open("wb") as file:
        file.write(b"\xff\xd8\xff\xe0")
        file.truncate(80 * 1024 * 1024)
    text = {"name": "text.jpg", "mimeType": "image/jpeg", "buffer": b"no picture at all"}
    keeper.find("Neak")
    keeper.follow("Add a photo")
    for picture, sentence in ((text, "“text.jpg” is not a photograph."),
                              (big, "“big.jpg” is larger than 32 MB.")):  # fmt: skip
        keeper.hand_in("Photographs", picture)
        keeper.type("Caption", "Left side")
        with keeper.refused(sentence):
            keeper.press("Add them")
        assert keeper.field("Caption").input_value() == "Left side"


def test_an_unknown_number(enter: Enter) -> None:
    keeper = enter("keeper")
    keeper.find("2099-99999")
    keeper.sees("Nothing found")
    with keeper.refused("There is nothing here", status=404):
        keeper.open("/animals/2099-99999")
    with keeper.refused("No tag of ours has this number", status=404):
        keeper.open("/T/12345678")


def test_a_lot_is_not_emptied_twice(enter: Enter) -> None:
    first, second = enter("registrar"), enter("vet")
    for worker in (first, second):
        worker.find("2026-00005")
        worker.follow("Split the lot")
        worker.type("How many", 20)
    first.press("Part them off")
    with second.refused("had 30 when you opened this page and has 10 now."):
        second.press("Part them off")
    assert second.field("How many").input_value() == "20"
    with second.refused("2026-00005 has 10."):
        second.press("Part them off")


def test_two_people_at_one_record(enter: Enter) -> None:
    first, second = enter("registrar"), enter("vet")
    for worker, name in ((first, "Neang"), (second, "Nimol")):
        worker.find("Nita")
        worker.follow("Edit facts")
        worker.type("House name", name)
    first.press("Save")
    with second.refused("Somebody changed Neang while you were working on it."):
        second.press("Save")
    assert "Somebody else wrote: Neang" in beside(second, "House name")
    assert second.field("House name").input_value() == "Nimol"


def test_a_new_case_with_bad_lines(enter: Enter) -> None:
    registrar = enter("registrar")
    registrar.follow("New case")
    registrar.type("Short title", "Market")
    registrar.type("Number, line 1", -5)
    registrar.type("Number, line 2", "abc")
    registrar.type("Animals as declared, line 2", "Turtles")
    with registrar.refused("Look at the manifest: a line of it cannot be taken so."):
        registrar.press("Open the case")
    assert "Number must be 0 or more." in beside(registrar, "Number, line 1")
    assert "“abc” is not a number." in beside(registrar, "Number, line 2")
    registrar.type("Number, line 1", "")
    registrar.type("Number, line 2", 2)
    registrar.type("Species, if known, line 2", "Unicorn")
    with registrar.refused("“Unicorn” is no species in the list."):
        registrar.press("Open the case")
    assert registrar.field("Short title").input_value() == "Market"


def test_a_file_with_a_bad_row_900(enter: Enter) -> None:
    registrar = enter("registrar")
    rows = [row(event_id=f"X-{n}", count="-7" if n == 900 else "3") for n in range(2, 1001)]
    sheet = {"name": "old.csv", "mimeType": "text/csv", "buffer": csv_of(*rows).encode()}
    registrar.go("Cases")
    registrar.follow("Import")
    registrar.hand_in("File", sheet)
    registrar.press("Check the file")
    registrar.sees("Nothing is stored yet.")
    registrar.sees("“-7” is less than nothing.", within="900")
