from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import ContractVersion
from contracts.selectors import terms
from stages.actions import visits
from tests import builders as general
from tests.contracts import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(place: builders.Setting, client: Client) -> ContractVersion:
    client.force_login(place.commissioner)
    return builders.draft(place)


def post(client: Client, version: ContractVersion, section: str, key: str | None, data: dict[str, Any]) -> Any:
    name, more = ("clause_edit", [key]) if key else ("clause_add", [])
    url = reverse(f"contracts:{name}", args=[version.programme.slug, version.number, section, *more])
    return client.post(url, data, follow=True)


def same_as_shown(client: Client, version: ContractVersion, section: str, key: str) -> dict[str, Any]:
    """What a browser would send back from the page as it is shown."""
    url = reverse("contracts:clause_edit", args=[version.programme.slug, version.number, section, key])
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


ENTRIES = [
    ("principals", "treasury"),
    ("agents", "northway"),
    ("periods", "2026-q1"),
    ("segments", "young"),
    ("outcomes", "job"),
    ("caps", "whole"),
    ("targets", "job-rate"),
]


def test_saving_a_page_as_it_is_shown_changes_nothing(client: Client, version: ContractVersion) -> None:
    before = terms.document(version)
    for section, key in ENTRIES:
        page = post(client, version, section, key, same_as_shown(client, version, section, key))
        assert "is saved" in page.content.decode(), (section, page.context["form"].errors)
        version.refresh_from_db()
        assert terms.document(version) == before, section


def test_an_outcome_is_added_with_what_the_six_characteristics_ask(client: Client, version: ContractVersion) -> None:
    data = {
        "name": "Off benefits",
        "code": "off-benefits",
        "kind": "binary",
        "direction": "higher",
        "max_per_participant": "1",
        "window_days": "365",
        "evidence_kinds": "benefit_record, letter",
        "deadweight_method": "conceded",
        "deadweight_share": "1/6",
        "deadweight_rounding": "whole_people",
        "deadweight_count": "down",
        "deadweight_source": "Pilot",
        "baseline_value": "0.2",
        "baseline_year": "2020",
    }
    page = post(client, version, "outcomes", None, data)
    assert page.redirect_chain[-1][0].endswith("#outcomes")
    added = terms.draft(version)[0].outcome("off-benefits")
    assert added.evidence_kinds == ("benefit_record", "letter")
    assert str(added.deadweight.share) == "1/6"
    assert "Name who checks the evidence." in page.content.decode()


def test_a_segment_is_added_and_moved_up(client: Client, version: ContractVersion) -> None:
    data = {"name": "Older", "code": "older", "rule": "age: 50-64, 65+\nregion: north", "baseline": "12.5"}
    post(client, version, "segments", None, data)
    document = terms.document(version)
    assert document["segments"][2]["rule"] == {"age": ["50-64", "65+"], "region": ["north"]}
    assert document["segments"][2]["baseline"] == "0.125"
    url = reverse("contracts:clause_move_up", args=[version.programme.slug, 1, "segments", "older"])
    client.post(url)
    assert [one["code"] for one in terms.document(version)["segments"]] == ["young", "older", "other"]


