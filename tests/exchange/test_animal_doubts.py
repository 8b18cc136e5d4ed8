"""What cannot be true of an animal is reported; what is in doubt is stored with the doubt."""

import pytest

from rescue_center import clock
from rescue_center.animals.models import Mark
from rescue_center.exchange.animal_cells import order_of
from tests.exchange.animal_makers import imported, planned, row
from tests.exchange.stored import count, doubts, one

pytestmark = pytest.mark.usefixtures("loaded")


WRONG: list[tuple[dict[str, str], str, str]] = [
        ({"count": "-3"}, "count", "less than nothing"),
        ({"count": "0"}, "count", "not in care"),
        ({"count": "2.5"}, "count", "write 2.3.0"),
        ({"count": "100001"}, "count", "more than 100,000"),
        ({"count": "many"}, "count", "not a number"),
        ({"species": "", "scientific_name": ""}, "species", "say what the animal is"),
        ({"species": "Jackalope"}, "species", "No species here is called “Jackalope”"),
        ({"scientific_name": "3 kinds"}, "scientific_name", "does not read"),
        ({"received_on": "2027-01-01"}, "received_on", "in the future"),
        ({"received_on": "04/05/2019"}, "received_on", "can be read two ways"),
        ({"weighed_on": "2018-01-01"}, "weighed_on", "before it came"),
        ({"status_since": "2018"}, "status_since", "before it came"),
        ({"microchip": "1160981001234"}, "microchip", "this has 13"),
        ({"microchip": "1.16098E+14"}, "microchip", "the spreadsheet shortened"),
        ({"microchip": "999098100123456"}, "microchip", "test chips only"),
        ({"count": "3", "microchip": "116098100123456"}, "microchip", "cannot have one chip"),
        ({"weight_g": "-5"}, "weight_g", "cannot be the weight"),
        ({"weight_g": "2000000"}, "weight_g", "cannot be right for Sun bear"),
        ({"weight_g": "5", "weight_kg": "5"}, "weight_kg", "given twice"),
        ({"status": "died"}, "status", "Only animals in care"),
        ({"name": "=HYPERLINK(1)"}, "name", "like a formula"),
        ({"name": "x" * 81}, "name", "at most 80 fit"),
        ({"ring": "—"}, "ring", "no code"),
]  # fmt: skip


def test_what_cannot_be_true_is_reported() -> None:
    plan = planned(*(row(number=str(n)) | cells for n, (cells, _, _) in enumerate(WRONG)))
    assert plan.stored == 0
    assert [[number, column] for number, column, _ in plan.told] == [
        [n, column] for n, (_, column, _) in enumerate(WRONG, start=2)
    ]
    for (_, _, words), (_, _, reason) in zip(WRONG, plan.told, strict=True):
        assert words in reason


DOUBTFUL: list[tuple[dict[str, str], str]] = [
        ({"count": "", "name": ""}, "the number is not said: taken as one animal; count again"),
        ({"count": "about 12"}, "the number is approximate (“about 12”); count again"),
        ({"sex": "yes"}, "the sex is “yes”, which is not in the list"),
        ({"age_class": "7 y"}, "the age is “7 y”, which is not in the list"),
        ({"sex": "mixed"}, "one animal of mixed sex"),
        ({"received_on": ""}, "the day it came is not known: the day of the import stands"),
        ({"received_on": "2019"}, "of the day it came only the year is known"),
        ({"weight_g": "40000"}, "the day of the weighing is not said: taken as the day it came"),
        ({"weight_g": "4000"}, "Adults of Sun bear weigh 25 kg to 65 kg; this is 4 kg."),
        ({"status": "happy"}, "the status is “happy”, which is not in the list"),
        ({"species": "Cyclemys sp."}, "identified to the genus only"),
        ({"species": "x", "scientific_name": "Cuora mouhotii; Cuora zhoui"},
         "one of several: Cuora mouhotii; Cuora zhoui"),
        ({"species": "newt", "scientific_name": "Ichthyosaura alpestris"},
         "Ichthyosaura alpestris is new in the list of species"),
        ({"microchip": "012*345*678"}, "012345678 is not an ISO chip"),
        ({"case_number": "1999-001"}, "case “1999-001” is not recorded"),
        ({"enclosure": "Z9"}, "there is no enclosure “Z9”: not housed"),
        ({"status": "quarantine"},
         "no quarantine enclosure is named: begin its quarantine on its page"),
]  # fmt: skip


def test_what_is_in_doubt_is_stored_with_the_doubt() -> None:
    plan = imported(*(row(number=str(n)) | cells for n, (cells, _) in enumerate(DOUBTFUL)))
    assert plan.stored == len(DOUBTFUL), plan.told
    assert not [said for n, (_, said) in enumerate(DOUBTFUL) if said not in doubts(str(n))]


def test_a_count_of_males_females_and_unknown_is_their_sum() -> None:
    imported(row(count="2.3.1", name=""), row(number="2", count="0.4.0", sex="", name=""))
    assert (one().count, one().sex, one().kind) == (6, "female", "lot")
    assert (one("2").count, one("2").sex) == (4, "female")


def test_days_are_read_in_the_order_that_the_file_shows() -> None:
    assert order_of(["04/06/2016", "25/06/2016"]) == "day first"
    assert order_of(["06/25/2016", "04/06/2016"]) == "month first"
    assert order_of(["04/06/2016"]) == order_of(["13/02/2016", "02/13/2016"]) == ""
    plan = imported(row(received_on="04/06/2016"), row(number="2", received_on="25/06/2016 00:00"))
    assert plan.notes == ["Days like 04/06/2016 are read with the day first, as others here show."]
    assert clock.today(one().admitted_at).isoformat() == "2016-06-04"


def test_a_chip_is_of_one_animal_in_the_file_and_on_the_books() -> None:
    chip = "116098100123456"
    plan = imported(row(microchip=chip), row(number="2", microchip=chip))
    assert plan.told == [[3, "microchip", "Row 2 has this chip too: which is right?"]]
    later = planned(row(number="3", microchip=chip))
    assert later.told == [[2, "microchip", f"This chip belongs to {one().accession} already."]]
    assert count(Mark) == 1
