"""What is asked of a trace: the animal, the days, and how far hands and places carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rescue_center.animals.models import Animal

#: How far back a trace looks unless told otherwise, in days.
DAYS = 14
#: For how long hands carry what they touched, in hours, and an enclosure what lived in it, in days:
#: a working shift, and a week until it was surely cleaned. The vet sets them for the disease.
HANDS, PLACE = 8, 7


@dataclass(frozen=True)
class Window:
    """The moments from `begin` until `end`, in which the animal may have passed something on."""

    animal: Animal
    begin: datetime
    end: datetime
    hands: timedelta = timedelta(hours=HANDS)
    place: timedelta = timedelta(days=PLACE)


@dataclass(frozen=True)
class Spell:
    """Part of the window that the animal spent in one enclosure."""

    unit_id: int
    code: str
    name: str
    begin: datetime
    end: datetime
    left: bool  # it moved out of there within the window

    @property
    def label(self) -> str:
        """The enclosure, by code and name."""
        return f"{self.code} {self.name}".strip()
