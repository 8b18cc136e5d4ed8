"""The day of a test's centre, told to phones as `GET /m/slice` tells it."""

import gzip
import hashlib
import json
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import BrowserContext, Route

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.care.order_models import Administration, Dose
from rescue_center.care.queries import last_weight
from rescue_center.db import db
from rescue_center.enclosures.models import Unit
from rescue_center.enclosures.rules import places_of
from rescue_center.rounds import sealing
from rescue_center.staff.phone_models import PhoneProfile
from tests.server import Live


class Line:
    """The network between a phone and the centre, which can be cut."""

    def __init__(self, context: BrowserContext):
        self._context, self.is_cut = context, False

    def cut(self) -> None:
        self.is_cut = True
        self._context.set_offline(True)

    def mend(self) -> None:
        self.is_cut = False
        self._context.set_offline(False)


def tell_the_day(context: BrowserContext, live: Live) -> Line:
    """Answer what a phone asks for the day of, until the centre itself does."""
    line = Line(context)

    def answer(route: Route) -> None:
        if line.is_cut:
            route.abort("internetdisconnected")
            return
        whose = int(route.request.headers["x-profile"].split(".")[0])
        with live.app.app_context():
            profile = db.session.get_one(PhoneProfile, whose)
            text = json.dumps(facts(profile), ensure_ascii=False).encode()
            etag = hashlib.sha256(text).hexdigest()
            place = sealing.about("slice", profile.phone.public_id)
            body = sealing.sealed(bytes(profile.key), gzip.compress(text), place)
            db.session.rollback()
        route.fulfill(status=200, body=body, headers={
            "ETag": f'"{etag}"', "Content-Type": "application/octet-stream"})  # fmt: skip

    context.route("**/m/slice*", answer)
    return line


def facts(profile: PhoneProfile) -> dict[str, Any]:
    now = clock.now()
    units = list(db.session.scalars(sa.select(Unit).where(Unit.level == "enclosure")))
    animals = list(db.session.scalars(sa.select(Animal).order_by(Animal.id)))
    given = set(db.session.scalars(sa.select(Administration.dose_id)))
    person = profile.person
    taxa = {a.taxon_id: a.taxon for a in animals if a.taxon}
    places = places_of(animals)
    return {
        "made": now.isoformat(), "day": now.date().isoformat(), "zone": "Asia/Phnom_Penh",
        "until": (now + timedelta(hours=48)).isoformat(),
        "me": {"id": person.id, "name": person.name, "lang": "en", "roles": ["keeper"]},
        "centre": {"name": "Rescue Center", "phone": ""},
        "areas": [],
        "units": [
            {"id": u.id, "code": u.code, "name": u.name or u.code, "area": u.parent_id, "order": n,
             "tag": TAGS.get(u.code), "q": u.biosecurity == "quarantine", "ppe": [],
             "room": u.capacity or 0}
            for n, u in enumerate(units)
        ],
        "species": [
            {"id": t.id, "en": t.common_name, "sci": t.scientific_name, "local": {}, "ppe": [],
             "lo": t.weight_min_g, "hi": t.weight_max_g, "advice": ""}
            for t in taxa.values()
        ],
        "animals": [_animal(a, places[a.id].unit_id if a.id in places else None) for a in animals],
        "doses": [_dose(d) for d in db.session.scalars(sa.select(Dose)) if d.id not in given],
        "tasks": [], "seen": [], "concerns": [],
    }  # fmt: skip


#: Numbers on the tags of a test's animals and doors, by name or code.
TAGS = {"Mali": "48217307", "Dara": "48217404", "G4": "51230020", "G5": "51230037"}


def _animal(animal: Animal, unit: int | None) -> dict[str, Any]:
    weight = last_weight(animal.id)
    return {
        "id": animal.id, "acc": animal.accession, "tag": TAGS.get(animal.name or ""),
        "name": animal.name, "sp": animal.taxon_id, "n": 1, "lot": False, "sex": "F",
        "age": "juvenile", "unit": unit, "g": weight.weight_g if weight else None,
        "g_at": weight.at.isoformat() if weight else None, "stage": "rehab", "q": None,
        "flags": [], "photo": None,
    }  # fmt: skip


def _dose(dose: Dose) -> dict[str, Any]:
    return {
        "id": dose.id, "animal": dose.animal.id, "at": dose.due_at.isoformat(),
        "drug": dose.prescription.drug.name, "amount": "0.6", "unit": "ml", "mg": "12",
        "route": "by mouth", "from": (dose.due_at - timedelta(hours=4)).isoformat(),
    }  # fmt: skip
