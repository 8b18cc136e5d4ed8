"""A curve is drawn where its numbers are."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from rescue_center import charts


@pytest.fixture(autouse=True)
def _centre() -> Iterator[None]:
    app = Flask(__name__)
    app.config["TIMEZONE"] = "Asia/Phnom_Penh"
    with app.app_context():
        yield


def test_readings_are_placed_by_day_and_value_in_any_order() -> None:
    chart = charts.line(
        [(date(2026, 3, 11), 3000), (date(2026, 3, 1), 1000), (date(2026, 3, 6), 2000)],
        unit="kg", scale=1000,
    )  # fmt: skip
    assert [p.x for p in chart.points] == [0, 50, 100]
    assert [p.value for p in chart.points] == ["1", "2", "3"]
    assert chart.points[0].y > chart.points[1].y > chart.points[2].y
    assert "from 1 kg on 1 Mar 2026 to 3 kg on 11 Mar 2026 (+200%)" in chart.words


@pytest.mark.parametrize(
    "grams", [[2400], [0], [0, 0], [5, 5, 5], [1, 10**9], [1850, 1900], [-3, 4], [0.001, 0.002]]
)
def test_every_point_lies_within_the_picture(grams: list[float]) -> None:
    chart = charts.line([(date(2026, 3, 1 + n), g) for n, g in enumerate(grams)], band=(1, 2))
    for point in chart.points:
        assert 0 <= point.x <= 100
        assert 0 <= point.y <= 100
    assert 2 <= len(chart.ups) <= 8
    assert "nan" not in chart.curve + chart.band


def test_no_reading_is_an_empty_picture_and_not_an_error() -> None:
    assert charts.line([]).points == []


def test_two_readings_at_the_same_moment_stand_above_each_other() -> None:
    at = datetime(2026, 3, 1, 5, tzinfo=UTC)
    assert [p.x for p in charts.line([(at, 1), (at, 2)]).points] == [50, 50]


def test_doubtful_readings_are_marked() -> None:
    days = [date(2026, 3, 1), date(2026, 3, 2)]
    chart = charts.line([(day, 1) for day in days], odd=[days[1]])
    assert [p.odd for p in chart.points] == [False, True]


def test_the_expected_range_may_change_with_age() -> None:
    days = [date(2026, 3, 1), date(2026, 3, 11)]
    chart = charts.line([(d, 5) for d in days], band=[(days[0], 1, 2), (days[1], 3, 4)])
    assert chart.band.startswith("M0.0 ")
    assert chart.band.count("L") == 3


def test_a_heavy_animal_is_written_without_a_mark_between_thousands() -> None:
    chart = charts.line([(date(2026, 3, 1), 1_234_500), (date(2026, 3, 9), 2_000_000)], scale=1000)
    assert [p.value for p in chart.points] == ["1234.5", "2000"]
    assert not any("," in tick.words for tick in chart.ups)


def test_an_amount_is_drawn_from_nothing() -> None:
    chart = charts.line([(date(2026, 3, 1), 440), (date(2026, 3, 2), 220)], from_zero=True)
    assert (chart.ups[0].words, chart.ups[0].at) == ("0", 100)
    assert (chart.points[0].y, chart.points[1].y) == (26.67, 63.33)
