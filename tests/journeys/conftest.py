"""A person at the browser: goes to pages, fills what is labelled, presses what is named, and every page is checked.

Each page that a person comes to is checked by axe at desktop width; `Person.look_on_a_phone` checks it at phone width
too.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

PATIENCE = 20_000  # milliseconds to wait for what must appear: a busy machine is slow, not wrong
expect.set_options(timeout=PATIENCE)
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


class Person:
    """Somebody who is signed in. `heading` names the page that must be there before the next step."""

    def __init__(self, page: Page, address: str, check: Callable[[Page], None]) -> None:
        self.page = page
        self.address = address
        self.check = check
        self.seen: set[str] = set()

    def at(self, heading: str) -> None:
        """The page with this main heading is open and accessible."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        self.look()

    def look(self) -> None:
        if self.page.url not in self.seen:
            self.check(self.page)
            self.seen.add(self.page.url)

    def look_on_a_phone(self) -> None:
        """At phone width nothing is cut off sideways, and the page is still accessible."""
        self.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
        overflow = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{self.page.url} is {overflow} px too wide for a phone"
        self.check(self.page)
        self.page.set_viewport_size({"width": DESKTOP["width"], "height": DESKTOP["height"]})

    def go(self, path: str, heading: str) -> None:
        self.page.goto(self.address + path)
        self.at(heading)

    def follow(self, words: str, heading: str) -> None:
        """Follow a link, or a link that looks like a button, by its words and arrive at the page."""
        self.page.get_by_role("main").locator("a").filter(has_text=words).first.click()
        self.at(heading)

    def press(self, name: str) -> None:
        """Press a button. The page that follows is checked by the next step."""
        self.page.get_by_role("main").get_by_role("button", name=name).first.click()

    def fill(self, **fields: str) -> None:
        """Fill inputs by their field name: labels are looked at by axe."""
        for name, value in fields.items():
            self.page.locator(f"[name={name}]:not([type=radio]):not([type=checkbox])").fill(value)

    def fill_date(self, name: str, day: date) -> None:
        for part, value in enumerate((day.day, day.month, day.year)):
            self.page.locator(f"[name={name}_{part}]").fill(str(value))

    def choose(self, name: str, value: str) -> None:
        """Choose a radio button or tick a box by field name and value."""
        self.page.locator(f"[name={name}][value='{value}']").check()

    def tick(self, name: str) -> None:
        self.page.locator(f"[type=checkbox][name={name}]").check()

    def select(self, name: str, label: str) -> None:
        self.page.locator(f"select[name={name}]").select_option(label=label)

    def upload(self, name: str, path: Path) -> None:
        self.page.locator(f"[type=file][name={name}]").set_input_files(path)

    def sees(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(words)

    def sees_not(self, words: str) -> None:
        expect(self.page.get_by_role("main")).not_to_contain_text(words)

    def told(self, words: str) -> None:
        """A banner says what has been done."""
        expect(self.page.locator(".govuk-notification-banner").first).to_contain_text(words)

    def refused(self, words: str) -> None:
        """The error summary says what is wrong."""
        expect(self.page.locator(".govuk-error-summary")).to_contain_text(words)
        self.check(self.page)


@pytest.fixture
def as_person(
    page: Page,
    live_server: "LiveServer",
    sign_in: "Callable[[Page, User], None]",
    check_accessibility: "Callable[[Page], None]",
) -> Iterator["Callable[[User], Person]"]:
    """Sit down at the browser as a user; the one before has left."""
    page.set_viewport_size({"width": DESKTOP["width"], "height": DESKTOP["height"]})
    page.set_default_timeout(PATIENCE)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))

    def sit_down(user: Any) -> Person:
        page.context.clear_cookies()
        sign_in(page, user)
        return Person(page, live_server.url, check_accessibility)

    yield sit_down
    unexpected = [text for text in problems if "status of 40" not in text]
    assert not unexpected, f"The browser complained: {unexpected}"
