"""The rules by which agents are asked about their figures travel with the contract that states them."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings

from contracts.domain import question_rules
from contracts.domain.question_rules import QuestionRule
from contracts.selectors import terms
from stages.actions import pack_check, pack_export, packs
from tests import builders
from tests.contracts import builders as contract_builders

pytestmark = pytest.mark.django_db
STATED = {
    one.code: QuestionRule(
        one.usual.fewest + 1,
        one.usual.threshold + Decimal("0.01"),
        one.usual.chance if one.counts_cases else Decimal("0.01"),
    )
    for one in question_rules.ASKED
}
"""A rule of every question, in every part otherwise than usual."""


def exported() -> dict[str, Any]:
    """A programme whose agreed version states every rule, as a pack is read from a file."""
    place = contract_builders.setting()
    rules = {"red_periods": 3, "questions": question_rules.document(STATED)}
    contract_builders.agreed(place, monitoring_rules=rules)
    document = pack_export.export(programme=place.programme, by=builders.system())
    plain: dict[str, Any] = json.loads(json.dumps(document))
    return plain


def test_every_rule_of_a_question_travels_in_every_part() -> None:
    document = exported()
    pack_check.check(document)
    document["programme"]["slug"] = "elsewhere"
    made, _new = packs.load(document=document, by=builders.system(), at=builders.later(days=10))
    rules = terms.of(made.contract_versions.get()).monitoring_rules
    assert (rules.red_periods, rules.question_rules()) == (3, STATED)
    again = pack_export.export(programme=made, by=builders.system())
    assert again["contract"] == document["contract"]


def test_the_schema_knows_the_questions_that_the_product_asks_and_no_others() -> None:
    schema = json.loads((settings.BASE_DIR / "docs" / "pack.schema.json").read_text())
    properties = schema["$defs"]["monitoring_rules"]["properties"]
    assert properties["questions"]["items"]["properties"]["question"]["enum"] == list(question_rules.BY_CODE)
