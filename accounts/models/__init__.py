from accounts.models.audit import AuditEntry
from accounts.models.organisations import Organisation
from accounts.models.roles import Role
from accounts.models.tokens import KeptAnswer, RequestCount, Token
from accounts.models.users import User

__all__ = ["AuditEntry", "KeptAnswer", "Organisation", "RequestCount", "Role", "Token", "User"]
