"""Answer a question about something unusual, with the reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import questions as actions
from outcomes.domain.questions import BY_CODE
from outcomes.forms.questions import AnswerForm
from outcomes.selectors import questions, submissions
from stages.selectors import programmes


def question_answer(request: SignedInRequest, slug: str, submission_id: int, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    submission = submissions.find(request.user, programme, submission_id)
    permissions.require_to_act_for(request.user, "question.answer", programme, submission.agent)
    question = questions.find(request.user, submission, pk)
    of_cause, of_participant = questions.alike(question)
    sent, initial = (request.POST if request.method == "POST" else None), request.GET.dict()
    form = AnswerForm(sent, of_cause=of_cause, of_participant=of_participant, initial=initial)
    if form.is_valid():
        try:
            actions.answer(question=question, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Your answer is kept beside the claims.")
            return redirect("outcomes:question_list", slug=programme.slug, submission_id=submission.pk)
    context = {"programme": programme, "submission": submission, "question": question, "form": form}
    return render(request, "outcomes/question_answer.html", context | {"unusual": BY_CODE[question.code]})
