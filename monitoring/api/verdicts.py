"""Verdicts on what was registered in advance. Small numbers are hidden as on the pages."""

from typing import Any

from django.http import Http404
from django.utils.timezone import localdate
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import callers
from accounts.api.endpoints import Endpoint, reads
from contracts.domain import comparisons
from monitoring.domain import verdicts
from monitoring.selectors import figures, verdict_pages
from monitoring.selectors.verdict_pages import Question
from monitoring.selectors.verdict_shown import Shown
from stages.api.programmes import programme_of


class VerdictOut(serializers.Serializer[Shown]):
    EXAMPLE = {
        "periods": ["2026-q1", "2026-q2"],
        "verdict": "likely_better",
        "words": "Likely better",
        "seen": "57 of 100 people (57.0%) achieved it, against 40.0% as the fixed level.",
        "hidden": False,
        "people": 100,
        "estimate": "0.570000",
        "comparator": "0.400000",
        "size": "0.170000",
        "low": "0.072000",
        "high": "0.263000",
        "level": "0.9500",
        "p": "0.000700",
        "p_holm": 0.0014,
        "p_benjamini_hochberg": 0.0014,
        "detectable": "0.140000",
        "needed": 199,
        "look": 1,
        "looks_planned": 2,
        "as_of": "2026-12-31",
        "test": "wilson",
        "method": "2026-1",
        "inputs": "9f2c",
        "judged_at": "2027-01-01T02:00:00Z",
    }

    periods = serializers.ListField(
        child=serializers.CharField(), help_text="In which these people started; of a panel, since its start"
    )
    verdict = serializers.ChoiceField([(one.value, verdicts.WORDS[one]) for one in verdicts.Verdict])
    words = serializers.CharField()
    seen = serializers.CharField(help_text="What was seen, in one sentence")
    hidden = serializers.BooleanField(help_text="The figures are null: they would tell of too few people")
    people = serializers.IntegerField(allow_null=True)
    estimate = serializers.CharField(
        allow_null=True, help_text="A share of one, or events per head; rounded for those who see no rows"
    )
    comparator = serializers.CharField(allow_null=True)
    size = serializers.CharField(allow_null=True, help_text="The difference, or for events the ratio of rates")
    low = serializers.CharField(allow_null=True)
    high = serializers.CharField(allow_null=True, help_text="Without an upper limit where null")
    level = serializers.CharField(help_text="Of the interval, with all looks counted")
    p = serializers.CharField(allow_null=True)
    p_holm = serializers.FloatField(allow_null=True, help_text="When all questions are counted")
    p_benjamini_hochberg = serializers.FloatField(allow_null=True, help_text="As a share of false findings")
    detectable = serializers.CharField(allow_null=True, help_text="The smallest difference that so many could show")
    needed = serializers.IntegerField(
        allow_null=True,
        help_text="People, places or periods that the smallest difference that matters needs",
    )
    look = serializers.IntegerField()
    looks_planned = serializers.IntegerField()
    as_of = serializers.DateField()
    test = serializers.ChoiceField([(one, one) for one in comparisons.TESTS])
    method = serializers.CharField(help_text="The edition of the methods")
    inputs = serializers.CharField(
        allow_null=True, help_text="The digest of all that was judged; null for those who see no rows"
    )
    judged_at = serializers.DateTimeField()

    def to_representation(self, instance: Shown) -> Any:
        return super().to_representation(instance.as_document())  # type: ignore[arg-type]


class QuestionOut(serializers.Serializer[Question]):
    EXAMPLE = {
        "code": "against-before",
        "name": "Do more people find work than before?",
        "outcome": "job",
        "measure": "share",
        "against": "fixed",
        "matters": "0.05",
        "window_days": 90,
        "agreed_at": "2026-01-03T10:00:00Z",
        "since": "2026-01-01",
        "contract_version": 1,
        "settled_in_advance": True,
        "stands": True,
        "verdicts": [VerdictOut.EXAMPLE],
    }

    code = serializers.CharField(source="asked.comparison.code")
    name = serializers.CharField(source="asked.comparison.name")
    outcome = serializers.CharField(source="asked.comparison.outcome")
    measure = serializers.ChoiceField([(one, one) for one in comparisons.MEASURES], source="asked.comparison.measure")
    against = serializers.ChoiceField([(one, one) for one in comparisons.AGAINST], source="asked.comparison.against")
    matters = serializers.CharField(source="asked.comparison.matters", help_text="The smallest difference that matters")
    window_days = serializers.IntegerField(source="asked.comparison.window_days")
    agreed_at = serializers.DateTimeField(source="asked.at")
    since = serializers.DateField(source="asked.begins_on", help_text="People who start, or periods, from this day on")
    contract_version = serializers.IntegerField(source="asked.version.number")
    settled_in_advance = serializers.SerializerMethodField(help_text="Agreed before these people began to start")
    stands = serializers.SerializerMethodField(help_text="Whether the contract still asks just this")
    verdicts = VerdictOut(many=True, source="shown", help_text="Those that stand, the latest people first")

    def get_settled_in_advance(self, question: Question) -> bool:
        return localdate(question.asked.at) <= question.asked.begins_on

    def get_stands(self, question: Question) -> bool:
        return not question.asked.is_over


class VerdictList(Endpoint):
    tag = "Monitoring"

    @reads("List verdicts", QuestionOut, many=True)
    def get(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """Every comparison that was registered in the contract, with its verdicts. No payment follows from one."""
        return verdict_pages.questions(figures.audience(callers.of(request), programme_of(request, slug)))


class VerdictDetail(Endpoint):
    tag = "Monitoring"

    @reads("Read a verdict", QuestionOut)
    def get(self, request: Request, given: dict[str, Any], *, slug: str, code: str) -> Any:
        """A registered comparison with the verdicts on it."""
        for question in verdict_pages.questions(figures.audience(callers.of(request), programme_of(request, slug))):
            if question.asked.comparison.code == code:
                return question
        raise Http404("No such comparison")