@pytest.mark.parametrize(
    ("section", "data", "field", "message"),
    [
        ("segments", {"name": "Old", "code": "old", "rule": "sixty"}, "rule", "an attribute, a colon and its values"),
        ("segments", {"name": "Old", "code": "a b"}, "code", "Use up to 60 letters"),
        ("principals", {"organisation": "northway", "share": "half"}, "share", "Write a share from 0 to 1"),
        ("periods", {"code": "x", "starts_on": "2026-03-31", "ends_on": "2026-04-02"}, None, "overlaps period"),
        ("caps", {"code": "x", "scope": "outcome", "amount": "9999"}, "outcome", "Choose the outcome that is capped"),
        ("caps", {"code": "x", "scope": "contract", "amount": "-1"}, "amount", "cannot be less than zero"),
        ("caps", {"code": "x", "scope": "contract", "amount": "9999", "carries_over": "on"},
         "carries_over", "Only a cap for each period or contract year"),
        ("targets", {"code": "x", "outcome": "job", "value": "30"}, "measure", "Select how it is measured"),
        ("outcomes", {"max_per_participant": ""}, "max_per_participant", "Enter the most results for each participant"),
        ("targets", {"code": "x", "outcome": "job", "measure": "rate", "value": "many"}, "value", "Enter a percentage"),
        ("targets", {"code": "x", "outcome": "job", "measure": "rate", "value": "120%"}, "value", "Choose a number"),
        ("targets", {"code": "x", "outcome": "job", "measure": "rate", "value": "30", "minimum": "40"},
         "minimum", "at or below the target"),
        ("targets", {"code": "x", "outcome": "job", "measure": "rate", "value": "30", "maturity": "soon"},
         "maturity", "days, a colon and a percentage"),
        ("outcomes", {"name": "Again", "code": "job", "kind": "binary", "direction": "higher",
                      "max_per_participant": "1", "deadweight_method": "none", "deadweight_rounding": "per_claim",
                      "deadweight_count": "down"}, None, "Give each entry a code of its own"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_saved(
    client: Client, version: ContractVersion, section: str, data: dict[str, str], field: str | None, message: str
) -> None:
    before = terms.document(version)
    page = post(client, version, section, None, data)
    errors = page.context["form"].errors[field or "__all__"]
    assert message in " ".join(errors)
    assert terms.document(version) == before


def test_an_entry_that_others_refer_to_is_not_removed(client: Client, version: ContractVersion) -> None:
    url = reverse("contracts:clause_remove", args=[version.programme.slug, 1, "outcomes", "job"])
    page = client.post(url).content.decode()
    assert "It cannot be removed" in page
    assert "There is no outcome “job”" in page
    assert version.outcomes.count() == 1


def test_an_entry_is_removed_after_asking(client: Client, version: ContractVersion) -> None:
    url = reverse("contracts:clause_remove", args=[version.programme.slug, 1, "caps", "whole"])
    assert "Remove the cap" in client.get(url).content.decode()
    assert "The cap is removed." in client.post(url, follow=True).content.decode()
    assert not version.caps.exists()


def test_nothing_is_saved_once_stage_4_is_closed(
    client: Client, place: builders.Setting, version: ContractVersion
) -> None:
    visit = general.open_visit(place.programme, 4)
    visits.close_decided_elsewhere(visit=visit, by=general.system(), at=general.later(days=5), decision="Decided.")
    page = post(client, version, "caps", "whole", {"scope": "contract", "amount": "5000000"})
    assert "Stage 4 is not open" in page.content.decode()
    assert str(version.caps.get().amount) == "1000000.00"


def test_the_particulars_of_an_outcome_are_typed_as_lines(client: Client, version: ContractVersion) -> None:
    data = same_as_shown(client, version, "outcomes", "job") | {
        "also_paid": "Jobcentre; Restart; 12%\nCouncil",
        "without_rates": "young: 18, 20, 23; pilot of 2024\n15",
        "without_method": "matched",
        "without_measured_on_0": "31",
        "without_measured_on_1": "12",
        "without_measured_on_2": "2024",
        "cohort_closes": "month",
        "eligible": "age: 18-24, 25-34\narea: north",
        "rationale": "Half a year, because shorter jobs were lost again.",
        "values_from": "3",
        "values_below": "6.5",
    }
    page = post(client, version, "outcomes", "job", data)
    assert "Jobcentre, Restart (12% of the same people)" in page.content.decode(), page.context["form"].errors
    version.refresh_from_db()
    found = terms.draft(version)[0].outcome("job").particulars
    assert str(found.non_intervention.measured_on) == "2024-12-31"
    assert found.eligible == (("age", ("18-24", "25-34")), ("area", ("north",)))
    assert "age is 18-24 or 25-34 and area is north" in page.content.decode()
    assert "a value of at least 3 and below 6.5" in page.content.decode()
    assert [(one.segment, str(one.range.expected)) for one in found.non_intervention.rates] == [
        ("young", "0.2"),
        (None, "0.15"),
    ]
    before = terms.document(version)
    post(client, version, "outcomes", "job", same_as_shown(client, version, "outcomes", "job"))
    version.refresh_from_db()
    assert terms.document(version) == before


def test_lines_that_cannot_be_read_are_refused_beside_their_field(client: Client, version: ContractVersion) -> None:
    shown = same_as_shown(client, version, "outcomes", "job")
    data = {"also_paid": "Council; ; many", "without_rates": "old: 20", "cohort_closes": "day", "eligible": "young"}
    page = post(client, version, "outcomes", "job", shown | data)
    errors = page.context["form"].errors
    assert "Write “many” as a percentage" in errors["also_paid"][0]
    assert "Write “young” as an attribute" in errors["eligible"][0]
    assert "no outcome or segment “old”" in errors["without_rates"][0]
    page = post(client, version, "outcomes", "job", shown | {"values_from": "3", "values_below": "2"})
    assert page.context["form"].errors["values_below"][0].startswith("No value lies from 3 on and below 2")
    page = post(client, version, "outcomes", "job", shown | {"cohort_closes": "day"})
    assert page.context["form"].errors["cohort_on"][0].startswith("Enter the day on which the one cohort closes")
