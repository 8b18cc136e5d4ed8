"""Death, release, disposal and striking out wait for what is typed, with scripts and without."""

from typing import Any

import pytest
import sqlalchemy as sa

from rescue_center.db import db
from rescue_center.departures import death
from rescue_center.departures.models import Death
from rescue_center.grave import Grave
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
    label = form.one("label", **{"for": "grave_word"})
    assert label.text.endswith(form.attrs["data-type"])
    assert not [b for b in form.all("button") if "disabled" in b.attrs]


def test_without_scripts_the_server_asks_for_it(page: Any, signed_in: Any) -> None:
    mali, vet = make_animal(name="Mali"), signed_in("vet")
    db.session.commit()
    url = f"/animals/{mali.accession}/death"
    typed = {"at": f"{AT + DAY:%Y-%m-%dT%H:%M}", "manner": "natural", "precision": "found"}
    for word, said in (("", "Type what is asked for here."), ("0000x", "is not what is asked for")):
        refused = page(url, by=vet, method="POST", status=422, data=typed | {"grave_word": word})
        assert said in refused.text
        assert "natural" in [one.attrs["value"] for one in refused.all("input", checked="")]
    assert db.session.scalar(sa.select(Death.id)) is None
    spaced = " ".join(mali.accession[-4:])
    page(url, by=vet, method="POST", status=303, data=typed | {"grave_word": spaced})
    assert db.session.scalar(sa.select(Death.id)) is not None


@pytest.mark.parametrize(("word", "status"), [("RELEASE", True), ("Releas", False), ("", False)])
def test_a_word_is_compared_and_not_its_capitals(app: Any, word: str, status: bool) -> None:
    with app.test_request_context(method="POST", data={"grave_word": word}):
        form = Grave.posted().asking("release", "Type the word")
        assert form.validate() is status
        assert form.data == {}
