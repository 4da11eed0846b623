"""Papers of the Expert Body in plain words: what it is, what is asked, what it means for people, how sure we are.

Everything is composed from the record. The fixed texts are short and use common words: `FIXED` lists them, and each
reaches the bar of `reading.BAR`. What people wrote themselves stands in quotation marks and is theirs.
"""

import dataclasses
import re
from collections.abc import Iterable


@dataclasses.dataclass(frozen=True)
class Paper:
    """What is known of a matter: `written` is what somebody wrote of it; the rest only where the kind has it.

    `waits`: the group is asked to decide it, or has decided it in this very paper.
    `state`: how far a contract has come.
    """

    kind: str
    title: str
    written: str = ""
    state: str = ""
    stage: int | None = None
    met: int | None = None
    criteria: int | None = None
    severity: str = ""
    source: str = ""
    resolved: str = ""
    votes: tuple[int, int, int] | None = None
    dissent: str = ""
    waits: bool = True


@dataclasses.dataclass(frozen=True)
class Plain:
    """The paper in plain words: four answers, each one or more paragraphs; `quote` is what somebody wrote."""

    what: tuple[str, ...]
    asked: tuple[str, ...]
    means: tuple[str, ...]
    sure: tuple[str, ...]
    quote: str = ""

    def text(self) -> str:
        """Everything, to look for words that need to be explained."""
        return "\n".join((*self.what, *self.asked, *self.means, *self.sure, self.quote))


WHAT = {
    "gate": "Each stage of the work ends with a check. We call it a gate. Somebody says that this stage is done.",
    "finding": "Something did not go as we had planned. We call this a finding. It says what was seen, and where.",
    "contract_version": "A contract says what we pay for, how much, and to whom.",
    "decision": "This is what the group decided. It is kept for good. Nobody can change it.",
    "reopen_stage": "Somebody asks us to go back to a stage that was closed, and to look at it again.",
    "pause_stage": "Somebody asks us to stop a stage for a time. Nothing in it may change until it goes on.",
    "resume_stage": "A stage was stopped for a time. Somebody asks us to let it go on.",
    "end_seat": "Somebody asks that a member leave the group from today.",
    "appoint_chair": "Somebody asks us to choose who leads the group.",
    "programme_review": "From time to time we ask if the whole programme should go on. That day has come.",
}
STATE = {
    "draft": "This one is a draft. It is still being written, and nobody is paid by it.",
    "proposed": "This one is put forward. It counts once all sides and the group have said yes.",
    "agreed": "This one is agreed. Its time has not come yet.",
    "in_force": "This one is agreed, and we pay by it now.",
    "ended": "This one was agreed, and its time is over. It still counts for what came about in its time.",
}
ASKED = {
    "gate": "Read what was checked. Say yes, and the stage is closed. Or send it back, and say what has to be done.",
    "finding": "Say if you think that it is true. If it is, we can go back and put things right. If not, say why.",
    "contract_version": "Say if you agree with it. If you do not, send it back, and say what must change.",
    "decision": "You need do nothing. You can ask what will happen next, and when.",
    "reopen_stage": "Say yes or no. If you say yes, the stage is open again at once.",
    "pause_stage": "Say yes or no. If you say yes, the stage stops at once.",
    "resume_stage": "Say yes or no. If you say yes, the stage goes on at once.",
    "end_seat": "Say yes or no. If you say yes, today is the last day.",
    "appoint_chair": "Say yes or no. If you say yes, that member leads the group from now on.",
    "programme_review": "Choose one of three: go on, change it, or stop it.",
}
MEANS = {
    "gate": "If a gate is passed too soon, the next steps rest on weak ground. If it is held up, help may come late.",
    "finding": "If it is true, some people did not get the help that was meant for them. We can still change that.",
    "contract_version": "Who is paid for what can change who gets help first. Ask who could be left out.",
    "decision": "What was decided is done at once. If it changes your help, somebody must tell you how.",
    "reopen_stage": "The help goes on while we look again. What we learn may change it later.",
    "pause_stage": "While it is stopped, some things have to wait. Ask what happens to those who need help now.",
    "resume_stage": "What had to wait can move again.",
    "end_seat": "The seat must be filled again. If not, one side has no voice.",
    "appoint_chair": "The one who leads sees that all are heard.",
    "programme_review": "If we stop, nobody new can start. Those who get help now must be told what comes next.",
}
STAGE = {
    1: "In this stage we ask who needs help, who can give it, and if it is right to pay by results.",
    2: "In this stage we choose who pays.",
    3: "In this stage we choose who gives the help.",
    4: "In this stage all sides agree what counts as a good result, and what it is worth.",
    5: "In this stage the help is given.",
    6: "In this stage we count the results and check that the counts are right.",
    7: "In this stage we ask what we have learned, and put things right.",
}
SEVERITY = {
    "amber": "It is worse than we had planned. That is not likely to be chance. It may still reach what was agreed.",
    "red": "It is worse than the least that was agreed. That is not likely to be chance.",
    "critical": "It is far worse than the least that was agreed. It should be dealt with first.",
}
SOURCE = {
    "monitoring": "The figures are set next to the plan each time they come in. That is how it was seen.",
    "verification": "Somebody checked the claims one by one. That is how it was seen.",
    "expert_body": "The members of the group saw it.",
    "service_user": "People who use the service said it.",
}
COUNTED = frozenset({"monitoring"})
"""Only of what was counted can it be said how likely it is to be chance."""
SURE = {
    "contract_version": "Nobody can be sure that a contract will work. So we count what happens, and look at it again.",
    "decision": "The votes show how much the members were of one mind.",
    "reopen_stage": "The reason was given by one person. Ask what it rests on.",
    "pause_stage": "The reason was given by one person. Ask what it rests on.",
    "resume_stage": "The reason was given by one person. Ask what it rests on.",
    "end_seat": "The reason was given by one person. Ask to hear both sides.",
    "appoint_chair": "You know the members. Trust what you have seen.",
    "programme_review": "Look at the findings and at what people said. No one figure tells it all.",
}
SEEN = "It was seen by people, not worked out from figures. Ask how many saw it, and how often."
ALL_MET = "All the points on the list are met. We can be fairly sure that the stage is done."
NOT_ALL_MET = "Some points on the list are not met yet. So we cannot be sure that the stage is done."
NOT_ASKED = "You need do nothing now. It does not wait for the group."
DISSENT = "Not all agreed. What they said is kept with the decision."
FIXED = (
    *WHAT.values(), *STATE.values(), *ASKED.values(), *MEANS.values(), *STAGE.values(), *SEVERITY.values(),
    *SOURCE.values(), *SURE.values(), SEEN, ALL_MET, NOT_ALL_MET, NOT_ASKED, DISSENT,
)  # fmt: skip


