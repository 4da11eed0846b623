"""What the commissioner does about the agent that sends late and sends few people on: two steps, a plan, an answer."""

from datetime import timedelta

from monitoring.actions import interventions
from monitoring.models import Flag, InterventionStep
from pbrmanager.demo.calendar import Calendar
from pbrmanager.demo.cast import Cast
from stages.models import Programme

Level = InterventionStep.Level


def step_up(cast: Cast, programme: Programme, calendar: Calendar, *, agent: str) -> None:
    """A first step two quarters ago, from a flag where there is one; a second after the last quarter."""
    by, speaks = cast["commissioner"], cast.speaking_for(agent)
    before, last = calendar.over[-2], calendar.over[-1]
    flag = Flag.objects.filter(programme=programme, target__agent__code=agent).order_by("-period__ends_on").first()
    at = before.after(20)
    one = interventions.begin(
        programme=programme, agent=cast.organisation(agent), flag=flag, level=Level.INFORMAL, by=by, at=at,
        reason="Files come after the window, and its partner was sent about half of the people that it was promised.",
        look_again_on=(at + timedelta(days=60)).date(),
    )  # fmt: skip
    interventions.reply(
        intervention=one, by=speaks, at=at + timedelta(days=4),
        text="Employers’ letters come late through one payroll bureau. We have asked it for a file each week.",
    )  # fmt: skip
    first = interventions.promise(
        intervention=one, what="A weekly file from the payroll bureau instead of letters", owner=speaks,
        due_on=(at + timedelta(days=40)).date(), by=speaks, at=at + timedelta(days=4),
    )  # fmt: skip
    interventions.fulfil(
        measure=first, note="The first three files have come; nine letters are still awaited.", by=speaks,
        at=at + timedelta(days=35),
    )  # fmt: skip
    again = last.after(14)
    interventions.step(
        intervention=one, level=Level.INFORMAL_SENIOR, by=by, at=again,
        reason="The files come in time now, but people still wait for a key worker at the end of the quarter.",
        look_again_on=max(calendar.today, again.date()) + timedelta(days=30),
    )  # fmt: skip
    interventions.promise(
        intervention=one, what="Two more key workers in post, and nobody without one for more than a month",
        owner=speaks, due_on=max(calendar.today, again.date()) + timedelta(days=25), by=by, at=again,
    )  # fmt: skip
