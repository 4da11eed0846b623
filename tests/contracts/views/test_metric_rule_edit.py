"""Metrics and the rules that pay by them, written in a draft as a commissioner writes them."""

from typing import Any

import pytest
from django.test import Client

from contracts.domain import differences
from contracts.models import ContractVersion
from contracts.selectors import terms
from tests import builders as general
from tests.contracts import builders

pytestmark = pytest.mark.django_db

SERVICE = {"code": "service", "name": "Fee", "kind": "service_fee", "amounts": [{"amount": "1000.00"}]}
METRICS = [
    {"code": "units", "name": "Units delivered", "numerator": "Units", "denominator": "Units agreed"},
    {"code": "events", "name": "Reconvictions", "direction": "lower", "numerator": "Events", "denominator": "People"},
    {"code": "controls", "name": "Controls", "direction": "lower", "numerator": "Events", "denominator": "People"},
    {"code": "cost", "name": "Cost", "direction": "lower", "measured": "value", "unit": "pounds"},
    {
        "code": "again", "name": "Reoffended", "direction": "lower", "measured": "ratio",
        "numerator": "People who reoffended", "denominator": "People",
    },
]  # fmt: skip
BANDED = {
    "name": "Units", "code": "by-units", "metric": "units", "base_rules": ["service"],
    "bands": "less than 90%: −5%\n90% or more and 100% or less: 0%\nmore than 100%: +5%",
    "only_if": "again: less than 45%\ncost: more than 1200 and 9000 or less",
}  # fmt: skip
REDUCTION = {
    "name": "Fall", "code": "fall", "metric": "events", "cohorts": "c1: Released in 2026; 2028-06-30; 2026-q1",
    "against_metric": "controls", "measure": "relative", "trigger": "10", "pooled_trigger": "7.5", "pays": "per_event",
    "amount": "1000", "most": "500000", "deducts": "on", "clawback": "10", "base_rules": ["service"],
    "hurdle_metric": "controls", "hurdle_value": "60%", "hurdle_measure": "points", "hurdle_at_least": "1",
}  # fmt: skip
SAVING = {
    "name": "Saving", "code": "saving", "metric": "cost", "cohorts": "y1: First year; 2026-12-31",
    "against_of": "base-year", "threshold": "5", "share_at": "50", "share_beyond": "100", "ceiling": "20",
}  # fmt: skip
ANSWERS: dict[str, dict[str, Any]] = {"banded_metric": BANDED, "cohort_reduction": REDUCTION, "saving_share": SAVING}


@pytest.fixture
def version(place: builders.Setting, client: Client) -> ContractVersion:
    client.force_login(place.commissioner)
    return builders.draft(place, rules=[SERVICE], metrics=METRICS, caps=[], targets=[])


def rule(version: ContractVersion, code: str) -> dict[str, Any]:
    return next(one for one in terms.document(version)["rules"] if one["code"] == code)


def add(client: Client, version: ContractVersion, kind: str, **change: Any) -> Any:
    return client.post(builders.page(version, "rule_add", kind), {**ANSWERS[kind], **change}, follow=True)


def test_bands_are_written_in_words_and_edges_stay_as_they_are(client: Client, version: ContractVersion) -> None:
    page = add(client, version, "banded_metric")
    assert "The payment rule is saved." in page.content.decode(), page.context["form"].errors
    saved = rule(version, "by-units")
    names = ("from", "from_included", "to", "to_included", "share")
    assert [tuple(one[name] for name in names) for one in saved["bands"]] == [
        (None, True, "9/10", False, "-1/20"), ("9/10", True, "1", True, "0"), ("1", False, None, False, "1/20"),
    ]  # fmt: skip
    assert saved["base"] == {"amount": None, "rules": ["service"]}
    assert [(one["metric"], one["from"], one["to"], one["to_included"]) for one in saved["only_if"]] == [
        ("again", None, "9/20", False), ("cost", "1200", "9000", True),
    ]  # fmt: skip
    assert (
        "“Reoffended” is less than 45% and “Cost” is more than 1,200 pounds and 9,000 pounds or less in the same"
        in (page.content.decode())
    )
    assert "Less than 90%: 5% of what “Fee” pays is taken away" in page.content.decode()


