"""A profile in words, and what is agreed to be told, for the pages that show them beside other things."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from brobygger.parties.models import Person
from brobygger.talent.actions.disclosing import Item
from brobygger.talent.models import DisclosureItem
from brobygger.web.talent.words import facts_of

register = template.Library()
register.filter("facts", facts_of)


@register.inclusion_tag("talent/_items.html")
def items(items: Iterable[Item | DisclosureItem], of: Person) -> dict[str, object]:
    """Each item of what somebody lets an employer know, with a ring and words, for staff: {% items disclosure.items.all person %}"""
    return {"items": items, "ask": _("Spør %(name)s først") % {"name": of.first_name}}
