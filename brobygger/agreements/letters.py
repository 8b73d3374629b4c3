"""Whether a letter about words and certificates still applies when it is about to be sent. Source: RULES W8."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from brobygger.agreements.models import EmployerWords, JointCertificate
from brobygger.agreements.queries import OF_STAY, employer_sees
from brobygger.loops.models import Stay


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
