from payments.models.ledger import LedgerEntry, PricingRun
from payments.models.lines import StatementLine
from payments.models.recoveries import Recovery
from payments.models.simulations import Simulation
from payments.models.statements import SignOffRule, Statement, StatementEvent

__all__ = [
    "LedgerEntry",
    "PricingRun",
    "Recovery",
    "SignOffRule",
    "Simulation",
    "Statement",
    "StatementEvent",
    "StatementLine",
]
