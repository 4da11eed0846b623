"""Whether somebody may start programmes, for pages of apps that do not know the stages."""

from django import template

from accounts.models import User
from stages import permissions

register = template.Library()


@register.simple_tag
def may_start_programmes(user: User) -> bool:
    """`{% may_start_programmes user as may_start %}`: a link to start one is a dead end for anybody else."""
    return permissions.may_start_programmes(user)
