"""The letters about words and certificates. Source: RULES W8."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from brobygger.agreements.models import EmployerWords, JointCertificate
from brobygger.agreements.queries import OF_STAY, employer_sees
from brobygger.loops.models import Stay
from brobygger.outbox.letters import Audience, Letter
from brobygger.outbox.words import LINK

EXAMPLE = {"loop": "Brovik-loopen", "owner": "Lise", "phone": "680 50 214"}


def words_are_wanted(about: UUID, today: date) -> bool:
    """A question about an employer's words for the certificate: they have not written, and may still see the candidate."""
    stay = Stay.objects.filter(placement__public_id=about).select_related(*OF_STAY).first()
    return stay is not None and employer_sees(stay, today=today) and not EmployerWords.objects.filter(stay=stay).exists()


def certificate_counts(about: UUID, today: date) -> bool:
    """Word that a certificate is ready: it is still the newest one."""
    certificate = JointCertificate.objects.filter(public_id=about).first()
    if certificate is None:
        return False
    newest = JointCertificate.objects.filter(participant=certificate.participant_id).order_by("-issued_at", "-pk").first()
    return newest is not None and newest.contents == certificate.contents


WORDS_OF_EMPLOYER = Letter(
    "agreements/words_employer",
    to=Audience.EMPLOYER,
    subject=_("Noen ord til attesten for %(first_name)s"),
    text=(
        _("%(first_name)s har vært hos %(employer)s i %(loop)s, og får en felles attest fra alle bedriftene. Vi mangler det dere vil si."),
        _("Kryss av for oppgavene og skriv noen ord her. Det tar et par minutter:"),
        LINK,
        _("Vil du heller si det på telefon, ring %(owner)s på %(phone)s. Siden er din egen, så ikke send adressen videre."),
    ),
    applies=words_are_wanted,
    example={**EXAMPLE, "first_name": "Amina", "employer": "Rugbakken bakeri"},
)
CERTIFICATE = Letter(
    "agreements/certificate",
    to=Audience.CANDIDATE,
    subject=_("Attesten din er klar"),
    text=(
        _("Attesten din fra %(loop)s er klar. Der står det bedriftene har skrevet. Du henter den på siden din, og velger selv språket:"),
        LINK,
        _("Ser du noe som ikke stemmer, ring %(owner)s på %(phone)s. Da retter vi det og lager den på nytt."),
    ),
    applies=certificate_counts,
    example=EXAMPLE,
)
