"""A list pasted from a message or a spreadsheet becomes lines; what cannot be read is said."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rescue_center.cases.pasting import Pasted, parse_paste


@pytest.mark.parametrize(
    ("line", "name", "quantity", "unit", "condition"),
    [
        ("468 rat snake", "rat snake", 468, "individual", "alive"),
        ("468 x rat snake", "rat snake", 468, "individual", "alive"),
        ("468x rat snake", "rat snake", 468, "individual", "alive"),
        ("- 468 rat snakes", "rat snakes", 468, "individual", "alive"),
        ("• 2 live sun bears", "sun bears", 2, "individual", "alive"),
        ("3 dead leaf turtles", "leaf turtles", 3, "individual", "dead"),
        ("13.8 kg of wild pig meat", "wild pig meat", Decimal("13.8"), "kg", "alive"),
        ("13,8 kg snakes", "snakes", Decimal("13.8"), "kg", "alive"),
        ("6 pieces stomach", "stomach", 6, "pieces", "alive"),
        ("snakes", "snakes", None, "individual", "alive"),
        ("dead snakes", "snakes", None, "individual", "dead"),
        ("rat snake\t468", "rat snake", 468, "individual", "alive"),
        ("468\trat snake", "rat snake", 468, "individual", "alive"),
        ("rat snake\t12 kg", "rat snake", 12, "kg", "alive"),
        ("៤៦៨ ពស់", "ពស់", 468, "individual", "alive"),
        ("5 xenopeltis", "xenopeltis", 5, "individual", "alive"),
        ("2 deadly snakes", "deadly snakes", 2, "individual", "alive"),
    ],
)
def test_a_line_is_read_as_people_write_it(
    line: str, name: str, quantity: object, unit: str, condition: str
) -> None:
    assert parse_paste(line) == ([Pasted(name, "", quantity, unit, condition)], [])  # type: ignore[arg-type]


def test_a_scientific_name_in_brackets_is_kept_apart() -> None:
    (line,), _ = parse_paste("2 Burmese python (Python bivittatus)")
    assert (line.name, line.scientific) == ("Burmese python", "Python bivittatus")
    (bare,), _ = parse_paste("2 (Python bivittatus)")
    assert (bare.name, bare.scientific) == ("Python bivittatus", "Python bivittatus")


def test_lines_that_cannot_be_read_are_named_and_the_others_kept() -> None:
    lines, faults = parse_paste("2 pythons\n\n 7 \n1,000.5 birds\n3 turtles\n")
    assert [line.name for line in lines] == ["pythons", "turtles"]
    assert faults == [
        "Line 3 of the list, “7”: it says no species.",
        "Line 4 of the list, “1,000.5 birds”: Write the number without marks between "
        "thousands, like 1250.5.",
    ]


@given(st.text(max_size=120))
@settings(max_examples=200, deadline=None, database=None)
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    lines, faults = parse_paste(text)
    assert all(line.name for line in lines)
    assert all(fault.endswith(".") for fault in faults)
