"""What forms about departures ask for."""

from __future__ import annotations

from typing import Any

from rescue_center.cases.checking import COUNTRIES
from rescue_center.forms import ChoiceField


class CountryField(ChoiceField):
    """A country by its name, kept as its two letters; the empty string where it is not known."""

    def __init__(self, label: str = "", *args: Any, **rest: Any):
        listed = [(code, name) for code, name in COUNTRIES.items() if code != "XX"]
        super().__init__(label, *args, choices=listed, required=False, empty="Not known", **rest)

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data or ""
