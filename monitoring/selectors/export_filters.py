"""What exported files can be narrowed to, and how periods become days."""

from accounts.models import Organisation, User
from contracts.models import OutcomeDefinition, Party, Period, Segment
from monitoring.selectors import figures
from stages.domain.exports import AGENT, FROM_PERIOD, OUTCOME, PERIOD, SEGMENT, Choices
from stages.models import Programme


def choices(user: User, programme: Programme) -> Choices:
    """Of the agreed contract versions: outcomes, agents and segments by their latest names, and the periods in order.

    An agent's people are offered their own organisation alone, as on the findings.
    """
    agreed = programme.contract_versions.agreed()
    viewer = figures.audience(user, programme)
    parties = Party.objects.filter(version__in=agreed, role=Party.Role.AGENT).values("organisation")
    agents = Organisation.objects.filter(pk__in=parties).order_by("name").values_list("code", "name")
    outcomes = OutcomeDefinition.objects.filter(version__in=agreed).order_by("version__number", "position")
    segments = Segment.objects.filter(version__in=agreed).order_by("version__number", "position")
    periods = Period.objects.filter(programme=programme).order_by("starts_on").values_list("code", flat=True)
    codes = [(code, code) for code in periods]
    return {
        OUTCOME: list(dict(outcomes.values_list("code", "name")).items()),
        AGENT: [(code, name) for code, name in agents if viewer.may_name(code)],
        SEGMENT: list(dict(segments.values_list("code", "name")).items()),
        FROM_PERIOD: codes,
        PERIOD: codes,
    }
