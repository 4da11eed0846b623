"""Statements: what is owed to an agent for a period, line by line, and what the parties say about it."""

from typing import Any

from django.utils.timezone import localdate, now
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import callers, pages
from accounts.api.endpoints import Endpoint, reads, writes
from accounts.api.fields import Money, Name, Text
from accounts.api.problems import Problem
from accounts.api.queries import ListQuery
from contracts.models import Period
from payments import permissions
from payments.actions import queries as queries_action
from payments.actions import statements as statements_action
from payments.models import Statement, StatementEvent
from payments.selectors import queries, statement_lists, statement_pages, statement_steps, statements
from stages.api.programmes import programme_of

LONGEST = 2000


class PeriodOut(serializers.Serializer[Period]):
    EXAMPLE = {"code": "2026-q2", "starts_on": "2026-04-01", "ends_on": "2026-06-30"}

    code = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class StatementOut(serializers.Serializer[Any]):
    EXAMPLE: dict[str, Any] = {
        "id": 12,
        "agent": "north-works",
        "period": PeriodOut.EXAMPLE,
        "state": "proposed",
        "total": "48250.00",
        "opened_at": "2026-06-02T01:00:00Z",
        "approved_at": None,
    }

    id = serializers.IntegerField(source="statement.pk")
    agent = serializers.CharField(source="statement.agent.code")
    period = PeriodOut(source="statement.period")
    state = serializers.ChoiceField(statements.STATES)
    total = serializers.DecimalField(
        max_digits=14,
        decimal_places=2,
        allow_null=True,
        help_text=(
            "In pounds, as text. Null where it would tell a caller who may not see rows too small a number of results, "
            "or before every statement of the period is approved"
        ),
    )
    opened_at = serializers.DateTimeField(source="statement.opened_at")
    approved_at = serializers.DateTimeField(source="statement.approved_at", allow_null=True)


class LineOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "code": "3f0c2a9be671",
        "kind": "payment",
        "rule": "job-fee",
        "name": "Fee for work",
        "words": "Pays once for each participant who begins work.",
        "outcome": "job",
        "segment": "young",
        "version": 1,
        "count": 25,
        "unit_amount": "1930.00",
        "gross": "48250.00",
        "deadweight": "0.00",
        "cap": "0.00",
        "net": "48250.00",
    }

    code = serializers.CharField(help_text="Tells the line from the others of its statement, for ever")
    kind = serializers.CharField(source="line.kind", help_text="payment or adjustment")
    rule = serializers.CharField(source="line.rule")
    name = serializers.CharField()
    words = serializers.CharField(source="rule_words", help_text="The rule as people read it")
    outcome = serializers.CharField(source="line.outcome")
    segment = serializers.CharField(source="line.segment")
    version = serializers.IntegerField(source="line.version")
    count = serializers.IntegerField(source="line.count")
    unit_amount = serializers.CharField(source="line.unit_amount")
    gross = serializers.CharField(source="line.gross")
    deadweight = serializers.CharField(source="line.deadweight")
    cap = serializers.CharField(source="line.cap")
    net = serializers.CharField(source="line.net", help_text="gross − deadweight − cap")


