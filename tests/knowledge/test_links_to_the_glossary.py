"""The pages of each stage link the words of the glossary that their own text uses, once, and only in running text."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from contracts.actions import versions
from knowledge.domain import glossing
from knowledge.loaders import LEFT_ALONE
from knowledge.selectors import library
from stages.actions import visits
from stages.models import Programme
from tests import builders

pytestmark = pytest.mark.django_db

PAGES = {
    1: (
        "stages:stage_detail 1",
        "stages:purpose",
        "stages:stakeholder_list",
        "stages:practice_list",
        "stages:horizon_list",
    ),
    2: ("stages:stage_detail 2", "stages:selection 2", "stages:selection_criteria 2", "stages:selection_decision 2"),
    3: ("stages:stage_detail 3", "stages:selection 3", "expertbody:composition"),
    4: ("stages:stage_detail 4", "contracts:contract", "contracts:version_detail 1"),
    5: ("stages:stage_detail 5", "delivery:participant_list"),
    6: ("stages:stage_detail 6", "outcomes:claim_list", "payments:statement_list", "dashboards:findings_dashboard"),
    7: ("stages:stage_detail 7", "stages:finding_list", "stages:finding_detail 1", "monitoring:flag_list"),
}
NEVER = {"h1", "h2", "h3", "h4", "button", "label", "legend", "summary", "th", "caption", "a"}


class Reader(HTMLParser):
    """The links to the glossary on a page, each with the elements that it stands in, and the page's whole text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[tuple[str, list[str]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and "app-term" in (given.get("class") or ""):
            self.links.append((str(given["href"]).partition("#")[2], list(self.open)))
        if tag not in glossing.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag in self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text += f"{data} "


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


@pytest.fixture
def programme() -> Programme:
    programme = builders.programme_at_stage(5)
    again: dict[str, Any] = {"by": builders.system(), "at": builders.later(days=1)}
    builders.body(programme)
    builders.finding(programme, stages=(1, 4))
    visits.reopen(programme=programme, stage=4, because="New terms", finding=None, **again)
    versions.begin(programme=programme, **again)
    return programme


@pytest.fixture
def reader(programme: Programme, client: Client) -> Client:
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    return client


LEAST_WORDS = 4  # a shorter passage may stand on the page by chance, where the template did not put it


def passages_shown(source: str, text: str) -> str:
    """The passages of a template's running text that the page really showed."""
    flat = " ".join(text.split())
    runs = [" ".join(run.split()) for run in glossing.runs(source)]
    return "\n".join(run for run in runs if len(run.split()) >= LEAST_WORDS and run in flat)


def expected(names: set[str], text: str) -> set[str]:
    """The terms in the running text of the templates, of which the page showed the whole passage."""
    folder = Path(settings.BASE_DIR) / "templates"
    ours = [folder / name for name in sorted(names) if not name.startswith(LEFT_ALONE)]
    sources = [path.read_text() for path in ours if path.exists()]
    return library.linked_words().within("\n".join(passages_shown(source, text) for source in sources))


@pytest.mark.parametrize("stage", PAGES)
def test_the_pages_of_the_stage_link_the_terms_they_use(stage: int, programme: Programme, reader: Client) -> None:
    linked_at_all = 0
    for page in PAGES[stage]:
        name, *parts = page.split()
        response = reader.get(reverse(name, args=[programme.slug, *parts]))
        assert response.status_code == 200, page
        found = read(response.content.decode())
        anchors = [anchor for anchor, _within in found.links]
        assert expected({str(one.name) for one in response.templates}, found.text) <= set(anchors), page
        assert len(anchors) == len(set(anchors)), f"{page} links a term twice"
        assert not [anchor for anchor, within in found.links if NEVER & set(within)], page
        linked_at_all += len(anchors)
    assert linked_at_all


def test_every_link_leads_to_a_place_on_the_page_of_the_glossary(programme: Programme, reader: Client) -> None:
    glossary = reader.get(reverse("knowledge:glossary")).content.decode()
    assert not [term.anchor for term in library.terms() if f'id="{term.anchor}"' not in glossary]
    assert "app-term" not in glossary


def test_what_people_wrote_is_not_linked(programme: Programme, client: Client) -> None:
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    builders.finding(programme, summary="The clawback and the market share shift were late.")
    page = client.get(reverse("stages:finding_detail", args=[programme.slug, 2])).content.decode()
    assert "market share shift" in page
    assert "#market-share-shift" not in page


def test_strangers_are_not_sent_to_a_page_that_they_cannot_read(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert "app-term" not in page
