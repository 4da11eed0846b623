from payments.models.bank import BankAccount, BankAccountDecision
from payments.models.forecasts import CashForecast
from payments.models.ledger import LedgerEntry, PricingRun
from payments.models.lines import StatementLine
from payments.models.recoveries import Recovery
from payments.models.runs import (
    BankResponse,
    Invoice,
    Payment,
    PaymentItem,
    PaymentOutcome,
    PaymentRun,
    PaymentRunEvent,
)
from payments.models.simulations import Simulation
from payments.models.statements import SignOffRule, Statement, StatementEvent

__all__ = [
    "BankAccount",
    "BankAccountDecision",
    "BankResponse",
    "CashForecast",
    "Invoice",
    "LedgerEntry",
    "Payment",
    "PaymentItem",
    "PaymentOutcome",
    "PaymentRun",
    "PaymentRunEvent",
    "PricingRun",
    "Recovery",
    "SignOffRule",
    "Simulation",
    "Statement",
    "StatementEvent",
    "StatementLine",
]
