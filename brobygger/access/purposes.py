"""Why somebody is looked at: one row a purpose, with its words for those who watch over the log and for the person themselves.

`door.seen` takes one of these and nothing else, so a page cannot show anybody for a reason that has no words. Source: RULES A10.
"""

from __future__ import annotations

from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Purpose(Enum):
    """A code as the log has it, what is done in the words of the office, and what they did in words to the one looked at."""

    EXPERIENCES = ("experiences", _("Samtaler om hvordan det var"), _("Så over samtaler om hvordan det var."))
    EXPERIENCE_CHOOSE = (
        "experience choose",
        _("Velge hvem en spør om hvordan det var"),
        _("Valgte hvem de skulle spørre om hvordan det var."),
    )
    EXPERIENCE_NEW = ("experience new", _("Skrive ned en samtale om hvordan det var"), _("Skrev ned det du fortalte om hvordan det var."))
    EXPERIENCE = ("experience", _("Lese en samtale om hvordan det var"), _("Leste det du fortalte om hvordan det var."))
    LEADER_UNCONTACTED = (
        "leader uncontacted",
        _("Dem ingen har kontaktet på 14 dager"),
        _("Så etter hvem ingen har vært i kontakt med på en stund."),
    )
    LEADER_INTAKES = ("leader intakes", _("Inntak som står stille"), _("Så etter hvem som venter på en som kan svare."))
    LEADER_CALLS = ("leader calls", _("Dem som ba om å bli ringt"), _("Så etter hvem som venter på å bli ringt, eller har ventet."))
    LEADER_NOBODY_ANSWERS = ("leader nobody answers", _("Dem ingen svarer for i dag"), _("Så etter hvem ingen svarer for i dag."))
    LEADER_WITHOUT_DEPUTY = ("leader without deputy", _("Dem som mangler stedfortreder"), _("Så etter hvem som mangler stedfortreder."))
    LEADER_PEOPLE = ("leader people", _("Alle enheten følger opp"), _("Så deg i lista over dem enheten følger opp."))
    LEADER_CONTACTS = ("leader contacts", _("Kontakter en uke"), _("Så hvem enheten har vært i kontakt med en uke."))
    LOOP_INVITE = ("loop invite", _("Velge hvem som inviteres"), _("Så etter hvem som kan inviteres til en loop."))
    LOOP_INVITATIONS = ("loop invitations", _("Oversikt over invitasjoner"), _("Så hvem som er invitert, og hva de har svart."))
    LOOP_PREPARE = ("loop prepare", _("Hjelpe til med presentasjonen"), _("Hjalp til med hvordan du presenterer deg."))
    LOOP_KICK_OFF = ("loop kick-off", _("Oppmøte på kick-off"), _("Krysset av for hvem som kom på kick-off."))
    LOOP_TYPE_WISHES = ("loop type wishes", _("Skrive inn ønsker"), _("Skrev inn ønsker for dem som ikke gjorde det selv."))
    LOOP_PRINT_INTERVIEWS = ("loop print interviews", _("Utskrift av samtaleplanen"), _("Skrev ut planen for samtalene på kick-off."))
    LOOP_PLAN = ("loop plan", _("Arbeid med planen"), _("Arbeidet med planen for loopen."))
    LOOP_YEAR = ("loop year", _("Arbeid med loopens år"), _("Arbeidet med året i loopen."))
    LOOP_NEXT_STEPS = ("loop next steps", _("Lista over neste steg"), _("Så over neste steg for alle som var på kick-off."))
    LOOP_NEXT_STEP = ("loop next step", _("Endre et neste steg"), _("Endret neste steg for deg."))
    LOOP_CARDS = ("loop cards", _("Det deltakerne viser bedriftene"), _("Leste det du har valgt å vise bedriftene."))
    LOOP_OWN_ROOM = ("loop own room", _("Bedriftens samtaler på kick-off"), _("Så hvem de møter på kick-off."))
    LOOP_EMPLOYER_WISHES = ("loop employer wishes", _("Bedriftens egne ønsker"), _("Skrev sine egne ønsker etter kick-off."))
    LOOP_ARRIVALS = ("loop arrivals", _("Hvem som begynner i bedriften"), _("Så hvem som begynner hos dem."))
    LOOP_REPAIR = ("loop repair", _("Hull i loopens år"), _("Så etter hvem som kan få en ledig plass i loopen."))
    LOOP_LEAVING = ("loop leaving", _("Skrive inn at noen slutter"), _("Skrev inn at noen slutter i loopen."))
    MATTERS = ("matters", _("Lista over det som er vanskelig"), _("Så over det som er vanskelig for noen de følger."))
    MATTER = ("matter", _("Noe som er vanskelig"), _("Arbeidet med noe som er vanskelig for deg."))
    MATTER_NEW = ("matter new", _("Skrive inn noe som er vanskelig"), _("Skrev inn noe som er vanskelig for deg."))
    MATTER_EMPLOYER = ("matter employer", _("Det bedriften er blitt enig om"), _("Leste det dere er blitt enige om."))
    PEOPLE = ("people", _("En liste over navn"), _("Så deg i en liste over navn."))
    PERSON = ("person", _("Siden til en person"), _("Åpnet siden din."))
    CARD = ("card", _("Rette opplysningene om noen"), _("Rettet opplysningene om deg."))
    WAY = ("way", _("Rette veien til jobb for noen"), _("Rettet det som står om veien din til jobb."))
    STATE_REASON = ("state reason", _("Skrive en grunn for å åpne en side"), _("Skrev en grunn for å åpne siden din."))
    CONTACTS = ("contacts", _("Det som er skrevet om kontakten med noen"), _("Leste det som er skrevet om kontakten med deg."))
    CONTACT_NEW = ("contact new", _("Skrive ned en kontakt"), _("Skrev ned at dere har vært i kontakt."))
    CONTACT_CORRECT = ("contact correct", _("Rette et notat om en kontakt"), _("Rettet det de har skrevet om kontakten med deg."))
    TALENT_PROFILE = ("talent profile", _("Det en deltaker vil"), _("Arbeidet med det du vil."))
    TALENT_DISCLOSURE = (
        "talent disclosure",
        _("Det en bedrift får vite om en deltaker"),
        _("Gikk gjennom hva en bedrift får vite om deg."),
    )
    TALENT_TOLD = ("talent told", _("En bedrift leser det den får vite"), _("Leste det du lar dem få vite."))
    LOOP_YEAR_HERE = ("loop year here", _("Hvem som er i bedriften, og hvem som kommer"), _("Så hvem som er hos dem, og hvem som kommer."))
    LOOP_MENTORED = ("loop mentored", _("Hvem en er fadder for"), _("Så hvem de er fadder for."))
    LOOP_HOSPITATION_HOST = (
        "loop hospitation host",
        _("Hvem som tar imot på en hospiteringsdag"),
        _("Så at du har plassen de skal se på en hospiteringsdag."),
    )
    LOOP_DATES_AT_WORK = ("loop dates at work", _("Datoer til kalenderen i bedriften"), _("La datoer der du står, i kalenderen sin."))
    AGREEMENTS_WORDS = ("agreements words", _("Bedriftens ord til attesten"), _("Skrev om tiden din hos dem."))
    AGREEMENTS_EVALUATIONS = ("agreements evaluations", _("Hvordan det gikk i bedriftene"), _("Leste hvordan det gikk i bedriftene."))
    AGREEMENTS_CERTIFICATES = (
        "agreements certificates",
        _("Lista over attester i en loop"),
        _("Så hva som er skrevet til attestene i loopen."),
    )
    AGREEMENTS_CERTIFICATE = ("agreements certificate", _("En attest"), _("Arbeidet med attesten din."))
    AGREEMENTS_CERTIFICATE_FILE = ("agreements certificate file", _("Hente en attest"), _("Hentet attesten din."))
    AGREEMENTS_TYPE_WORDS = (
        "agreements type words",
        _("Skrive inn det som ble sagt i en samtale"),
        _("Skrev inn det en bedrift eller du sa i en samtale."),
    )
    AGREEMENTS_WAY_ON = ("agreements way on", _("Veien videre for en deltaker"), _("Skrev veien videre sammen med deg."))
    INTAKES = ("intakes", _("Lista over inntak"), _("Så over hvem som er henvist."))
    INTAKE = ("intake", _("Et inntak"), _("Arbeidet med henvisningen av deg."))
    INTAKE_NEW = ("intake new", _("Velge hvem som henvises"), _("Så etter hvem de kunne henvise."))
    CALL_BACKS = ("call backs", _("Lista over dem som skal ringes"), _("Så hvem som venter på å bli ringt."))
    MISSED_CALL = ("missed call", _("Skrive opp et anrop"), _("Så etter hvem som hadde ringt."))
    ABSENCE = ("absence", _("Hvem som står inn ved fravær"), _("Så hvem som trengte en som sto inn ved fravær."))
    FOLLOWING = ("following", _("Hvem som følger opp, og avslutning"), _("Arbeidet med hvem som skal følge deg opp."))
    HANDOVER = ("handover", _("Overtakelse av folk og bedrifter"), _("Arbeidet med hvem som skal følge deg opp."))
    PLACEMENT = ("placement", _("En plass noen har, har hatt eller skal ha"), _("Arbeidet med en plass du har, har hatt eller skal ha."))
    PLACEMENT_NEW = ("placement new", _("Skrive inn en plass"), _("Skrev inn en plass til deg."))
    EMPLOYER_PEOPLE = (
        "employer people",
        _("Hvem av våre som er hos en bedrift"),
        _("Så at du er, har vært eller er nevnt hos en bedrift."),
    )
    BANKRUPTCY = ("bankruptcy", _("Det som avsluttes når en bedrift er konkurs"), _("Så hva som avsluttes når en bedrift er konkurs."))
    SUGGESTIONS = ("suggestions", _("Muligheter for en deltaker"), _("Så etter muligheter for deg."))
    SUGGESTION = ("suggestion", _("Et forslag om en mulighet"), _("Arbeidet med en mulighet for deg."))
    SUGGESTION_EMPLOYER = (
        "suggestion employer",
        _("En bedrift er spurt om å møte noen"),
        _("Leste at du har lyst til å møte dem, og det du lar dem få vite."),
    )
    OPENING_PEOPLE = ("opening people", _("Hvem en mulighet kan være noe for"), _("Så hvem en mulighet kan være noe for."))
    TODAY = ("today", _("Dagens oppfølging"), _("Så hvem de skal følge opp eller ringe i dag."))
    WEEK = ("week", _("Uka: avtaler og oppfølging"), _("Så over avtalene sine og hvem de skal følge opp en uke."))
    APPOINTMENT = ("appointment", _("En avtale"), _("Arbeidet med en avtale der du skal være."))
    APPOINTMENT_NEW = ("appointment new", _("Velge hvem en avtaler tid med"), _("Så etter hvem de skulle avtale tid med."))
    PHONE = ("phone", _("Kopi på egen telefon"), _("Tok med fornavnet, telefonnummeret og neste steg på telefonen sin."))
    APPOINTMENTS = ("appointments", _("Avtaler med noen, eller hos en bedrift"), _("Så når du skal møte noen."))
    APPOINTMENTS_AT_WORK = ("appointments at work", _("Bedriftens egne avtaler"), _("Så at de har en avtale med deg."))
    STATED_REASONS = ("stated reasons", _("Lista over oppgitte grunner"), _("Kontrollerte grunnene som er skrevet for å åpne folks sider."))
    READ_LOOK_UPS = ("read look-ups", _("Lista over oppslag"), _("Kontrollerte hvem som har sett på opplysninger."))

    def __init__(self, code: str, what: str | Promise, why: str | Promise) -> None:
        self.code = code
        self.what = what
        self.why = why


OF_CODE = {purpose.code: purpose for purpose in Purpose}
