"""The letters about all of one's dates in a year, and about those that are changed. Source: RULES W9; ADR 0092"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from brobygger.loops.messages import WHO
from brobygger.loops.the_year.letters import year_is_under_way
from brobygger.loops.the_year.telling.attachments import calendar_files
from brobygger.outbox.letters import Audience, Letter
from brobygger.outbox.words import LINK, Lines

OF_DATES = {**WHO, "dates": "04.01.2027 kl. 09.00: Samling, Brohuset"}
IF_NOT = _("Passer noe ikke, eller lurer du på noe, ring %(owner)s på %(phone)s.")
YEAR = Letter(
    "loops/year",
    to=Audience.EVERYBODY,
    subject=_("Datoene for året i %(loop)s"),
    text=(
        _("Året i %(loop)s er i gang. Dette er datoene som gjelder deg:"),
        "%(dates)s",
        Lines(_("Datoene følger med som kalenderfil. Åpne den, så står de i kalenderen din."), given="by_email"),
        _("Du får en påminnelse før hver av dem, og beskjed om noe flyttes."),
        Lines(_("Du ser dem også her:"), LINK, given="link"),
        IF_NOT,
    ),
    applies=year_is_under_way,
    along=calendar_files,
    needs_link=False,
    example=OF_DATES,
)
CHANGED = Letter(
    "loops/dates_changed",
    to=Audience.EVERYBODY,
    subject=_("Nytt om datoene i %(loop)s"),
    text=(
        _("Noe er endret i %(loop)s. Slik er det nå:"),
        "%(dates)s",
        Lines(_("Endringene følger med som kalenderfiler. Åpne dem, så blir kalenderen din riktig."), given="by_email"),
        Lines(_("Du ser alle datoene her:"), LINK, given="link"),
        IF_NOT,
    ),
    applies=year_is_under_way,
    along=calendar_files,
    needs_link=False,
    example=OF_DATES,
)
