"""The access table in plain words: what each verb and each thing is called. The page of the data protection officer prints it."""

from __future__ import annotations

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brobygger.access.models import NeedToKnow
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.agreements.models import EmployerWords, Evaluation, JointCertificate, WayOn
from brobygger.appointments.models import Appointment, CalendarFeed
from brobygger.audit.models import Entry, LookUp
from brobygger.followup.models import CallBack, Contact, ExperienceInterview, Handover, Matter, MatterNote
from brobygger.intake.models import Absence, EmployerRelation, Engagement, Intake, Responsibility
from brobygger.jobdev.models import EmployerVisit, Opening, Suggestion
from brobygger.loops.models import Loop, LoopDate, LoopEmployer, Participant, Stay
from brobygger.outbox.models import Message
from brobygger.parties.models import ContactPerson, Grant, Person, Unit, Workplace
from brobygger.placements.models import Placement, PlacementHours
from brobygger.talent.models import Disclosure, VocationalProfile

VERB_WORDS: dict[Verb, str | Promise] = {
    Verb.FIND: _("finne ved navn"),
    Verb.NAME: _("se navnet i loggen over oppslag"),
    Verb.READ: _("lese"),
    Verb.MEET: _("se det deltakeren har valgt å vise"),
    Verb.CHOOSE: _("velge i et skjema"),
    Verb.CREATE: _("lage en ny"),
    Verb.BUILD: _("bygge fram til planen er vedtatt"),
    Verb.DESCRIBE: _("skrive hva arbeidet er"),
    Verb.PROPOSE: _("foreslå, eller foreslå til"),
    Verb.PREPARE: _("forberede det andre skal få se"),
    Verb.ANSWER: _("svare"),
    Verb.WISH: _("legge inn ønsker"),
    Verb.RUN: _("lede kick-off"),
    Verb.DECIDE: _("bestemme"),
    Verb.END: _("avslutte"),
    Verb.EVALUATE: _("skrive hvordan det gikk"),
    Verb.VOUCH: _("skrive bedriftens ord til attesten"),
    Verb.GUIDE: _("skrive veien videre"),
    Verb.CERTIFY: _("lage felles attest"),
    Verb.RAISE: _("si fra om at noe er vanskelig"),
    Verb.SOLVE: _("løse det som er vanskelig"),
    Verb.LOG: _("skrive opp kontakt eller fravær"),
    Verb.PLACE: _("starte, endre og avslutte"),
    Verb.VISIT: _("besøke, og følge opp besøket"),
    Verb.RING: _("ringe tilbake"),
    Verb.ASK: _("be om å bli ringt"),
    Verb.AGREE: _("avtale tid, flytte og avlyse"),
    Verb.SUBSCRIBE: _("ha sine egne avtaler i en annen kalender"),
    Verb.HAND_OVER: _("la en annen ta over"),
    Verb.CORRECT: _("rette det som står på kortet"),
    Verb.LEAD: _("se det enheten må ta tak i"),
}

MODEL_WORDS: dict[type[Model], str | Promise] = {
    Person: _("Folk"),
    Engagement: _("Oppfølgingsløp"),
    Intake: _("Inntak"),
    Responsibility: _("Ansvar for folk og bedrifter"),
    Handover: _("Overtakelser"),
    Absence: _("Fravær"),
    VocationalProfile: _("Det noen vil og kan"),
    Disclosure: _("Det en bedrift får vite"),
    Contact: _("Loggen over kontakt"),
    Appointment: _("Avtaler"),
    CalendarFeed: _("Kalendere som følger avtaler"),
    CallBack: _("De som skal ringes tilbake"),
    ExperienceInterview: _("Samtaler om hvordan det var"),
    Grant: _("Samtykker til deling"),
    Loop: _("Looper"),
    LoopEmployer: _("Bedrifter i en loop"),
    Participant: _("Deltakere i en loop"),
    Stay: _("Opphold i en loop"),
    LoopDate: _("Datoer i et loopår"),
    Matter: _("Noe som er vanskelig"),
    MatterNote: _("Notater om det som er vanskelig"),
    Placement: _("Plasser"),
    PlacementHours: _("Timer i plasser"),
    Evaluation: _("Evalueringer av opphold"),
    EmployerWords: _("Bedriftens ord til attesten"),
    WayOn: _("Veien videre"),
    JointCertificate: _("Felles attester"),
    Workplace: _("Arbeidssteder"),
    EmployerRelation: _("Kontakten med en bedrift"),
    EmployerVisit: _("Bedriftsbesøk"),
    Opening: _("Muligheter"),
    Suggestion: _("Forslag om en mulighet"),
    ContactPerson: _("Kontaktpersoner i bedrifter"),
    Unit: _("Enheter"),
    User: _("Ansatte"),
    LookUp: _("Loggen over oppslag"),
    Entry: _("Loggen over hendelser"),
    NeedToKnow: _("Grunner som er skrevet for å åpne noen"),
    Message: _("Meldinger som er sendt eller skal sendes"),
}

# What `fence` does, a sentence for each part of it.
FENCE_WORDS: tuple[str | Promise, ...] = (
    _("Folk med skjermet opplysning eller fortrolig adresse er skjult for alle som ikke har egen klarering for akkurat det vernet."),
    _("Er vernet ikke avklart, regnes det som vernet."),
    _("Ingen skrevet grunn, og ikke noe samtykke, åpner for en ansatt som mangler klareringen."),
    _("Ingen ansatt åpner seg selv eller nær familie."),
    _("Skjulte folk er borte fra listene og fra tallene over listene, så de ikke kan telles seg fram til."),
)
