"""Who may open and who may send what: every address of the product, and everybody who may ask for it.

A row gives, for each of the ten people of `WHO` in that order, what a GET is answered with and, where the page takes
anything, what a POST without fields is answered with:

    y   the page (or, for a POST, anything but a refusal: the page with its errors, or a redirect)
    >   a redirect to another page
    n   403: a member without the right
    .   404: for this person there is no such page
    m   405: this address does not take the method
    s   sign in first

What is not in the table does not exist: a test compares it with the addresses of the project.
"""

import dataclasses
from typing import Any

WHO = (
    "anonymous",
    "stranger",  # has an account and no role in this programme
    "commissioner",
    "principal",
    "agent",  # of the organisation whose rows these are
    "rival",  # agent of another organisation in the same programme
    "member",  # of the Expert Body, with a seat
    "verifier",
    "analyst",
    "administrator",
)


LIBRARY_ENTRY = ":library_entry"


@dataclasses.dataclass(frozen=True)
class Page:
    """An address with its parts, and the answers. Parts that begin with a colon name a record of the world."""

    name: str
    get: str
    post: str = ""
    parts: dict[str, Any] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        return "-".join([self.name, *(str(value).strip(":") for value in self.parts.values())])

    def expected(self, who: str, method: str) -> str:
        return (self.get if method == "get" else self.post)[WHO.index(who)]

    @property
    def is_of_a_programme(self) -> bool:
        return "slug" in self.parts

    @property
    def records(self) -> list[str]:
        """The parts that name a record of a programme by its number in the database. The library is everybody's."""
        if not self.is_of_a_programme:
            return []
        named = [part for part, value in self.parts.items() if str(value).startswith(":") and value != LIBRARY_ENTRY]
        return [part for part in named if part != "slug"]


def of(name: str, get: str, post: str = "", **parts: Any) -> Page:
    """A page of a programme."""
    return Page(name, get, post, {"slug": ":programme", **parts})


# Rights that many pages share          who: an st co pr ag ri me ve an ad
OPEN = "yyyyyyyyyy"
NOBODYS = "s........."
SIGNED_IN = "syyyyyyyyy"
ELSEWHERE = ">>>>>>>>>>"  # nothing is under way, so back to signing in or to the first page
PASSWORD_FIRST = "s>>>>>>>>>"  # whoever is signed in enters the password once more
MEMBERS = "s.yyyyyyyy"
KEEPERS = "s.ynnnynnn"  # the commissioner and the Expert Body keep the records of the stages
BODY = "s.nnnnynnn"
TO_THE_BODY = "s.nnnn>nnn"  # its gates are decided on the page of its decisions
GRANTERS = "s.ynnnnnny"
LISTENERS = "s.ynnnynyn"  # of the Expert Body, who sits for the service users
PAYERS = "s.yynnnnnn"
SENDERS = "s.nnyynnnn"
RECORDERS = "s.nny.nnnn"  # the agent's own people record its delivery
WATCHERS = "s.yyyynyny"  # those who may see rows of single people; an agent finds its own only
ROW = "s.yyy.nyny"  # one such row: for another agent there is none
DRAFTERS = "s.ynnnynny"
PARTIES = "s.yyyyynny"
STATEMENT = "s.yyy.yyyy"  # totals of one agent: every member but another agent
ITS_OWN_WORD = "s.nnynnnnn"  # a candidate to be the agent speaks for itself
NOT_AGENTS = "s.yynnyyyy"
PLANNERS = "s.ynnnnynn"  # of the checks of claims
IMPROVERS = "s.yny.nnnn"  # an agent's improvement plan: the agent itself, and the commissioner
CHECKERS = "s.nnnnnynn"
ITS_WEBHOOK = "s...y....."  # an agent's: its own people

VERSION: dict[str, Any] = {"number": ":draft"}
INTERVENTION: dict[str, Any] = {"number": ":intervention"}
COMPARATOR: dict[str, Any] = {"number": ":comparator"}
FINDING: dict[str, Any] = {"number": ":finding"}

