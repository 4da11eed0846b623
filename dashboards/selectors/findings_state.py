"""What the findings dashboard depends on, in one query: as long as it stays the same, so does the page."""

import hashlib
import json

from django.db.models import Count, Max, OuterRef, Subquery
from django.utils.translation import get_language

from contracts.models import ContractVersion
from expertbody.models import Voice, VoiceAnswer
from monitoring.models import MonitorRun, Verdict
from monitoring.selectors.figures import Audience
from outcomes.models import PlanEnd, Submission
from payments.models import PaymentRunEvent, PricingRun, Statement
from stages.models import Finding, Programme

EDITION = "10"
"""Part of every key: raise it when the same figures are shown differently."""


def key(viewer: Audience, asked: dict[str, str]) -> str:
    """A digest of the last runs, approvals, payments, findings, verdicts, files, checks, voices, and of who asks."""
    programme = viewer.programme
    own = {"programme": OuterRef("pk")}
    findings = Finding.objects.filter(**own).order_by().values("programme")
    approved = Statement.objects.filter(approved_at__isnull=False, **own).order_by().values("programme")
    state = (
        Programme.objects.filter(pk=programme.pk)
        .values_list(
            Subquery(MonitorRun.objects.filter(**own).order_by("-id").values("pk")[:1]),
            Subquery(PricingRun.objects.filter(**own).order_by("-number").values("pk")[:1]),
            Subquery(PaymentRunEvent.objects.filter(run__programme=OuterRef("pk")).order_by("-pk").values("pk")[:1]),
            Subquery(approved.annotate(number=Count("pk")).values("number")),
            Subquery(findings.annotate(number=Count("pk")).values("number")),
            Subquery(findings.annotate(last=Max("closed_at")).values("last")),
            Subquery(Verdict.objects.filter(**own).order_by("-pk").values("pk")[:1]),
            Subquery(
                Submission.objects.filter(**own)
                .order_by()
                .values("programme")
                .annotate(last=Max("finished_at"))
                .values("last")
            ),
            Subquery(PlanEnd.objects.filter(plan__programme=OuterRef("pk")).order_by("-pk").values("pk")[:1]),
            Subquery(Voice.objects.filter(**own).order_by("-number").values("number")[:1]),
            Subquery(VoiceAnswer.objects.filter(voice__programme=OuterRef("pk")).order_by("-pk").values("pk")[:1]),
            Subquery(
                ContractVersion.objects.filter(agreed_at__isnull=False, **own)
                .order_by("-agreed_at")
                .values("agreed_at")[:1]
            ),
        )
        .get()
    )
    rights = [sorted(viewer.own) if viewer.own is not None else None, viewer.sees_small, viewer.version]
    parts = [EDITION, programme.pk, programme.name, *state, rights, sorted(asked.items()), get_language()]
    return f"findings:{hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()}"
