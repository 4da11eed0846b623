"""The components in a real browser: accessible, narrow enough for a phone, quiet under the policy, small to fetch."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.urls("tests.govuk.gallery"), pytest.mark.django_db(transaction=True)]

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 800}
ZOOMED = {"width": 320, "height": 256}
FIRST_VISIT_BYTES = 120_000


def overflow(page: Page) -> int:
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found


@pytest.mark.parametrize("path", ["/", "/form/", "/charts/"])
def test_every_component_is_accessible_on_a_desktop_and_a_phone(
    live_server: LiveServer, page: Page, check_accessibility: Callable[[Page], None], path: str
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("requestfailed", lambda request: complaints.append(request.url))
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(live_server.url + path)
        if path == "/form/":
            page.get_by_role("button", name="Save").click()
            expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        check_accessibility(page)
    page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    assert overflow(page) == 0, "at 400 % zoom the page must not scroll sideways"
    assert complaints == []


def test_a_link_of_the_error_summary_puts_the_cursor_into_its_field(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/form/")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Enter the start date").click()
    expect(page.get_by_label("Day")).to_be_focused()
    page.get_by_role("link", name="Select the kind of outcome").click()
    expect(page.get_by_label("Binary")).to_be_focused()


def test_without_a_script_everything_can_be_read(live_server: LiveServer, context: BrowserContext) -> None:
    browser = context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(live_server.url)
    expect(page.get_by_role("heading", name="Binary")).to_be_visible()
    expect(page.get_by_role("heading", name="Frequency")).to_be_visible()
    page.get_by_text("What is deadweight?").click()
    expect(page.get_by_text("What would have happened anyway.")).to_be_visible()
    plain.close()


def test_a_wide_screen_shows_one_drawing_of_a_chart_and_a_phone_the_other(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/charts/")
    drawings = page.get_by_role("img", name="Agents on a funnel")
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert [drawing.is_visible() for drawing in drawings.all()].count(True) == 1


def test_on_paper_what_is_pressed_is_left_out_and_links_do_not_spell_their_addresses(
    live_server: LiveServer, page: Page
) -> None:
    page.goto(live_server.url)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Binary")).to_be_visible()
    expect(page.get_by_role("link", name="Start a programme")).to_be_hidden()
    expect(page.get_by_role("button", name="Approve")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Menu")).to_be_hidden()
    link = page.get_by_role("link", name="Work Programme")
    assert link.evaluate("one => getComputedStyle(one, '::after').content") in ("none", "normal")
    name = page.locator(".app-header__name")
    assert name.evaluate("one => getComputedStyle(one).color") != "rgb(255, 255, 255)", "white on white paper"


def test_on_a_phone_the_status_of_a_task_stands_below_its_name(live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url)
    status = page.locator(".govuk-task-list__item", has_text="Stakeholders").locator(".govuk-task-list__status")
    name = page.get_by_role("link", name="Stakeholders")
    for size, is_below in ((DESKTOP, False), (PHONE, True)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        lower, upper = status.bounding_box(), name.bounding_box()
        assert lower is not None
        assert upper is not None
        assert (lower["y"] >= upper["y"] + upper["height"]) is is_below


def test_a_first_visit_is_small(live_server: LiveServer, page: Page) -> None:
    bodies: list[bytes] = []
    page.on("response", lambda response: bodies.append(response.body()))
    page.goto(live_server.url, wait_until="networkidle")
    assert len(bodies) >= 4, "the page, the style sheet and two scripts at least"
    assert sum(len(gzip.compress(body)) for body in bodies) <= FIRST_VISIT_BYTES


def test_the_built_assets_bring_no_fonts_logos_or_foreign_hosts() -> None:
    built = Path(settings.BASE_DIR, "build", "assets")
    style = (built / "css" / "app.css").read_text()
    assert "GDS Transport" not in style
    assert "url(" not in style
    assert not re.findall(r"https?://\w", style)
    assert not list(built.rglob("*.woff2"))
