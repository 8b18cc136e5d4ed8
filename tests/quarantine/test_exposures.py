"""An exposure whose protocol asks for more days waits for a vet, who prolongs or does without."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from rescue_center import checks
from rescue_center.animals import regroup
from rescue_center.animals.life import Stage
from rescue_center.enclosures import rules as housing
from rescue_center.errors import Refused
from rescue_center.quarantine import exposure_rules, rules
from rescue_center.quarantine.event_models import Exposure
from rescue_center.quarantine.models import Quarantine
from tests.enclosures.makers import day, make_animal, make_group, make_person, make_taxon
from tests.pages import Page
from tests.quarantine.at_a_page import again, ago, begun, post
from tests.quarantine.makers import make_q_unit, make_quarantine, make_vet, otter

pytestmark = pytest.mark.usefixtures("session")


def conditional(heads: int = 1, **facts: object) -> Quarantine:
    """In quarantine for 30 days, 180 after contact with rabies."""
    group = make_group("canid", days=30, conditional_days="180 if rabies exposure")
    taxon = make_taxon("Cuon alpinus", group=group, order="Carnivora")
    return make_quarantine(make_animal(taxon, heads=heads), **facts)  # type: ignore[arg-type]


def exposed(q: Quarantine, since: float = 5) -> Exposure:
    return rules.expose(q.animal, "a rabid dog", since=day(since), by=None, at=day(since))


def keys(q: Quarantine, at: float = 200) -> list[str]:
    return [blocker.key for blocker in rules.blockers(q, day(at))]


def test_an_exposure_stands_in_the_way_until_a_vet_decides() -> None:
    q = conditional()
    row = exposed(q)
    [blocker] = rules.blockers(q, day(40))
    assert blocker.sentence == "Exposed to a rabid dog: a vet decides how long it stays."
    with pytest.raises(Refused, match="Only a vet may decide"):
        exposure_rules.dismiss(q, row, reason="Vaccinated", by=make_person("keeper"), at=day(41))
    with pytest.raises(Refused, match="Say why"):
        exposure_rules.dismiss(q, row, reason=" ", by=make_vet(), at=day(41))
    exposure_rules.dismiss(q, row, reason="The dog was negative", by=make_vet(), at=day(41))
    assert (keys(q, 42), q.min_end) == ([], day(30))
    with pytest.raises(Refused, match="has decided about this exposure already"):
        exposure_rules.dismiss(q, row, reason="Again", by=make_vet(), at=day(42))


def test_only_what_the_animal_itself_was_exposed_to_is_decided_in_its_quarantine() -> None:
    q = conditional()
    other = rules.expose(make_animal(otter()), "a rabid dog", since=day(5), by=None, at=day(5))
    with pytest.raises(Refused):
        exposure_rules.prolong_for(q, other, 180, reason="Bitten", by=make_vet(), at=day(6))
    assert other.decision is None and q.min_end == day(30)


def test_a_vet_prolongs_by_days_after_the_last_contact() -> None:
    q = conditional()
    row = exposed(q)
    exposure_rules.prolong_for(q, row, 180, reason="Bitten", by=make_vet(), at=day(6))
    assert (q.min_end, q.min_days) == (day(185), 185)
    assert (keys(q, 184), keys(q, 185)) == (["days"], [])
    assert [problem for check in checks.declared() if "quarantine" in check.name
            for problem in check.find()] == []  # fmt: skip


def test_what_is_told_late_does_not_end_it_before_the_day_that_a_vet_set() -> None:
    unit, vet = make_q_unit(), make_vet()
    q = conditional(unit=unit)
    make_quarantine(make_animal(q.animal.taxon), unit, at=day(10))
    row = exposed(q, since=11)
    exposure_rules.prolong_for(q, row, 29, reason="Bitten", by=vet, at=day(12))
    assert q.min_end == day(40)
    housing.house([q.animal], make_q_unit("Q2"), by=vet, at=day(9))
    assert q.min_end == day(30), "it was gone before the other came"
    with pytest.raises(Refused, match="For an exposure, a vet decided"):
        rules.clear(q, to=Stage.REHAB, by=vet, at=day(39))
    rules.clear(q, to=Stage.REHAB, by=vet, at=day(40))


def test_verify_tells_of_a_quarantine_that_ends_before_that_day() -> None:
    q = conditional()
    row = exposed(q)
    exposure_rules.prolong_for(q, row, 180, reason="Bitten", by=make_vet(), at=day(6))
    q.min_days, q.min_end = 30, day(30)
    [check] = [c for c in checks.declared() if c.name == "quarantine_lasts_as_its_exposure_asks"]
    assert len(list(check.find())) == 1


def test_days_that_are_over_already_prolong_nothing() -> None:
    q = conditional()
    row = exposed(q, since=0)
    exposure_rules.prolong_for(q, row, 20, reason="Short incubation", by=make_vet(), at=day(6))
    assert (q.min_end, keys(q)) == (day(30), [])


def test_a_protocol_without_conditions_asks_for_no_decision() -> None:
    q = make_quarantine(make_animal(otter()), make_q_unit())
    exposed(q)
    assert keys(q) == []


def test_what_is_split_off_has_the_exposure_with_what_was_decided() -> None:
    vet, q = make_vet(), conditional(heads=3)
    row = exposed(q)
    early = regroup.split(q.animal, 1, by=vet, at=day(6))
    exposure_rules.prolong_for(q, row, 180, reason="Bitten", by=vet, at=day(7))
    late = regroup.split(q.animal, 1, by=vet, at=day(8))
    found = [(rules.cohort_rules.open_of([heir])[heir.id]) for heir in (early, late)]
    assert [keys(one) for one in found] == [["exposure"], []]
    assert found[1].min_end == day(185)


def test_the_page_of_a_quarantine_leads_a_vet_to_the_decision(
    page: Callable[..., Page], signed_in: Callable[..., FlaskClient]
) -> None:
    group = make_group("canid", days=30, conditional_days="180 if rabies exposure")
    taxon = make_taxon("Cuon alpinus", group=group, order="Carnivora")
    q = begun(10, make_animal(taxon, at=ago(10)))
    row = rules.expose(q.animal, "a rabid dog", since=ago(5), by=None, at=ago(5))
    vet, url = signed_in("vet"), f"/quarantine/{q.id}/exposures/{row.id}"
    shown = page(f"/quarantine/{q.id}", by=vet)
    assert "a vet decides how long it stays" in shown.text and url in shown.html
    assert "180 if rabies exposure" in page(url, by=vet).text
    page(url, by=signed_in("keeper"), status=403)
    refused = post(page, url, vet, 422, prolong="yes", reason="Bitten")
    assert "From one day to ten years" in refused.text
    post(page, url, vet, prolong="yes", days="180", reason="Bitten")
    assert again(q).min_days in (185, 186)  # whole days after a moment between two of them
    assert "decided about this exposure already" in page(url, by=vet, status=409).text


def test_the_board_says_who_waits_for_the_decision(
    page: Callable[..., Page], signed_in: Callable[..., FlaskClient]
) -> None:
    group = make_group("canid", days=30, conditional_days="180 if rabies exposure")
    taxon = make_taxon("Cuon alpinus", group=group, order="Carnivora")
    q = begun(40, make_animal(taxon, at=ago(40)))
    for source in ("a rabid dog", "distemper"):
        rules.expose(q.animal, source, since=ago(5), by=None, at=ago(5))
    shown = page("/quarantine", by=signed_in("vet")).text
    assert "Exposed to a rabid dog" in shown and "Exposed to distemper" in shown
