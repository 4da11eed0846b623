"""One file of a programme's open data, as it stands now."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.selectors import downloads, publications
from stages.selectors import programmes


def data_file(request: SignedInRequest, slug: str, file: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "data.view", programme)
    uri = request.build_absolute_uri(reverse("public:public_file", args=[slug, "ocds.json"]))
    found = downloads.file(publications.document(programme), file, at=now(), uri=uri)
    if found is None:
        raise Http404("No such file")
    return download(found)


def download(found: downloads.File) -> HttpResponse:
    """The file as an attachment."""
    response = HttpResponse(found.content, content_type=found.kind)
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response
