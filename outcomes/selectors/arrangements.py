"""What an agent has arranged for its files, and what the header of a file leaves open."""

import dataclasses
from collections.abc import Sequence

from django.http import Http404

from accounts.models import Organisation, User
from delivery.domain.contract import Contract
from delivery.selectors import participants
from outcomes.domain.reading import REPORT_COLUMNS, name_of
from outcomes.models import ColumnName, StandingChoice, Submission
from outcomes.selectors import columns, kept_files
from stages.models import Programme


@dataclasses.dataclass(frozen=True)
class Heading:
    """A column of a file that is not called as ours are: its name, its first cells, what it means if known."""

    name: str
    cells: list[str]
    meaning: str | None


def meanings(submission: Submission) -> dict[str, str]:
    """What the agent has said that columns of other names mean in files of this kind."""
    named = ColumnName.objects.filter(
        programme=submission.programme_id, agent=submission.agent_id, kind=submission.kind
    )
    return dict(named.values_list("heading", "column"))


def headings(submission: Submission, contract: Contract) -> list[Heading]:
    """The columns of the file whose names are not ours, for the agent to explain."""
    ours = {name_of(name) for group in columns.names(contract, submission.kind) for name in group}
    known = meanings(submission)
    cells = kept_files.samples(submission)
    found = {}
    for place, column in enumerate(submission.columns):
        name = name_of(column)
        if name and name not in ours and name not in REPORT_COLUMNS and name not in found:
            found[name] = Heading(column, cells[place], known.get(name))
    return list(found.values())


def missing(submission: Submission, contract: Contract) -> list[str]:
    """The needed columns that the header of a failed file lacks, as far as its columns are known by now."""
    if submission.status != Submission.Status.FAILED or not submission.columns:
        return []
    known = meanings(submission)
    there = {known.get(name_of(column)) or name_of(column) for column in submission.columns}
    needed, _ = columns.names(contract, submission.kind)
    return [name for name in needed if name_of(name) not in {name_of(column) for column in there}]


def agent(user: User, programme: Programme, code: str) -> Organisation:
    """The agent, if the person may see its rows; otherwise the page does not exist for them."""
    for found in participants.agents(user, programme):
        if found.code == code:
            return found
    raise Http404("No such agent")


def column_names(programme: Programme, agent: Organisation) -> list[ColumnName]:
    """What has been said about columns of the agent's files, by kind and name."""
    found = ColumnName.objects.filter(programme=programme, agent=agent).select_related("named_by")
    return list(found.order_by("kind", "heading"))


def column_name(user: User, programme: Programme, pk: int) -> ColumnName:
    found = ColumnName.objects.filter(programme=programme, agent__in=participants.agents(user, programme), pk=pk)
    name = found.select_related("agent", "programme").first()
    if name is None:
        raise Http404("No such column")
    return name


def choice(programme: Programme, agent: Organisation) -> StandingChoice | None:
    return StandingChoice.objects.filter(programme=programme, agent=agent).select_related("chosen_by").first()


def standing_choice(programme: Programme, agent: Organisation) -> str:
    """What the agent wants where only some rows are good; to take those, unless it has said otherwise."""
    found = choice(programme, agent)
    return found.consent if found else Submission.Consent.GOOD


def choice_of(programme: Programme, agents: Sequence[Organisation]) -> str:
    """The standing choice of the one agent for which somebody sends; without one, a form leaves the question open."""
    return standing_choice(programme, agents[0]) if len(agents) == 1 else ""
