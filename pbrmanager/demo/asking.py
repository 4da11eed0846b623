"""What agents are asked about their figures: one has replied, and the commissioner has accepted it; the others wait.

Two subcontracts were renewed on the terms that they had, under which the partner bears more of the risk than the agent,
or waits longer for its pay.
"""

from datetime import timedelta

from accounts.selectors import users
from delivery.actions import partners
from delivery.models import PartnerTerms
from delivery.selectors import partners as partner_pages
from monitoring.actions import gaming, gaming_settling, requests
from pbrmanager.demo.calendar import JUDGED_AFTER, Calendar
from pbrmanager.demo.cast import Cast
from stages.models import Programme

REPLY = "The partner asked for these terms itself: it has reserves for two quarters and gets more of the pay."
REASON = "The partner’s treasurer confirms it in writing. It is looked at again when the subcontract ends."
BEARS_MORE, WAITS_LONGER = 60, 30


def ask(cast: Cast, programme: Programme, calendar: Calendar) -> None:
    """Look at the figures after the last quarter but one. The first about subcontracts is answered and settled."""
    quarter = calendar.over[-2]
    agents: set[int] = set()
    for terms in partner_pages.latest_terms(programme, quarter.ends_on).select_related("partner__agent"):
        beyond = terms.share_by_results > BEARS_MORE or terms.payment_days > WAITS_LONGER
        if beyond and terms.partner.agent_id not in agents and len(agents) < 2:
            agents.add(terms.partner.agent_id)
            _renew(cast, terms, calendar)
    at = quarter.after(JUDGED_AFTER, hour=4)
    asked = gaming.look(programmes=[programme], as_of=at.date(), by=users.system_user(requests.SYSTEM), at=at)
    for question in [one for one in asked if one.indicator == "risk_dumping"][:1]:
        speaker = cast.speaking_for(question.agent.code)
        gaming_settling.reply(question=question, text=REPLY, by=speaker, at=at + timedelta(days=4, hours=7))
        gaming_settling.accept(
            question=question, reason=REASON, by=cast["commissioner"], at=at + timedelta(days=6, hours=8)
        )


def _renew(cast: Cast, terms: PartnerTerms, calendar: Calendar) -> None:
    quarter = calendar.over[-2]
    partners.sign(
        partner=terms.partner, from_date=quarter.starts_on, share_of_work=terms.share_of_work,
        share_of_pay=terms.share_of_pay, share_by_results=terms.share_by_results, payment_days=terms.payment_days,
        promised_a_year=terms.promised_a_year, reason="Renewed for two years on the same terms",
        by=cast.speaking_for(terms.partner.agent.code), at=quarter.after(0, hour=9),
    )  # fmt: skip