def explain(paper: Paper) -> Plain:
    """The paper in plain words."""
    what = [WHAT[paper.kind]]
    if paper.state:
        what.append(STATE[paper.state])
    if paper.stage is not None:
        what.append(STAGE[paper.stage])
    if paper.source:
        what.append(SOURCE[paper.source])
    if paper.resolved:
        what.append(f"The members chose: “{paper.resolved}”.")
    asked = ASKED[paper.kind] if paper.waits else NOT_ASKED
    return Plain(tuple(what), (asked,), (MEANS[paper.kind],), _sure(paper), paper.written.strip())


def _sure(paper: Paper) -> tuple[str, ...]:
    found = [SURE[paper.kind]] if paper.kind in SURE else []
    if paper.met is not None and paper.criteria is not None:
        found.append(f"{paper.met} of {paper.criteria} points on the list are met.")
        found.append(ALL_MET if paper.met == paper.criteria else NOT_ALL_MET)
    if paper.severity:
        found.append(SEVERITY[paper.severity] if paper.source in COUNTED else SEEN)
    if paper.votes is not None:
        for_it, against, abstained = paper.votes
        found.append(f"{for_it} voted for it, {against} against, and {abstained} did not say yes or no.")
    if paper.dissent:
        found.append(DISSENT)
    return tuple(found)


def words_in(text: str, known: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The words of a glossary, with their meanings, that the text uses, in any case and with a plural s."""
    return [(word, meaning) for word, meaning in known if re.search(rf"\b{re.escape(word)}s?\b", text, re.IGNORECASE)]
