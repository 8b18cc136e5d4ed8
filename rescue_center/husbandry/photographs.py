"""Photographs of what keepers tell: of a concern, an incident, an observation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rescue_center import journal
from rescue_center.db import db
from rescue_center.husbandry.concern_models import Concern, ConcernPhoto
from rescue_center.husbandry.incident_models import Incident, IncidentPhoto
from rescue_center.husbandry.keeping_models import Observation, ObservationPhoto
from rescue_center.media.models import Media
from rescue_center.staff.models import Person

#: Of what there are photographs, with their rows and the verb that the journal has for them.
OF: dict[type[Any], tuple[type[Any], str]] = {
    Concern: (ConcernPhoto, "photographed a concern"),
    Incident: (IncidentPhoto, "photographed an incident"),
    Observation: (ObservationPhoto, "photographed what was seen"),
}


def show(
    row: Concern | Incident | Observation, media: Media, *, by: Person | None, at: datetime
) -> None:
    """Add a photograph; the same one twice counts once."""
    if any(photo.media_id == media.id for photo in row.photos):
        return
    photo, verb = OF[type(row)]
    row.photos.append(photo(media_id=media.id))
    db.session.flush()
    journal.record(verb, row, by=by, at=at, animal=row.animal, unit=row.unit,
                   after={"sha256": media.sha256})  # fmt: skip
