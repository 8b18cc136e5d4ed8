"""Taxa, names, protocols, hazards and codes: corrected with reasons, never overwritten."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session

from rescue_center import journal
from rescue_center.errors import Refused, refusal_of
from rescue_center.journal.models import Entry
from rescue_center.species import code_rules, protocol_rules, queries, rules
from rescue_center.species.code_queries import code_of, codes
from rescue_center.species.models import Taxon
from rescue_center.species.naming import ScientificName, parse_name
from rescue_center.species.protocol_queries import group_by_key, hazards
from tests.makers import AT

pytestmark = pytest.mark.usefixtures("loaded")
WHO: dict[str, Any] = {"by": None, "at": AT}


def taxon(name: str = "Helarctos malayanus") -> Taxon:
    found = queries.named(name)
    assert found is not None
    return found


def last_entry(session: scoped_session[Session]) -> Entry:
    journal.settle()
    return session.scalars(sa.select(Entry).order_by(Entry.seq.desc()).limit(1)).one()


def name(text: str) -> ScientificName:
    read = parse_name(text)
    assert read is not None
    return read


def test_a_new_species_is_placed_like_the_others_of_its_genus() -> None:
    bear = rules.add_taxon(name("Ursus arctos"), common_name="Brown bear", **WHO)
    assert (bear.order_name, bear.family, bear.rank) == ("Carnivora", "Ursidae", "species")
    assert bear.group_id == taxon().group_id
    otter = rules.add_taxon(name("Lutrinae"), **WHO)
    assert (otter.common_name, otter.edible) == ("Otters", True)
    nobody = rules.add_taxon(name("Foo bar"), **WHO)
    assert (nobody.class_name or "", nobody.group_id) == ("", None)


def test_what_is_said_of_a_new_species_comes_before_what_its_relatives_are() -> None:
    bear = rules.add_taxon(name("Ursus arctos"), family="Ursidae s.l.", **WHO)
    assert (bear.family, bear.order_name) == ("Ursidae s.l.", "Carnivora")


def test_a_name_is_taken_once(session: scoped_session[Session]) -> None:
    rules.add_taxon(name("Helarctos malayanus"), **WHO)
    with pytest.raises(sa.exc.IntegrityError) as broken:
        session.flush()
    refused = refusal_of(broken.value)
    assert refused and refused.sentence == "That scientific name is in the list already."


def test_a_correction_keeps_what_was_said_before(session: scoped_session[Session]) -> None:
    bear = taxon()
    rules.amend_taxon(bear, {"common_name": "Honey bear", "notes": ""}, reason="local use", **WHO)
    entry = last_entry(session)
    assert entry.before == {"common_name": "Sun bear"}
    assert entry.after == {"common_name": "Honey bear"}
    assert {"Honey bear", "Sun bear"} <= {n.name for n in bear.names}
    assert bear.version == 2


@pytest.mark.parametrize(
    ("changes", "reason", "words"),
    [
        ({"common_name": "x"}, " ", "Say why"),
        ({"common_name": "Sun bear"}, "x", "Nothing was changed"),
        ({"rank": "tribe"}, "x", "one of the ranks"),
        ({"weight_min_g": 90_000}, "x", "least weight is more"),
        ({"weight_max_g": 0}, "x", "more than 0 g"),
        ({"weight_max_g": 300_000_000}, "x", "less than 200 t"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    changes: dict[str, Any], reason: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        rules.amend_taxon(taxon(), changes, reason=reason, **WHO)


def test_a_species_is_found_by_a_name_that_was_added() -> None:
    rules.add_name(taxon(), "Biruang", kind="common", language="id", **WHO)
    assert queries.find_taxa("biruang")[0].scientific_name == "Helarctos malayanus"
    with pytest.raises(Refused, match="already"):
        rules.add_name(taxon(), "BIRUANG ", kind="common", language="id", **WHO)
    with pytest.raises(Refused, match="Write the name"):
        rules.add_name(taxon(), " ", kind="common", **WHO)
    with pytest.raises(Refused, match="a common name, a synonym"):
        rules.add_name(taxon(), "x", kind="scientific", **WHO)


def test_a_wrong_name_is_taken_away_with_a_reason_and_the_accepted_one_stays() -> None:
    bear = taxon()
    wrong = next(n for n in bear.names if n.name == "Malayan sun bear")
    with pytest.raises(Refused, match="Say why"):
        rules.drop_name(wrong, reason="", **WHO)
    rules.drop_name(wrong, reason="not used", **WHO)
    assert queries.find_taxa("malayan sun bear") == []
    accepted = next(n for n in bear.names if n.kind == "scientific")
    with pytest.raises(Refused, match="stays"):
        rules.drop_name(accepted, reason="x", **WHO)


def test_a_new_listing_closes_the_one_before_it_and_keeps_it() -> None:
    bear = taxon()
    new = rules.list_under(bear, "IUCN", "EN", valid_from=date(2026, 4, 1), source="2026-1", **WHO)
    old = next(row for row in bear.listings if row.scheme == "IUCN" and row is not new)
    assert (old.category, old.valid_to) == ("VU", date(2026, 4, 1))
    assert (bear.iucn, new.valid_to) == ("EN", None)
    assert bear.version == 2


LISTING: list[tuple[Any, ...]] = [
    ("CITES", "I", {}, "its listing already"),
    ("CITES", "IV", {}, "has the categories"),
    ("IUCN", "doomed", {}, "has the categories"),
    ("WWF", "x", {}, "of CITES, of the IUCN"),
    ("national", " ", {"country": "KH"}, "Write the category"),
    ("national", "Rare", {}, "names its country"),
    ("IUCN", "EN", {"country": "KH"}, "names its country"),
]


@pytest.mark.parametrize(("scheme", "category", "more", "words"), LISTING)
def test_a_listing_that_cannot_be_is_refused(
    scheme: str, category: str, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        rules.list_under(taxon(), scheme, category, valid_from=None, **more, **WHO)


def test_a_listing_does_not_come_before_a_later_one() -> None:
    rules.list_under(taxon(), "CITES", "II", valid_from=date(2026, 3, 5), **WHO)
    with pytest.raises(Refused, match="later listing"):
        rules.list_under(taxon(), "CITES", "III", valid_from=date(2020, 1, 1), **WHO)


def test_a_national_status_has_its_country() -> None:
    rules.list_under(taxon(), "national", "Rare", country="KH", valid_from=None, **WHO)
    rules.list_under(taxon(), "national", "Group IB", country="VN", valid_from=None, **WHO)
    assert taxon().iucn == "VU"
    assert [r.valid_to for r in taxon().listings if r.scheme == "national"] == [None, None]


# --- protocols and hazards -----------------------------------------------------------------------


def test_the_vet_corrects_a_protocol_with_a_reason(session: scoped_session[Session]) -> None:
    bears = group_by_key("bear")
    protocol_rules.amend_group(bears, {"min_days": 45}, reason="two outbreaks", **WHO)
    assert (bears.min_days, bears.version) == (45, 2)
    assert last_entry(session).before == {"min_days": 30}


@pytest.mark.parametrize(
    ("changes", "reason", "words"),
    [
        ({"name": "y"}, " ", "Say why"),
        ({"repeats": 13}, "x", "1 to 12"),
        ({"first_day": -1}, "x", "from the start of the clock"),
        ({"repeats": 2, "every_days": 0}, "x", "how many days lie between"),
        ({"name": " "}, "x", "Name the test"),
        ({"name": "Faecal parasites"}, "x", "Nothing was changed"),
    ],
)
def test_a_test_that_cannot_be_is_refused(changes: dict[str, Any], reason: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        protocol_rules.amend_test(group_by_key("bear").tests[0], changes, reason=reason, **WHO)


def test_a_test_is_added_at_the_end_and_the_protocol_counts_as_edited() -> None:
    bears = group_by_key("bear")
    facts = {"name": "Chest X-ray", "first_day": 7, "repeats": 1, "every_days": 0}
    test = protocol_rules.add_test(bears, facts, reason="asked by the vet", **WHO)
    assert test.position == 8
    assert bears.version == 2
    protocol_rules.retire_test(test, retired=True, reason="no machine", **WHO)
    assert test.retired
    with pytest.raises(Refused, match="already"):
        protocol_rules.retire_test(test, retired=True, reason="x", **WHO)


def test_a_hazard_concerns_the_groups_that_are_named(session: scoped_session[Session]) -> None:
    bears, cats = group_by_key("bear"), group_by_key("felid")
    rabies = next(h for h in hazards(bears.id) if h.disease.startswith("Rabies"))
    protocol_rules.amend_hazard(rabies, {}, [bears, cats], reason="narrowed", **WHO)
    assert rabies.version == 2
    assert last_entry(session).after == {"groups": ["bear", "felid"]}
    new = protocol_rules.add_hazard(
        {"disease": "Melioidosis", "level": "high", "ppe_level": "enhanced"}, [bears], **WHO
    )
    assert new in hazards(bears.id)
    with pytest.raises(Refused, match="which animals"):
        protocol_rules.amend_hazard(new, {"agent": "x"}, [], reason="x", **WHO)


# --- codes ----------------------------------------------------------------------------------------


def test_a_code_is_retired_and_not_offered_but_kept() -> None:
    code_rules.amend_code(code_of("location_type", "PETSHOP"), {"retired": True}, **WHO)
    assert "PETSHOP" not in {code.code for code in codes("location_type")}
    assert "PETSHOP" in {code.code for code in codes("location_type", retired=True)}


def test_a_code_is_added_at_the_end_of_its_list() -> None:
    code_rules.add_code("location_type", "BRIDGE", "Bridge", **WHO)
    assert codes("location_type")[-1].code == "BRIDGE"
    for wrong, label, words in (("no spaces", "x", "letters, digits"), ("OK", " ", "means")):
        with pytest.raises(Refused, match=words):
            code_rules.add_code("location_type", wrong, label, **WHO)
    with pytest.raises(Refused, match="no such list"):
        code_rules.add_code("planets", "MARS", "Mars", **WHO)


def test_a_code_is_there_once() -> None:
    with pytest.raises(sa.exc.IntegrityError) as broken:
        code_rules.add_code("location_type", "MARKET", "Market", **WHO)
    refused = refusal_of(broken.value)
    assert refused and "in the list already" in refused.sentence
