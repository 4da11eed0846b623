"""One file of the open data of a published programme, for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.errors import Refused
from monitoring.selectors import downloads, publications
from monitoring.views import visitors
from monitoring.views.data_file import download


@login_not_required
def public_file(request: HttpRequest, published: str, file: str) -> HttpResponse:
    try:
        visitors.count(request, "public_file")
    except Refused as refusal:
        return render(request, "monitoring/public_too_often.html", {"refusal": refusal}, status=429)
    publication = publications.public(published)
    uri = request.build_absolute_uri(request.path)
    found = publication and downloads.file(publication.document, file, at=publication.at, uri=uri)
    if not found:
        raise Http404("No such file")
    return visitors.shared(request, download(found))
