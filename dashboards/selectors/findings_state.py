"""What the findings dashboard depends on, in one query: as long as it stays the same, so does the page."""

import hashlib
import json

from django.db import connection
from django.utils.translation import get_language

from monitoring.selectors import shown
from monitoring.selectors.figures import Audience

EDITION = "12"
"""Part of every key, with that of the rule for small counts: raise it when the same figures are shown differently."""


STATE = """
    SELECT (SELECT max(id) FROM monitoring_monitorrun WHERE programme_id = %(programme)s),
           (SELECT max(number) FROM payments_pricingrun WHERE programme_id = %(programme)s),
           (SELECT max(e.id) FROM payments_paymentrunevent e JOIN payments_paymentrun r ON r.id = e.run_id
             WHERE r.programme_id = %(programme)s),
           (SELECT count(*) FROM payments_statement WHERE programme_id = %(programme)s AND approved_at IS NOT NULL),
           (SELECT count(*) FROM stages_finding WHERE programme_id = %(programme)s),
           (SELECT max(closed_at) FROM stages_finding WHERE programme_id = %(programme)s),
           (SELECT max(id) FROM monitoring_verdict WHERE programme_id = %(programme)s),
           (SELECT max(finished_at) FROM outcomes_submission WHERE programme_id = %(programme)s),
           (SELECT max(e.id) FROM outcomes_planend e JOIN outcomes_verificationplan p ON p.id = e.plan_id
             WHERE p.programme_id = %(programme)s),
           (SELECT max(number) FROM expertbody_voice WHERE programme_id = %(programme)s),
           (SELECT max(a.id) FROM expertbody_voiceanswer a JOIN expertbody_voice v ON v.id = a.voice_id
             WHERE v.programme_id = %(programme)s),
           (SELECT max(agreed_at) FROM contracts_contractversion WHERE programme_id = %(programme)s),
           (SELECT max(id) FROM delivery_disclosurerule WHERE programme_id = %(programme)s)"""
"""In words of the database, as putting the query together anew took longer than its answer."""


def key(viewer: Audience, asked: dict[str, str]) -> str:
    """A digest of the last runs, approvals, payments, findings, verdicts, files, checks, voices and rules for small
    counts, and of who asks."""
    programme = viewer.programme
    with connection.cursor() as cursor:
        cursor.execute(STATE, {"programme": programme.pk})
        state = cursor.fetchone()
    rights = [sorted(viewer.own) if viewer.own is not None else None, viewer.sees_small]
    parts = [
        EDITION,
        shown.EDITION,
        programme.pk,
        programme.name,
        programme.suppression_threshold,
        *state,
        rights,
        sorted(asked.items()),
        get_language(),
    ]
    return f"findings:{hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()}"
