"""The public page of a programme, as it was published."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from accounts.errors import Refused
from monitoring.models import Publication
from monitoring.selectors import downloads, public_page, publications
from monitoring.views import visitors

KEEP_SECONDS = 24 * 3600


@login_not_required
def public_programme(request: HttpRequest, published: str) -> HttpResponse:
    try:
        visitors.count(request, "public")
    except Refused as refusal:
        return render(request, "monitoring/public_too_often.html", {"refusal": refusal}, status=429)
    found = publications.public(published)
    if found is None:
        raise Http404("No such programme is published")
    key = f"public:{public_page.EDITION}:{found.pk}:{get_language()}"
    body = cache.get(key) or _body(found)
    cache.set(key, body, KEEP_SECONDS)
    context = {"document": found.document, "publication": found, "body": body}
    return visitors.shared(request, render(request, "monitoring/public_programme.html", context))


def _body(found: Publication) -> str:
    """The page is the same for everybody until the programme is published again."""
    context = {"page": public_page.page(found.document), "document": found.document, "offers": downloads.OFFERS}
    return render_to_string("monitoring/_public.html", context)
