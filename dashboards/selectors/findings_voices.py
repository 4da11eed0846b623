"""What people who use the service say, coded to the stages, beside the numbers."""

import dataclasses
from collections.abc import Collection

from django.db.models import Count, Exists, OuterRef, Q

from expertbody.models import Voice, VoiceAnswer
from govuk import formats
from stages.domain import framework
from stages.models import Programme

COLUMNS = ("Stage", "Voices", "Answered", "Heard last")
ANSWERS = VoiceAnswer.objects.filter(voice=OuterRef("pk"))


@dataclasses.dataclass(frozen=True)
class Heard:
    """The voices of one stage; `latest` is the one heard last. `questioned`: a target that is off asks about it too."""

    stage: int
    name: str
    number: int
    answered: int
    latest: Voice
    questioned: bool

    @property
    def row(self) -> tuple[str, ...]:
        return (
            f"{self.stage}. {self.name}",
            formats.count(self.number),
            formats.count(self.answered),
            formats.uk_date(self.latest.heard_on),
        )


def by_stage(programme: Programme, questioned: Collection[int]) -> list[Heard]:
    """How many voices speak of each stage, and the one heard last: first the stages that targets off track question."""
    voices = Voice.objects.filter(programme=programme)
    stages = [stage.number for stage in framework.STAGES]
    counted = voices.aggregate(
        **{f"every_{n}": Count("pk", filter=Q(stages__contains=[n])) for n in stages},
        **{f"answered_{n}": Count("pk", filter=Q(Exists(ANSWERS), stages__contains=[n])) for n in stages},
    )
    latest = [voices.about_stage(n).order_by("-heard_on", "-number")[:1] for n in stages if counted[f"every_{n}"]]
    last = list(Voice.objects.none().union(*latest)) if latest else []
    listed = [
        Heard(
            stage,
            framework.BY_NUMBER[stage].name,
            counted[f"every_{stage}"],
            counted[f"answered_{stage}"],
            max((one for one in last if stage in one.stages), key=lambda one: (one.heard_on, one.number)),
            stage in questioned,
        )
        for stage in stages
        if counted[f"every_{stage}"]
    ]
    return sorted(listed, key=lambda one: (not one.questioned, one.stage))
