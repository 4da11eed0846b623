"""What every test may use: the embedded test database, a browser with an accessibility check, and sign-in by session.

Sockets are closed except to this machine, files go to a temporary folder, and the order is random.
"""

import contextlib
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from tests import kept
from tests.kept import WORLDS

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django import DjangoDbBlocker
    from pytest_django.fixtures import Settings
    from pytest_django.live_server_helper import LiveServer

    from accounts.models import User

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's event loop runs in the thread of the test

CI = os.environ.get("CI") == "true"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
STANDARD = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
VIOLATIONS = """
options => axe.run(options).then(results => results.violations.map(violation => ({
    id: violation.id,
    impact: violation.impact,
    help: violation.help,
    elements: violation.nodes.map(node => node.html.slice(0, 200)),
})))
"""  # what passed stays in the browser: to hand all of it over took longer than to look

hypothesis.settings.register_profile("dev", max_examples=40, deadline=None)
hypothesis.settings.register_profile("ci", max_examples=80, deadline=None, print_blob=True)
"""Twice as many as elsewhere, and always the same ones: more of them would only be repeated in every run. What they do
not reach is found by the runs elsewhere, each of which tries others."""
hypothesis.settings.load_profile("ci" if CI else "dev")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """The test database, once per process. Several processes share one embedded server."""
    from django.test import TransactionTestCase

    from tests import emptied

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: emptied.empty())
        yield
        try:
            WORLDS.undo()
        finally:
            with django_db_blocker.unblock():
                emptied.end_other_sessions()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Content of files is named by its place: bytes that hold an hour would give each process other tests."""
    return argname if isinstance(val, bytes) else None


def is_slow(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("slow", "journey"))


def how_soon(item: pytest.Item) -> tuple[bool, bool]:
    """Journeys that are slow by themselves, then other slow tests, then journeys."""
    return (item.get_closest_marker("slow") is None, item.get_closest_marker("journey") is None)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests come first in the share of each process, so that none is left to one when the others are done.

    Journeys are slow too: each takes as long as thirty other tests. The one that loads the demonstration comes at the
    very beginning: where the server has counted tables that small tests had filled, it looks for thousands of rows, one
    by one, without an index until it counts again, which takes minutes.
    The shares are those that xdist deals out; a process that has come to the end of its own takes from another's end.
    """
    kept.sort(items)
    shares = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    slow = sorted((item for item in items if is_slow(item)), key=how_soon)
    quick = [item for item in items if not is_slow(item)]
    left = len(items)
    items.clear()
    for share in range(shares):
        first = slow[share::shares]
        rest = max(0, left // (shares - share) - len(first))
        items += first + quick[:rest]
        del quick[:rest]
        left -= left // (shares - share)
    items += quick


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that asks for another world than the one that stands, or for none, does not see it."""
    if WORLDS.make is not kept.wanted(item):
        WORLDS.undo()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: Any) -> Generator[None, object, object]:
    """The world of a test stands before the transaction of the test begins."""
    if fixturedef.argname == "_django_db_helper" and (make := kept.wanted(request.node)):
        WORLDS.build(make, request.getfixturevalue("django_db_blocker"))
    return (yield)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop the embedded test server, once: in the process that started the others."""
    if hasattr(session.config, "workerinput"):
        return
    from django.conf import settings

    from pbrmanager import embedded

    if found := settings.DATABASES["default"].get("EMBEDDED"):
        with contextlib.suppress(embedded.EmbeddedPostgresError):
            server = embedded.EmbeddedPostgres(Path(found["root"]), fast=True)
            if server.running():
                server.stop()


@pytest.fixture(autouse=True, scope="session")
def _known_tasks() -> None:
    """What a page sends to the worker is done at once: the tasks have to be known by name, as the worker knows them."""
    from pbrmanager import celery_app

    celery_app.loader.import_default_modules()


@pytest.fixture(autouse=True)
def _files_in_a_temporary_folder(settings: "Settings", tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    yield
    from django.core.cache import cache

    cache.clear()


def browser_program() -> str | None:
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium, headless and quiet."""
    program = browser_program()
    if program is None:
        message = "no Chromium on this machine; install it with: apt-get install chromium"
        pytest.fail(message) if CI else pytest.skip(message)
    return {
        **browser_type_launch_args,
        "executable_path": program,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def sign_in(live_server: "LiveServer") -> "Callable[[Page, User], None]":
    """Sign a user in to the browser by a session of their own, without passing through the sign-in page."""

    def sign_in(page: "Page", user: "User") -> None:
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url, "httpOnly": True}]
        )

    return sign_in


@pytest.fixture
def check_accessibility() -> "Callable[[Page], None]":
    """Fail with every WCAG 2.2 AA violation that axe finds on the page, each with the elements concerned."""
    from axe_playwright_python.base import AXE_SCRIPT
    from playwright.sync_api import Error

    def violations_on(page: "Page", times: int = 3) -> list[dict[str, Any]]:
        """What axe finds. A page that gives way to the next one while axe reads it is left for that one."""
        page.wait_for_load_state()
        try:
            if page.evaluate("typeof axe") == "undefined":
                page.evaluate(AXE_SCRIPT)
            found: list[dict[str, Any]] = page.evaluate(
                VIOLATIONS, {"runOnly": STANDARD, "resultTypes": ["violations"]}
            )
        except Error:
            if times == 1:
                raise
            page.wait_for_timeout(200)
            return violations_on(page, times - 1)
        return found

    def check(page: "Page") -> None:
        found = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
            + "\n".join(f"    {element}" for element in violation["elements"])
            for violation in violations_on(page)
        ]
        assert not found, f"{page.url} has accessibility violations:\n" + "\n".join(found)

    return check
