"""Change what a column of an agent's files means, or forget it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery.selectors import contract as contracts
from outcomes import permissions
from outcomes.actions import arrangements as actions
from outcomes.forms.arrangements import ColumnNameForm
from outcomes.selectors import arrangements, columns
from stages.selectors import programmes


def column_name(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    name = arrangements.column_name(request.user, programme, pk)
    permissions.require_to_act_for(request.user, "submission.send", programme, name.agent)
    ours = [column.name for column in columns.of(contracts.of(programme), name.kind)]
    sent = request.POST if request.method == "POST" else None
    form = ColumnNameForm(sent, ours=ours, initial={"column": name.column})
    if sent is not None and "forget" in sent:
        actions.forget_column(name=name, by=request.user, at=now())
        messages.success(request, f"“{name.heading}” is forgotten. You are asked again when a file has it.")
        return redirect("outcomes:agent_files", slug=programme.slug, code=name.agent.code)
    if form.is_valid():
        actions.change_column(name=name, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, "The change counts from the next file on.")
        return redirect("outcomes:agent_files", slug=programme.slug, code=name.agent.code)
    return render(request, "outcomes/column_name.html", {"programme": programme, "name": name, "form": form})
