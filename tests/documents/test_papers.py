"""What each paper says, fact by fact, in the words of those who read it."""

from typing import Any

import pytest

from rescue_center.documents.blocks import letterhead
from rescue_center.documents.paper import Sheet
from rescue_center.documents.render import KINDS, missing
from tests.documents import papers
from tests.documents.reading import words


def said(kind: str, **changes: Any) -> str:
    """The words of a paper, a line for each label and each value."""
    facts = getattr(papers, kind)(**changes)
    form = KINDS[kind]
    sheet = Sheet(form.TITLE, form.FOOTER, facts["centre"], number="XX-2026-00001")
    return "\n".join(words([letterhead(sheet), form.story(sheet, facts)]))


def leaves(facts: Any) -> list[str]:
    """Every text in the facts that is printed as it stands."""
    if isinstance(facts, dict):
        return [leaf for key, part in facts.items() if not _told(key) for leaf in leaves(part)]
    if isinstance(facts, list):
        return [leaf for part in facts for leaf in leaves(part)]
    return [facts] if isinstance(facts, str) else []


#: Facts that are put in other words (dates, weights, codes), tested one by one below.
_WORDED = {"country", "manner", "precision", "condition_code", "method", "kind", "outcome", "state"}
_WORDED |= {"result", "evidence_hold", "sex", "age", "body_g", "limit_pct", "condition"}


def _told(key: str) -> bool:
    return key in _WORDED or key.endswith(
        ("_on", "_at", "_g", "_h", "_until", "_from", "_to", "at")
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_that_was_given_is_on_the_paper(kind: str) -> None:
    text = said(kind)
    lost = [leaf for leaf in leaves(getattr(papers, kind)()) if leaf not in text]
    assert lost == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_that_a_paper_needs_is_asked_for_when_it_is_missing(kind: str) -> None:
    for key, label in KINDS[kind].REQUIRED:
        facts = getattr(papers, kind)()
        _forget(facts, key)
        assert label.lower() in [
            gap.label.lower().rpartition(": ")[2] if "[]" in key else gap.label.lower()
            for gap in missing(kind, facts)
        ], key


def _forget(facts: dict[str, Any], key: str) -> None:
    many, each, rest = key.partition("[].")
    if each:
        facts[many][0][rest] = None
        return
    *path, last = key.split(".")
    for part in path:
        facts = facts[part]
    facts[last] = None


def test_a_health_statement_says_for_how_long_how_many_and_from_where_to_where() -> None:
    text = said("health_statement")
    assert "Animals\n2 animals of 1 species\nValid until\n11 June 2026" in text
    assert "Cambodia (KH)" in text and "Thailand (TH)" in text
    assert "18 March 2026 to 10 May 2026" in text
    assert "I examined the animals listed in section 3 on 12 May 2026." in text
    assert "14 May 2026, 06:30 (UTC+7)" in text
    assert "3.2 kg" in text


def test_the_share_of_body_mass_is_reckoned_and_held_against_its_limit() -> None:
    text = said("release_fitness")
    assert "1.8 %, within the limit of 5 %" in text
    assert "7.0 %, ABOVE the limit of 5 %" in text


def test_a_paper_never_calls_fit_what_failed() -> None:
    assert "are fit for release" in said("release_fitness")
    failed = papers.release_fitness()["criteria"]
    failed[1]["outcome"] = "fail"
    text = said("release_fitness", criteria=failed)
    assert "are NOT fit for release. Not met: Feeds on natural diet." in text
    assert "are fit for release" not in text


@pytest.mark.parametrize(
    ("unmet", "named"),
    [({"examinations": [papers.examination(fit=None)]}, "Examination"),
     ({"criteria": [{**papers.release_fitness()["criteria"][0], "outcome": None}]}, "Weight")],
)  # fmt: skip
def test_what_nobody_judged_or_examined_is_not_called_fit(unmet: Any, named: str) -> None:
    text = said("release_fitness", **unmet)
    assert f"are NOT fit for release. Not met: {named}" in text


def test_a_handover_counts_the_living_and_the_dead_and_adds_the_weights() -> None:
    assert "Alive\n2\nDead\n1\nWeight together\n4.46 kg" in said("handover")
    animals = papers.handover()["animals"]
    animals[0]["weight_g"] = None
    assert "Not all were weighed" in said("handover", animals=animals)


def test_a_receipt_adds_up_every_column() -> None:
    assert "Together\n785\n782\n3\n972.6 kg" in said("intake_receipt")


@pytest.mark.parametrize(
    "seized,printed", [("2016-06", "June 2016"), ("2016", "2016"), (None, "—")]
)
def test_a_day_is_printed_as_exactly_as_it_is_known(seized: str | None, printed: str) -> None:
    assert f"Seized on\n{printed}\nPlace" in said("intake_receipt", seized_on=seized)


@pytest.mark.parametrize(
    "precision,label", [("exact", "Died on"), ("found", "Found dead on"), ("unknown", "Died about")]
)
def test_a_record_of_death_says_how_the_time_is_known(precision: str, label: str) -> None:
    assert label in said("death_record", precision=precision)


def test_euthanasia_is_told_with_agent_dose_route_reason_and_authority() -> None:
    put = {
        "agent": "Pentobarbital 200 mg/ml",
        "dose": "0.5 ml/kg",
        "route": "into the vein",
        "reason": "Fractured spine",
        "authorised_by": "Chan Thy",
    }
    text = said("death_record", euthanasia=put, manner="euthanised", disposal=None)
    assert "Pentobarbital 200 mg/ml, 0.5 ml/kg, into the vein" in text
    assert "Fractured spine" in text and "Euthanised" in text
