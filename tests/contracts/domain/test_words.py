import datetime as dt
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.conf import settings

from contracts.domain import differences, rule_words, templates, terms, words
from tests.contracts import documents


def worked(name: str) -> terms.Terms:
    path = Path(settings.BASE_DIR) / "docs" / "packs" / f"{name}.json"
    section: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["contract"]
    return terms.parse_contract(section).versions[-1]


def parse(**fields: Any) -> terms.Terms:
    return terms.parse(documents.version(number=1, **fields))


def test_troubled_families_in_words() -> None:
    found = worked("troubled-families-1")
    assert rule_words.rule(found.rule("attachment"), found) == (
        "Pays £3,200 for starts in April 2012 to March 2013, £2,400 for starts in April 2013 to March 2014 and £1,600 "
        "for starts in April 2014 to March 2015, once for each family that starts."
    )
    said = rule_words.rule(found.rule("result"), found)
    assert "£700 for starts in April 2012 to March 2013" in said.split("; or ")[0]
    assert said.split("; or ")[1] == (
        "£800 for starts in April 2012 to March 2013, £1,600 for starts in April 2013 to March 2014 and £2,400 "
        "for starts in April 2014 to March 2015, for “Continuous employment result”."
    )
    conditions = dict(rule_words.conditions(found.rule("result"), found))
    assert conditions["Paid once"] == "A fuller route met later pays only the difference."
    assert conditions["Deadweight"] == (
        "5 of every 6 results of each agent are paid, in order, rounded down to a whole number. The rest are conceded "
        "as deadweight."
    )
    assert conditions["Top-up: Progress to work"] == (
        "£100 more, with “Crime, anti-social behaviour and education result”"
    )
    assert words.cap(found.caps[0], found) == "At most £4,000 for each family."


def test_the_work_programme_in_words() -> None:
    found = worked("work-programme")
    assert rule_words.rule(found.rule("sustainment"), found) == (
        "Pays £115 to £250 by segment for every further 4 weeks of “Four further weeks in work”, at most 13 to 20 "
        "times by segment."
    )
    rows = dict(rule_words.rule_rows(found.rule("sustainment"), found))
    assert rows["Due"] == "15 working days after the event date"
    assert rows["Ends"] == "104 weeks after the start; later weeks are not paid"
    assert rows["Amount: Group 5: Employment and Support Allowance volunteers"] == "£115"
    assert rows["Most steps: Group 5: Employment and Support Allowance volunteers"] == "20 steps"
    target = dict(words.target_rows(found.targets[0], found))
    assert target["Minimum performance level"] == "33% of the cohort"


def test_deadweight_says_how_it_is_taken_off() -> None:
    share = Fraction(1, 4)
    assert words.deadweight(terms.Deadweight("counted", share)) == (
        "The results expected of 25% of starts anyway are counted, and not paid."
    )
    assert "taken off each amount" in words.deadweight(terms.Deadweight("conceded", share))
    assert words.deadweight(terms.Deadweight()) == "No deadweight is taken off."


def test_two_versions_that_say_the_same_have_no_differences() -> None:
    assert differences.between(parse(), parse()) == []


def test_what_changed_is_told_line_by_line() -> None:
    later = parse(
        title="Dearer",
        caps=[],
        rules=[
            documents.version()["rules"][0],
            {**documents.version()["rules"][1], "amounts": [{"amount": "1500.00"}]},
            {"code": "bonus", "name": "Bonus", "kind": "attachment_fee", "amounts": [{"amount": "5.00"}]},
        ],
    )
    found = differences.between(parse(), later)
    assert [
        (change.part, change.clause, change.label, change.kind) for change in found if change.part != "Contract"
    ] == [
        ("Payment rules", "job-fee", "In words", "changed"),
        ("Payment rules", "job-fee", "Amount", "changed"),
        ("Payment rules", "bonus", "In words", "added"),
        ("Payment rules", "bonus", "Name", "added"),
        ("Payment rules", "bonus", "Deadweight", "added"),
        ("Payment rules", "bonus", "Amount", "added"),
        ("Caps", "whole", "Cap", "removed"),
    ]
    amount = next(change for change in found if change.label == "Amount" and change.clause == "job-fee")
    assert (amount.before, amount.after) == ("£1,200", "£1,500")


def test_every_term_shows_in_the_differences() -> None:
    """No change of a term goes unsaid: whatever changes the digest changes the words."""
    base = documents.version(number=1)
    changes: list[dict[str, Any]] = [
        {"rounding": "half_even"},
        {"calendar": {"working_weekdays": [0], "bank_holidays": ["2026-04-03", "2026-04-06"]}},
        {"calendar": {"working_weekdays": [0, 1, 2, 3, 4], "bank_holidays": ["2026-04-07", "2026-04-06"]}},
        {"periods": base["periods"][:1]},
        {"outcomes": [documents.outcome(evidence_kinds=[])]},
        {"outcomes": [documents.outcome(baseline={"value": "0.21", "source": "Comparison areas", "year": 2010})]},
        {"outcomes": [documents.outcome(max_per_participant=2)]},
        {"segments": [{**base["segments"][0], "planned_share": "0.5"}, base["segments"][1]]},
        {"targets": [{**base["targets"][0], "minimum": "0.26"}]},
        {"caps": [{**base["caps"][0], "per_agent": False}]},
    ]
    for change in changes:
        assert differences.between(parse(), parse(**change)), change


def test_a_template_begins_a_contract_for_other_parties_from_another_day() -> None:
    path = Path(settings.BASE_DIR) / "docs" / "packs" / "troubled-families-1.json"
    version = json.loads(path.read_text(encoding="utf-8"))["contract"]["versions"][0]
    document = templates.as_new(version, starts_on=dt.date(2027, 2, 1), principals=["a"], agents=["b", "c"])
    found = terms.parse({**document, "number": 1})
    attachment, result = found.rule("attachment"), found.rule("result")
    assert isinstance(attachment, terms.AttachmentFee)
    assert isinstance(result, terms.OutcomeFee)
    assert [rate.start_year for rate in attachment.rates.rates] == [2026, 2027, 2028]
    assert [rate.start_year for rate in result.routes[1].rates.rates] == [2026, 2027, 2028]
    assert (found.agents, found.periods, found.calendar.bank_holidays) == (("b", "c"), (), ())
    assert [principal.share for principal in found.principals] == [1]
