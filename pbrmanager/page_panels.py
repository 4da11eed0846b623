"""Parts that the apps above `stages` add to its pages: the page → a template, and what the template shows.

`read` is a dotted path to a function that returns the template's `panel`: for the page of a stage f(programme, stage,
viewer), for that of a finding, and beside its evidence, f(finding, viewer), for that of a participant f(participant,
viewer). `stages` loads the table through settings.PAGE_PANELS.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class PagePanel:
    page: str
    template: str
    read: str


PAGE_PANELS: tuple[PagePanel, ...] = (
    PagePanel("stage", "expertbody/_voices.html", "expertbody.selectors.panels.voices_of_stage"),
    PagePanel("evidence", "monitoring/_finding_behind.html", "monitoring.selectors.panels.behind_finding"),
    PagePanel("finding", "monitoring/_finding_since.html", "monitoring.selectors.panels.since_finding"),
    PagePanel("finding", "expertbody/_voices.html", "expertbody.selectors.panels.voices_of_finding"),
    PagePanel("participant", "outcomes/_participant.html", "outcomes.selectors.participants.panel"),
    PagePanel("participant", "payments/_participant.html", "payments.selectors.participants.panel"),
)
