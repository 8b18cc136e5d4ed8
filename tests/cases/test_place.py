"""Where a seizure was: typed in many ways, shown as exactly as each role may know it."""

from decimal import Decimal

import pytest

from rescue_center.cases.coordinates import parse_point, point_text
from rescue_center.cases.disclosure import category, generalised, shown_point
from rescue_center.policy import Role, shown
from tests.cases.makers import line, open_case
from tests.makers import make_taxon

LAT, LON = Decimal("11.2641"), Decimal("105.0312")


@pytest.mark.parametrize(
    "typed",
    [
        "11.2641, 105.0312",
        "11.2641 105.0312",
        "11.2641,105.0312",
        "11,2641; 105,0312",
        "11,2641 105,0312",
        "11.2641N 105.0312E",
        "N 11.2641 E 105.0312",
        "105.0312 E, 11.2641 N",
        "11°15'50.76\"N 105°01'52.32\"E",
        "11° 15\u2032 50.76\u2033 N, 105° 1\u2032 52.32\u2033 E",
        "11°15.846'N 105°1.872'E",
        "11°15'50.76\" 105°01'52.32\"",
        "១១.២៦៤១, ១០៥.០៣១២",
    ],
)
def test_a_point_is_read_as_people_write_it(typed: str) -> None:
    point = parse_point(typed)
    assert (point.latitude, point.longitude) == (LAT, LON)


def test_south_and_west_are_negative() -> None:
    assert parse_point("12.5 S 77.03 W") == (Decimal("-12.5"), Decimal("-77.03"))
    assert parse_point("-12.5, -77.03") == (Decimal("-12.5"), Decimal("-77.03"))
    assert parse_point("\u221212.5, \u221277.03") == (Decimal("-12.5"), Decimal("-77.03"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("105.0312, 11.2641", "Latitude comes first"),
        ("11.2641, 190", "Longitude goes to 180"),
        ("11.2641", "Write latitude and longitude"),
        ("Koh Thom", "Write latitude and longitude"),
        ("11°75'N 105°1'E", "go up to 59"),
        ("11.5°15'N 105°1'E", "last part"),
        ("-11 S, 105 E", "not both"),
        ("11 E, 105 N", "Latitude comes first"),
        ("11 N, 105 N", "Latitude has N or S"),
        ("1 2 3 4 5 6 7", "Write latitude and longitude"),
        ("NaN, NaN", "Write latitude and longitude"),
    ],
)
def test_a_point_that_is_none_is_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_point(typed)


def test_a_point_is_shown_as_it_may_be_typed_again() -> None:
    text = point_text((Decimal("11.264100"), Decimal("-105.000000")))
    assert parse_point(text) == (LAT, Decimal(-105))


def test_a_cell_has_the_radius_of_the_published_table() -> None:
    for step, metres in ((1, 77_700), (2, 7_800), (3, 780)):
        point = generalised(Decimal("12.0"), Decimal("105.0"), None, step)
        assert point.uncertainty_m == pytest.approx(metres, rel=0.01)


@pytest.mark.parametrize("step", [1, 2, 3])
def test_every_point_of_a_cell_is_shown_as_its_middle(step: int) -> None:
    south_west = generalised(Decimal("-12.004"), Decimal("-77.004"), None, step)
    north_east = generalised(Decimal("-12.001"), Decimal("-77.001"), None, step)
    assert south_west == north_east
    assert not south_west.exact


def test_the_poles_stay_on_earth() -> None:
    assert generalised(Decimal(90), Decimal(180), None, 1).latitude == Decimal("89.5")


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"cites": "I", "iucn": "LC"}, 1),
        ({"cites": "NL", "iucn": "CR"}, 1),
        ({"cites": "I/II", "iucn": "LC"}, 1),
        ({"cites": "II", "iucn": "VU"}, 2),
        ({"cites": "?", "iucn": "NE"}, 2),
        ({"cites": "II", "iucn": "LC"}, 3),
    ],
)
def test_the_most_threatened_species_decides(facts: dict[str, str], expected: int) -> None:
    common = line(make_taxon(cites="NL", iucn="LC"))
    assert category(open_case(common, line(make_taxon(**facts)))) == expected


@pytest.mark.usefixtures("session")
def test_unidentified_animals_may_be_anything() -> None:
    assert category(open_case(line(None))) == 2


@pytest.mark.usefixtures("session")
def test_each_role_sees_the_place_as_exactly_as_it_may() -> None:
    case = open_case(line(make_taxon(cites="I")), latitude=LAT, longitude=LON, uncertainty_m=100)
    for role in (Role.REGISTRAR, Role.OFFICER, Role.MANAGER, Role.COORDINATOR):
        point = shown_point(case, {role})
        assert point and point.exact and point.latitude == LAT
    for role in (Role.VET, Role.INSPECTOR):
        point = shown_point(case, {role})
        assert point and not point.exact
        assert (point.latitude, point.longitude) == (Decimal("11.5"), Decimal("105.5"))
        assert point.uncertainty_m and point.uncertainty_m > 77_000
    assert shown_point(case, {Role.KEEPER}) is None
    assert shown_point(case, {Role.ADMIN}) is None
    assert shown_point(case, None) is None


@pytest.mark.usefixtures("session")
def test_a_place_that_nobody_knows_is_shown_to_nobody() -> None:
    assert shown_point(open_case(), {Role.REGISTRAR}) is None


def test_a_journal_shows_the_place_to_those_who_may_see_it() -> None:
    told = {"place": "Koh Thom", "coordinates": {"latitude": "11.2641"}}
    assert shown(told, {Role.OFFICER}) == told
    assert shown(told, {Role.INSPECTOR}) == {"place": "Koh Thom", "coordinates": "withheld"}
    assert shown(told, None)["coordinates"] == "withheld"
