"""Tags of the windows."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from brobygger.kernel.units import day

register = template.Library()


@register.simple_tag
def days(first: date, last: date) -> SafeString:
    """From a day to a day, neither of them broken over two lines."""
    return format_html('<span class="bb-nowrap">{}</span> – <span class="bb-nowrap">{}</span>', day(first), day(last))
