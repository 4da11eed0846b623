from accounts.models.audit import AuditEntry
from accounts.models.organisations import Organisation
from accounts.models.roles import Role
from accounts.models.users import User

__all__ = ["AuditEntry", "Organisation", "Role", "User"]
