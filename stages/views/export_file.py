"""A file that was made, for whoever asked for it, as long as they may see what is in it."""

from django.contrib import messages
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import now

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from stages.actions import exports as exports_action
from stages.selectors import exports, programmes


def export_file(request: SignedInRequest, slug: str, pk: int) -> HttpResponseBase:
    programme = programmes.programme_for(request.user, slug)
    export = exports.find(request.user, programme, pk)
    try:
        place = exports_action.fetch(export=export, by=request.user, at=now())
    except Forbidden:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("stages:export_list", programme.slug)
    name, kind = exports.filename(export), exports.content_type(export)
    return FileResponse(place.open("rb"), as_attachment=True, filename=name, content_type=kind)
