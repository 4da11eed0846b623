from django.urls import path

from expertbody.views.action_agree import action_agree
from expertbody.views.action_check import action_check
from expertbody.views.action_detail import action_detail
from expertbody.views.action_done import action_done
from expertbody.views.action_list import action_list
from expertbody.views.agenda_edit import agenda_edit
from expertbody.views.composition import composition
from expertbody.views.decision_detail import decision_detail
from expertbody.views.decision_list import decision_list
from expertbody.views.decision_record import decision_record
from expertbody.views.interest_declare import interest_declare
from expertbody.views.interest_list import interest_list
from expertbody.views.invitation_add import invitation_add
from expertbody.views.invitation_answer import invitation_answer
from expertbody.views.invitation_resend import invitation_resend
from expertbody.views.invitation_withdraw import invitation_withdraw
from expertbody.views.item_declare import item_declare
from expertbody.views.item_detail import item_detail
from expertbody.views.item_vote import item_vote
from expertbody.views.meeting_attendance import meeting_attendance
from expertbody.views.meeting_call import meeting_call
from expertbody.views.meeting_cancel import meeting_cancel
from expertbody.views.meeting_change import meeting_change
from expertbody.views.meeting_close import meeting_close
from expertbody.views.meeting_detail import meeting_detail
from expertbody.views.meeting_ics import meeting_ics
from expertbody.views.meeting_list import meeting_list
from expertbody.views.meeting_minutes import meeting_minutes
from expertbody.views.meeting_minutes_pdf import meeting_minutes_pdf
from expertbody.views.meeting_open import meeting_open
from expertbody.views.meeting_papers import meeting_papers
from expertbody.views.minutes_approve import minutes_approve
from expertbody.views.plain_first import plain_first
from expertbody.views.plain_words import plain_words
from expertbody.views.proposal_add import proposal_add
from expertbody.views.proposal_detail import proposal_detail
from expertbody.views.quorum_set import quorum_set
from expertbody.views.review_list import review_list
from expertbody.views.seat_add import seat_add
from expertbody.views.seat_end import seat_end
from expertbody.views.seat_history import seat_history
from expertbody.views.seat_speaks_for import seat_speaks_for
from expertbody.views.voice_add import voice_add
from expertbody.views.voice_answer import voice_answer
from expertbody.views.voice_detail import voice_detail
from expertbody.views.voice_list import voice_list
from expertbody.views.what_changed import what_changed
from expertbody.views.written_vote_close import written_vote_close
from expertbody.views.written_vote_detail import written_vote_detail
from expertbody.views.written_vote_list import written_vote_list
from expertbody.views.written_vote_open import written_vote_open

app_name = "expertbody"
urlpatterns = [
    path("", composition, name="composition"),
    path("seats/add/", seat_add, name="seat_add"),
    path("seats/<int:seat_id>/end/", seat_end, name="seat_end"),
    path("seats/<int:seat_id>/speaks-for/", seat_speaks_for, name="seat_speaks_for"),
    path("decisions/", decision_list, name="decision_list"),
    path("decisions/<int:number>/", decision_detail, name="decision_detail"),
    path("decisions/record/<slug:kind>/<int:subject_id>/", decision_record, name="decision_record"),
    path("written-votes/", written_vote_list, name="written_vote_list"),
    path("written-votes/open/<slug:kind>/<int:subject_id>/", written_vote_open, name="written_vote_open"),
    path("written-votes/<int:number>/", written_vote_detail, name="written_vote_detail"),
    path("written-votes/<int:number>/close/", written_vote_close, name="written_vote_close"),
    path("meetings/", meeting_list, name="meeting_list"),
    path("meetings/call/", meeting_call, name="meeting_call"),
    path("meetings/quorum/", quorum_set, name="quorum_set"),
    path("meetings/<int:number>/", meeting_detail, name="meeting_detail"),
    path("meetings/<int:number>/change/", meeting_change, name="meeting_change"),
    path("meetings/<int:number>/cancel/", meeting_cancel, name="meeting_cancel"),
    path("meetings/<int:number>/agenda/", agenda_edit, name="agenda_edit"),
    path("meetings/<int:number>/open/", meeting_open, name="meeting_open"),
    path("meetings/<int:number>/close/", meeting_close, name="meeting_close"),
    path("meetings/<int:number>/attendance/", meeting_attendance, name="meeting_attendance"),
    path("meetings/<int:number>/minutes/", meeting_minutes, name="meeting_minutes"),
    path("meetings/<int:number>/calendar/", meeting_ics, name="meeting_ics"),
    path("meetings/<int:number>/papers/", meeting_papers, name="meeting_papers"),
    path("meetings/<int:number>/minutes/pdf/", meeting_minutes_pdf, name="meeting_minutes_pdf"),
    path("meetings/<int:number>/minutes/approve/", minutes_approve, name="minutes_approve"),
    path("meetings/<int:number>/items/<int:item_id>/", item_detail, name="item_detail"),
    path("meetings/<int:number>/items/<int:item_id>/interest/", item_declare, name="item_declare"),
    path("meetings/<int:number>/items/<int:item_id>/vote/", item_vote, name="item_vote"),
    path("interests/", interest_list, name="interest_list"),
    path("interests/declare/", interest_declare, name="interest_declare"),
    path("voices/", voice_list, name="voice_list"),
    path("voices/add/", voice_add, name="voice_add"),
    path("voices/<int:number>/", voice_detail, name="voice_detail"),
    path("voices/<int:number>/answer/", voice_answer, name="voice_answer"),
    path("what-changed/", what_changed, name="what_changed"),
    path("actions/", action_list, name="action_list"),
    path("actions/<int:action_id>/", action_detail, name="action_detail"),
    path("actions/<int:action_id>/done/", action_done, name="action_done"),
    path("actions/<int:action_id>/effect/", action_check, name="action_check"),
    path("decisions/<int:number>/actions/add/", action_agree, name="action_agree"),
    path("proposals/add/", proposal_add, name="proposal_add"),
    path("proposals/<int:proposal_id>/", proposal_detail, name="proposal_detail"),
    path("reviews/", review_list, name="review_list"),
    path("invitations/add/", invitation_add, name="invitation_add"),
    path("invitations/<int:invitation_id>/send-again/", invitation_resend, name="invitation_resend"),
    path("invitations/<int:invitation_id>/withdraw/", invitation_withdraw, name="invitation_withdraw"),
    path("invitations/<str:token>/", invitation_answer, name="invitation_answer"),
    path("plain-words-first/", plain_first, name="plain_first"),
    path("plain-words/<slug:kind>/<int:subject_id>/", plain_words, name="plain_words"),
    path("who-sat-when/", seat_history, name="seat_history"),
]
