"""What was found unusual in the rows of a file: by cause, then row by row."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.forms.questions import QuestionSearchForm
from outcomes.selectors import questions, submissions
from stages.selectors import programmes

PAGE = 20


def question_list(request: SignedInRequest, slug: str, submission_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    submission = submissions.find(request.user, programme, submission_id)
    causes = questions.causes(submission)
    form = QuestionSearchForm(request.GET, causes=causes)
    given = form.right()
    context = {
        "programme": programme,
        "submission": submission,
        "causes": causes,
        "filter_form": form,
        "page": Paginator(questions.rows(submission, **given), PAGE).get_page(request.GET.get("page")),
        "may_answer": permissions.can_act_for(request.user, "question.answer", programme, submission.agent),
    }
    return render(request, "outcomes/question_list.html", context)
