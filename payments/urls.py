from django.urls import path

from payments.views.amount_explanation import amount_explanation
from payments.views.amount_explanation_json import amount_explanation_json
from payments.views.bank_account_decide import bank_account_decide
from payments.views.bank_account_enter import bank_account_enter
from payments.views.bank_account_list import bank_account_list
from payments.views.cash_forecast import cash_forecast
from payments.views.cash_forecast_make import cash_forecast_make
from payments.views.claim_explanation import claim_explanation
from payments.views.claim_explanation_json import claim_explanation_json
from payments.views.payment_file import payment_file
from payments.views.payment_response import payment_response
from payments.views.payment_run_detail import payment_run_detail
from payments.views.payment_run_list import payment_run_list
from payments.views.payment_run_make import payment_run_make
from payments.views.payment_run_reconcile import payment_run_reconcile
from payments.views.payment_run_release import payment_run_release
from payments.views.plan_effect import plan_effect
from payments.views.price_now import price_now
from payments.views.query_resolve import query_resolve
from payments.views.reclassification_detail import reclassification_detail
from payments.views.remittance_pdf import remittance_pdf
from payments.views.sign_off_rules import sign_off_rules
from payments.views.simulation_cancel import simulation_cancel
from payments.views.simulation_compare import simulation_compare
from payments.views.simulation_detail import simulation_detail
from payments.views.simulation_list import simulation_list
from payments.views.simulation_pdf import simulation_pdf
from payments.views.simulation_start import simulation_start
from payments.views.start_explanation import start_explanation
from payments.views.start_explanation_json import start_explanation_json
from payments.views.statement_accept import statement_accept
from payments.views.statement_answer import statement_answer
from payments.views.statement_approve import statement_approve
from payments.views.statement_detail import statement_detail
from payments.views.statement_line import statement_line
from payments.views.statement_list import statement_list
from payments.views.statement_pdf import statement_pdf
from payments.views.statement_propose import statement_propose
from payments.views.statement_query import statement_query
from payments.views.version_costs import version_costs

app_name = "payments"
urlpatterns = [
    path("", statement_list, name="statement_list"),
    path("cash/", cash_forecast, name="cash_forecast"),
    path("cash/make/", cash_forecast_make, name="cash_forecast_make"),
    path("price/", price_now, name="price_now"),
    path("<int:pk>/", statement_detail, name="statement_detail"),
    path("<int:pk>/pdf/", statement_pdf, name="statement_pdf"),
    path("<int:pk>/lines/<slug:code>/", statement_line, name="statement_line"),
    path("<int:pk>/approve/", statement_approve, name="statement_approve"),
    path("<int:pk>/query/", statement_query, name="statement_query"),
    path("<int:pk>/queries/<int:query>/", statement_answer, name="statement_answer"),
    path("<int:pk>/queries/<int:query>/resolve/", query_resolve, name="query_resolve"),
    path("<int:pk>/propose/", statement_propose, name="statement_propose"),
    path("<int:pk>/accept/", statement_accept, name="statement_accept"),
    path("sign-offs/", sign_off_rules, name="sign_off_rules"),
    path("claims/<int:pk>/", claim_explanation, name="claim_explanation"),
    path("claims/<int:pk>/json/", claim_explanation_json, name="claim_explanation_json"),
    path("starts/<int:pk>/json/", start_explanation_json, name="start_explanation_json"),
    path("starts/<int:pk>/", start_explanation, name="start_explanation"),
    path("reclassifications/<int:pk>/", reclassification_detail, name="reclassification_detail"),
    path("amounts/<int:pk>/", amount_explanation, name="amount_explanation"),
    path("amounts/<int:pk>/json/", amount_explanation_json, name="amount_explanation_json"),
    path("verification/<int:number>/", plan_effect, name="plan_effect"),
    path("simulations/", simulation_list, name="simulation_list"),
    path("simulations/<int:pk>/", simulation_detail, name="simulation_detail"),
    path("simulations/<int:pk>/cancel/", simulation_cancel, name="simulation_cancel"),
    path("simulations/<int:pk>/compare/<int:other>/", simulation_compare, name="simulation_compare"),
    path("simulations/<int:pk>/pdf/", simulation_pdf, name="simulation_pdf"),
    path("versions/<int:number>/simulate/", simulation_start, name="simulation_start"),
    path("versions/<int:number>/costs/<int:other>/", version_costs, name="version_costs"),
    path("runs/", payment_run_list, name="payment_run_list"),
    path("runs/make/", payment_run_make, name="payment_run_make"),
    path("runs/<int:number>/", payment_run_detail, name="payment_run_detail"),
    path("runs/<int:number>/release/", payment_run_release, name="payment_run_release"),
    path("runs/<int:number>/file/<slug:form>/", payment_file, name="payment_file"),
    path("runs/<int:number>/response/", payment_response, name="payment_response"),
    path("runs/<int:number>/reconcile/", payment_run_reconcile, name="payment_run_reconcile"),
    path("runs/<int:number>/remittances/<slug:agent>/", remittance_pdf, name="remittance_pdf"),
    path("bank-details/", bank_account_list, name="bank_account_list"),
    path("bank-details/<int:pk>/", bank_account_decide, name="bank_account_decide"),
    path("bank-details/<slug:code>/change/", bank_account_enter, name="bank_account_enter"),
]
