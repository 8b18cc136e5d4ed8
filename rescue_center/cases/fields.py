"""Fields of a case of their own: a point on earth, a time of day, agencies."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from rescue_center import measures
from rescue_center.cases.coordinates import Point, parse_point, point_text
from rescue_center.cases.facts import AgencyFacts
from rescue_center.forms import LongTextField, TextField


class PointField(TextField):
    """Latitude and longitude as people write them; `data` is a Point or None."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.typed = str(self.data or "")
        self.data = parse_point(self.typed) if self.typed else None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return point_text(self.data) if isinstance(self.data, Point) else ""


class ClockField(TextField):
    """A time of day on the centre's clock, 24 hours."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.typed = str(self.data or "")
        found = re.fullmatch(r"([01]?\d|2[0-3])[:.h]([0-5]\d)", measures.western(self.typed))
        if self.typed and not found:
            raise ValueError(f"“{self.typed}” is not a time. Write it like 14:05.")
        self.data = time(int(found[1]), int(found[2])) if found else None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if isinstance(self.data, time) else ""


class AgenciesField(LongTextField):
    """Agencies, one a line: `Customs`, `Customs / Lt. Chan`, `Police / arrest / Lt. Chan`."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.typed = str(self.data or "")
        self.data = tuple(_agency(line) for line in self.typed.splitlines() if line.strip(" /"))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "\n".join(_agency_text(agency) for agency in self.data or ())


def _agency(line: str) -> AgencyFacts:
    parts = [" ".join(part.split()) for part in line.split("/", 2)]
    if len(parts[0]) > 200 or any(len(part) > 120 for part in parts[1:]):
        raise ValueError("The name of an agency or officer is too long.")
    if len(parts) == 3 and len(parts[1]) > 60:
        raise ValueError(f"“{parts[1]}” is longer than 60 characters.")
    name, *rest = parts
    return AgencyFacts(name, rest[0] if len(rest) == 2 else "", rest[-1] if rest else "")


def _agency_text(agency: AgencyFacts) -> str:
    said = (
        [agency.name, agency.role, agency.officer] if agency.role else [agency.name, agency.officer]
    )
    return " / ".join(said).removesuffix(" / ")
