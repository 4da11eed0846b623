"""Contract versions to agree and files to correct."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import Role
from contracts.models import Agreement, ContractVersion, Party
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter, Urgency
from outcomes.models import Submission

PARTIES = {Party.Role.PRINCIPAL: Role.PRINCIPAL, Party.Role.AGENT: Role.AGENT}


def versions_to_agree(viewer: Viewer) -> list[Matter]:
    """Proposed contract versions that wait for the person's organisation, or for the body on which they sit."""
    found = (
        ContractVersion.objects.filter(
            proposed_at__isnull=False, agreed_at__isnull=True, programme__in=viewer.programmes()
        )
        .select_related("programme", "proposed_by")
        .prefetch_related("parties", "agreements")
    )
    return [_version(version, viewer) for version in found if _awaits(version, viewer)]


def _agreed(version: ContractVersion) -> set[tuple[str, int | None]]:
    """Who agreed the terms as they now stand; agreements to earlier terms, since sent back, do not count."""
    return {
        (agreement.on_behalf_of, agreement.organisation_id)
        for agreement in version.agreements.all()
        if agreement.digest == version.digest
    }


def _awaits_body(version: ContractVersion, viewer: Viewer) -> bool:
    return version.programme_id in viewer.seated_in and (Agreement.On.EXPERT_BODY, None) not in _agreed(version)


def _awaits(version: ContractVersion, viewer: Viewer) -> bool:
    agreed = _agreed(version)
    mine = {
        (party.role, party.organisation_id)
        for party in version.parties.all()
        if party.organisation_id
        in viewer.acts_for.get((version.programme_id, PARTIES[Party.Role(party.role)]), frozenset())
    }
    return bool(mine - agreed) or _awaits_body(version, viewer)


def _version(version: ContractVersion, viewer: Viewer) -> Matter:
    slug = version.programme.slug
    if _awaits_body(version, viewer):
        url = reverse("expertbody:decision_record", args=[slug, "contract_version", version.pk])
    else:
        url = reverse("contracts:version_detail", args=[slug, version.number])
    return Matter(
        urgency=Urgency.SOON,
        kind="Contract to agree",
        colour="orange",
        title=f"Version {version.number}: {version.title}",
        detail=version.summary,
        programme=version.programme.name,
        url=url,
        do="Read the terms and agree them",
        plain_url=reverse("expertbody:plain_words", args=[slug, "contract_version", version.pk]),
        since=version.proposed_at,
    )


def files_to_correct(viewer: Viewer) -> list[Matter]:
    """Files of the person's organisation with rows that were not taken, until a later file of the kind is sent."""
    ends = (Submission.Status.PARTLY, Submission.Status.REJECTED, Submission.Status.FAILED)
    later = Submission.objects.filter(
        programme=OuterRef("programme"),
        agent=OuterRef("agent"),
        kind=OuterRef("kind"),
        submitted_at__gt=OuterRef("submitted_at"),
        dry_run=False,
    ).exclude(status=Submission.Status.CANCELLED)
    programmes = viewer.where(Role.AGENT)
    found = Submission.objects.filter(
        ~Exists(later), programme__in=programmes, agent__in=viewer.agencies(programmes), status__in=ends
    ).select_related("programme")
    return [
        Matter(
            urgency=Urgency.SOON,
            kind="File to correct",
            colour="red",
            title=f"{submission.filename}: {_rows(submission)}",
            detail=submission.failure,
            programme=submission.programme.name,
            url=reverse("outcomes:submission_detail", args=[submission.programme.slug, submission.pk]),
            do="Correct and send again",
            since=submission.submitted_at,
        )
        for submission in found
    ]


def files_with_questions(viewer: Viewer) -> list[Matter]:
    """Accepted files of the person's organisation with unusual rows that nobody has explained yet."""
    programmes = viewer.where(Role.AGENT)
    found = Submission.objects.filter(
        programme__in=programmes, agent__in=viewer.agencies(programmes), questions__gt=0, accepted__gt=0
    ).select_related("programme")
    return [
        Matter(
            urgency=Urgency.ASKED,
            kind="Questions about a file",
            colour="teal",
            title=f"{submission.filename}: {submission.questions:,} to answer",
            detail="",
            programme=submission.programme.name,
            url=reverse("outcomes:question_list", args=[submission.programme.slug, submission.pk]),
            do="Answer the questions",
            since=submission.submitted_at,
        )
        for submission in found.order_by("submitted_at")
    ]


def _rows(submission: Submission) -> str:
    if submission.status == Submission.Status.FAILED:
        return "the file could not be read"
    return "1 row was not taken" if submission.rejected == 1 else f"{submission.rejected:,} rows were not taken"
