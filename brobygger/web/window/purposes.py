"""Why somebody looked, in words for the one who was looked at. The codes are those the pages give to `door.seen`."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.audit.models import LookUp
from brobygger.parties.models import Role

CARDS = "loop cards"
OWN_ROOM = "loop own room"
EMPLOYER_WISHES = "loop employer wishes"
ARRIVALS = "loop arrivals"
WORDS_ABOUT = "agreements words"
YEAR_HERE = "loop year here"
MENTORED = "loop mentored"
HOST = "loop hospitation host"
DATES = "loop dates at work"
TOLD = "talent told"
ASKED = "suggestion employer"

WORDS: dict[str, str | Promise] = {
    CARDS: gettext_lazy("Leste det du har valgt å vise bedriftene."),
    OWN_ROOM: gettext_lazy("Så hvem de møter på kick-off."),
    EMPLOYER_WISHES: gettext_lazy("Skrev sine egne ønsker etter kick-off."),
    ARRIVALS: gettext_lazy("Så hvem som begynner hos dem."),
    WORDS_ABOUT: gettext_lazy("Skrev om tiden din hos dem."),
    YEAR_HERE: gettext_lazy("Så hvem som er hos dem, og hvem som kommer."),
    MENTORED: gettext_lazy("Så hvem de er fadder for."),
    HOST: gettext_lazy("Så at du har plassen de skal se på en hospiteringsdag."),
    DATES: gettext_lazy("La datoer der du står, i kalenderen sin."),
    "agreements evaluations": gettext_lazy("Leste hvordan det gikk i bedriftene."),
    "agreements certificates": gettext_lazy("Så hva som er skrevet til attestene i loopen."),
    "agreements certificate": gettext_lazy("Arbeidet med attesten din."),
    "agreements certificate file": gettext_lazy("Hentet attesten din."),
    "agreements type words": gettext_lazy("Skrev inn det en bedrift eller du sa i en samtale."),
    "agreements way on": gettext_lazy("Skrev veien videre sammen med deg."),
    "loop invite": gettext_lazy("Så etter hvem som kan inviteres til en loop."),
    "loop invitations": gettext_lazy("Så hvem som er invitert, og hva de har svart."),
    "loop prepare": gettext_lazy("Hjalp til med hvordan du presenterer deg."),
    "loop kick-off": gettext_lazy("Krysset av for hvem som kom på kick-off."),
    "loop type wishes": gettext_lazy("Skrev inn ønsker for dem som ikke gjorde det selv."),
    "loop print interviews": gettext_lazy("Skrev ut planen for samtalene på kick-off."),
    "loop plan": gettext_lazy("Arbeidet med planen for loopen."),
    "loop repair": gettext_lazy("Så etter hvem som kan få en ledig plass i loopen."),
    "loop leaving": gettext_lazy("Skrev inn at noen slutter i loopen."),
    "loop year": gettext_lazy("Arbeidet med året i loopen."),
    "loop next steps": gettext_lazy("Så over neste steg for alle som var på kick-off."),
    "loop next step": gettext_lazy("Endret neste steg for deg."),
    "matters": gettext_lazy("Så over det som er vanskelig for noen de følger."),
    "matter": gettext_lazy("Arbeidet med noe som er vanskelig for deg."),
    "matter new": gettext_lazy("Skrev inn noe som er vanskelig for deg."),
    "matter employer": gettext_lazy("Leste det dere er blitt enige om."),
    TOLD: gettext_lazy("Leste det du lar dem få vite."),
    ASKED: gettext_lazy("Leste at du har lyst til å møte dem, og det du lar dem få vite."),
    "suggestions": gettext_lazy("Så etter muligheter for deg."),
    "suggestion": gettext_lazy("Arbeidet med en mulighet for deg."),
    "opening people": gettext_lazy("Så hvem en mulighet kan være noe for."),
    "talent profile": gettext_lazy("Arbeidet med det du vil."),
    "talent disclosure": gettext_lazy("Gikk gjennom hva en bedrift får vite om deg."),
    "placement": gettext_lazy("Arbeidet med en plass du har, har hatt eller skal ha."),
    "placement new": gettext_lazy("Skrev inn en plass til deg."),
    "bankruptcy": gettext_lazy("Så hva som avsluttes når en bedrift er konkurs."),
    "contacts": gettext_lazy("Leste det som er skrevet om kontakten med deg."),
    "contact correct": gettext_lazy("Rettet det de har skrevet om kontakten med deg."),
    "intakes": gettext_lazy("Så over hvem som er henvist."),
    "intake": gettext_lazy("Arbeidet med henvisningen av deg."),
    "intake new": gettext_lazy("Så etter hvem de kunne henvise."),
    "call backs": gettext_lazy("Så hvem som venter på å bli ringt."),
    "missed call": gettext_lazy("Så etter hvem som hadde ringt."),
    "absence": gettext_lazy("Så hvem som trengte en som sto inn ved fravær."),
    "following": gettext_lazy("Arbeidet med hvem som skal følge deg opp."),
    "handover": gettext_lazy("Arbeidet med hvem som skal følge deg opp."),
    "contact new": gettext_lazy("Skrev ned at dere har vært i kontakt."),
    "experiences": gettext_lazy("Så over samtaler om hvordan det var."),
    "experience choose": gettext_lazy("Valgte hvem de skulle spørre om hvordan det var."),
    "experience new": gettext_lazy("Skrev ned det du fortalte om hvordan det var."),
    "experience": gettext_lazy("Leste det du fortalte om hvordan det var."),
    "leader uncontacted": gettext_lazy("Så etter hvem ingen har vært i kontakt med på en stund."),
    "leader intakes": gettext_lazy("Så etter hvem som venter på en som kan svare."),
    "leader calls": gettext_lazy("Så etter hvem som venter på å bli ringt, eller har ventet."),
    "leader nobody answers": gettext_lazy("Så etter hvem ingen svarer for i dag."),
    "leader without deputy": gettext_lazy("Så etter hvem som mangler stedfortreder."),
    "leader people": gettext_lazy("Så deg i lista over dem enheten følger opp."),
    "leader contacts": gettext_lazy("Så hvem enheten har vært i kontakt med en uke."),
    "today": gettext_lazy("Så hvem de skal følge opp eller ringe i dag."),
    "phone": gettext_lazy("Tok med fornavnet, telefonnummeret og neste steg på telefonen sin."),
    "people": gettext_lazy("Så deg i en liste over navn."),
    "person": gettext_lazy("Åpnet siden din."),
    "state reason": gettext_lazy("Skrev en grunn for å åpne siden din."),
    "stated reasons": gettext_lazy("Kontrollerte grunnene som er skrevet for å åpne folks sider."),
    "read look-ups": gettext_lazy("Kontrollerte hvem som har sett på opplysninger."),
}


class Look(NamedTuple):
    """One look-up as the person reads it."""

    row: LookUp
    who: str
    why: str


def look(row: LookUp) -> Look:
    return Look(row, kind_of_staff(row.actor_role), words(row))


def kind_of_staff(roles: str) -> str:
    """The roles somebody looked in, as words; never which unit or who they are."""
    known = [str(Role(code).label) for code in roles.split(",") if code in Role.values]
    return ", ".join(known).capitalize() or _("En ansatt")


def words(row: LookUp) -> str:
    if not row.is_permitted:
        return _("Ville åpne opplysningene dine, men fikk ikke se dem.")
    return str(WORDS.get(row.purpose, _("Åpnet en side der du står.")))
