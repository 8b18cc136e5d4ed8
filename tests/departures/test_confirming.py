"""Death, release, disposal and striking out wait for what is typed; without scripts they work."""

from typing import Any

import pytest

from rescue_center.db import db
from rescue_center.departures import death
from tests.makers import AT, DAY, make_animal, make_person

pytestmark = [pytest.mark.usefixtures("session"), pytest.mark.engine("sqlite")]


@pytest.mark.parametrize(
    ("role", "address"),
    [("vet", "/animals/{0}/death"), ("manager", "/animals/{0}/void"),
     ("vet", "/deaths/{1}/carcass"), ("coordinator", "/releases/new")],
)  # fmt: skip
def test_a_grave_act_asks_for_what_is_typed(
    page: Any, signed_in: Any, role: str, address: str
) -> None:
    mali, dead = make_animal(name="Mali"), make_animal()
    row = death.die(dead, by=make_person("vet"), at=AT + DAY, manner="natural")
    db.session.commit()
    url = address.format(mali.accession, row.id)
    shown = page(url, by=signed_in(role))
    (form,) = [one for one in shown.all("form") if one.attrs.get("data-enhance") == "confirm"]
    asked = {mali.accession[-4:], dead.accession[-4:], "release"}
    assert form.attrs["data-type"] in asked
    assert form.attrs["data-type"] in form.attrs["data-about"]
    assert not [b for b in form.all("button") if "disabled" in b.attrs]
