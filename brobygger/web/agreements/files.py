"""Answering with the file of a certificate, through the row that owns it."""

from __future__ import annotations

from django.http import FileResponse, Http404
from django.utils.text import slugify

from brobygger.agreements.models import JointCertificate

PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A", "ŋ": "n", "đ": "d", "ŧ": "t"})


def file_answer(certificate: JointCertificate) -> FileResponse:
    """The sealed file, byte for byte, to be kept by nobody on the way. 404 when the file is gone from the disk."""
    try:
        file = certificate.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    answer = FileResponse(file, as_attachment=True, filename=file_name(certificate), content_type="application/pdf")
    answer["Cache-Control"] = "no-store, private"
    return answer


def file_name(certificate: JointCertificate) -> str:
    """felles-attest-amina-hemmelig.pdf, with the language when it is another than bokmål."""
    name = slugify(str(certificate.participant.person).translate(PLAIN)) or certificate.public_id.hex[:8]
    return f"felles-attest-{name}{'' if certificate.language == 'nb' else '-' + certificate.language}.pdf"
