"""The pages of the reference data, as a vet, a registrar and a keeper meet them."""

from collections.abc import Callable
from typing import Any

import pytest

from rescue_center.species.code_queries import code_of
from rescue_center.species.protocol_queries import group_by_key, hazards
from rescue_center.species.queries import named
from tests.counting import selects
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("loaded")
Open = Callable[..., Page]
SignIn = Callable[..., Any]


def url(name: str = "Helarctos malayanus", rest: str = "") -> str:
    taxon = named(name)
    assert taxon is not None
    return f"/species/{taxon.id}{rest}"


def send(client: Any, address: str, **typed: Any) -> Any:
    return client.post(address, data=typed)


READING = ["/species", "/protocols", "/protocols/bear", "/hazards", "/codes", "/codes/legal_stage"]


@pytest.mark.parametrize("address", READING)
@pytest.mark.parametrize("role", ["keeper", "inspector"])
def test_everybody_signed_in_reads_the_reference(
    page: Open, signed_in: SignIn, address: str, role: str
) -> None:
    read = page(address, by=signed_in(role))
    assert not [link for link in read.all("a") if link.text.startswith(("Correct", "Add "))]


def test_the_list_is_searched_and_filtered(page: Open, signed_in: SignIn) -> None:
    vet = signed_in("vet")
    found = page("/species?q=ង្រូល", by=vet)
    assert [row.text for row in found.all("th", scope="row")] == ["Sunda pangolin Manis javanica"]
    cats = page("/species?group=felid&cites=I&iucn=EN", by=vet)
    assert [row.text for row in cats.all("th", scope="row")] == ["Tiger Panthera tigris"]
    assert "of 5" in page("/species?page=2", by=vet).text
    assert "Page 5 of 5" in page("/species?page=99999&class_name=", by=vet).text
    assert "Nothing goes by that name" in page("/species?q=unicorn", by=vet).text
    doubtful = page("/species?doubtful=y", by=vet).all("td", data_label="Doubts")
    assert doubtful and all(cell.text.startswith("In doubt: ") for cell in doubtful)
    page("/species?group=martians", by=vet, status=422)


def test_a_species_shows_its_names_listings_protocol_and_doubts(
    page: Open, signed_in: SignIn
) -> None:
    read = page(url("Falco peregrinus"), by=signed_in("vet"))
    assert read.h1 == "Peregrine falcon"
    for words in ("Check before relying on it", "In doubt: CITES", "not verified", "Appendix I",
                  "Birds of prey", "Avian influenza"):  # fmt: skip
        assert words in read.text, words
    khmer = page(url("Batagur affinis"), by=signed_in("vet"))
    assert [e.text for e in khmer.all("span", lang="km")] == ["អណ្តើកហ្លួង"]


def test_the_registrar_corrects_a_species(page: Open, signed_in: SignIn) -> None:
    registrar = signed_in("registrar")
    form = page(url(rest="/edit"), by=registrar)
    typed = {f.attrs["name"]: f.attrs.get("value", "") for f in form.all("input")} | {
        "rank": "species", "common_name": "Honey bear", "weight_min_g": "20 kg", "reason": "ours",
    }  # fmt: skip
    assert typed["weight_max_g"] == "65 kg"
    assert send(registrar, url(rest="/edit"), **typed).status_code == 303
    bear = named("Helarctos malayanus")
    assert bear is not None
    assert (bear.common_name, bear.weight_min_g) == ("Honey bear", 20_000)
    stale = page(url(rest="/edit"), by=registrar, status=422, method="POST", data=typed)
    assert "Somebody changed this species" in stale.text
    assert stale.labelled("Common name (optional)").attrs["value"] == "Honey bear"


def test_a_new_species_is_added_once(page: Open, signed_in: SignIn) -> None:
    vet = signed_in("vet")
    page("/species/new", by=vet)
    assert send(vet, "/species/new", scientific_name="Ursus arctos").status_code == 303
    again = page("/species/new", by=vet, status=422, method="POST",
                 data={"scientific_name": "ursus ARCTOS"})  # fmt: skip
    assert "in the list already" in again.text
    odd = page("/species/new", by=vet, status=422, method="POST", data={"scientific_name": "42"})
    assert "does not read as a scientific name" in odd.text


def test_names_and_listings_are_added_on_the_species_page(page: Open, signed_in: SignIn) -> None:
    vet = signed_in("vet")
    name = {"name-name": "Biruang", "name-kind": "common", "name-language": "id"}
    assert vet.post(url(rest="/names"), data=name).status_code == 303
    twice = page(url(rest="/names"), by=vet, status=422, method="POST", data=name)
    assert "It has that name already." in twice.text
    listing = {"listing-scheme": "national", "listing-category": "Rare", "listing-country": "kh",
               "listing-source": "Prakas 020/2007"}  # fmt: skip
    assert vet.post(url(rest="/listings"), data=listing).status_code == 303
    assert "National KH" in page(url(), by=vet).text
    wrong = page(url(rest="/listings"), by=vet, status=422, method="POST",
                 data=listing | {"listing-scheme": "CITES"})  # fmt: skip
    assert "CITES has the categories" in wrong.text


def test_a_wrong_name_is_taken_away(page: Open, signed_in: SignIn) -> None:
    vet = signed_in("vet")
    bear = named("Helarctos malayanus")
    assert bear is not None
    wrong = next(n for n in bear.names if n.name == "Malayan sun bear")
    address = url(rest=f"/names/{wrong.id}/drop")
    page(address, by=vet)
    page(address, by=vet, status=422, method="POST", data={"reason": ""})
    assert vet.post(address, data={"reason": "not used here"}).status_code == 303
    page(address, by=vet, status=404)