def test_a_fall_and_a_saving_are_written_too(client: Client, version: ContractVersion) -> None:
    for kind in ("cohort_reduction", "saving_share"):
        page = add(client, version, kind)
        assert "The payment rule is saved." in page.content.decode(), page.context["form"].errors
    fall = rule(version, "fall")
    assert (fall["trigger"], fall["pooled_trigger"], fall["clawback"]) == ("1/10", "3/40", "1/10")
    assert fall["hurdle"]["against"]["value"] == "3/5"
    assert rule(version, "saving")["against"] == {"value": None, "of": "base-year", "metric": None}


def test_a_share_may_be_multiplied_by_a_figure_that_is_a_share(client: Client, version: ContractVersion) -> None:
    bands = "less than 50%: 0%\n50% or more: 25% × figure"
    page = add(client, version, "banded_metric", bands=bands, only_if="")
    assert "50% or more: 25% of what “Fee” pays times the figure" in page.content.decode(), page.context["form"].errors
    saved = rule(version, "by-units")["bands"]
    assert [(one["share"], one.get("times_figure")) for one in saved] == [("0", None), ("1/4", True)]
    form = client.get(builders.page(version, "rule_edit", "by-units")).context["form"]
    assert form["bands"].value() == bands
    wrong = add(client, version, "banded_metric", code="cost", metric="cost", bands=bands, only_if="")
    assert "Measure it as a ratio, without unit" in str(wrong.context["form"].errors)


def test_a_rule_may_be_for_some_of_the_agents_alone(client: Client, place: builders.Setting) -> None:
    client.force_login(place.commissioner)
    general.organisation("Southway", code="southway")
    agents = ["northway", "southway"]
    version = builders.draft(place, rules=[SERVICE], metrics=METRICS, caps=[], targets=[], agents=agents)
    page = add(client, version, "banded_metric", agents=["southway"])
    assert "The payment rule is saved." in page.content.decode(), page.context["form"].errors
    assert rule(version, "by-units")["agents"] == ["southway"]
    assert 'Only for</dt><dd class="govuk-summary-list__value">Southway</dd>' in page.content.decode()
    form = client.get(builders.page(version, "rule_edit", "by-units")).context["form"]
    assert form["agents"].value() == ["southway"]
    add(client, version, "saving_share", agents=[])
    assert "agents" not in rule(version, "saving")


def test_a_fall_may_have_to_be_beyond_chance(client: Client, version: ContractVersion) -> None:
    change = {"metric": "again", "against_metric": "", "against_value": "47.5%", "trigger": "0", "pooled_trigger": ""}
    add(client, version, "cohort_reduction", **change, clawback="", base_rules=[], hurdle_metric="", confidence="19/20")
    saved = rule(version, "fall")
    assert (saved["trigger"], saved["confidence"]) == ("0", "19/20")
    page = client.get(builders.page(version, "version_detail")).content.decode()
    assert "1.96 standard errors (95% confidence)" in page
    assert "when “Reoffended” has fallen by any amount in a cohort" in page


def test_a_rise_is_rewarded_in_steps(client: Client, version: ContractVersion) -> None:
    steps = "12.5%: £1,500\n1/3: 2000"
    change = {"metric": "units", "against_metric": "", "against_value": "80%", "pays": "steps", "steps": steps}
    gone = {"most": "", "deducts": "", "clawback": "", "base_rules": [], "hurdle_metric": "", "pooled_trigger": ""}
    page = add(client, version, "cohort_reduction", **change, **gone)
    assert "The payment rule is saved." in page.content.decode(), page.context["form"].errors
    saved = rule(version, "fall")
    assert saved["steps"] == [{"at": "1/8", "amount": "1500.00"}, {"at": "1/3", "amount": "2000.00"}]
    told = client.get(builders.page(version, "version_detail")).content.decode()
    assert "(£1,500 from 12.5% on and £2,000 from 1/3 on) when “Units delivered” has risen by at least 10%" in told
    form = client.get(builders.page(version, "rule_edit", "fall")).context["form"]
    assert form["steps"].value() == "12.5%: 1500.00\n1/3: 2000.00"
    wrong = add(client, version, "cohort_reduction", **change | gone | {"steps": "much"})
    assert "a colon and an amount" in str(wrong.context["form"].errors["steps"])


