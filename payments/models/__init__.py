from payments.models.ledger import LedgerEntry, PricingRun
from payments.models.lines import StatementLine
from payments.models.simulations import Simulation
from payments.models.statements import SignOffRule, Statement, StatementEvent

__all__ = [
    "LedgerEntry",
    "PricingRun",
    "SignOffRule",
    "Simulation",
    "Statement",
    "StatementEvent",
    "StatementLine",
]
