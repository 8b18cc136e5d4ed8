"""What is typed a line a thing is read line by line, and refused with the line."""

import pytest

from rescue_center.departures import death
from rescue_center.documents import compose
from rescue_center.errors import Refused
from tests.documents.composing import LATER, fitness, printed, statement
from tests.makers import AT, HOUR, make_animal, make_person, make_taxon, make_weight

pytestmark = pytest.mark.usefixtures("session")


def test_vaccinations_are_those_typed_for_all_or_for_one() -> None:
    one, other = make_animal(), make_animal()
    typed = f"Rabisin, vet, L312, 4 May 2026\n\n{other.accession}: Nobivac, , 04/2026"
    text = printed("health_statement", statement(one, other, vaccinations=typed))
    assert "all\nRabisin, vet\nL312\n4 May 2026" in text
    assert f"{other.accession}\nNobivac\n—\nApril 2026" in text


def test_none_was_vaccinated_only_in_the_word_of_the_vet() -> None:
    one = make_animal()
    assert "None was given" not in printed("health_statement", statement(one))
    said = printed("health_statement", statement(one, unvaccinated=True))
    assert "None was given, in the word of the veterinarian." in said
    with pytest.raises(Refused, match="none was given"):
        statement(one, unvaccinated=True, vaccinations="Rabisin, L1, 2026-05-01")


@pytest.mark.parametrize(
    ("line", "refusal"),
    [("Rabisin", "Line 2: write product"), ("Rabisin, L1, soon", "Line 2: "),
     ("Rabisin, L1, 2999-01-01", "Line 2: ")],
)  # fmt: skip
def test_a_vaccination_that_cannot_be_read_is_refused_with_its_line(
    line: str, refusal: str
) -> None:
    with pytest.raises(Refused, match=refusal) as refused:
        statement(make_animal(), vaccinations=f"Nobivac, L2, 2026-05-01\n{line}")
    assert refused.value.field == "vaccinations"


@pytest.mark.parametrize(
    ("class_name", "said"),
    [("Aves", "4.0 %, ABOVE the limit of 3 %"), ("Reptilia", "4.0 %, within the limit of 5 %")],
)
def test_a_tag_is_held_against_what_its_kind_may_carry(class_name: str, said: str) -> None:
    animal = make_animal(taxon=make_taxon(class_name=class_name))
    make_weight(animal, 300)
    text = printed("release_fitness", fitness(animal, tags="VHF, 150.221, 12 g"))
    assert f"{animal.accession}\nVHF\n150.221\n12 g\n{said}" in text


@pytest.mark.parametrize("line", ["VHF", "VHF, 1, heavy", "VHF, 1, 0", "VHF, 1, NaN"])
def test_a_tag_that_cannot_be_read_is_refused(line: str) -> None:
    with pytest.raises(Refused, match="Line 1: write type") as refused:
        fitness(make_animal(), tags=line)
    assert refused.value.field == "tags"


def test_an_animal_is_last_seen_alive_before_it_died_and_the_record_says_when() -> None:
    vet, animal = make_person("vet"), make_animal()
    with pytest.raises(Refused, match="seen alive after") as refused:
        death.die(animal, by=vet, at=AT + HOUR, manner="natural",
                  last_seen_alive_at=AT + 2 * HOUR)  # fmt: skip
    assert refused.value.field == "last_seen_alive_at"
    row = death.die(animal, by=vet, at=AT + 2 * HOUR, manner="natural",
                    last_seen_alive_at=AT + HOUR)  # fmt: skip
    death.dispose(row, "burial", by=vet, at=AT + 3 * HOUR, witness="Chan", place="Pit 4")
    text = printed("death_record", compose.death_record(row, {}, by=vet, at=LATER))
    assert "Last seen alive\n12 May 2026, 11:00 (UTC+7)" in text
    assert "Place\nPit 4" in text
