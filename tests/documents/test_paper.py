"""The house sheet: nothing parsed, nothing blank, nothing that changes between two prints."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rescue_center.documents.render import KINDS, Gap, draft, missing, render, strangers
from tests.documents import papers
from tests.documents.reading import by_pdfium, by_poppler, codes, pages, save, squeezed, texts

URL = "https://rescue.example.org/V/K7QX9M2VBK"
ISSUED: dict[str, Any] = {
    "number": "HS-2026-00042",
    "version": 1,
    "verify_url": URL,
    "issued_on": "2026-05-12",
}


def issue(
    kind: str = "health_statement", facts: dict[str, Any] | None = None, **more: Any
) -> bytes:
    return render(kind, facts or getattr(papers, kind)(), **{**ISSUED, **more})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("paper", ["A4", "LETTER"])
def test_every_kind_prints_with_its_number_title_pages_and_code(kind: str, paper: str) -> None:
    pdf = issue(kind, paper=paper)
    said = squeezed(by_pdfium(pdf))
    count = len(texts(pdf))
    assert KINDS[kind].TITLE in said
    assert said.count(KINDS[kind].FOOTER) == count
    assert "HS-2026-00042 · Version 1 · Issued 12 May 2026" in said
    assert [f"Page {at} of {count}" in said for at in range(1, count + 1)] == [True] * count
    assert codes(pdf) == [URL.upper()]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_facts_print_to_the_same_bytes(kind: str) -> None:
    assert issue(kind) == issue(kind)


def test_bytes_do_not_depend_on_the_process_the_clock_or_what_was_printed_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(facts=papers.health_statement(40))
    here = issue()
    script = (
        "import sys; from tests.documents.test_paper import issue;"
        "open(sys.argv[1], 'wb').write(issue())"
    )
    monkeypatch.setenv("PYTHONHASHSEED", "77")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    monkeypatch.setenv("TZ", "America/Lima")
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "there.pdf")], check=True)
    assert (tmp_path / "there.pdf").read_bytes() == here


def test_another_fact_prints_to_other_bytes() -> None:
    assert issue() != issue(facts=papers.health_statement(purpose="Transfer for releasing"))


@pytest.mark.parametrize(
    "written",
    [
        "<b>bold</b> & <i>sons</i>",
        "<para>&lt;&amp;</para>",
        "</para><img src='/etc/passwd'/>",
        "<font color=\"__import__('os').system('id')\">x</font>",
        "((unbalanced) \\ back\\slash )",
        "100 % <evil@example.org>",
        "{{ 7 * 7 }} ${7*7} %(x)s",
        "endstream endobj %%EOF BT ET",
    ],
)
def test_what_a_person_typed_is_printed_as_it_was_typed(written: str) -> None:
    pdf = issue(facts=papers.health_statement(remarks=written))
    assert written in squeezed(by_pdfium(pdf))
    assert written in squeezed(by_poppler(pdf))


def test_control_and_direction_marks_are_left_out() -> None:
    pdf = issue(facts=papers.health_statement(remarks="ab\x00\x07c\u202efed\u2066 \ufeffx\r\ny"))
    assert "abcfed x y" in squeezed(by_pdfium(pdf))


def test_three_hundred_animals_fill_many_pages_each_under_the_same_head() -> None:
    pdf = issue(facts=papers.health_statement(300))
    said = texts(pdf)
    assert len(said) > 10
    listing = [text for text in said if "Microchip" in text]
    assert all("Identification" in text for text in listing)
    assert all(f"KH-{at:04d}" in by_pdfium(pdf) for at in (1, 2, 150, 299, 300))
    assert "300 animals of 1 species" in said[0]


def test_long_words_and_long_notes_stay_inside_the_margins(tmp_path: Path) -> None:
    facts = papers.health_statement(
        animals=1,
        remarks="Ngorongoro" * 300,
        premises_statement="Nothing to declare. " * 400,
        examinations=[papers.examination(findings="ភ្នំពេញព្រៃឈើ" * 600)],
    )
    facts["animals"][0].update(features="Wort" * 800, local_id="KH-" + "9" * 60)
    pdf = issue(facts=facts)
    assert "".join(by_pdfium(pdf).split()).count("Ngorongoro") >= 299  # one may cross a page
    for page in pages(pdf, dpi=72):
        ink = page.point(lambda level: 255 if level < 200 else 0).getbbox()
        assert ink is not None and ink[0] >= 50 and ink[2] <= 546


def test_no_fact_is_left_blank_on_paper() -> None:
    facts = papers.health_statement(vaccinations=[], remarks=None, cites_source="")
    said = squeezed(by_pdfium(issue(facts=facts)))
    assert "Remarks —" in said
    assert "Given on — — — —" in said


def test_what_is_missing_is_named_in_the_order_of_the_paper() -> None:
    facts = papers.health_statement(2, purpose="", vet={"name": "", "licence": None})
    facts["animals"][1]["species"] = None
    assert missing("health_statement", facts) == [
        Gap("purpose", "Purpose of the movement"),
        Gap("animals.1.species", "KH-0002: species"),
        Gap("vet.name", "Veterinarian: name"),
        Gap("vet.licence", "Veterinarian: licence number"),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_papers_with_all_their_facts_miss_nothing_and_empty_ones_miss_everything(kind: str) -> None:
    assert missing(kind, getattr(papers, kind)()) == []
    gaps = [gap.label for gap in missing(kind, {})]
    assert gaps[0] == "Name of the centre"
    assert len(gaps) > 5


def test_a_letter_that_cannot_be_drawn_is_named_never_a_box() -> None:
    facts = papers.health_statement(remarks="Sold at 漢口 👍 for ៛500 and ฿20, ≥ 3 ♂")
    assert strangers(facts) == ["口", "漢", "👍"]
    assert "Sold at [U+6F22][U+53E3] [U+1F44D] for ៛500 and ฿20, ≥ 3 ♂" in squeezed(
        by_pdfium(issue(facts=facts))
    )


def test_a_draft_says_so_and_carries_no_code() -> None:
    pdf = draft("health_statement", papers.health_statement())
    assert "Draft, not issued" in by_pdfium(pdf) and "DRAFT" in by_pdfium(pdf)
    assert codes(pdf) == []


def test_a_replacement_names_what_it_replaces() -> None:
    pdf = issue(version=2, supersedes="HS-2026-00041")
    assert "Replaces HS-2026-00041, which is no longer valid." in by_pdfium(pdf)


def test_every_font_is_embedded(tmp_path: Path) -> None:
    file = save(issue(), tmp_path / "paper.pdf")
    listed = subprocess.run(["pdffonts", file], capture_output=True, check=True, text=True)
    assert listed.stderr == ""
    fonts = listed.stdout.splitlines()[2:]
    assert len(fonts) == 5  # Latin regular, bold and italic; Khmer; Thai
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts), listed.stdout


def test_a_certificate_stays_small() -> None:
    assert len(issue()) < 60_000
