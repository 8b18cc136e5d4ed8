"""Whatever a file holds, every row is accounted for and nothing is half written."""

import csv
import io

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rescue_center.cases.models import Case, ManifestLine
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.exchange.case_cells import COLUMNS
from rescue_center.exchange.case_plan import plan_cases, read_cases
from rescue_center.exchange.rules import store_cases
from tests.exchange.makers import ROW
from tests.makers import AT

SOME = settings(
    max_examples=60, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip

CELLS = {
    "event_id": st.sampled_from(["A-1", "A-2", "A-3", "", "ក-១", "x" * 70]),
    "event_type": st.sampled_from(["seizure", "release", "Death Report", "birth", "?", ""]),
    "date": st.sampled_from(["", "2016", "2016-06", "2016-06-04", "2099", "06/04/2016", "x"]),
    "count": st.sampled_from(["", "1", "21", "13.8", "-1", "0", "1,5", "1e3", "∞", "៣"]),
    "unit": st.sampled_from(["individual", "kg", "pieces", "", "bags"]),
    "alive": st.sampled_from(["yes", "no", "mixed", "unknown", "", "?"]),
    "specimen": st.sampled_from(["live", "meat", "ivory", "", "LIV", "thing"]),
    "scientific_name": st.sampled_from(
        [
            "Heosemys grandis",
            "Cyclemys sp.",
            "Aves",
            "A; B",
            "",
            "Foo",
            "foo bar baz qux",
            "Naja cf.",
        ]
    ),
    "outcome_as_reported": st.sampled_from(["", "from A-1", "about 21 (A-2)", "A-3", "=1+1"]),
    "persons_apprehended": st.sampled_from(["", "0", "2", "-1", "x"]),
}
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ROWS = st.lists(
    st.fixed_dictionaries({column: CELLS.get(column, st.just(ROW[column])) for column in COLUMNS}),
    max_size=8,
)


def written(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def carry_out(raw: bytes) -> None:
    """Import, compare what was said with what is there, import again; then undo it all."""
    with db.session.begin_nested() as undone:
        plan = plan_cases(read_cases(raw), AT)
        assert plan.total == plan.stored + plan.already + plan.reported
        store_cases(plan, file_name="x", raw=raw, by=None, at=AT)
        lines = db.session.scalar(sa.select(sa.func.count()).select_from(ManifestLine))
        assert lines == plan.stored
        again = plan_cases(read_cases(raw), AT)
        assert (again.stored, again.already) == (0, plan.stored)
        assert again.reported == plan.reported
        empty = sa.select(Case.number).where(~Case.lines.any())
        assert db.session.scalars(empty).all() == []
        undone.rollback()
    db.session.info.pop("journal", None)
    db.session.expunge_all()


@pytest.mark.usefixtures("loaded")
@given(ROWS)
@SOME
def test_every_row_is_accounted_for_and_a_second_import_adds_nothing(
    rows: list[dict[str, str]],
) -> None:
    carry_out(written(rows))


@pytest.mark.usefixtures("loaded")
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, TEXT)), max_size=4))
@SOME
def test_any_text_in_any_cell_is_accounted_for(rows: list[dict[str, str]]) -> None:
    carry_out(written(rows))


@given(
    st.one_of(
        st.binary(max_size=200), st.text(max_size=200).map(lambda t: t.encode("utf-8", "ignore"))
    )
)
@SOME
def test_any_bytes_are_read_or_refused_in_words(raw: bytes) -> None:
    try:
        read_cases(raw)
    except Refused as refused:
        assert refused.sentence.endswith(".")


@given(st.data())
@SOME
def test_a_file_cut_anywhere_is_read_or_refused_in_words(draw: st.DataObject) -> None:
    whole = written([ROW, ROW | {"place": 'say "here", there\nand\tthere'}, ROW])
    start = draw.draw(st.integers(0, len(whole)))
    end = draw.draw(st.integers(start, len(whole)))
    try:
        read_cases(whole[:start] + whole[end:])
    except Refused as refused:
        assert refused.sentence.endswith(".")
