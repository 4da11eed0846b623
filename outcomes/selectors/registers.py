"""Register extracts as pages show them."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from outcomes.models import RegisterExtract, RegisterRow
from stages.models import Programme

PAGE = 50


def extracts(user: User, programme: Programme, q: str = "") -> QuerySet[RegisterExtract]:
    """The extracts that the person may see, the latest first."""
    found = RegisterExtract.objects.filter(programme=programme).visible_to(user).select_related("uploaded_by")
    if q:
        found = found.filter(name__icontains=q) | found.filter(source__icontains=q)
    return found.order_by("-pk")


def find(user: User, programme: Programme, extract_id: int) -> RegisterExtract:
    """The extract, if the person may see it; otherwise the page does not exist for them."""
    extract = extracts(user, programme).filter(pk=extract_id).first()
    if extract is None:
        raise Http404("No such extract")
    return extract


def rows(extract: RegisterExtract, page: str | None, *, match: str = "", reference: str = "") -> Page[RegisterRow]:
    """A page of its rows in the order of the file, narrowed by whether they were matched and by reference."""
    found = extract.rows.select_related("participant", "participant__agent", "agent").order_by("row_number")
    if match:
        found = found.filter(match=match)
    if reference:
        found = found.filter(reference__startswith=reference)
    return Paginator(found, PAGE).get_page(page)
