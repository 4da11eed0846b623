"""The registers of stage 1: stakeholders, practice, horizon."""

import dataclasses
from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.http import Http404

from govuk import charts
from stages.domain import salience
from stages.domain.alerts import Alert
from stages.models import PracticeEntry, Programme, Stakeholder, StakeholderContact, StakeholderScore
from stages.selectors import stage_facts

UNSCORED = "unscored"


@dataclasses.dataclass(frozen=True)
class Row:
    """A stakeholder with the latest score and the class that it gives."""

    stakeholder: Stakeholder
    score: StakeholderScore | None
    salience: salience.Salience | None
    quadrant: str
    alerts: tuple[Alert, ...] = ()

    @property
    def needs_engagement(self) -> bool:
        """A definitive stakeholder without an engagement action or its owner."""
        engaged = self.stakeholder.engagement.strip() and self.stakeholder.engagement_owner_id
        return self.salience == salience.DEFINITIVE and not engaged


def _row(stakeholder: Stakeholder, score: StakeholderScore | None, about: Sequence[Alert] = ()) -> Row:
    quadrant = salience.quadrant(score.power, stakeholder.interest) if score else ""
    own = tuple(alert for alert in about if alert.stakeholder == stakeholder.pk)
    return Row(stakeholder, score, stage_facts.class_of(score), quadrant, own)


def stakeholders(programme: Programme, text: str = "", found_class: str = "", about: Sequence[Alert] = ()) -> list[Row]:
    """The register of those who are stakeholders still, each with the alerts about them, the most salient first."""
    found = Stakeholder.objects.present().filter(programme=programme).select_related("engagement_owner")
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(kind__icontains=word) | Q(need__icontains=word))
    scores = stage_facts.latest_scores(programme)
    rows = [_row(stakeholder, scores.get(stakeholder.pk), about) for stakeholder in found.order_by("name")]
    if found_class == UNSCORED:
        rows = [row for row in rows if row.salience is None]
    elif found_class:
        rows = [row for row in rows if row.salience and row.salience.code == found_class]
    return sorted(rows, key=lambda row: -row.salience.attributes if row.salience else 1)


def left(programme: Programme) -> list[Stakeholder]:
    """Those who are no longer stakeholders, the latest first."""
    found = Stakeholder.objects.filter(programme=programme, left_at__isnull=False).select_related("left_by")
    return list(found.order_by("-left_at", "name"))


def has_history(stakeholder: Stakeholder) -> bool:
    """Whether anything has been judged of them or said with them: then the entry is never removed."""
    return stakeholder.scores.exists() or stakeholder.contacts.exists()


def stakeholder(programme: Programme, stakeholder_id: int, about: Sequence[Alert] = ()) -> Row:
    """One stakeholder; the page does not exist otherwise."""
    found = Stakeholder.objects.filter(programme=programme, pk=stakeholder_id)
    one = found.select_related("engagement_owner", "programme", "added_by", "left_by").first()
    if one is None:
        raise Http404("No such stakeholder")
    return _row(one, next(iter(scores_of(one)), None), about)


def scores_of(one: Stakeholder) -> list[StakeholderScore]:
    """Every score of a stakeholder, newest first."""
    return list(one.scores.select_related("scored_by").order_by("-scored_at", "-pk"))


def history(one: Stakeholder) -> list[tuple[StakeholderScore, salience.Salience | None]]:
    """Every score with the class that it gave, newest first."""
    return [(score, stage_facts.class_of(score)) for score in scores_of(one)]


@dataclasses.dataclass(frozen=True)
class ClassGroup:
    """One of the classes with those who are in it."""

    salience: salience.Salience
    holds: str
    rows: list[Row]


HOLDS = {
    salience.DEFINITIVE: "Power, legitimacy and urgency",
    salience.DEPENDENT: "Legitimacy and urgency",
    salience.DANGEROUS: "Power and urgency",
    salience.DOMINANT: "Power and legitimacy",
    salience.DEMANDING: "Urgency",
    salience.DISCRETIONARY: "Legitimacy",
    salience.DORMANT: "Power",
}


def classes(rows: Sequence[Row]) -> list[ClassGroup]:
    """The seven classes, most salient first, with the stakeholders in each."""
    return [ClassGroup(one, holds, [row for row in rows if row.salience == one]) for one, holds in HOLDS.items()]


def venn(rows: Sequence[Row]) -> charts.Chart | None:
    """The scored stakeholders in the three sets of the model of salience; None when there is none."""
    scored = [(row, row.score, row.salience) for row in rows if row.score and row.salience]
    if not scored:
        return None
    held = [sum(1 for _row, _score, found in scored if found.attributes == number) for number in (3, 2, 1)]
    chart = charts.three_sets(
        title="Who holds what",
        summary=f"Scored: {len(scored)}. With all three: {held[0]}; with two of them: {held[1]}; with one: {held[2]}.",
        sets=("Power", "Legitimacy", "Urgency"),
        people=[_belonging(row.stakeholder.name, score) for row, score, _found in scored],
        outside="None of the three",
    )
    words = tuple((*cells, found.name) for cells, (_row, _score, found) in zip(chart.rows, scored, strict=True))
    return dataclasses.replace(chart, columns=("Stakeholder", *chart.columns[1:], "Class"), rows=words)


def _belonging(name: str, score: StakeholderScore) -> charts.Belonging:
    return charts.Belonging(
        name, *(value >= salience.HELD_AT for value in (score.power, score.legitimacy, score.urgency))
    )


def contacts(one: Stakeholder) -> list[StakeholderContact]:
    """Every contact with a stakeholder, the latest first."""
    return list(one.contacts.select_related("recorded_by").order_by("-held_on", "-pk"))


def grid(rows: Sequence[Row]) -> charts.Chart | None:
    """The power and interest plot of the scored stakeholders; None when there is none.

    The drawing counts from 1 to 4 with its middle at 2.5; our scores run from 0 to 3, and 2 is high.
    """
    scored = [(row, row.score) for row in rows if row.score]
    if not scored:
        return None
    close = sum(1 for row, _score in scored if row.quadrant == "Manage closely")
    chart = charts.power_interest(
        title="Power and interest",
        summary=f"Scored: {len(scored)}. With both high power and high interest, to be managed closely: {close}.",
        people=[
            charts.Placed(row.stakeholder.name, score.power + 1, row.stakeholder.interest + 1) for row, score in scored
        ],
        highest=salience.HIGHEST + 1,
    )
    words = tuple(
        (row.stakeholder.name, str(score.power), str(row.stakeholder.interest), row.quadrant) for row, score in scored
    )
    return dataclasses.replace(
        chart, columns=("Stakeholder", "Power (0–3)", "Interest (0–3)", "What to do"), rows=words
    )


def practice(programme: Programme, text: str = "", kind: str = "") -> QuerySet[PracticeEntry]:
    """Examples of practice, newest first."""
    found = PracticeEntry.objects.filter(programme=programme)
    for word in text.split():
        found = found.filter(
            Q(scheme__icontains=word)
            | Q(happened__icontains=word)
            | Q(lesson__icontains=word)
            | Q(source__icontains=word)
        )
    if kind:
        found = found.filter(kind=kind)
    return found.select_related("added_by").order_by("-added_at", "-pk")


def practice_entry(programme: Programme, entry_id: int) -> PracticeEntry:
    found = PracticeEntry.objects.filter(programme=programme, pk=entry_id).select_related("programme").first()
    if found is None:
        raise Http404("No such example")
    return found
