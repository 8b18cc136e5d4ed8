"""A notifiable disease opens a task: tell the authority, and write down who was told."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.quarantine import notice_rules, rules
from rescue_center.quarantine.models import DiseaseNotice, Quarantine
from tests.enclosures.makers import day, make_person
from tests.pages import Page
from tests.quarantine.at_a_page import ago, begun, local, post
from tests.quarantine.makers import make_quarantine, make_vet

pytestmark = pytest.mark.usefixtures("session")


def positive(q: Quarantine, at: datetime, *, notifiable: bool = True) -> None:
    test = rules.add_test(
        q, "Avian influenza", due=at.date(), by=None, at=at, notifiable=notifiable
    )
    rules.sample(test, by=None, at=at)
    rules.result(test, "positive", by=None, at=at)


def open_ones() -> list[DiseaseNotice]:
    return list(db.session.scalars(sa.select(DiseaseNotice)))


def test_only_a_positive_notifiable_result_opens_one() -> None:
    q = make_quarantine()
    positive(q, day(2), notifiable=False)
    assert open_ones() == []
    positive(q, day(3))
    [notice] = open_ones()
    assert (notice.opened_at, notice.told_at) == (day(3), None)


def test_it_is_done_when_it_says_who_was_told_when_and_by_whom() -> None:
    positive(make_quarantine(), day(3))
    [notice], vet = open_ones(), make_vet()
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"whom": "GDAHP", "by": make_person("keeper"), "at": day(4)}, "Only a"),
        ({"whom": " ", "by": vet, "at": day(4)}, "Say whom"),
        ({"whom": "GDAHP", "by": vet, "at": day(2)}, "before the result came"),
    ]
    for facts, match in wrong:
        with pytest.raises(Refused, match=match):
            notice_rules.tell(notice, **facts)
    notice_rules.tell(notice, whom="GDAHP, Dr Ly", how="Telephone", by=vet, at=day(4))
    told = (notice.told_whom, notice.told_how, notice.told_at, notice.told_by_id)
    assert told == ("GDAHP, Dr Ly", "Telephone", day(4), vet.id)
    with pytest.raises(Refused, match="was told already"):
        notice_rules.tell(notice, whom="Another", by=vet, at=day(5))


@pytest.mark.parametrize("role", ["vet", "manager"])
def test_it_stands_on_home_until_it_is_done(
    role: str, page: Callable[..., Page], signed_in: Callable[..., FlaskClient]
) -> None:
    person = signed_in(role)
    assert "to report to the authority" not in page("/", by=person).text
    positive(begun(9), ago(2))
    [notice] = open_ones()
    url = f"/quarantine/notices/{notice.id}"
    assert "disease to report to the authority" in page("/", by=person).text
    assert url in page("/quarantine/notices", by=person).html
    assert "Positive" in page(url, by=person).text
    post(page, url, person, whom="GDAHP, Dr Ly", how="Letter 12", at=local(0))
    db.session.expire_all()
    done = page("/quarantine/notices", by=person).text
    assert "Nothing to report" in done and "GDAHP, Dr Ly, Letter 12" in done
    assert "to report to the authority" not in page("/", by=person).text
