"""Chips as ISO 11784 has them, and every other mark, with its dates."""

from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, scoped_session

from rescue_center.animals import chips, life, marks, regroup
from rescue_center.animals.life import Stage
from rescue_center.animals.marks import Reading
from rescue_center.animals.models import Mark
from rescue_center.errors import Refused, constraint_of
from tests.makers import AT, DAY, HOUR, make_animal, make_lot, make_person, make_taxon

GOOD = "276 000-000 000 001"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (GOOD, "Germany"),
        ("116000000000001", "Cambodia"),
        ("004274877906943", "Afghanistan"),
        ("985112345678901", "Manufacturer 985"),
        ("900100000000001", "Manufacturer 900, a code that several share"),
        ("៩៨៥១១២៣៤៥៦៧៨៩០១", "Manufacturer 985"),
        ("891000000000001", "CS"),
    ],
)
def test_a_number_that_a_chip_can_carry_is_taken(code: str, says: str) -> None:
    chip = chips.read(code)
    assert (chip.standard, chip.says, len(chip.key)) == ("ISO", says, 15)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("", "Scan or type"),
        ("27600000000000", "15 digits; this is 14 digits"),
        ("2760000000000011", "this is 16 digits"),
        ("27600000000000A", "this is not digits only"),
        ("900274877906944", "greater than 274 877 906 943"),
        ("999000000000001", "test chips only"),
        ("000000000000001", "000 is no country"),
        ("899000000000001", "899 is no country"),
        ("1234567890", "tick “Not an ISO chip”"),
    ],
)
def test_a_number_that_no_chip_can_carry_is_refused(code: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        chips.read(code)


def test_an_older_chip_is_taken_with_a_warning() -> None:
    chip = chips.read("0a1-234 567", other_standard=True)
    assert (chip.key, chip.standard) == ("0A1234567", "NON_ISO")
    assert "other centres' readers" in chip.warning
    with pytest.raises(Refused, match="9 or 10"):
        chips.read("12345678", other_standard=True)


def chip(animal: Any, code: str = GOOD, **facts: Any) -> Mark:
    reading = Reading("microchip", code, **({"scanned": True} | facts))
    return marks.add_mark(animal, reading, by=make_person(), at=AT + HOUR)


@pytest.mark.usefixtures("session")
class TestChips:
    def test_a_chip_is_kept_as_its_fifteen_digits(self) -> None:
        mark = chip(make_animal(), position="Left shoulder", applied_on=AT.date())
        assert (mark.code, mark.code_key, mark.standard) == ("276000000000001",) * 2 + ("ISO",)
        assert (mark.status, mark.position) == ("in_place", "Left shoulder")

    def test_it_says_on_which_side_it_lies_and_what_read_it(self) -> None:
        mark = chip(make_animal(), side="left", reader="Trovan LID-573")
        assert (mark.side, mark.reader) == ("left", "Trovan LID-573")
        with pytest.raises(Refused, match="Choose the side") as refused:
            chip(make_animal(), "276000000000002", side="top")
        assert refused.value.field == "side"
        ring = Reading("ring", "KH 1", side="left", reader="x")
        kept = marks.add_mark(make_animal(), ring, by=None, at=AT + HOUR)
        assert (kept.side, kept.reader) == ("", "")

    def test_it_is_typed_twice_or_scanned(self) -> None:
        animal = make_animal()
        with pytest.raises(Refused, match="second time") as refused:
            chip(animal, scanned=False)
        assert refused.value.field == "again"
        with pytest.raises(Refused, match="The two numbers differ"):
            chip(animal, scanned=False, again="276000000000002")
        chip(animal, scanned=False, again="276000000000001")

    def test_it_belongs_to_one_animal_for_ever(self) -> None:
        first = make_animal()
        mark = chip(first)
        marks.remove_mark(mark, status="removed", on=None, by=make_person(), at=AT + DAY)
        life.move(first.stay, Stage.DEAD, by=None, at=AT + DAY)  # type: ignore[arg-type]
        with pytest.raises(Refused, match=f"belongs to {first.accession} already"):
            chip(make_animal())
        with pytest.raises(Refused, match="belongs to this animal already"):
            chip(first)

    def test_the_database_itself_keeps_a_chip_for_one_animal(
        self, session: scoped_session[Session]
    ) -> None:
        mark, other = chip(make_animal()), make_animal()
        session.add(Mark(animal=other, kind="microchip", code="x", code_key=mark.code_key))
        with pytest.raises(DBAPIError) as refused:
            session.flush()
        assert constraint_of(refused.value) == "uq_mark_chip"

    def test_a_number_struck_out_is_free_again(self) -> None:
        mark = chip(make_animal())
        with pytest.raises(Refused, match="why"):
            marks.void_mark(mark, by=make_person(), at=AT + HOUR, reason="")
        marks.void_mark(mark, by=make_person(), at=AT + HOUR, reason="Typed on the wrong animal")
        chip(make_animal())

    def test_a_lot_cannot_carry_one_but_an_individual_of_it_can(self) -> None:
        lot = make_lot(2)
        with pytest.raises(Refused, match="a lot cannot carry a chip"):
            chip(lot)
        chip(regroup.individualise(lot, by=None, at=AT + HOUR))

    def test_what_to_think_about_before_chipping(self, monkeypatch: pytest.MonkeyPatch) -> None:
        big, small = make_animal(), make_animal(taxon=make_taxon(weight_max_g=60))
        iso, older = Reading("microchip", GOOD), Reading("microchip", "123456789",
                                                         other_standard=True)  # fmt: skip
        assert marks.warnings(big, iso) == []
        assert "too small" in marks.warnings(small, iso)[0]
        assert "not an ISO chip" in marks.warnings(big, older)[0]
        found = Reading("microchip", GOOD, found_on_arrival=True)
        assert "kept it before" in marks.warnings(big, found)[0]
        monkeypatch.setattr(marks, "known_weight", [lambda _animal: 80])
        assert "80 g" in marks.warnings(big, iso)[0]
        monkeypatch.setattr(marks, "known_weight", [lambda _animal: 800])
        assert marks.warnings(small, iso) == []


@pytest.mark.usefixtures("session")
class TestOtherMarks:
    def test_a_ring_a_notch_and_a_pattern_are_marks_too(self) -> None:
        animal, sok = make_animal(), make_person()
        for reading in (
            Reading("ring", "KH 014", position="Left leg", description="Blue, closed"),
            Reading("notch", "L2 R7"),
            Reading("photo", description="Plastron like a butterfly"),
        ):
            marks.add_mark(animal, reading, by=sok, at=AT)
        assert [m.code_key for m in animal.marks] == ["KH014", "L2R7", ""]

    @pytest.mark.parametrize(
        ("reading", "field"),
        [
            (Reading("tattoo"), "code"),
            (Reading("paint"), "description"),
            (Reading("spell"), "kind"),
        ],
    )
    def test_a_mark_says_what_it_is(self, reading: Reading, field: str) -> None:
        with pytest.raises(Refused) as refused:
            marks.add_mark(make_animal(), reading, by=None, at=AT)
        assert refused.value.field == field

    def test_dates_are_in_order(self) -> None:
        animal, sok = make_animal(), make_person()
        with pytest.raises(Refused, match="in the future"):
            reading = Reading("ring", "1", applied_on=(AT + DAY).date())
            marks.add_mark(animal, reading, by=sok, at=AT)
        mark = marks.add_mark(
            animal, Reading("ring", "1", applied_on=AT.date()), by=sok, at=AT
        )  # fmt: skip
        before = (AT - DAY).date()
        with pytest.raises(Refused, match="cannot be gone before"):
            marks.remove_mark(mark, status="lost", on=before, by=sok, at=AT + DAY)
        marks.remove_mark(mark, status="lost", on=(AT + DAY).date(), by=sok, at=AT + DAY)
        with pytest.raises(Refused, match="lost already"):
            marks.remove_mark(mark, status="lost", on=None, by=sok, at=AT + DAY)
