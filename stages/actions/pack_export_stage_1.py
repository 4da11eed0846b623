"""The records of stage 1 as a pack holds them."""

from knowledge.models import Assessment
from stages.actions.pack_rows import Row, at_moment, email, on_day, some
from stages.models import HorizonEntry, PracticeEntry, Programme, Purpose, Stakeholder


def stage_1(programme: Programme) -> Row:
    """Purpose, stakeholders, practice and horizon."""
    purpose = Purpose.objects.filter(programme=programme).first()
    named = Stakeholder.objects.filter(programme=programme).select_related("engagement_owner", "left_by")
    practice = PracticeEntry.objects.filter(programme=programme).order_by("pk")
    horizon = HorizonEntry.objects.filter(programme=programme).order_by("pk")
    parts = ("aim", "why_pbr", "alternative", "alternative_appraisal")
    return {
        "purpose": {name: getattr(purpose, name) for name in parts} if purpose else {},
        "fit": [
            {"side": one.side, "answers": one.answers, "by": one.person.email, "at": at_moment(one.changed_at)}
            for one in Assessment.objects.kept_in(programme.slug).select_related("person").order_by("pk")
            if one.person
        ],
        "stakeholders": [_stakeholder(row) for row in named.order_by("pk")],
        "practice": list(practice.values("scheme", "kind", "happened", "lesson", "source")),
        "horizon": [
            {**row, "expected_on": row["expected_on"].isoformat()}
            for row in horizon.values("item", "kind", "likelihood", "expected_on", "effect")
        ],
    }


def _stakeholder(row: Stakeholder) -> Row:
    scores = row.scores.select_related("scored_by").order_by("scored_at", "pk")
    contacts = row.contacts.select_related("recorded_by").order_by("recorded_at", "pk")
    left = {"because": row.left_because, "by": email(row.left_by), "at": at_moment(row.left_at)}
    return some({
        "name": row.name, "kind": row.kind, "need": row.need, "interest": row.interest, "affects": row.affects,
        "is_affected": row.is_affected, "survival_depends": row.survival_depends,
        "is_service_user": row.is_service_user, "engagement": row.engagement,
        "engagement_owner": email(row.engagement_owner), "next_review_on": on_day(row.next_review_on),
        "planned_at": at_moment(row.planned_at),
        "scores": [
            {"power": one.power, "legitimacy": one.legitimacy, "urgency": one.urgency, "evidence": one.evidence,
             "by": one.scored_by.email, "at": at_moment(one.scored_at)}
            for one in scores
        ],
        "contacts": [
            {"held_on": on_day(one.held_on), "how": one.how, "with_whom": one.with_whom, "said": one.said,
             "by": one.recorded_by.email, "at": at_moment(one.recorded_at)}
            for one in contacts
        ],
        "left": left if row.left_at else {},
    })  # fmt: skip
