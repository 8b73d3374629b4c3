"""The codes that pages give to `door.seen`, in words for those who watch over the log. An unknown code is shown as it is."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.audit.models import LookUp

REFUSED = (
    "find",
    "read",
    "meet",
    "choose",
    "propose",
    "prepare",
    "answer",
    "wish",
    "run",
    "decide",
    "guide",
    "evaluate",
    "vouch",
    "certify",
    "ring",
    "ask",
    "hand_over",
    "place",
)
WORDS: dict[str, str | Promise] = {
    "experiences": gettext_lazy("Samtaler om hvordan det var"),
    "experience choose": gettext_lazy("Velge hvem en spør om hvordan det var"),
    "experience new": gettext_lazy("Skrive ned en samtale om hvordan det var"),
    "experience": gettext_lazy("Lese en samtale om hvordan det var"),
    "leader uncontacted": gettext_lazy("Dem ingen har kontaktet på 14 dager"),
    "leader intakes": gettext_lazy("Inntak uten ansvarlig"),
    "leader calls": gettext_lazy("Dem som ba om å bli ringt"),
    "leader nobody answers": gettext_lazy("Dem ingen svarer for i dag"),
    "leader people": gettext_lazy("Alle enheten følger opp"),
    "leader contacts": gettext_lazy("Kontakter en uke"),
    "loop invite": gettext_lazy("Velge hvem som inviteres"),
    "loop invitations": gettext_lazy("Oversikt over invitasjoner"),
    "loop prepare": gettext_lazy("Hjelpe til med presentasjonen"),
    "loop kick-off": gettext_lazy("Oppmøte på kick-off"),
    "loop type wishes": gettext_lazy("Skrive inn ønsker"),
    "loop print interviews": gettext_lazy("Utskrift av samtaleplanen"),
    "loop plan": gettext_lazy("Arbeid med planen"),
    "loop year": gettext_lazy("Arbeid med loopens år"),
    "loop next steps": gettext_lazy("Lista over neste steg"),
    "loop next step": gettext_lazy("Endre et neste steg"),
    "loop cards": gettext_lazy("Det deltakerne viser bedriftene"),
    "loop own room": gettext_lazy("Bedriftens samtaler på kick-off"),
    "loop employer wishes": gettext_lazy("Bedriftens egne ønsker"),
    "loop arrivals": gettext_lazy("Hvem som begynner i bedriften"),
    "loop repair": gettext_lazy("Hull i loopens år"),
    "loop leaving": gettext_lazy("Skrive inn at noen slutter"),
    "matters": gettext_lazy("Lista over det som er vanskelig"),
    "matter": gettext_lazy("Noe som er vanskelig"),
    "matter new": gettext_lazy("Skrive inn noe som er vanskelig"),
    "matter employer": gettext_lazy("Det bedriften er blitt enig om"),
    "intakes": gettext_lazy("Lista over inntak"),
    "intake": gettext_lazy("Et inntak"),
    "intake new": gettext_lazy("Velge hvem som henvises"),
    "call backs": gettext_lazy("Lista over dem som skal ringes"),
    "missed call": gettext_lazy("Skrive opp et anrop"),
    "absence": gettext_lazy("Hvem som står inn ved fravær"),
    "handover": gettext_lazy("Overtakelse av folk og bedrifter"),
    "placement": gettext_lazy("En plass noen har, har hatt eller skal ha"),
    "placement new": gettext_lazy("Skrive inn en plass"),
    "bankruptcy": gettext_lazy("Det som avsluttes når en bedrift er konkurs"),
    "suggestions": gettext_lazy("Muligheter for en deltaker"),
    "suggestion": gettext_lazy("Et forslag om en mulighet"),
    "suggestion employer": gettext_lazy("En bedrift er spurt om å møte noen"),
    "opening people": gettext_lazy("Hvem en mulighet kan være noe for"),
    "today": gettext_lazy("Dagens oppfølging"),
    "phone": gettext_lazy("Kopi på egen telefon"),
    "stated reasons": gettext_lazy("Lista over oppgitte grunner"),
    "read look-ups": gettext_lazy("Lista over oppslag"),
}


def words(row: LookUp) -> str:
    if not row.is_permitted and row.purpose.partition(" ")[0] in REFUSED:
        return _("Prøvde å åpne en side")
    return str(WORDS.get(row.purpose, row.purpose))