def test_a_page_saved_as_it_is_shown_changes_nothing(client: Client, version: ContractVersion) -> None:
    for kind in ANSWERS:
        add(client, version, kind)
    before = terms.document(version)
    for code in ("by-units", "fall", "saving"):
        url = builders.page(version, "rule_edit", code)
        form = client.get(url).context["form"]
        values = {name: form[name].value() for name in form.fields}
        sent = {key: value for key, value in values.items() if value not in (None, False)}
        page = client.post(url, sent, follow=True)
        assert "The payment rule is saved." in page.content.decode(), page.context["form"].errors
    url = builders.page(version, "clause_edit", "metrics", "units")
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    client.post(url, {key: value for key, value in values.items() if value not in (None, False)})
    assert terms.document(version) == before


@pytest.mark.parametrize(
    ("kind", "change", "field", "message"),
    [
        ("banded_metric", {"bands": "under 90%: 5%"}, "bands", "begins and ends"),
        ("banded_metric", {"only_if": "again 45%"}, "only_if", "a metric, a colon"),
        ("banded_metric", {"only_if": "again: about 45%"}, "only_if", "begins and ends"),
        ("banded_metric", {"bands": "less than 90%: 5%\nmore than 95%: 0%"}, "bands", "belong to none"),
        ("banded_metric", {"bands": "90% or less: 5%\n80% or more: 0%"}, "bands", "overlaps"),
        ("banded_metric", {"bands": "any figure: £x"}, "bands", "as an amount"),
        ("banded_metric", {"base_rules": []}, "bands", "give the rule a base"),
        ("banded_metric", {"metric": ""}, "metric", "Select"),
        ("cohort_reduction", {"cohorts": "c1 2028-06-30"}, "cohorts", "a semicolon"),
        ("cohort_reduction", {"cohorts": "c1: One; soon"}, "cohorts", "year-month-day"),
        ("cohort_reduction", {"against_of": "before"}, "against_value", "exactly one"),
        ("cohort_reduction", {"trigger": "", "pooled_trigger": ""}, "trigger", "the least fall"),
        ("cohort_reduction", {"most": ""}, "most", "Enter the most that is paid for a cohort"),
        ("cohort_reduction", {"most": "much"}, "most", "must be"),
        ("cohort_reduction", {"pays": "growth", "deducts": ""}, "full_at", "Enter the fall at which the most is paid"),
        ("saving_share", {"ceiling": "3"}, "ceiling", "below the threshold"),
        ("saving_share", {"metric": "events"}, "metric", "Measure the metric as a value"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client: Client, version: ContractVersion, kind: str, change: dict[str, Any], field: str, message: str
) -> None:
    page = add(client, version, kind, **change)
    assert message in " ".join(page.context["form"].errors.get(field, [])), page.context["form"].errors
    assert len(terms.document(version)["rules"]) == 1


def test_a_metric_is_added_and_one_that_a_rule_needs_stays(client: Client, version: ContractVersion) -> None:
    answers = {"name": "Stay", "code": "stay", "measured": "ratio", "direction": "higher", "per_agent": "on"}
    url = builders.page(version, "clause_add", "metrics")
    page = client.post(url, answers)
    assert "Say what the numerator counts" in page.content.decode()
    page = client.post(url, {**answers, "numerator": "Stayed", "denominator": "Started"}, follow=True)
    assert "The metric is saved." in page.content.decode()
    add(client, version, "banded_metric")
    page = client.post(builders.page(version, "clause_remove", "metrics", "units"), follow=True)
    assert "There is no metric “units”" in page.content.decode()


def test_only_rules_with_an_amount_of_their_own_are_offered_as_a_base_and_to_rise(
    client: Client, place: builders.Setting
) -> None:
    client.force_login(place.commissioner)
    least = {"code": "least", "name": "Least", "kind": "floor", "amounts": [{"amount": "1.00"}]}
    version = builders.draft(place, rules=[SERVICE, least], metrics=METRICS, caps=[], targets=[])
    add(client, version, "banded_metric")
    for page, field in ((("rule_edit", "by-units"), "base_rules"), (("version_header",), "index_rules")):
        form = client.get(builders.page(version, *page)).context["form"]
        assert form.fields[field].choices == [("service", "Fee")]


def test_what_changed_between_versions_is_told_in_words(client: Client, version: ContractVersion) -> None:
    add(client, version, "banded_metric")
    before = terms.draft(version)[0]
    client.post(
        builders.page(version, "rule_edit", "by-units"), {**BANDED, "bands": "less than 90%: −5%\n90% or more: 0%"}
    )
    changes = differences.between(before, terms.draft(version)[0])
    assert ("by-units", "Band: more than 100%", "5% of what “Fee” pays", "") in {
        (one.clause, one.label, one.before, one.after) for one in changes
    }
