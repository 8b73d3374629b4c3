"""What was told of somebody, for their page: how they are reached and met, and the way to a job they are on."""

from __future__ import annotations

from django.template.defaultfilters import floatformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from brobygger.intake.models import Engagement
from brobygger.kernel.units import day
from brobygger.parties.models import Person
from brobygger.web.shell import Fact


def facts_about(person: Person) -> list[Fact]:
    """E-mail, home and languages, also those that are not written down: then one sees what to ask."""
    facts = [
        Fact(_("E-post"), person.email or _("Ikke skrevet inn")),
        Fact(_("Bor"), home(person) or _("Ikke skrevet inn")),
        Fact(_("Språk"), languages(person)),
    ]
    return [*facts, Fact(_("Født"), day(person.born_on))] if person.born_on else facts


def home(person: Person) -> str:
    place = f"{person.postal_code.code} {person.postal_code.place}" if person.postal_code else ""
    return ", ".join(filter(None, (person.street, place)))


def languages(person: Person) -> str:
    letters = _("Brev og sider på %(language)s.") % {"language": person.get_language_display().lower()}
    if not person.talks_best:
        return letters
    talks = _("Snakker helst %(language)s.") % {"language": person.get_talks_best_display()}
    return f"{talks} {letters}"


def facts_of_the_way(engagement: Engagement) -> list[Fact]:
    """Which way, and what the figures need beside it."""
    facts = [Fact(_("Vei"), capfirst(engagement.get_pathway_display()) or _("Ikke spurt ennå"))]
    if engagement.hours_wished is not None:
        facts.append(Fact(_("Ønsker"), _("%(hours)s timer i uka") % {"hours": floatformat(engagement.hours_wished)}))
    if engagement.worked_lately is not None:
        facts.append(Fact(_("I arbeid siste to år"), _("Ja") if engagement.worked_lately else _("Nei")))
    return facts


def told_at_intake(engagement: Engagement) -> str:
    """What those who referred them wrote was good to know first."""
    intake = getattr(engagement, "intake", None)
    return intake.first_words if intake is not None else ""
