"""Records of evidence travel with a programme's pack; the files stay where they were received."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from django.conf import settings as project
from pytest_django.fixtures import Settings

from accounts.models import Role
from outcomes.actions import (
    checks,
    evidence,
    pack_evidence,
    pack_submissions,
    pack_verification,
    pack_verification_export,
    single_claims,
)
from outcomes.actions import pack as claims_pack
from outcomes.actions.evidence import EvidenceRefused
from outcomes.models import Attachment, EvidenceFile
from stages.actions.pack_errors import PackError
from tests import builders
from tests.outcomes import checking
from tests.outcomes import scheme as schemes
from tests.outcomes.papers import LETTER, sent
from tests.outcomes.scheme import SENT, Scheme

ROW = {"participant": "P-1", "outcome": "job_outcome", "achieved_on": "2025-03-03", "sequence": "1"}


def test_what_is_exported_loads_to_the_same_without_the_files(
    scheme: Scheme, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "here"
    scheme.participant("P-1", date(2025, 1, 10))
    claim = single_claims.send(
        programme=scheme.programme, agent=scheme.agent, row=ROW, files=[sent()], by=scheme.user, at=SENT
    )
    evidence.withdraw(attachment=Attachment.objects.get(), reason="Wrong page", by=scheme.user, at=SENT)
    verifier = builders.member(scheme.programme, Role.VERIFIER)
    asked = checking.asked(scheme.programme, claim, by=verifier, at=SENT).requests.get()
    answered = [sent(LETTER, "asked.txt")]
    checks.answer(request=asked, text="Here", reference="", files=answered, by=scheme.user, at=SENT)
    rows = pack_evidence.export(scheme.programme)
    assert [row["name"] for row in rows] == ["letter.pdf", "asked.txt"]
    schema = json.loads((project.BASE_DIR / "docs" / "pack.schema.json").read_text())
    jsonschema.validate(rows, {**schema["properties"]["evidence"], "$defs": schema["$defs"]})

    other, by = schemes.scheme(), builders.system()
    other.participant("P-1", date(2025, 1, 10), agent=scheme.agent)
    held = verifier.memberships.get()
    builders.member(other.programme, held.role, organisation=held.organisation, user=verifier)
    with pytest.raises(PackError, match="no such claim"):
        pack_evidence.load(programme=other.programme, section=rows, by=by, at=SENT)
    files = pack_submissions.export(scheme.programme)
    pack_submissions.load(programme=other.programme, section=files, by=by, at=SENT)
    claims_pack.load(programme=other.programme, section=claims_pack.export(scheme.programme), by=by, at=SENT)
    plans = pack_verification_export.export(scheme.programme)
    pack_verification.load(programme=other.programme, section=plans, by=by, at=SENT)
    for _ in range(2):
        pack_evidence.load(programme=other.programme, section=rows, by=by, at=SENT)
    assert pack_evidence.export(other.programme) == rows
    assert EvidenceFile.objects.count() == 2


def test_of_a_file_that_came_with_a_pack_alone_only_the_record_is_here(scheme: Scheme) -> None:
    scheme.participant("P-1")
    claim = single_claims.send(programme=scheme.programme, agent=scheme.agent, row=ROW, by=scheme.user, at=SENT)
    row = {key: ROW[key] for key in ("participant", "outcome", "achieved_on")} | {"agent": scheme.agent.code}
    row |= {"name": "a.pdf", "kind": "pdf", "digest": "0" * 64}
    section = [row | {"size": 9, "by": scheme.user.email}]
    pack_evidence.load(programme=scheme.programme, section=section, by=scheme.user, at=SENT)
    assert not Attachment.objects.exists(), "who may not speak for others brings none in"
    pack_evidence.load(programme=scheme.programme, section=section, by=builders.system(), at=SENT)
    with pytest.raises(EvidenceRefused, match="kept where it was received"):
        evidence.hand_out(attachment=claim.attachments.get(), by=scheme.user, at=SENT)
