"""The organisations and people of the demonstration. None of them exists."""

import dataclasses
from datetime import datetime

from accounts.actions import organisations, people
from accounts.models import Organisation, Role, User
from stages.actions import memberships
from stages.models import Programme

DOMAIN = "demo.example"


@dataclasses.dataclass(frozen=True)
class Part:
    """A person's part: what signs-ins are listed under, and the membership that goes with it. No role: a guest."""

    key: str
    label: str
    name: str
    role: Role | None
    organisation: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


ORGANISATIONS = {
    "northmere": ("Northmere Combined Authority", "combined authority"),
    "northmere-fund": ("Northmere Outcomes Fund", "fund"),
    "eastwick": ("Eastwick County Council", "council"),
    "stepping-forward": ("Stepping Forward CIC", "community interest company"),
    "harbour-pathways": ("Harbour Pathways", "charity"),
    "tideway-works": ("Tideway Works Ltd", "company"),
    "university": ("University of Northmere", "university"),
    "our-say": ("Our Say Northmere", "service users' group"),
}
SIGN_INS = (
    Part("commissioner", "Commissioner", "Carys Morgan", Role.COMMISSIONER, "northmere"),
    Part("principal", "Principal", "Imran Sadiq", Role.PRINCIPAL, "northmere-fund"),
    Part("second-approver", "Principal, second approver", "Hannah Levy", Role.PRINCIPAL, "northmere-fund"),
    Part("payer", "Principal, releases payments", "Owen Adeyemi", Role.PRINCIPAL, "northmere-fund"),
    Part("agent-stepping", "Agent (Stepping Forward CIC)", "Joe Whitlock", Role.AGENT, "stepping-forward"),
    Part("agent-harbour", "Agent (Harbour Pathways)", "Nia Pritchard", Role.AGENT, "harbour-pathways"),
    Part("agent-tideway", "Agent (Tideway Works Ltd)", "Greta Lund", Role.AGENT, "tideway-works"),
    Part("chair", "Expert Body, chair", "Professor Dilys Okafor", Role.EXPERT_BODY, "university"),
    Part("service-user", "Expert Body, service user", "Sam Achterberg", Role.EXPERT_BODY, "our-say"),
    Part("verifier", "Verifier", "Leila Haddad", Role.VERIFIER, "northmere-fund"),
    Part("analyst", "Analyst", "Tom Ferris", Role.ANALYST, "university"),
    Part("administrator", "Administrator", "Wendy Cho", Role.ADMINISTRATOR, "northmere"),
)
OTHERS = (
    Part("second-verifier", "", "Owen Marsh", Role.VERIFIER, "northmere-fund"),
    Part("seat-commissioner", "", "Alun Beckett", None, "northmere"),
    Part("seat-principal", "", "Rosa Finch", None, "northmere-fund"),
    Part("seat-agent", "", "Priya Raman", None, "harbour-pathways"),
    Part("next-agent", "", "Ben Osei", None, "harbour-pathways"),
)


@dataclasses.dataclass(frozen=True)
class Cast:
    """Everybody, by the key of their part, and every organisation by its code."""

    users: dict[str, User]
    organisations: dict[str, Organisation]
    by: User

    def __getitem__(self, key: str) -> User:
        return self.users[key]

    def organisation(self, code: str) -> Organisation:
        return self.organisations[code]

    def organisation_of(self, key: str) -> Organisation:
        """The organisation from which somebody comes."""
        return next(self.organisations[part.organisation] for part in (*SIGN_INS, *OTHERS) if part.key == key)

    def speaking_for(self, agent: str) -> User:
        """The person who sends files for an agent."""
        return next(self[part.key] for part in SIGN_INS if part.role == Role.AGENT and part.organisation == agent)


def assemble(*, by: User, at: datetime) -> Cast:
    """Record the organisations and the people, without passwords."""
    bodies = {
        code: organisations.ensure(name=name, code=code, kind=kind, by=by, at=at)[0]
        for code, (name, kind) in ORGANISATIONS.items()
    }
    users = {
        part.key: people.ensure(email=part.email, name=part.name, by=by, at=at)[0] for part in (*SIGN_INS, *OTHERS)
    }
    return Cast(users, bodies, by)


def enter(cast: Cast, programme: Programme, *, agents: tuple[str, ...], at: datetime) -> None:
    """Give everybody their role in a programme; of the agents only those named. Seats give the body's roles."""
    for part in (*SIGN_INS, *OTHERS):
        if part.role is None or part.role == Role.EXPERT_BODY:
            continue
        if part.role == Role.AGENT and part.organisation not in agents:
            continue
        memberships.grant(
            programme=programme, user=cast[part.key], role=part.role,
            organisation=cast.organisation(part.organisation), by=cast["commissioner"], at=at,
        )  # fmt: skip
