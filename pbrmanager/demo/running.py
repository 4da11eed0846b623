"""The routine of a running programme: each quarter files come in, money is stated, results are judged."""

import io
from collections.abc import Mapping, Sequence

from accounts.selectors import users
from monitoring.actions import answering, monitor, requests
from monitoring.actions.results import Result
from outcomes.actions import submissions
from outcomes.models import Submission
from payments.actions import pricing, statements
from payments.models import Statement
from pbrmanager.demo.calendar import (
    APPROVED_AFTER,
    JUDGED_AFTER,
    PRICED_AFTER,
    PROPOSED_AFTER,
    SENT_AFTER,
    Quarter,
)
from pbrmanager.demo.cast import Cast
from pbrmanager.demo.lives import Person, outcomes_file, participants_file
from stages.models import Programme


class NotTaken(RuntimeError):
    """A file of the demonstration that should have been accepted whole was not."""


def take_in(
    cast: Cast,
    programme: Programme,
    people: Sequence[Person],
    quarter: Quarter,
    *,
    attribute: str,
    spoilt: Mapping[str, Sequence[Sequence[object]]] | None = None,
) -> None:
    """Every agent sends the quarter's starts, then its outcomes. `spoilt` are an agent's bad rows."""
    for agent in dict.fromkeys(person.agent for person in people):
        own = [person for person in people if person.agent == agent]
        started = [person for person in own if quarter.starts_on <= person.started_on <= quarter.ends_on]
        if started:
            content = participants_file(started, attribute)
            _send(cast, programme, agent, Submission.Kind.PARTICIPANTS, quarter, SENT_AFTER - 2, content)
        bad = (spoilt or {}).get(agent, ())
        content = outcomes_file(own, quarter.starts_on, quarter.ends_on, bad)
        if content.count(b"\n") > 1:
            _send(cast, programme, agent, Submission.Kind.OUTCOMES, quarter, SENT_AFTER, content, len(bad))


def _send(
    cast: Cast, programme: Programme, agent: str, kind: str, quarter: Quarter, days: int, content: bytes, bad: int = 0
) -> None:
    at = quarter.after(days, hour=9, minute=20)
    submission = submissions.receive(
        programme=programme, agent=cast.organisation(agent), kind=kind, filename=f"{kind}-{quarter.code}.csv",
        file=io.BytesIO(content), by=cast.speaking_for(agent), at=at, queue=False,
    )  # fmt: skip
    done = submissions.process(submission_id=submission.pk, at=quarter.after(days, hour=9, minute=24))
    if done.rejected != bad or done.failure:
        raise NotTaken(f"{done.filename} of {agent}: {done.rejected} rows rejected, {bad} expected. {done.failure}")


def state_money(cast: Cast, programme: Programme, quarter: Quarter) -> None:
    """Price what is due ten days after the quarter."""
    at = quarter.after(PRICED_AFTER, hour=6)
    pricing.price(programme=programme, as_of=at.date(), by=cast["principal"], at=at)


def approve(cast: Cast, programme: Programme, quarter: Quarter, *, agents: Sequence[str] | None = None) -> None:
    """The quarter's statements, or those of the agents named: proposed, accepted by the agent, signed off."""
    waiting = Statement.objects.filter(
        programme=programme, period__code=quarter.code, approved_at__isnull=True
    ).select_related("programme", "agent", "period")
    for index, statement in enumerate(waiting.order_by("agent__code")):
        if agents is None or statement.agent.code in agents:
            _agree(cast, statement, quarter, minute=10 * index)
            _sign(cast, statement, quarter, minute=10 * index)


def sign_once(cast: Cast, programme: Programme, quarter: Quarter, *, agent: str) -> None:
    """The agent's statement waits for a second person of the principal."""
    statement = Statement.objects.select_related("programme", "agent", "period").get(
        programme=programme, period__code=quarter.code, agent__code=agent
    )
    _agree(cast, statement, quarter)
    statements.approve(statement=statement, by=cast["principal"], at=quarter.after(APPROVED_AFTER, hour=11))


def _agree(cast: Cast, statement: Statement, quarter: Quarter, *, minute: int = 0) -> None:
    """The commissioner proposes the statement, and the agent accepts it."""
    at = quarter.after(PROPOSED_AFTER, hour=10, minute=minute)
    due_on = quarter.after(APPROVED_AFTER - 1).date()
    statements.propose(statement=statement, due_on=due_on, by=cast["commissioner"], at=at)
    accepted = quarter.after(APPROVED_AFTER - 2, hour=15, minute=minute)
    statements.accept(statement=statement, by=cast.speaking_for(statement.agent.code), at=accepted)


def _sign(cast: Cast, statement: Statement, quarter: Quarter, *, minute: int = 0) -> None:
    """One person signs, and a second where the amount needs two."""
    for hour, who in ((11, "principal"), (14, "second-approver")):
        at = quarter.after(APPROVED_AFTER, hour=hour, minute=minute)
        if statements.approve(statement=statement, by=cast[who], at=at).approved_at:
            return


def judge(programme: Programme, quarter: Quarter) -> Result:
    """What the nightly monitor did twelve days after the quarter."""
    at = quarter.after(JUDGED_AFTER, hour=2)
    system = users.system_user(requests.SYSTEM)
    result = monitor.run(programme=programme, as_of=at.date(), by=system, at=at)
    answering.answer(programme=programme, as_of=at.date(), by=system, at=at)
    return result
