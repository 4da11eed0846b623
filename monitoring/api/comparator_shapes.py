"""How a scheme elsewhere looks to other systems."""

from typing import Any

from rest_framework import serializers

from accounts.api.fields import Name
from monitoring.actions import comparators as actions
from monitoring.domain.comparators import STANDARDS
from monitoring.models import ComparatorVersion
from monitoring.selectors import comparator_documents

STATES = {
    actions.NEW: "A new comparator",
    actions.NEWER: "The next version of one",
    actions.SAME: "Known already: nothing changed",
    actions.OLDER: "Older than what is here: nothing changed",
    actions.LEFT_OUT: "Left out, for what is wrong",
}


class FactOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "value": "1022.10",
        "status": "PUBLIC",
        "sources": ["report"],
        "path": "outcome_pricings/0/price_per_unit/amount/value",
        "release": "",
    }

    value = serializers.CharField(help_text="Numbers as they were written, and exact")
    status = serializers.CharField(help_text="PUBLIC, PRIVATE, DISPUTED or SANDBOX; empty where none is stated")
    sources = serializers.ListField(child=serializers.CharField(), help_text="Ids among `sources`")
    path = serializers.CharField(help_text="Where it stands in the document")
    release = serializers.CharField(help_text="Which release says it, where several of OCDS are merged; else empty")


class ShortPriceOut(serializers.Serializer[Any]):
    EXAMPLE = {"outcome": "In work for 13 weeks", "currency": "GBP", "amount": "1022.10"}

    outcome = serializers.CharField()
    currency = serializers.CharField()
    amount = serializers.CharField()


class ComparatorOut(serializers.Serializer[Any]):
    IS_WHOLE = False
    EXAMPLE = {
        "number": 1,
        "version": 1,
        "standard": "indigo",
        "identifier": "INDIGO-POJ-0166",
        "title": "Steps to Work",
        "as_of": "",
        "people_planned": "400",
        "people_reached": "431",
        "months": "36",
        "prices": [ShortPriceOut.EXAMPLE],
        "known": 48,
        "unknown": 1,
        "wrong": 0,
        "removed_because": None,
        "added_by": "Ruth Adler",
        "added_at": "2026-01-05T10:00:00Z",
    }

    number = serializers.IntegerField()
    version = serializers.IntegerField(help_text="How many files have told of it so far")
    standard = serializers.ChoiceField(list(STANDARDS.items()))
    identifier = serializers.CharField(help_text="The publisher's number, or the ocid; may be empty")
    title = serializers.CharField()
    as_of = serializers.CharField(help_text="The moment that the document states, if it does")
    people_planned = serializers.CharField(allow_null=True)
    people_reached = serializers.CharField(allow_null=True)
    months = serializers.CharField(allow_null=True, help_text="How long the service runs")
    prices = ShortPriceOut(many=True)
    known = serializers.IntegerField(help_text="Fields that were read")
    unknown = serializers.IntegerField(help_text="Fields that are kept and not known")
    wrong = serializers.IntegerField(help_text="Fields that are kept and not as the standard has them")
    removed_because = serializers.CharField(allow_null=True)
    added_by = Name()
    added_at = serializers.DateTimeField()

    def to_representation(self, instance: ComparatorVersion) -> Any:
        told = comparator_documents.whole if self.IS_WHOLE else comparator_documents.short
        return super().to_representation(told(instance))


class DateOut(serializers.Serializer[Any]):
    EXAMPLE = {"name": "Service began", "when": FactOut.EXAMPLE | {"value": "2015-04-01"}}

    name = serializers.CharField()
    when = FactOut()


class MoneyOut(serializers.Serializer[Any]):
    EXAMPLE = {"name": "Paid for outcomes so far", "currency": "GBP", "amount": FactOut.EXAMPLE}

    name = serializers.CharField()
    currency = serializers.CharField()
    amount = FactOut()


class TakesPartOut(serializers.Serializer[Any]):
    EXAMPLE = {"id": "northway", "name": "Northway", "roles": ["Provides the service"]}

    id = serializers.CharField()
    name = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())


class PriceOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "currency": "GBP", "amount": FactOut.EXAMPLE, "in_dollars": None, "most": None, "rises": None,
        "description": FactOut.EXAMPLE | {"value": "Net of 20% who would have found work anyway"}, "notes": "",
    }  # fmt: skip

    currency = serializers.CharField()
    amount = FactOut(allow_null=True)
    in_dollars = FactOut(allow_null=True, help_text="As its publisher converted it")
    most = FactOut(allow_null=True, help_text="If all targets are achieved")
    rises = FactOut(allow_null=True)
    description = FactOut(allow_null=True)
    notes = serializers.CharField()


class PaidForOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "id": "m1", "definition": FactOut.EXAMPLE | {"value": "In work for 13 weeks"}, "population": None,
        "people": None, "target": None, "also_asked": None, "checked_by": FactOut.EXAMPLE | {"value": "Payslips"},
        "data_from": None, "notes": "Deadweight was put at 20 in 100.", "prices": [PriceOut.EXAMPLE],
    }  # fmt: skip

    id = serializers.CharField()
    definition = FactOut(allow_null=True)
    population = FactOut(allow_null=True)
    people = FactOut(allow_null=True)
    target = FactOut(allow_null=True)
    also_asked = FactOut(allow_null=True)
    checked_by = FactOut(allow_null=True)
    data_from = FactOut(allow_null=True)
    notes = serializers.CharField(help_text="Here deadweight is told, if anywhere")
    prices = PriceOut(many=True)


class ResultElsewhereOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "outcome": "m1", "kind": "Final", "starts_on": "2015-04-01", "ends_on": "2018-03-31", "words": None,
        "engaged": "431", "achieved": "188",
    }  # fmt: skip

    outcome = serializers.CharField(help_text="Empty where it is of the whole scheme")
    kind = serializers.CharField()
    starts_on = serializers.CharField(help_text="A year, a month or a day")
    ends_on = serializers.CharField()
    words = FactOut(allow_null=True)
    engaged = serializers.CharField(allow_null=True)
    achieved = serializers.CharField(allow_null=True)


class PaymentsOut(serializers.Serializer[Any]):
    EXAMPLE = {"kind": "Actual", "currency": "GBP", "amount": "410000.70", "count": 2}

    kind = serializers.CharField(help_text="Planned or Actual")
    currency = serializers.CharField()
    amount = serializers.CharField()
    count = serializers.IntegerField()


class SourceOut(serializers.Serializer[Any]):
    EXAMPLE = {"id": "report", "name": "Evaluation", "kind": "Evaluation report", "url": "", "published_on": "2019"}

    id = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    url = serializers.CharField()
    published_on = serializers.CharField()


class UnreadFieldOut(serializers.Serializer[Any]):
    EXAMPLE = {"path": "social_value/score", "value": "7"}

    path = serializers.CharField()
    value = serializers.CharField(help_text="Shortened where it is long")


class MergedReleaseOut(serializers.Serializer[Any]):
    EXAMPLE = {"id": "ocds-h6vhtk-1-award", "released_at": "2021-04-30T09:00:00Z", "path": "releases/0"}

    id = serializers.CharField()
    released_at = serializers.CharField(help_text="As the release states it; empty where it states no moment")
    path = serializers.CharField(help_text="Where it stands in the document")


class ComparatorDetailOut(ComparatorOut):
    IS_WHOLE = True
    EXAMPLE = ComparatorOut.EXAMPLE | {
        **dict.fromkeys(("stage", "challenge", "intervention"), None),
        "sector": FactOut.EXAMPLE | {"value": "Employment and training"},
        "population": FactOut.EXAMPLE | {"value": "Young people out of work"},
        "places": [FactOut.EXAMPLE | {"value": "Wales"}],
        "dates": [DateOut.EXAMPLE],
        "money": [MoneyOut.EXAMPLE],
        "organisations": [TakesPartOut.EXAMPLE],
        "outcomes": [PaidForOut.EXAMPLE],
        "results": [ResultElsewhereOut.EXAMPLE],
        "payments": [PaymentsOut.EXAMPLE],
        "sources": [SourceOut.EXAMPLE],
        "notes": "",
        "releases": [],
        "superseded_fields": [],
        "unknown_fields": [UnreadFieldOut.EXAMPLE],
        "wrong_fields": [],
    }

    stage = FactOut(allow_null=True)
    sector = FactOut(allow_null=True)
    challenge = FactOut(allow_null=True)
    intervention = FactOut(allow_null=True)
    population = FactOut(allow_null=True)
    places = FactOut(many=True)
    dates = DateOut(many=True)
    money = MoneyOut(many=True)
    organisations = TakesPartOut(many=True)
    outcomes = PaidForOut(many=True)
    results = ResultElsewhereOut(many=True)
    payments = PaymentsOut(many=True)
    sources = SourceOut(many=True)
    notes = serializers.CharField()
    releases = MergedReleaseOut(many=True, help_text="Those of OCDS that were merged, by date; none for a single one")
    superseded_fields = UnreadFieldOut(many=True, help_text="What a later release replaced or took away")
    unknown_fields = UnreadFieldOut(many=True)
    wrong_fields = UnreadFieldOut(many=True)


class FaultOut(serializers.Serializer[Any]):
    EXAMPLE = {"path": "results/0/period/end_date/value", "problem": "“soon” is no date.", "cure": "Write a year."}

    path = serializers.CharField()
    problem = serializers.CharField()
    cure = serializers.CharField()


class TakenSchemeOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "state": "new", "title": "Steps to Work", "number": 1, "version": 1, "known": 48, "unknown": 1, "wrong": 0,
        "faults": [],
    }  # fmt: skip

    state = serializers.ChoiceField(list(STATES.items()))
    title = serializers.CharField()
    number = serializers.IntegerField(source="version.comparator.number", default=None, allow_null=True)
    version = serializers.IntegerField(source="version.number", default=None, allow_null=True)
    known = serializers.IntegerField(source="version.known", default=None, allow_null=True)
    unknown = serializers.IntegerField(source="version.unknown", default=None, allow_null=True)
    wrong = serializers.IntegerField(source="version.wrong", default=None, allow_null=True)
    faults = FaultOut(many=True)


class TakenOut(serializers.Serializer[Any]):
    EXAMPLE = {"taken": [TakenSchemeOut.EXAMPLE]}

    taken = TakenSchemeOut(many=True, help_text="What became of each scheme of the file")
