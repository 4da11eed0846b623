"""What every page of a contract begins with: the version, and for changes whether it may be changed now."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.models import User
from accounts.requests import SignedInRequest
from contracts import permissions
from contracts.actions import clauses
from contracts.actions.refusals import BadTerms
from contracts.forms.clauses import ClauseForm
from contracts.models import ContractVersion
from contracts.selectors import terms, versions
from stages.selectors import programmes, visits

View = Callable[..., HttpResponse]


def version_for(user: User, slug: str, number: int) -> ContractVersion:
    """The version, if the person is a member of its programme; otherwise the page does not exist for them."""
    programme = programmes.programme_for(user, slug)
    version = versions.numbered(programme, number)
    if version is None:
        raise Http404("No such version")
    return version


def of_draft(view: View) -> View:
    """For pages that change a draft: those who may not are refused, and a version that is fixed leads back to it."""

    @functools.wraps(view)
    def page(request: SignedInRequest, slug: str, number: int, **kwargs: Any) -> HttpResponse:
        version = version_for(request.user, slug, number)
        permissions.require(request.user, "contract.draft", version.programme)
        if refusal := why_not(version):
            messages.warning(request, refusal)
            return redirect(version)
        return view(request, version, **kwargs)

    return page


def why_not(version: ContractVersion) -> str:
    """Why the version cannot be changed now; empty when it can."""
    if version.is_agreed:
        return f"Version {version.number} is agreed and can never be changed. Begin a new version instead."
    if not version.is_draft:
        return f"Version {version.number} is proposed and can no longer be changed. Send it back to drafting first."
    if not visits.is_open(version.programme, 4):
        return "Stage 4 is not open, so the contract cannot be changed. It can be reopened from its own page."
    return ""


def entry_of(version: ContractVersion, section: str, key: str | None) -> tuple[dict[str, Any] | None, str]:
    """The entry of a section as a form takes it, with its path; none and the path after the last for a new one."""
    document = terms.document(version)
    if key is None:
        return None, f"{section}[{len(document[section])}]"
    try:
        index = clauses.index_of(document, section, key)
    except Refused as refusal:
        raise Http404(str(refusal)) from refusal
    entry = document[section][index]
    return entry if isinstance(entry, dict) else {"organisation": entry}, f"{section}[{index}]"


def back_to(version: ContractVersion, anchor: str) -> HttpResponse:
    """To the part of the version's page where the change is seen."""
    return redirect(f"{version.get_absolute_url()}#{anchor}")


@dataclass(frozen=True)
class Part:
    """A field of a version that has a page of its own: its form and template, where it is shown, what is said then.

    `within`: where the paths of its problems begin.
    """

    field: str
    form: type[ClauseForm]
    template: str
    anchor: str
    saved: str
    within: str = ""


def change(request: SignedInRequest, version: ContractVersion, part: Part) -> HttpResponse:
    """The page that changes a part of a draft."""
    given = {"programme": version.programme, "terms": terms.draft(version)[0], "entry": getattr(version, part.field)}
    form = part.form(request.POST or None, **given)
    if request.method == "POST" and form.is_valid():
        try:
            clauses.set_fields(version=version, fields={part.field: form.item()}, by=request.user, at=now())
        except BadTerms as refusal:
            form.show(refusal.problems, part.within)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, part.saved)
            return back_to(version, part.anchor)
    return render(request, part.template, {"programme": version.programme, "version": version, "form": form})
