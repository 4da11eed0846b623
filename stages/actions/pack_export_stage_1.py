"""The records of stage 1 as a pack holds them."""

from knowledge.models import Assessment
from stages.actions import analysis, pack_analysis
from stages.actions.pack_rows import Row, at_moment, email, on_day, some
from stages.models import HorizonEntry, PracticeEntry, Programme, Purpose, Stakeholder


def stage_1(programme: Programme) -> Row:
    """Purpose, stakeholders, practice, horizon, and the registers that are kept alike."""
    purpose = Purpose.objects.filter(programme=programme).first()
    named = Stakeholder.objects.filter(programme=programme).select_related("engagement_owner", "left_by")
    practice = PracticeEntry.objects.filter(programme=programme).order_by("pk")
    return {
        "purpose": {name: getattr(purpose, name) for name in ("aim", "why_pbr")} if purpose else {},
        "fit": [
            {"side": one.side, "answers": one.answers, "by": one.person.email, "at": at_moment(one.changed_at)}
            for one in Assessment.objects.kept_in(programme.slug).select_related("person").order_by("pk")
            if one.person
        ],
        "stakeholders": [_stakeholder(row) for row in named.order_by("pk")],
        "practice": list(practice.values("scheme", "kind", "happened", "lesson", "source")),
        "horizon": [_horizon(row) for row in HorizonEntry.objects.filter(programme=programme).order_by("pk")],
        **{name: [_kept(row) for row in _rows(model, programme)] for name, model in pack_analysis.SECTIONS.items()},
    }


def _rows(model: type[analysis.Record], programme: Programme) -> list[analysis.Record]:
    return list(model._default_manager.filter(programme=programme).order_by("pk"))


def _kept(row: analysis.Record) -> Row:
    found = analysis.records_now(row)
    return some(found | ({"owner": email(found["owner"])} if "owner" in found else {}))


def _horizon(row: HorizonEntry) -> Row:
    answers = row.answers.select_related("answered_by", "finding").order_by("pk")
    return some({
        "item": row.item, "kind": row.kind, "likelihood": row.likelihood, "expected_on": on_day(row.expected_on),
        "effect": row.effect, "outcome": row.outcome,
        "answers": [
            some({"answer": one.answer, "note": one.note, "new_date": on_day(one.new_date),
                  "finding": one.finding.number if one.finding else None, "by": one.answered_by.email,
                  "at": at_moment(one.answered_at)})
            for one in answers
        ],
    })  # fmt: skip


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
