"""Reference intervals: what they may say, with a source, one in force for the same animals."""

import pytest
from sqlalchemy.exc import IntegrityError

from rescue_center.db import db
from rescue_center.errors import Refused, constraint_of
from rescue_center.laboratory import interval_rules
from tests.laboratory.makers import make_analyte, make_interval
from tests.makers import AT, HOUR, make_person, make_taxon

pytestmark = pytest.mark.usefixtures("session")
LATER = AT + HOUR


@pytest.mark.parametrize(
    ("low", "high", "crit", "sentence"),
    [("", "", ("", ""), "low limit, the high one"), ("6", "3", ("", ""), "below the high"),
     ("3", "6", ("4", ""), "below the low"), ("3", "6", ("", "5"), "above the high"),
     ("", "6", ("1", ""), "below the low")],
)  # fmt: skip
def test_an_interval_that_says_nonsense_is_refused(
    low: str, high: str, crit: tuple[str, str], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        make_interval(make_analyte(), make_taxon(), low, high, crit=crit)


def test_an_interval_without_a_source_or_in_a_strange_unit_is_refused() -> None:
    glucose, taxon = make_analyte(), make_taxon()
    with pytest.raises(Refused, match="where the interval is from"):
        make_interval(glucose, taxon, "3", "6", source=" ")
    with pytest.raises(Refused, match="cannot be converted"):
        make_interval(glucose, taxon, "3", "6", unit="mg/dL")


def test_there_is_one_interval_in_force_for_the_same_animals() -> None:
    glucose, taxon = make_analyte(), make_taxon()
    made = make_interval(glucose, taxon, "3", "6")
    with pytest.raises(IntegrityError) as broken, db.session.begin_nested():
        make_interval(glucose, taxon, "4", "6")
    assert constraint_of(broken.value) == "uq_reference_interval_in_force"
    interval_rules.retire(made, reason="Old", by=make_person("vet"), at=LATER)
    make_interval(glucose, taxon, "4", "6")
    with pytest.raises(Refused, match="meanwhile"):
        interval_rules.retire(made, reason="Old", by=make_person("vet"), at=LATER)
