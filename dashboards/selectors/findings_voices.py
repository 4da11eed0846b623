"""What people who use the service say, coded to the stages, beside the numbers."""

import dataclasses
from collections.abc import Collection

from expertbody.models import Voice, VoiceAnswer
from govuk import formats
from stages.domain import framework
from stages.models import Programme

COLUMNS = ("Stage", "Voices", "Answered", "Heard last")
MOST = 500


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
    """The latest voices by the stages they speak of: first the stages that targets off track question."""
    with_answer = set(VoiceAnswer.objects.filter(voice__programme=programme).values_list("voice", flat=True))
    voices = Voice.objects.filter(programme=programme)
    found: dict[int, list[Voice]] = {}
    replied: dict[int, int] = {}
    for voice in voices.order_by("-heard_on", "-number")[:MOST]:
        for stage in voice.stages:
            found.setdefault(stage, []).append(voice)
            replied[stage] = replied.get(stage, 0) + (voice.pk in with_answer)
    listed = [
        Heard(stage, framework.BY_NUMBER[stage].name, len(heard), replied[stage], heard[0], stage in questioned)
        for stage, heard in found.items()
    ]
    return sorted(listed, key=lambda one: (not one.questioned, one.stage))
