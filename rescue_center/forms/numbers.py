"""Counts, decimals and weights, with either decimal mark."""

from decimal import Decimal
from typing import Any

import wtforms
from wtforms.validators import ValidationError

from rescue_center import measures
from rescue_center.forms.base import Own


class _Bounded(Own):
    """A number between `least` and `most`, both allowed."""

    def __init__(
        self,
        label: str = "",
        *args: Any,
        least: Decimal | int | None = None,
        most: Decimal | int | None = None,
        **rest: Any,
    ):
        self.least, self.most = least, most
        super().__init__(label, *args, **rest)

    def named(self, value: Any) -> str:
        """A value as a sentence names it."""
        return measures.number_text(value)

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            return
        if self.least is not None and self.data < self.least:
            raise ValidationError(f"{self.label.text} must be {self.named(self.least)} or more.")
        if self.most is not None and self.data > self.most:
            raise ValidationError(f"{self.label.text} must be {self.named(self.most)} or less.")


class CountField(_Bounded, wtforms.StringField):
    """A whole number, 1 to 100,000 unless told otherwise."""

    def __init__(
        self, label: str = "", *args: Any, least: int = 1, most: int = 100_000, **rest: Any
    ):
        super().__init__(label, *args, least=least, most=most, **rest)

    def read(self, text: str) -> int:
        number = measures.parse_number(text)
        if number != number.to_integral_value():
            raise ValueError(f"{self.label.text} must be a whole number.")
        return int(number)


COORDINATES = 6


class DecimalField(_Bounded, wtforms.StringField):
    """A number with either decimal mark, as Decimal, with at most `places` decimals. `1,500` is
    refused, unless so many places are given as only coordinates have."""

    def __init__(self, label: str = "", *args: Any, places: int = COORDINATES, **rest: Any):
        self.places = places
        super().__init__(label, *args, **rest)

    def read(self, text: str) -> Decimal:
        if self.places < COORDINATES:
            measures.refuse_doubtful(text)
        number = measures.parse_number(text)
        if -int(number.as_tuple().exponent) > self.places:
            raise ValueError(f"{self.label.text} may have at most {self.places} decimals.")
        return number

    def show(self, value: Any) -> str:
        """Without the zeros that a column of fixed places adds: `12.5`, not `12.5000`."""
        return measures.plain(Decimal(value))


class GramsField(_Bounded, wtforms.StringField):
    """A weight: `2.4 kg`, `2,4 kg`, `2400 g`; kept as whole grams, 1 g to 10 t.

    `unit` is what a bare number means; without one the unit must be typed.
    """

    def __init__(
        self, label: str = "Weight", *args: Any, unit: str = "",
        least: int = 1, most: int = 10_000_000, **rest: Any,
    ):  # fmt: skip
        self.unit = unit
        super().__init__(label, *args, least=least, most=most, **rest)

    def read(self, text: str) -> int:
        return measures.parse_grams(text, unit=self.unit)

    def show(self, value: Any) -> str:
        return measures.weight_text(value)

    def named(self, value: Any) -> str:
        return measures.weight_text(value)
