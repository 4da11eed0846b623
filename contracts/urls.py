from django.urls import path

from contracts.views import (
    agreement_test_answer,
    agreement_test_begin,
    agreement_test_cases,
    agreement_test_conclude,
    agreement_test_detail,
    agreement_test_give_up,
    agreement_test_list,
    agreement_test_remove_case,
    clause_edit,
    clause_move_up,
    clause_remove,
    contract,
    lint_except,
    need_edit,
    need_list,
    periods_generate,
    remarks,
    rule_edit,
    version_agree,
    version_assumptions,
    version_begin,
    version_compare,
    version_detail,
    version_discard,
    version_header,
    version_lint,
    version_monitoring,
    version_propose,
    version_questions,
    version_send_back,
)

app_name = "contracts"

CONTRACT = "<slug:slug>/contract/"
TESTS = f"{CONTRACT}agreement-tests/"
ONE_TEST = f"{TESTS}<int:test>/"
VERSION = f"{CONTRACT}versions/<int:number>/"

urlpatterns = [
    path(CONTRACT, contract.contract, name="contract"),
    path(f"{CONTRACT}needs/", need_list.need_list, name="need_list"),
    path(f"{CONTRACT}needs/<slug:code>/", need_edit.need_edit, name="need_edit"),
    path(f"{CONTRACT}remarks/", remarks.remarks, name="remarks"),
    path(TESTS, agreement_test_list.agreement_test_list, name="agreement_test_list"),
    path(f"{TESTS}begin/<slug:code>/", agreement_test_begin.agreement_test_begin, name="agreement_test_begin"),
    path(ONE_TEST, agreement_test_detail.agreement_test_detail, name="agreement_test_detail"),
    path(f"{ONE_TEST}cases/", agreement_test_cases.agreement_test_cases, name="agreement_test_cases"),
    path(
        f"{ONE_TEST}cases/<int:case>/remove/",
        agreement_test_remove_case.agreement_test_remove_case,
        name="agreement_test_remove_case",
    ),
    path(f"{ONE_TEST}answer/", agreement_test_answer.agreement_test_answer, name="agreement_test_answer"),
    path(
        f"{ONE_TEST}give-up/<int:sitting>/",
        agreement_test_give_up.agreement_test_give_up,
        name="agreement_test_give_up",
    ),
    path(f"{ONE_TEST}conclude/", agreement_test_conclude.agreement_test_conclude, name="agreement_test_conclude"),
    path(f"{CONTRACT}begin/", version_begin.version_begin, name="version_begin"),
    path(VERSION, version_detail.version_detail, name="version_detail"),
    path(f"{VERSION}compare/<int:other>/", version_compare.version_compare, name="version_compare"),
    path(f"{VERSION}header/", version_header.version_header, name="version_header"),
    path(f"{VERSION}assumptions/", version_assumptions.version_assumptions, name="version_assumptions"),
    path(f"{VERSION}monitoring/", version_monitoring.version_monitoring, name="version_monitoring"),
    path(f"{VERSION}questions/", version_questions.version_questions, name="version_questions"),
    path(f"{VERSION}remarks/", version_lint.version_lint, name="version_lint"),
    path(f"{VERSION}remarks/<slug:check>/", lint_except.lint_except, name="lint_except"),
    path(f"{VERSION}propose/", version_propose.version_propose, name="version_propose"),
    path(f"{VERSION}send-back/", version_send_back.version_send_back, name="version_send_back"),
    path(f"{VERSION}discard/", version_discard.version_discard, name="version_discard"),
    path(f"{VERSION}agree/<slug:on_behalf_of>/<slug:code>/", version_agree.version_agree, name="version_agree"),
    path(f"{VERSION}periods/generate/", periods_generate.periods_generate, name="periods_generate"),
    path(f"{VERSION}rules/add/<slug:kind>/", rule_edit.rule_edit, name="rule_add"),
    path(f"{VERSION}rules/<slug:key>/", rule_edit.rule_edit, name="rule_edit"),
    path(f"{VERSION}<slug:section>/", clause_edit.clause_edit, name="clause_add"),
    path(f"{VERSION}<slug:section>/<slug:key>/", clause_edit.clause_edit, name="clause_edit"),
    path(f"{VERSION}<slug:section>/<slug:key>/remove/", clause_remove.clause_remove, name="clause_remove"),
    path(f"{VERSION}<slug:section>/<slug:key>/move-up/", clause_move_up.clause_move_up, name="clause_move_up"),
]
