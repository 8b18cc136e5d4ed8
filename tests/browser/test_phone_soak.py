"""A day in the forest: many records and photographs written without network, the page ended again
and again, answers that never arrive, a clock that is wrong; then the network returns."""

from collections import Counter

import sqlalchemy as sa
from playwright.sync_api import Page, Route

from rescue_center.care.models import Weight
from rescue_center.db import db
from rescue_center.rounds.models import PhonePhoto, PhoneRecord
from rescue_center.staff.models import Person
from tests.browser.phone_kit import Handheld

RECORDS, PHOTOS, KILLS = 200, 40, 3

#: Writes as the screens do: through the module that seals and saves.
WRITE = """async ([animals, from, upto, photos]) => {
  const at = (name) => import(document.querySelector(`link[href$='js/phone/${name}.js']`).href);
  const [{ write }, { prepared }] = [await at("outbox"), await at("photos")];
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [64, 48];
  for (let n = from; n < upto; n += 1) {
    const own = [];
    if (n < photos) {
      canvas.getContext("2d").fillRect(n % 64, 0, 3, 40);
      own.push(await prepared(await new Promise((done) => canvas.toBlob(done, "image/jpeg"))));
    }
    const animal = animals[n % 8];
    const facts = own.length ? { animal, what: "other", urgency: "watch", note: `${n}` }
      : { animal, grams: 3000 + n, confirmed: true };
    await write(own.length ? "concern" : "weight", facts, own);
  }
}"""


def lose_the_answer(page: Page) -> None:
    """The centre hears, and the phone hears nothing back."""

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("internetdisconnected")

    page.context.route("**/m/records", lose)


def test_a_day_in_the_forest_loses_nothing_and_doubles_nothing(handheld: Handheld) -> None:
    held = handheld
    animals = [held.ward.ids[name] for name in
               ("Mali", "Dara", "Sovan", "Chan", "Rith", "Kesa", "Nary", "Tola")]  # fmt: skip
    held.cut()
    for part in range(KILLS + 1):
        step = RECORDS // (KILLS + 1)
        upto = (part + 1) * step
        held.page.evaluate(WRITE, [animals, part * step, upto, PHOTOS])
        held.page.goto("/m/")  # ended in the middle of everything
        held.unlock("Sok Vanna")
        held.sees(f"{upto} on this phone")
    held.mend()
    lose_the_answer(held.page)
    held.wind(11)
    with held.page.expect_event(
        "requestfailed", lambda request: request.url.endswith("/m/records"), timeout=30_000
    ):
        held.follow("Outbox")
        held.tap("Send now")
    held.page.context.unroute("**/m/records")
    held.page.goto("/m/")
    held.unlock("Sok Vanna")
    held.wind(11)
    held.page.get_by_text("All at the centre").first.wait_for(timeout=120_000)
    with held.live.app.app_context():
        rows = db.session.execute(
            sa.select(PhoneRecord.outcome, PhoneRecord.kind, Person.account)
            .join(Person, Person.id == PhoneRecord.by_id)
        )  # fmt: skip
        assert Counter(map(tuple, rows)) == {
            ("applied", "weight", "sok"): RECORDS - PHOTOS, ("applied", "concern", "sok"): PHOTOS,
        }  # fmt: skip
        weights = list(db.session.scalars(sa.select(Weight.weight_g).where(
            Weight.weight_g >= 3000 + PHOTOS, Weight.weight_g < 3000 + RECORDS)))  # fmt: skip
        arrived = sa.select(sa.func.count()).where(PhonePhoto.media_id.isnot(None))
        assert sorted(set(weights)) == list(range(3000 + PHOTOS, 3000 + RECORDS))
        assert db.session.scalar(arrived) == PHOTOS
        db.session.rollback()