PAGES = (
    # Pages outside programmes
    Page("healthz", OPEN),
    Page("readyz", OPEN),
    Page("metrics", OPEN),
    # The interface for other systems: its operations have a table of their own
    Page("api:schema", OPEN),
    Page("api:docs", OPEN),
    Page("tokens:token_list", SIGNED_IN),
    Page("tokens:token_new", "snyyyynyyn", "snyyyynyyn"),
    Page("tokens:token_rotate", "s.n.y....n", "s.n.y....n", {"pk": ":api_token"}),
    Page("tokens:token_revoke", "s.y.y....y", "s.y.y....y", {"pk": ":api_token"}),
    Page("notifications:notice_list", SIGNED_IN, SIGNED_IN),
    Page("notifications:notice_open", "s...>.....", parts={"pk": ":notice"}),
    Page("notifications:preferences", SIGNED_IN, SIGNED_IN),
    Page("notifications:mail_again", "smmmmmmmmm", SIGNED_IN),
    Page("notifications:mail_list", SIGNED_IN),
    Page("notifications:mail_detail", NOBODYS, parts={"key": "another"}),
    Page("notifications:mail_text", NOBODYS, parts={"key": "another"}),
    Page("notifications:mail_page", NOBODYS, parts={"key": "another"}),
    Page("webhooks:webhook_list", SIGNED_IN),
    Page("webhooks:webhook_new", "snyyyynnnn", "snyyyynnnn"),
    Page("webhooks:webhook_detail", ITS_WEBHOOK, ITS_WEBHOOK, {"pk": ":webhook"}),
    Page("webhooks:webhook_secret", ITS_WEBHOOK, ITS_WEBHOOK, {"pk": ":webhook"}),
    Page("webhooks:webhook_pause", ITS_WEBHOOK, ITS_WEBHOOK, {"pk": ":webhook"}),
    Page("webhooks:webhook_end", ITS_WEBHOOK, ITS_WEBHOOK, {"pk": ":webhook"}),
    Page("webhooks:webhook_delivery", ITS_WEBHOOK, ITS_WEBHOOK, {"pk": ":webhook", "delivery": ":webhook_delivery"}),
    Page("account_login", "y>>>>>>>>>", OPEN),
    Page("account_logout", ">yyyyyyyyy", OPEN),
    Page("account_inactive", OPEN),
    Page("account_signup", "y>>>>>>>>>", OPEN),
    Page("account_reauthenticate", SIGNED_IN, SIGNED_IN),
    Page("account_email", "s>>>>>>>>>", SIGNED_IN),
    Page("account_email_verification_sent", OPEN),
    Page("account_change_password", SIGNED_IN, SIGNED_IN),
    Page("account_set_password", PASSWORD_FIRST, SIGNED_IN),
    Page("account_reset_password", OPEN, OPEN),
    Page("account_confirm_login_code", ELSEWHERE, OPEN),
    Page("account_confirm_email", OPEN, "..........", {"key": "made-up"}),
    Page("account_reset_password_done", OPEN),
    Page("account_reset_password_from_key", OPEN, OPEN, {"uidb36": "1", "key": "made-up"}),
    Page("account_reset_password_from_key_done", OPEN),
    Page("accounts:second_factor_needed", SIGNED_IN),
    Page("mfa_index", SIGNED_IN),
    Page("mfa_authenticate", ELSEWHERE, OPEN),
    Page("mfa_reauthenticate", PASSWORD_FIRST, SIGNED_IN),
    Page("mfa_activate_totp", PASSWORD_FIRST, SIGNED_IN),
    Page("mfa_deactivate_totp", "s.........", "s........."),
    Page("mfa_view_recovery_codes", "s........."),
    Page("mfa_generate_recovery_codes", PASSWORD_FIRST, SIGNED_IN),
    Page("mfa_download_recovery_codes", "s........."),
    Page("planning:planning", SIGNED_IN),
    Page("knowledge:library", SIGNED_IN),
    Page("knowledge:glossary", SIGNED_IN),
    Page("knowledge:entry_list", SIGNED_IN),
    Page("knowledge:entry_add", "snynnnynyn", "snynnnynyn"),
    Page("knowledge:entry_detail", SIGNED_IN, parts={"entry_id": LIBRARY_ENTRY}),
    Page("knowledge:entry_edit", "snynnnynyn", "snynnnynyn", {"entry_id": LIBRARY_ENTRY}),
    Page("knowledge:entry_withdraw", "snnnnnnnny", "snnnnnnnny", {"entry_id": LIBRARY_ENTRY}),
    Page("knowledge:principle_detail", SIGNED_IN, parts={"code": "few-outcomes"}),
    Page("knowledge:suitability", OPEN, OPEN),
    Page("knowledge:suitability_result", OPEN, parts={"key": ":answers"}),
    Page("knowledge:suitability_question", OPEN, OPEN, {"key": ":answers", "number": 1}),
    Page("knowledge:suitability_pdf", OPEN, parts={"key": ":answers"}),
    Page("knowledge:suitability_compare", OPEN, OPEN, {"key": ":answers"}),
    Page("calendar:calendar_feed", SIGNED_IN, SIGNED_IN),
    Page("calendar:calendar_feed_ics", OPEN, parts={"token": ":calendar"}),
    Page("dashboards:your_work", SIGNED_IN),
    Page("dashboards:programme_list", SIGNED_IN),
    Page("stages:programme_new", "syynnnnnny", "syynnnnnny"),
    # A programme and its stages
    of("dashboards:programme_detail", MEMBERS),
    of("stages:stage_detail", MEMBERS, stage=1),
    of("stages:stage_detail", MEMBERS, stage=5),
    of("stages:programme_history", MEMBERS),
    of("stages:stage_history", MEMBERS, stage=3),
    of("stages:visit_compare", MEMBERS, stage=4),
    of("stages:visit_compare", NOT_AGENTS, stage=3),
    of("stages:gate_ask", KEEPERS, KEEPERS, stage=1),
    of("stages:gate_ask", KEEPERS, KEEPERS, stage=4),
    of("stages:gate_decide", KEEPERS, KEEPERS, stage=1, number=2),
    of("stages:gate_decide", TO_THE_BODY, BODY, stage=4, number=2),
    of("stages:gate_confirm", KEEPERS, KEEPERS, stage=1, code="overall_fit"),
    of("stages:criterion_fallen", NOT_AGENTS, "s.ynnnyynn", stage=2, code="decided_elsewhere"),
    of("stages:stage_reopen", KEEPERS, KEEPERS, stage=2),
    of("stages:stage_pause", KEEPERS, KEEPERS, stage=5),
    of("stages:purpose", MEMBERS, KEEPERS),
    of("stages:fit", MEMBERS, "s.yynnynnn"),
    of("stages:fit_compare", MEMBERS),
    of("stages:fit_result", MEMBERS, assessment_id=":fit"),
    of("stages:fit_pdf", MEMBERS, assessment_id=":fit"),
    of("stages:fit_question", "s.ynnnnnnn", "s.ynnnnnnn", assessment_id=":fit", number=1),
    of("stages:stakeholder_list", MEMBERS),
    of("stages:stakeholder_add", KEEPERS, KEEPERS),
    of("stages:stakeholder_detail", MEMBERS, KEEPERS, stakeholder_id=":stakeholder"),
    of("stages:stakeholder_edit", KEEPERS, KEEPERS, stakeholder_id=":stakeholder"),
    of("stages:stakeholder_leave", KEEPERS, KEEPERS, stakeholder_id=":stakeholder"),
    of("stages:stakeholder_bring_back", "smmmmmmmmm", KEEPERS, stakeholder_id=":stakeholder"),
    of("stages:contact_add", KEEPERS, KEEPERS, stakeholder_id=":stakeholder"),
    of("stages:engagement", MEMBERS),
    of("stages:engagement_plan", KEEPERS, KEEPERS, stakeholder_id=":stakeholder"),
    of("stages:engagement_settings", KEEPERS, KEEPERS),
    of("stages:practice_list", MEMBERS),
    of("stages:practice_add", KEEPERS, KEEPERS),
    of("stages:practice_edit", KEEPERS, KEEPERS, entry_id=":practice"),
    of("stages:lesson_offers", MEMBERS),
    of("stages:lesson_use", "smmmmmmmmm", KEEPERS, entry_id=LIBRARY_ENTRY),
    of("stages:lesson_set_aside", KEEPERS, KEEPERS, entry_id=LIBRARY_ENTRY),
    of("stages:lesson_list", MEMBERS),
    of("stages:lesson_write", KEEPERS, KEEPERS),
    of("stages:horizon_list", MEMBERS),
    of("stages:horizon_add", KEEPERS, KEEPERS),
    of("stages:horizon_edit", KEEPERS, KEEPERS, entry_id=":horizon"),
    of("stages:horizon_answer", KEEPERS, KEEPERS, entry_id=":horizon"),
    of("stages:challenge_list", MEMBERS),
    of("stages:challenge_add", KEEPERS, KEEPERS),
    of("stages:challenge_edit", KEEPERS, KEEPERS, record_id=":challenge"),
    of("stages:baseline_list", MEMBERS),
    of("stages:baseline_add", KEEPERS, KEEPERS),
    of("stages:baseline_edit", KEEPERS, KEEPERS, record_id=":baseline"),
    of("stages:data_source_list", MEMBERS),
    of("stages:data_source_add", KEEPERS, KEEPERS),
    of("stages:data_source_edit", KEEPERS, KEEPERS, record_id=":data_source"),
    of("stages:appraisal_list", MEMBERS),
    of("stages:appraisal_add", KEEPERS, KEEPERS),
    of("stages:appraisal_edit", KEEPERS, KEEPERS, record_id=":appraisal"),
    of("stages:selection", NOT_AGENTS, stage=3),
    of("stages:selection_criteria", NOT_AGENTS, KEEPERS, stage=3),
    of("stages:selection_decision", NOT_AGENTS, KEEPERS, stage=3),
    of("stages:conflict_declare", NOT_AGENTS, "s.yynnynnn", stage=3),
    of("stages:selection_sensitivity", NOT_AGENTS, stage=3),
    of("stages:candidate_detail", NOT_AGENTS, stage=3, candidate_id=":candidate"),
    of("stages:diligence_edit", KEEPERS, KEEPERS, stage=3, candidate_id=":candidate"),
    of("stages:candidate_letter", KEEPERS, stage=3, candidate_id=":candidate"),
    of("stages:cash_edit", KEEPERS, KEEPERS, candidate_id=":candidate"),
    of("stages:consortium_edit", KEEPERS, KEEPERS, candidate_id=":candidate"),
    of("stages:assumption_add", KEEPERS, KEEPERS, candidate_id=":candidate"),
    of("stages:assumption_edit", KEEPERS, KEEPERS, candidate_id=":candidate", assumption_id=":assumption"),
    of("stages:goals", NOT_AGENTS),
    of("stages:goals_edit", KEEPERS, KEEPERS),
    of("stages:goals_rank", KEEPERS, KEEPERS, party="commissioner"),
    of("stages:risk_state", KEEPERS, KEEPERS, party="service_users"),
    of("stages:goals_rank", ITS_OWN_WORD, ITS_OWN_WORD, party=":bidder"),
    of("stages:risk_state", ITS_OWN_WORD, ITS_OWN_WORD, party=":bidder"),
    of("stages:goals_own", "s.nnyynnnn"),
    of("stages:selection_award", KEEPERS, KEEPERS, stage=3),
    of("stages:candidate_moderate", KEEPERS, KEEPERS, stage=3, candidate_id=":candidate"),
    of("stages:candidate_add", KEEPERS, KEEPERS, stage=3),
    of("stages:candidate_score", "s.yynnynnn", "s.yynnynnn", stage=3),
    of("stages:export_list", MEMBERS),
    of("stages:export_ask", MEMBERS, MEMBERS),
    of("stages:export_file", "s...>.....", pk=":export"),  # whoever asked; the tests keep their files elsewhere
    of("stages:finding_list", MEMBERS),
    of("stages:finding_raise", "s.ynnnyynn", "s.ynnnyynn"),
    of("stages:finding_detail", MEMBERS, **FINDING),
    of("stages:finding_reply", "s.yyyyynnn", "s.yyyyynnn", **FINDING),
    of("stages:finding_answer", KEEPERS, KEEPERS, **FINDING),
    of("stages:finding_close", KEEPERS, KEEPERS, **FINDING),
    of("stages:action_add", KEEPERS, KEEPERS, **FINDING),
    of("stages:action_done", KEEPERS, KEEPERS, action_id=":action", **FINDING),
    of("stages:action_check", KEEPERS, KEEPERS, action_id=":action", **FINDING),
    of("stages:members", NOT_AGENTS, GRANTERS),
    of("stages:member_remove", GRANTERS, GRANTERS, membership_id=":membership"),
    # The Expert Body
    of("expertbody:composition", MEMBERS),
    of("expertbody:seat_add", DRAFTERS, DRAFTERS),
    of("expertbody:seat_end", DRAFTERS, DRAFTERS, seat_id=":seat"),
    of("expertbody:seat_speaks_for", DRAFTERS, DRAFTERS, seat_id=":seat"),
    of("expertbody:decision_list", MEMBERS),
    of("expertbody:decision_detail", MEMBERS, number=1),
    of("expertbody:decision_record", BODY, BODY, kind="finding", subject_id=":waiting"),
    of("expertbody:plain_words", MEMBERS, kind="finding", subject_id=":waiting"),
    of("expertbody:plain_first", "smmmmmmmmm", MEMBERS),
    of("expertbody:seat_history", MEMBERS),
    of("expertbody:invitation_add", DRAFTERS, DRAFTERS),
    of("expertbody:invitation_resend", "smmmmmmmmm", DRAFTERS, invitation_id=":invitation"),
    of("expertbody:invitation_withdraw", DRAFTERS, DRAFTERS, invitation_id=":invitation"),
    of("expertbody:invitation_answer", "snnnnnnnnn", "snnnnnnnnn", token=":token"),
    of("expertbody:action_list", MEMBERS),
    of("expertbody:action_agree", KEEPERS, KEEPERS, number=1),
    of("expertbody:action_detail", MEMBERS, action_id=":body_action"),
    of("expertbody:action_done", KEEPERS, KEEPERS, action_id=":body_action"),
    of("expertbody:action_check", KEEPERS, KEEPERS, action_id=":body_action"),
    of("expertbody:proposal_add", KEEPERS, KEEPERS),
    of("expertbody:proposal_detail", MEMBERS, proposal_id=":proposal"),
    of("expertbody:review_list", MEMBERS, KEEPERS),
    of("expertbody:meeting_list", MEMBERS),
    of("expertbody:meeting_call", KEEPERS, KEEPERS),
    of("expertbody:quorum_set", KEEPERS, KEEPERS),
    of("expertbody:meeting_detail", MEMBERS, number=":meeting"),
    of("expertbody:meeting_change", KEEPERS, KEEPERS, number=":meeting"),
    of("expertbody:meeting_cancel", KEEPERS, KEEPERS, number=":meeting"),
    of("expertbody:agenda_edit", KEEPERS, KEEPERS, number=":meeting"),
    of("expertbody:meeting_open", "smmmmmmmmm", BODY, number=":meeting"),
    of("expertbody:meeting_close", "smmmmmmmmm", BODY, number=":meeting"),
    of("expertbody:meeting_attendance", BODY, BODY, number=":meeting"),
    of("expertbody:meeting_minutes", MEMBERS, BODY, number=":meeting"),
    of("expertbody:meeting_ics", MEMBERS, number=":meeting"),
    of("expertbody:meeting_papers", MEMBERS, number=":meeting"),
    of("expertbody:meeting_minutes_pdf", MEMBERS, number=":over"),
    of("expertbody:minutes_approve", "smmmmmmmmm", BODY, number=":meeting"),
    of("expertbody:item_detail", MEMBERS, number=":meeting", item_id=":item"),
    of("expertbody:item_declare", BODY, BODY, number=":meeting", item_id=":item"),
    of("expertbody:item_vote", BODY, BODY, number=":meeting", item_id=":item"),
    of("expertbody:written_vote_list", MEMBERS),
    of("expertbody:written_vote_open", "s.nnnnnnnn", "s.nnnnnnnn", kind="finding", subject_id=":waiting"),  # the chair
    of("expertbody:written_vote_detail", MEMBERS, BODY, number=":written_vote"),
    of("expertbody:written_vote_close", "smmmmmmmmm", BODY, number=":written_vote"),
    of("expertbody:interest_list", MEMBERS),
    of("expertbody:interest_declare", BODY, BODY),
    of("expertbody:voice_list", MEMBERS),
    of("expertbody:voice_add", LISTENERS, LISTENERS),
    of("expertbody:voice_detail", MEMBERS, number=":voice"),
    of("expertbody:voice_answer", KEEPERS, KEEPERS, number=":voice"),
    of("expertbody:what_changed", MEMBERS),
    # The contract
    of("contracts:contract", MEMBERS),
    of("contracts:need_list", MEMBERS),
    of("contracts:need_edit", DRAFTERS, DRAFTERS, code="job"),
    of("contracts:version_begin", "smmmmmmmmm", DRAFTERS),
    of("contracts:version_detail", MEMBERS, number=1),
    of("contracts:version_detail", MEMBERS, **VERSION),
    of("contracts:version_compare", MEMBERS, other=1, **VERSION),
    of("payments:version_costs", MEMBERS, other=1, **VERSION),
    of("payments:reclassification_detail", ROW, "s.ynn.nynn", pk=":reclassification"),
    of("payments:simulation_list", MEMBERS),
    of("payments:simulation_start", "s.yyyyynyy", "s.yyyyynyy", **VERSION),
    of("payments:simulation_detail", MEMBERS, pk=":simulation"),
    of("payments:simulation_compare", MEMBERS, pk=":simulated", other=":simulated"),
    of("payments:simulation_pdf", MEMBERS, pk=":simulated"),
    of("payments:simulation_cancel", "smmmmmmmmm", "s.yyyyynyy", pk=":simulation"),
    of("contracts:version_lint", MEMBERS, **VERSION),
    of("contracts:remarks", "s.>>>>>>>>"),
    of("contracts:lint_except", BODY, BODY, check=":broken", **VERSION),
    of("contracts:agreement_test_list", MEMBERS),
    of("contracts:agreement_test_begin", "smmmmmmmmm", DRAFTERS, code="job"),
    of("contracts:agreement_test_detail", MEMBERS, DRAFTERS, test=":test"),
    of("contracts:agreement_test_cases", DRAFTERS, DRAFTERS, test=":test"),
    of("contracts:agreement_test_remove_case", "smmmmmmmmm", DRAFTERS, test=":test", case=1),
    of("contracts:agreement_test_answer", "s.yyyyyyyn", "s.yyyyyyyn", test=":test"),
    of("contracts:agreement_test_give_up", "smmmmmmmmm", DRAFTERS, test=":test", sitting=":sitting"),
    of("contracts:agreement_test_conclude", DRAFTERS, DRAFTERS, test=":test"),
    of("contracts:version_header", DRAFTERS, DRAFTERS, **VERSION),
    of("contracts:version_assumptions", DRAFTERS, DRAFTERS, **VERSION),
    of("contracts:version_monitoring", DRAFTERS, DRAFTERS, **VERSION),
    of("contracts:version_questions", DRAFTERS, DRAFTERS, **VERSION),
    of("contracts:version_propose", DRAFTERS, DRAFTERS, **VERSION),
    of("contracts:version_send_back", PARTIES, PARTIES, **VERSION),
    of("contracts:version_discard", DRAFTERS, DRAFTERS, **VERSION),
    of("contracts:version_agree", "s.nnynnnnn", "s.nnynnnnn", number=1, on_behalf_of="agent", code="northway"),
    of("contracts:version_agree", "s.nnnynnnn", "s.nnnynnnn", number=1, on_behalf_of="agent", code="southway"),
    of("contracts:version_agree", "s.nynnnnnn", "s.nynnnnnn", number=1, on_behalf_of="principal", code="treasury"),
    of("contracts:periods_generate", DRAFTERS, DRAFTERS, **VERSION),
    of("contracts:rule_add", DRAFTERS, DRAFTERS, kind="outcome_fee", **VERSION),
    of("contracts:rule_edit", DRAFTERS, DRAFTERS, key="job-fee", **VERSION),
    of("contracts:clause_add", DRAFTERS, DRAFTERS, section="outcomes", **VERSION),
    of("contracts:clause_edit", DRAFTERS, DRAFTERS, section="outcomes", key="job", **VERSION),
    of("contracts:clause_remove", DRAFTERS, DRAFTERS, section="caps", key="whole", **VERSION),
    of("contracts:clause_move_up", "smmmmmmmmm", DRAFTERS, section="segments", key="other", **VERSION),
    # Delivery
    of("delivery:partner_list", MEMBERS),
    of("delivery:partner_add", SENDERS, SENDERS),
    of("delivery:partner_detail", STATEMENT, "s.nny.nnnn", partner_id=":partner"),
    of("delivery:partner_edit", RECORDERS, RECORDERS, partner_id=":partner"),
    of("delivery:partner_sign", RECORDERS, RECORDERS, partner_id=":partner"),
    of("delivery:lead_terms_state", KEEPERS, KEEPERS),
    of("delivery:key_worker_list", MEMBERS),
    of("delivery:key_worker_add", SENDERS, SENDERS),
    of("delivery:key_worker_edit", RECORDERS, RECORDERS, worker_id=":worker"),
    of("delivery:assignment_upload", SENDERS, SENDERS),
    of("delivery:assignment_add", SENDERS, SENDERS),
    of("delivery:training_list", MEMBERS),
    of("delivery:training_add", SENDERS, SENDERS),
    of("delivery:training_edit", RECORDERS, RECORDERS, training_id=":training"),
    of("delivery:plan", MEMBERS),
    of("delivery:milestone_add", SENDERS, SENDERS),
    of("delivery:milestone_report", RECORDERS, RECORDERS, milestone_id=":milestone"),
    of("delivery:activity_list", "s.ynyynyyn"),
    of("delivery:activity_add", SENDERS, SENDERS),
    of("delivery:activity_upload", SENDERS, SENDERS),
    of("delivery:activity_correct", "s.nny.nnnn", "s.nny.nnnn", activity_id=":activity"),
    of("delivery:contact", MEMBERS),
    of("delivery:secondment_list", MEMBERS),
    of("delivery:secondment_add", SENDERS, SENDERS),
    # Participants, files and claims
    of("delivery:participant_list", WATCHERS),
    of("delivery:participant_detail", ROW, participant_id=":participant"),
    of("delivery:participant_reclassify", "s.yny.nynn", "s.yny.nynn", participant_id=":participant"),
    of("outcomes:submission_list", WATCHERS),
    of("outcomes:submission_new", SENDERS, SENDERS),
    of("outcomes:submission_template", WATCHERS, kind="outcomes", extension="csv"),
    of("outcomes:submission_template", WATCHERS, kind="outcomes", extension="xlsx"),
    of("outcomes:submission_detail", ROW, submission_id=":submission"),
    of("outcomes:submission_progress", ROW, submission_id=":submission"),
    of("outcomes:submission_columns", "s.nny.nnnn", "s.nny.nnnn", submission_id=":submission"),
    of("outcomes:submission_take", "smmmmmmmmm", "s.nny.nnnn", submission_id=":submission"),
    of("outcomes:submission_cancel", "smmmmmmmmm", "s.nny.nnnn", submission_id=":submission"),
    of("outcomes:question_list", ROW, submission_id=":submission"),
    of("outcomes:question_answer", "s.nny.nnnn", "s.nny.nnnn", submission_id=":asked_about", pk=":question"),
    of("outcomes:agent_files", "s.yyy.nyny", "s.nny.nnnn", code="northway"),
    of("outcomes:column_name", "s.nny.nnnn", "s.nny.nnnn", pk=":column_name"),
    of("outcomes:submission_errors", ROW, submission_id=":submission", extension="csv"),
    of("outcomes:submission_errors", ROW, submission_id=":submission", extension="xlsx"),
    of("outcomes:claim_list", WATCHERS),
    of("outcomes:claim_detail", ROW, claim_id=":claim"),
    of("outcomes:claim_new", SENDERS, SENDERS),
    of("outcomes:claim_amend", "s.nny.nnnn", "s.nny.nnnn", claim_id=":claim"),
    of("outcomes:claim_withdraw", "s.nny.nnnn", "s.nny.nnnn", claim_id=":claim"),
    of("outcomes:evidence_list", ROW, claim_id=":claim"),
    of("outcomes:evidence_attach", "s.nny.nnnn", "s.nny.nnnn", claim_id=":claim"),
    # The store is empty in these tests: whoever may open the file is led back to the claim, and told so.
    of("outcomes:sandbox", MEMBERS, GRANTERS),
    of("outcomes:evidence_download", "s.>n>.n>nn", claim_id=":claim", pk=":file"),
    of("outcomes:evidence_withdraw", "s.nny.nnnn", "s.nny.nnnn", claim_id=":claim", pk=":file"),
    of("outcomes:period_list", MEMBERS),
    of("outcomes:period_windows", "s.ynnnnnnn", "s.ynnnnnnn"),
    of("outcomes:period_detail", MEMBERS, period="2025-q1"),
    of("outcomes:period_window", "s.ynnnnnnn", "s.ynnnnnnn", period="2025-q1"),
    of("outcomes:period_close", "s.ynnnnnnn", "s.ynnnnnnn", period="2025-q1"),
    of("outcomes:period_exception", "s.ynnnnnnn", "s.ynnnnnnn", period="2025-q1"),
    of("outcomes:measurement_list", MEMBERS),
    of("outcomes:measurement_report", "s.ynynnyyn", "s.ynynnyyn", metric="stay", covers="2025-q1", whose="northway"),
    of("outcomes:measurement_file", "s.ynyynyyn", "s.ynyynyyn"),
    of("outcomes:measurement_template", "s.ynyynyyn"),
    of("outcomes:measurement_batch", "s.yyy.yyyy", "s.ynn.nyyn", pk=":measurement"),
    of("outcomes:measurement_detail", "s.yyy.yyyy", pk=":measurement"),
    of("outcomes:measurement_correct", "s.yny.nyyn", "s.yny.nyyn", pk=":measurement"),
    of("outcomes:measurement_decide", "s.ynnnnyyn", "s.ynnnnyyn", pk=":measurement"),
    of("outcomes:participant_exit", "s.nny.nnnn", "s.nny.nnnn", participant_id=":participant"),
    of("outcomes:participant_transfer", "s.nny.nnnn", "s.nny.nnnn", participant_id=":participant"),
    of("outcomes:transfer_answer", "s.nnnynnnn", "s.nnnynnnn", transfer_id=":transfer"),
    of("outcomes:identity_upload", "s.nnyynnnn", "s.nnyynnnn"),
    of("outcomes:person_question_list", WATCHERS),
    of("outcomes:person_question_answer", ROW, "s.nny.nnnn", question_id=":person_question"),
    of("outcomes:unclaimed_list", WATCHERS),
    of(
        "outcomes:unclaimed_answer",
        "s.nny.nnnn",
        "s.nny.nnnn",
        participant_id=":unclaimed",
        outcome="job",
        day="2025-03-01",
        sequence=1,
    ),
    of("outcomes:register_list", "s.yynnnyny"),
    of("outcomes:register_upload", "s.ynnnnynn", "s.ynnnnynn"),
    of("outcomes:register_detail", "s.yynnnyny", extract_id=":extract"),
    of("outcomes:plan_list", WATCHERS),
    of("outcomes:plan_new", PLANNERS, PLANNERS),
    of("outcomes:plan_detail", WATCHERS, number=":plan"),
    of("outcomes:plan_draw", PLANNERS, PLANNERS, number=":plan"),
    of("outcomes:plan_redraw", "s.yynnnyny", number=":plan"),
    of("outcomes:plan_population", "s.yynnnyny", number=":plan", drawing=1),
    of("outcomes:plan_check_everything", PLANNERS, PLANNERS, number=":plan", agent="northway"),
    of("outcomes:plan_find", "smmmmmmmmm", PLANNERS, number=":plan", agent="northway"),
    of("outcomes:plan_match", CHECKERS, CHECKERS, number=":plan"),
    of("outcomes:plan_finish", "smmmmmmmmm", PLANNERS, number=":plan"),
    of("outcomes:plan_give_up", PLANNERS, PLANNERS, number=":plan"),
    of("outcomes:item_list", WATCHERS, number=":plan"),
    of("outcomes:item_detail", ROW, pk=":drawn"),
    of("outcomes:item_check", CHECKERS, CHECKERS, pk=":drawn"),
    of("outcomes:item_ask", CHECKERS, CHECKERS, pk=":drawn"),
    of("outcomes:item_confirm", CHECKERS, CHECKERS, pk=":drawn"),
    of("outcomes:item_answer", RECORDERS, RECORDERS, pk=":drawn", asked=":asked"),
    of("outcomes:item_appeal", RECORDERS, RECORDERS, pk=":drawn"),
    of("outcomes:item_appeal_decide", PLANNERS, PLANNERS, pk=":drawn"),
    of("payments:plan_effect", "s.yynnnyny", "s.nynnnnnn", number=":plan"),
    # Statements
    of("payments:cash_forecast", "s.yyyynyny"),
    of("payments:cash_forecast_make", "smmmmmmmmm", "s.yynnnnnn"),
    of("payments:statement_list", MEMBERS),
    of("payments:price_now", "smmmmmmmmm", PAYERS),
    of("payments:statement_detail", STATEMENT, pk=":statement"),
    of("payments:statement_pdf", STATEMENT, pk=":statement"),
    of("payments:claim_explanation_json", ROW, pk=":claim"),
    of("payments:start_explanation_json", ROW, pk=":participant"),
    of("payments:statement_line", ROW, pk=":statement", code=":line"),
    of("payments:statement_approve", "s.nynnnnnn", "s.nynnnnnn", pk=":statement"),
    of("payments:statement_query", "s.yyy.nynn", "s.yyy.nynn", pk=":statement"),
    of("payments:statement_answer", "s.yyy.nynn", "s.yyy.nynn", pk=":statement", query=":query"),
    of("payments:query_resolve", "smmmmmmmmm", "s.nny.nnnn", pk=":statement", query=":query"),
    of("payments:statement_propose", "s.yynnnnnn", "s.yynnnnnn", pk=":statement"),
    of("payments:statement_accept", "smmmmmmmmm", "s.nny.nnnn", pk=":statement"),
    of("payments:sign_off_rules", MEMBERS, "s.ynnnnnnn"),
    of("payments:payment_run_list", PAYERS),
    of("payments:payment_run_make", "smmmmmmmmm", PAYERS),
    of("payments:payment_run_detail", PAYERS, number=":run"),
    of("payments:payment_run_release", "s.nynnnnnn", "s.nynnnnnn", number=":run"),
    of("payments:payment_file", PAYERS, number=":run", form="csv"),
    of("payments:payment_response", PAYERS, PAYERS, number=":run"),
    of("payments:payment_run_reconcile", PAYERS, PAYERS, number=":run"),
    of("payments:remittance_pdf", "s.yy.y....", number=":run", agent=":payee"),
    of("payments:bank_account_list", "s.yyyynnnn"),
    of("payments:bank_account_decide", PAYERS, PAYERS, pk=":account"),
    of("payments:bank_account_enter", "s.yy.ynnnn", "s.yy.ynnnn", code=":payee"),
    of("payments:claim_explanation", ROW, pk=":claim"),
    of("payments:start_explanation", ROW, pk=":participant"),
    of("payments:amount_explanation", ROW, pk=":amount"),
    of("payments:amount_explanation_json", ROW, pk=":amount"),
    # Monitoring
    of("delivery:disclosure_rule_list", MEMBERS),
    of("delivery:disclosure_rule_set", GRANTERS, GRANTERS),
    Page("public:public_list", OPEN),
    Page("public:public_programme", OPEN, parts={"published": ":published"}),
    Page("public:public_file", OPEN, parts={"published": ":published", "file": "all.json"}),
    of("monitoring:data_list", NOT_AGENTS),
    of("monitoring:data_file", NOT_AGENTS, file="all.json"),
    of("monitoring:publication_publish", "smmmmmmmmm", GRANTERS),
    of("monitoring:publication_take_off", GRANTERS, GRANTERS),
    of("monitoring:flag_list", MEMBERS),
    of("monitoring:gaming_list", WATCHERS),
    of("monitoring:gaming_indicators", WATCHERS),
    of("monitoring:gaming_question", ROW, "s.nny.nnnn", number=":gaming"),
    of("monitoring:gaming_settle", "s.ynnnnnnn", "s.ynnnnnnn", number=":gaming"),
    of("monitoring:comparator_list", NOT_AGENTS),
    of("monitoring:comparator_upload", KEEPERS, KEEPERS),
    of("monitoring:comparator_detail", NOT_AGENTS, **COMPARATOR),
    of("monitoring:comparator_fields", NOT_AGENTS, **COMPARATOR),
    of("monitoring:comparator_draft", DRAFTERS, DRAFTERS, **COMPARATOR),
    of("monitoring:comparator_remove", KEEPERS, KEEPERS, **COMPARATOR),
    of("monitoring:intervention_list", MEMBERS),
    of("monitoring:intervention_begin", "s.ynnnnnnn", "s.ynnnnnnn"),
    of("monitoring:intervention_detail", STATEMENT, **INTERVENTION),
    of("monitoring:intervention_step", "s.ynn.nnnn", "s.ynn.nnnn", **INTERVENTION),
    of("monitoring:intervention_promise", IMPROVERS, IMPROVERS, **INTERVENTION),
    of("monitoring:intervention_fulfil", IMPROVERS, IMPROVERS, measure=":improvement", **INTERVENTION),
    of("monitoring:intervention_reply", "s.yyy.ynnn", "s.yyy.ynnn", **INTERVENTION),
    of("monitoring:monitor_run_list", MEMBERS),
    of("monitoring:monitor_run_now", "smmmmmmmmm", DRAFTERS),
    of("monitoring:target_list", MEMBERS),
    of("monitoring:target_detail", MEMBERS, code="job-rate"),
    of("monitoring:target_csv", MEMBERS, code="job-rate", table="trajectory"),
    of("monitoring:planning", MEMBERS),
    of("monitoring:verdict_list", MEMBERS),
    of("monitoring:verdict_detail", MEMBERS, code="against-before"),
    of("monitoring:verdict_csv", MEMBERS, code="against-before", table="verdicts"),
    of("dashboards:findings_dashboard", MEMBERS),
    of("dashboards:findings_dashboard_csv", MEMBERS, table="answers"),
    of("dashboards:report_list", MEMBERS),
    of("dashboards:report_make", "smmmmmmmmm", MEMBERS),
    of("dashboards:report_make_pack", "smmmmmmmmm", NOT_AGENTS, number=":meeting"),
    of("dashboards:report_plan", GRANTERS, GRANTERS),
    of("dashboards:report_file", "s.yy...y.y", pk=":report"),
)
