"""Every component, on a phone and a desk, light and dark: nothing keeps anybody out."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.databases import Sqlite
from tests.server import Live, serving


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The centre, with the page of patterns; one database and one server will do."""
    folder = tmp_path_factory.mktemp("patterns")
    with serving(Sqlite(folder).fresh(), folder / "centre", RESCUE_PATTERNS="1") as centre:
        yield centre


def choose(page: Page, theme: str) -> None:
    page.context.add_cookies([{"name": "theme", "value": theme, "url": page.url}])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_component_can_be_used_by_everybody(
    page: Page, look: Callable[..., None], theme: str
) -> None:
    for path in (
        "/patterns?messages=1",
        "/patterns/sign-in",
        "/patterns/sheet",
        "/nowhere",
        "/patterns/finder",
        "/patterns/verify",
    ):
        page.goto("/patterns/sign-in")
        choose(page, theme)
        page.goto(path)
        look(page, f"{path}-{theme}")


def test_a_wrong_form_says_what_is_wrong_and_leads_there(
    page: Page, look: Callable[..., None]
) -> None:
    page.goto("/patterns")
    page.get_by_label("Weight", exact=True).fill("1,250 g")
    page.get_by_role("button", name="Save").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page.get_by_label("Weight", exact=True)).to_have_value("1,250 g")
    look(page, "patterns-wrong")
    summary.get_by_role("link", name="thousands").click()
    expect(page.get_by_label("Weight", exact=True)).to_be_focused()


def test_everything_a_finger_aims_at_is_large_enough(phone: Page) -> None:
    phone.goto("/patterns?messages=1")
    small = phone.evaluate("""() => [...document.querySelectorAll(
        "button, .button, summary, input:not([type=hidden]), select, textarea, .chip, nav a")]
      .filter(e => e.checkVisibility() && !e.closest(".choice, .search, .crumbs, .for-readers"))
      .map(e => [e.getBoundingClientRect().height, e.outerHTML.slice(0, 90)])
      .filter(([height]) => height > 0 && height < 48)""")
    assert not small


def test_the_theme_is_chosen_without_a_script_and_stays(new_page: Callable[..., Page]) -> None:
    desk = new_page("desk", javascript=False)
    desk.goto("/patterns")
    desk.get_by_role("button", name="Dark").click()
    assert desk.url.endswith("/patterns")
    assert desk.locator("html").get_attribute("data-theme") == "dark"
    desk.goto("/patterns/sheet")
    assert desk.locator("html").get_attribute("data-theme") == "dark"


def test_the_theme_changes_at_once_with_a_script(desk: Page) -> None:
    desk.goto("/patterns")
    with desk.expect_response("**/theme"):
        desk.get_by_role("button", name="Dark").click()
    assert desk.locator("html").get_attribute("data-theme") == "dark"
    desk.reload()
    assert desk.locator("html").get_attribute("data-theme") == "dark"


def test_a_grave_act_waits_for_the_digits(desk: Page) -> None:
    desk.goto("/patterns")
    button = desk.get_by_role("button", name="Record the death").last
    expect(button).to_be_disabled()
    desk.get_by_label("Type the last four digits").fill("7 307")
    expect(button).to_be_enabled()


def test_what_was_typed_and_not_sent_is_offered_again(desk: Page) -> None:
    desk.goto("/patterns")
    desk.get_by_label("House name").fill("Mali")
    desk.reload()
    desk.get_by_role("button", name="Continue it").click()
    expect(desk.get_by_label("House name")).to_have_value("Mali")
    desk.reload()
    desk.get_by_role("button", name="Discard").click()
    desk.reload()
    expect(desk.get_by_role("button", name="Discard")).to_have_count(0)


def test_a_long_list_narrows_as_one_types(desk: Page) -> None:
    desk.goto("/patterns")
    desk.get_by_label("Narrow the list").fill("nguyen nhung")
    expect(desk.locator("#animals tbody tr:visible")).to_have_count(1)


def test_slash_goes_to_the_search_box(desk: Page) -> None:
    desk.goto("/patterns")
    box = desk.get_by_role("combobox", name="Search")
    box.wait_for()
    for keys in ("/", "Control+k"):
        desk.keyboard.press(keys)
        expect(box).to_be_focused()
        box.blur()
