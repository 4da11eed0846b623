"""One question about a person, and its answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery.permissions import can_act_for
from delivery.selectors import access, participant_events
from delivery.selectors import contract as contracts
from outcomes import permissions
from outcomes.actions import people
from outcomes.forms.participants import PersonAnswerForm
from outcomes.selectors import person_questions
from stages.forms.attempts import attempt
from stages.selectors import programmes


def person_question_answer(request: SignedInRequest, slug: str, question_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    question = person_questions.find(programme, request.user, question_id)
    form = PersonAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"question": question, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, people.answer, **given):
            messages.success(request, "Your answer is recorded.")
            return redirect("outcomes:person_question_list", slug=programme.slug)
    holder = participant_events.agent_on(question.participant, question.day)
    context = {
        "programme": programme, "question": question, "form": form, "answer": getattr(question, "answer", None),
        "outcome": contracts.of(programme).outcome_names.get(question.outcome, question.outcome),
        "may_answer": can_act_for(request.user, "delivery.record", programme, holder),
        "access": access.for_events(programme, request.user),
    }  # fmt: skip
    return render(request, "outcomes/person_question_answer.html", context)
