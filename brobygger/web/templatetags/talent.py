"""A profile in words, for the pages that show it beside other things."""

from __future__ import annotations

from django import template

from brobygger.web.talent.words import facts_of

register = template.Library()
register.filter("facts", facts_of)