class OthersOut(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    net = serializers.CharField()


class EventOut(serializers.Serializer[Any]):
    EXAMPLE = {"title": "Proposed", "at": "2026-07-01T09:00:00Z", "by": "Ruth Adler", "detail": "£48,250.00"}

    title = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    detail = serializers.CharField()


class SaidOut(serializers.Serializer[StatementEvent]):
    EXAMPLE = {"text": "Claim 90212 was withdrawn in June.", "by": "North Works", "at": "2026-07-02T09:00:00Z"}

    text = serializers.CharField()
    by = Name()
    at = serializers.DateTimeField()


class QueryOut(serializers.Serializer[queries.Thread]):
    EXAMPLE = {
        "id": 31,
        "about": "Fee for work: Into work, Young people",
        "asked": SaidOut.EXAMPLE,
        "answers": [],
        "open": True,
        "waits_for_answer": True,
    }

    id = serializers.IntegerField(source="query.pk")
    about = serializers.CharField(source="query.about", help_text="The line in words; empty for the whole statement")
    asked = SaidOut(source="query")
    answers = SaidOut(many=True)
    open = serializers.BooleanField(source="is_open")
    waits_for_answer = serializers.BooleanField()


class StatementDetailOut(StatementOut):
    EXAMPLE = StatementOut.EXAMPLE | {
        "lines": [LineOut.EXAMPLE],
        "others": None,
        "payers": [{"code": "norwood-council", "amount": "48250.00"}],
        "queries": [QueryOut.EXAMPLE],
        "events": [EventOut.EXAMPLE],
        "may_propose": False,
        "may_accept": True,
        "may_query": True,
    }

    lines = LineOut(many=True)
    others = OthersOut(
        allow_null=True, help_text="Lines that are not shown to the caller one by one, because they count too few"
    )
    payers = serializers.ListField(child=serializers.DictField(), help_text="Who bears which part: `code` and `amount`")
    queries = QueryOut(many=True)
    events = EventOut(many=True, help_text="The latest first")
    may_propose = serializers.BooleanField()
    may_accept = serializers.BooleanField()
    may_query = serializers.BooleanField()


class StatementQuery(ListQuery):
    agent = serializers.SlugField(required=False, max_length=60)
    period = serializers.SlugField(required=False, max_length=60)
    state = serializers.ChoiceField(statements.STATES, required=False)


class ProposalIn(serializers.Serializer[Any]):
    EXAMPLE = {"due_on": "2026-07-15", "total": "48250.00"}

    due_on = serializers.DateField(help_text="The day by which the agent accepts or asks")
    total = Money(required=False, help_text="As you read it: refused if it has changed since")


class QueryIn(serializers.Serializer[Any]):
    EXAMPLE = {"text": "Why is claim 90212 counted?", "line": "3f0c2a9be671"}

    text = Text("What you want to know", max_length=LONGEST)
    line = serializers.CharField(required=False, max_length=12, help_text="The code of a line; otherwise the whole")


class QueryAnswerIn(serializers.Serializer[Any]):
    EXAMPLE = {"text": "It was withdrawn in June, and is taken back on the next statement."}

    text = Text("Everybody who can see the statement can read it", max_length=LONGEST)


def statement_of(request: Request, slug: str, pk: int) -> Statement:
    """The statement, if the caller may see it."""
    return statements.statement_for(callers.of(request), programme_of(request, slug), pk)


def shown(request: Request, statement: Statement) -> dict[str, Any]:
    """The statement as the caller may see it. Where even the total would tell too much, no figure is told."""
    user = callers.of(request)
    page = statement_pages.page(statement, user)
    steps = statement_steps.of(statement, user, localdate())
    payers = [] if page.hidden else [{"code": one.code, "amount": f"{one.amount:.2f}"} for one in page.who.payers]
    return {
        "statement": statement,
        "state": page.state,
        "total": None if page.hidden else page.sums.net,
        "lines": [] if page.hidden else page.lines,
        "others": None if page.hidden else page.others,
        "payers": payers,
        "queries": queries.threads_of(statement),
        "events": [] if page.hidden else page.timeline,
        "may_propose": steps.may_propose,
        "may_accept": steps.may_accept,
        "may_query": steps.may_query,
    }


class StatementList(Endpoint):
    tag = "Statements"

    @reads("List statements", StatementOut, many=True, query=StatementQuery)
    def get(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """The latest opened first. An agent's people see those of their own organisation."""
        programme, user = programme_of(request, slug), callers.of(request)
        page = pages.of(statement_lists.listed(programme, user, **given), self.asked)
        return pages.Page(statement_lists.rows(page.rows, programme, user), page.following)


class StatementDetail(Endpoint):
    tag = "Statements"

    @reads("Read a statement", StatementDetailOut, leads={"answerQuery": {"query": "queries/0/id"}})
    def get(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """The statement with its lines, who pays which part, its queries, and what happened to it."""
        return shown(request, statement_of(request, slug, pk))


class StatementPropose(Endpoint):
    tag = "Statements"

    @writes(
        "Propose a statement", StatementDetailOut, takes=ProposalIn, for_people_alone=True,
        edits=lambda: StatementDetail,
    )  # fmt: skip
    def post(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """Put the statement to the agent: this is what we will pay."""
        user = callers.of(request)
        permissions.require(user, "statement.propose", programme_of(request, slug))
        statement, seen = statement_of(request, slug, pk), given.get("total", "")
        statements_action.propose(statement=statement, due_on=given["due_on"], seen=str(seen), by=user, at=now())
        return shown(request, statement_of(request, slug, pk))


class StatementAccept(Endpoint):
    tag = "Statements"

    @writes("Accept a statement", StatementDetailOut, for_people_alone=True, edits=lambda: StatementDetail)
    def post(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """The agent agrees to what was proposed. Send `If-Match`, so that you accept what you have read."""
        user = callers.of(request)
        permissions.require(user, "statement.accept", programme_of(request, slug))
        statements_action.accept(statement=statement_of(request, slug, pk), by=user, at=now())
        return shown(request, statement_of(request, slug, pk))


class StatementQueryList(Endpoint):
    tag = "Statements"

    @writes("Ask about a statement", StatementDetailOut, takes=QueryIn, edits=lambda: StatementDetail)
    def post(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """Ask about a statement or a line of it. It then waits until the query is resolved."""
        user = callers.of(request)
        permissions.require(user, "statement.query", programme_of(request, slug))
        statement = statement_of(request, slug, pk)
        line = given.get("line", "")
        if line and line not in dict(queries.line_choices(statement, user)):
            raise Problem(422, "line_unknown", "This statement has no such line. Read it again for its lines.")
        queries_action.ask(statement=statement, by=user, at=now(), **given)
        return shown(request, statement)


class StatementQueryAnswer(Endpoint):
    tag = "Statements"

    @writes("Answer a query", StatementDetailOut, takes=QueryAnswerIn, edits=None)
    def post(self, request: Request, given: dict[str, Any], *, slug: str, pk: int, query: int) -> Any:
        """Answer what was asked about a statement, or ask further."""
        user = callers.of(request)
        permissions.require(user, "statement.query", programme_of(request, slug))
        statement = statement_of(request, slug, pk)
        thread = queries.query_for(statement, query)
        queries_action.answer(query=thread.query, by=user, at=now(), **given)
        return shown(request, statement)
