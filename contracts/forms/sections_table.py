"""Which form changes which section of a draft, and what its pages are called."""

import dataclasses

from contracts.forms.clauses import ClauseForm
from contracts.forms.comparisons import ComparisonForm
from contracts.forms.metrics import MetricForm
from contracts.forms.outcomes import OutcomeForm
from contracts.forms.sections import AgentForm, CapForm, PayerCapForm, PeriodForm, PrincipalForm, SegmentForm
from contracts.forms.targets import TargetForm


@dataclasses.dataclass(frozen=True)
class Section:
    """A list of a contract document. `one`: what an entry is called; `article` before it; `anchor` on the page."""

    name: str
    one: str
    article: str
    form: type[ClauseForm] | None
    anchor: str

    @property
    def add_label(self) -> str:
        return f"Add {self.article} {self.one}"

    @property
    def change_label(self) -> str:
        return f"Change {self.article} {self.one}"

    @property
    def remove_label(self) -> str:
        return f"Remove the {self.one}"


SECTIONS = {
    section.name: section
    for section in (
        Section("principals", "principal", "a", PrincipalForm, "parties"),
        Section("agents", "agent", "an", AgentForm, "parties"),
        Section("periods", "period", "a", PeriodForm, "periods"),
        Section("segments", "segment", "a", SegmentForm, "segments"),
        Section("outcomes", "outcome", "an", OutcomeForm, "outcomes"),
        Section("metrics", "metric", "a", MetricForm, "metrics"),
        Section("rules", "payment rule", "a", None, "rules"),
        Section("caps", "cap", "a", CapForm, "caps"),
        Section("payer_caps", "cap of a principal", "a", PayerCapForm, "caps"),
        Section("targets", "target", "a", TargetForm, "targets"),
        Section("comparisons", "comparison", "a", ComparisonForm, "comparisons"),
    )
}
