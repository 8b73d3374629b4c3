"""The demo town of the journeys: its rows, and its certificates, which the tests' storage would lose with the process that issued them."""

from __future__ import annotations

from pathlib import Path

from django.core.files.base import ContentFile
from django.core.management import call_command

from brobygger.agreements.models import JointCertificate, certificate_storage
from brobygger.demo import town
from brobygger.kernel import clock
from brobygger.reference.actions import load_reference_data


def build() -> None:
    load_reference_data()
    town.seed(today=clock.today())


def build_and_lay_by(folder: str) -> None:
    """Build the town in the database that Django is on, and lay its certificates in a folder."""
    call_command("createcachetable", verbosity=0)  # which the test database has too: whoever signs in is counted there
    build()
    for certificate in JointCertificate.objects.all():
        path = Path(folder, certificate.file.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(certificate.file.read())


def fetch_certificates(folder: str) -> None:
    for path in Path(folder).rglob("*.pdf"):
        certificate_storage().save(str(path.relative_to(folder)), ContentFile(path.read_bytes()))