def test_the_vet_keeps_protocols_and_nobody_else(page: Open, signed_in: SignIn) -> None:
    vet = signed_in("vet")
    form = page("/protocols/bear/edit", by=vet)
    version = form.one("input", name="version").attrs["value"]
    typed = {"label": "Bears", "min_days": "45", "restart_scope": "order", "ppe_level": "standard",
             "reason": "two outbreaks", "version": version}  # fmt: skip
    assert send(vet, "/protocols/bear/edit", **typed).status_code == 303
    assert group_by_key("bear").min_days == 45
    stale = page("/protocols/bear/edit", by=vet, status=422, method="POST", data=typed)
    assert "Somebody changed this protocol" in stale.text
    page("/protocols/bear/edit", by=signed_in("registrar"), status=403)
    page("/protocols/unicorn", by=vet, status=404)


def test_tests_are_added_corrected_and_retired(page: Open, signed_in: SignIn) -> None:
    vet = signed_in("vet")
    page("/protocols/bear/tests/new", by=vet)
    facts = {"name": "Chest X-ray", "first_day": "7", "repeats": "2", "reason": "asked for"}
    short = page("/protocols/bear/tests/new", by=vet, status=422, method="POST", data=facts)
    assert "how many days lie between" in short.text
    sent = send(vet, "/protocols/bear/tests/new", **facts, every_days="14", mandatory="y")
    assert sent.status_code == 303
    assert "days 7, 21" in page("/protocols/bear", by=vet).text
    seen = page("/protocols/bear/tests/8", by=vet).one("input", name="version").attrs["value"]
    facts |= {"repeats": "1", "every_days": "0", "version": seen}
    changed = send(vet, "/protocols/bear/tests/8", **facts)
    assert changed.status_code == 303
    page("/protocols/bear/tests/8/retire", by=vet)
    assert send(vet, "/protocols/bear/tests/8/retire", reason="no machine").status_code == 303
    assert "Retired" in page("/protocols/bear", by=vet).text
    page("/protocols/bear/tests/99", by=vet, status=404)


def test_hazards_are_added_and_corrected(page: Open, signed_in: SignIn) -> None:
    vet = signed_in("vet")
    rabies = next(h for h in hazards() if h.disease.startswith("Rabies"))
    page(f"/hazards/{rabies.id}", by=vet)
    form = page(f"/hazards/{rabies.id}/edit", by=vet)
    ticked = [b.attrs["value"] for b in form.all("input", name="groups") if "checked" in b.attrs]
    assert sorted(ticked) == sorted(group.key for group in rabies.groups)
    typed = {"disease": rabies.disease, "level": "critical", "ppe_level": "maximum",
             "groups": ticked, "reason": "a bite", "version": str(rabies.version)}  # fmt: skip
    assert send(vet, f"/hazards/{rabies.id}/edit", **typed).status_code == 303
    new = {"disease": "Melioidosis", "level": "high", "ppe_level": "enhanced"}
    none = page("/hazards/new", by=vet, status=422, method="POST", data=new)
    assert "Choose the animals it concerns." in none.text
    assert send(vet, "/hazards/new", **new, groups=["bear"]).status_code == 303
    page("/hazards/new", by=vet)
    page("/hazards/99999", by=vet, status=404)


def test_codes_are_worded_mapped_and_retired(page: Open, signed_in: SignIn) -> None:
    registrar = signed_in("registrar")
    shown = page("/codes/location_type/MARKET", by=registrar)
    typed = {"label": "Market", "official_code": "M1", "retired": "y"}
    typed["version"] = shown.one("input", name="version").attrs["value"]
    assert send(registrar, "/codes/location_type/MARKET", **typed).status_code == 303
    assert code_of("location_type", "MARKET").official_code == "M1"
    assert "M1" in page("/codes/location_type", by=registrar).text
    page("/codes/location_type/new", by=registrar)
    bad = page("/codes/location_type/new", by=registrar, status=422, method="POST",
               data={"code": "a b", "label": "x"})  # fmt: skip
    assert "letters, digits" in bad.text
    new = {"code": "BRIDGE", "label": "Bridge"}
    assert send(registrar, "/codes/location_type/new", **new).status_code == 303
    page("/codes/planets", by=registrar, status=404)
    page("/codes/planets/new", by=registrar, status=404)
    page("/codes/location_type/MOON", by=registrar, status=404)
    page("/codes/location_type/MARKET", by=signed_in("vet"), status=403)


def test_a_field_is_offered_taxa_while_somebody_types(signed_in: SignIn) -> None:
    found = signed_in("keeper").get("/species.json?q=moon").get_json()["found"]
    assert found[0]["text"] == "Asiatic black bear (Ursus thibetanus)"
    assert found[0]["matched"] == "Moon bear"
    assert signed_in("keeper").get("/species.json").get_json() == {"found": []}


def test_an_unknown_species_is_not_found(page: Open, signed_in: SignIn) -> None:
    page("/species/999999", by=signed_in("vet"), status=404)


def test_the_list_asks_as_little_of_50_species_as_of_one(signed_in: SignIn) -> None:
    vet = signed_in("vet")
    counts = []
    for address in ("/species?q=sun bear", "/species"):
        with selects() as asked:
            assert vet.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6
