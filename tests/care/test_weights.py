"""Weighing: what is kept, what is asked about, what is refused."""

import pytest
from sqlalchemy.orm import Session, scoped_session

from rescue_center import journal
from rescue_center.animals.life import Stage, move
from rescue_center.care import queries
from rescue_center.care.rules import Unusual, void_weight, weigh
from rescue_center.errors import Refused
from rescue_center.journal.models import Entry
from tests.makers import AT, DAY, HOUR, make_animal, make_lot, make_person, make_taxon, make_weight

pytestmark = pytest.mark.usefixtures("session")


def test_a_weight_is_kept_in_grams_and_written_in_the_journal(
    session: scoped_session[Session],
) -> None:
    mali, sok = make_animal(), make_person("keeper")
    weigh(mali, 2400, by=sok, at=AT, note="after breakfast")
    journal.settle()
    entry = session.query(Entry).filter_by(verb="weighed").one()
    assert entry.after["weight_g"] == 2400
    assert (entry.animal_id, entry.person_id) == (mali.id, sok.id)
    found = queries.last_weight(mali.id)
    assert found is not None and found.weight_g == 2400 and not found.is_estimate


@pytest.mark.parametrize(
    ("age", "grams", "sentence"),
    [
        ("adult", 900, "Adults of Gibbon weigh 4 kg to 7 kg; this is 900 g."),
        ("unknown", 900, "Adults of Gibbon weigh 4 kg to 7 kg; this is 900 g."),
        ("juvenile", 7100, "Adults of Gibbon weigh 4 kg to 7 kg; this is 7.1 kg."),
    ],
)
def test_a_weight_outside_the_range_of_the_species_is_asked_about(
    age: str, grams: int, sentence: str
) -> None:
    gibbon = make_taxon(common_name="Gibbon", weight_min_g=4000, weight_max_g=7000)
    mali = make_animal(taxon=gibbon, age_class=age)
    with pytest.raises(Unusual) as asked:
        weigh(mali, grams, by=None, at=AT)
    assert asked.value.doubts == [sentence]
    assert asked.value.field == "unusual_confirmed"
    assert weigh(mali, grams, by=None, at=AT, unusual_confirmed=True).unusual_confirmed


def test_a_young_animal_may_weigh_less_than_an_adult() -> None:
    gibbon = make_taxon(weight_min_g=4000, weight_max_g=7000)
    mali = make_animal(taxon=gibbon, age_class="infant")
    assert weigh(mali, 600, by=None, at=AT).unusual_confirmed is False


@pytest.mark.parametrize(
    ("grams", "words"), [(1201, "20 % more"), (799, "20 % less"), (400, "60 % less")]
)
def test_a_jump_of_more_than_a_fifth_is_asked_about(grams: int, words: str) -> None:
    mali = make_animal()
    make_weight(mali, 1000)
    with pytest.raises(Unusual, match=words):
        weigh(mali, grams, by=None, at=AT + DAY)
    assert weigh(mali, 1200, by=None, at=AT + DAY)


def test_a_reading_is_compared_with_the_one_before_it_not_with_a_later_one() -> None:
    mali = make_animal()
    make_weight(mali, 1000)
    make_weight(mali, 3000, at=AT + DAY * 2)
    assert weigh(mali, 1100, by=None, at=AT + DAY)


@pytest.mark.parametrize("grams", [0, -5, 70_001, 10**12])
def test_an_absurd_weight_is_refused_even_when_confirmed(grams: int) -> None:
    mali = make_animal(taxon=make_taxon(weight_max_g=7000))
    with pytest.raises(Refused) as refused:
        weigh(mali, grams, by=None, at=AT, unusual_confirmed=True)
    assert refused.value.field == "weight"
    assert not isinstance(refused.value, Unusual)


def test_a_lot_is_weighed_by_sample() -> None:
    lot = make_lot(24)
    with pytest.raises(Refused, match="how many animals"):
        weigh(lot, 90, by=None, at=AT)
    with pytest.raises(Refused, match="24 animals in this lot"):
        weigh(lot, 90, by=None, at=AT, sample_n=25)
    assert weigh(lot, 90, by=None, at=AT, sample_n=6).sample_n == 6
    with pytest.raises(Refused, match="is one animal"):
        weigh(make_animal(), 90, by=None, at=AT, sample_n=2)


def test_nothing_is_weighed_in_the_future_or_when_it_was_not_here() -> None:
    mali = make_animal()
    with pytest.raises(Refused, match="in the future"):
        weigh(mali, 900, by=None, at=AT + HOUR, recorded_at=AT)
    with pytest.raises(Refused, match="was not in our care"):
        weigh(mali, 900, by=None, at=AT - HOUR)
    assert mali.stay
    move(mali.stay, Stage.DEAD, by=None, at=AT + DAY)
    with pytest.raises(Refused, match=r"left our care on .* \(dead\)"):
        weigh(mali, 900, by=None, at=AT + DAY * 2)
    assert weigh(mali, 900, by=None, at=AT + HOUR, recorded_at=AT + DAY * 2)


def test_a_reading_that_was_struck_out_no_longer_counts() -> None:
    mali, sok, dara, lim = (
        make_animal(), make_person("keeper"), make_person("keeper"), make_person("vet")
    )  # fmt: skip
    first = make_weight(mali, 1000, by=sok)
    wrong = make_weight(mali, 10_000, at=AT + DAY, by=sok)
    with pytest.raises(Refused, match="Only whoever took"):
        void_weight(wrong, by=dara, at=AT + DAY, reason="decimal point")
    with pytest.raises(Refused, match="Say why"):
        void_weight(wrong, by=sok, at=AT + DAY, reason=" ")
    void_weight(wrong, by=sok, at=AT + DAY, reason="decimal point")
    with pytest.raises(Refused, match="before"):
        void_weight(wrong, by=lim, at=AT + DAY, reason="again")
    assert queries.last_weight(mali.id) is first
    assert [w.is_void for w in queries.weights(mali.id)] == [True, False]
