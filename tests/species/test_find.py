"""Any name finds its species: in any case, without accents, in any language."""

import pytest

from rescue_center.errors import Refused
from rescue_center.species.naming import parse_name
from rescue_center.species.queries import find_taxa, named, offered, taxon_text, typed
from tests.counting import selects

pytestmark = pytest.mark.usefixtures("loaded")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("sun bear", "Helarctos malayanus"),
        ("SUN BEAR", "Helarctos malayanus"),
        ("helarctos", "Helarctos malayanus"),
        ("malayanus", "Helarctos malayanus"),
        ("moon bear", "Ursus thibetanus"),
        ("hieremys", "Heosemys annandalii"),
        ("rua rang", "Heosemys annandalii"),
        ("rùa răng", "Heosemys annandalii"),
        ("ពង្រូល", "Manis javanica"),
        ("ลิงแสม", "Macaca fascicularis"),
        ("Eld's deer", "Rucervus eldii"),
    ],
)
def test_a_name_finds_its_species(text: str, first: str) -> None:
    assert find_taxa(text)[0].scientific_name == first


def test_the_whole_name_comes_before_its_beginnings_and_those_before_the_middle() -> None:
    ranks = [hit.rank for hit in find_taxa("leopard", 50)]
    names = [hit.scientific_name for hit in find_taxa("leopard", 50)]
    assert ranks == sorted(ranks)
    assert names[0] == "Panthera pardus"
    assert "Neofelis nebulosa" in names
    assert names.index("Prionailurus bengalensis") < names.index("Neofelis nebulosa")


def test_beginnings_of_words_come_before_the_middles_of_words() -> None:
    hits = find_taxa("rump", 50)
    assert {hit.scientific_name for hit in hits[:3]} == {
        "Gyps bengalensis", "Kittacincla malabarica", "Lonchura striata",
    }  # fmt: skip


def test_a_species_is_found_once_by_the_name_that_fits_best() -> None:
    hits = find_taxa("pangolin", 50)
    assert len({hit.id for hit in hits}) == len(hits)
    assert {h.matched for h in hits if h.scientific_name == "Manis javanica"} <= {
        "Sunda pangolin", "Malayan pangolin",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "\\", "zzzz", "x" * 400])
def test_odd_text_finds_nothing(text: str) -> None:
    assert find_taxa(text) == []


def test_no_more_are_found_than_asked_for() -> None:
    assert len(find_taxa("a", 7)) == 7


def test_a_name_that_two_species_share_names_neither() -> None:
    assert named("ភេ", kinds=("common",)) is None
    assert named("Amblonyx cinereus") is not None


def test_what_a_field_offers_is_read_again() -> None:
    for text in offered():
        assert taxon_text(typed(text)) == text


def test_what_was_typed_names_one_species_or_says_which_are_likely() -> None:
    assert typed("malayan sun bear").scientific_name == "Helarctos malayanus"
    with pytest.raises(Refused, match=r"may be more than one.*Sunda pangolin") as refused:
        typed("pangolin", field="species")
    assert refused.value.field == "species"
    with pytest.raises(Refused, match="no species in the list"):
        typed("unicorn")


@pytest.mark.parametrize(
    ("text", "name", "rank", "qualifier"),
    [
        ("Python bivittatus", "Python bivittatus", "species", ""),
        ("  python   BIVITTATUS ", "Python bivittatus", "species", ""),
        ("Python bivittatus Kuhl, 1820", "Python bivittatus", "species", ""),
        ("Ptyas mucosa (Linnaeus, 1758)", "Ptyas mucosa", "species", ""),
        ("Cyclemys sp.", "Cyclemys", "genus", "sp."),
        ("Cyclemys spp", "Cyclemys", "genus", "spp."),
        ("Naja cf. kaouthia", "Naja kaouthia", "species", "cf."),
        ("Trachemys scripta elegans", "Trachemys scripta elegans", "subspecies", ""),
        ("Trachemys scripta ssp. elegans", "Trachemys scripta elegans", "subspecies", ""),
        ("Homalopsidae", "Homalopsidae", "family", ""),
        ("Xyzidae", "Xyzidae", "family", ""),
        ("Lutrinae", "Lutrinae", "subfamily", ""),
        ("Serpentes", "Serpentes", "suborder", ""),
        ("Aves", "Aves", "class", ""),
        ("Foo", "Foo", "unknown", ""),
    ],
)
def test_a_scientific_name_is_read_with_its_rank(
    text: str, name: str, rank: str, qualifier: str
) -> None:
    assert parse_name(text) == (name, rank, qualifier)


@pytest.mark.parametrize("text", ["", "3 kinds", "A/B", "one two three four", "ឆ្មា", "sp."])
def test_what_is_no_scientific_name_is_not_read_as_one(text: str) -> None:
    assert parse_name(text) is None


def test_a_search_is_one_query() -> None:
    with selects() as asked:
        find_taxa("turtle")
    assert len(asked) == 1
