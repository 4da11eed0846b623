"""Loads templates with the words of the glossary marked, so that each page links the first use of each.

The marking is done once, when a template is compiled: a page costs nothing more to show.
"""

from django.template import Origin
from django.template.loaders import filesystem

from knowledge.domain import glossing
from knowledge.selectors import library

LEFT_ALONE = ("govuk/", "account/", "allauth/", "mfa/", "knowledge/glossary")


class Loader(filesystem.Loader):
    """Templates of the project's folder. Components, sign-in pages and the glossary itself are left as they are."""

    def get_contents(self, origin: Origin) -> str:
        source = super().get_contents(origin)
        name = str(origin.template_name)
        if not name.endswith(".html") or name.startswith(LEFT_ALONE):
            return source
        return glossing.marked(source, library.linked_words())
