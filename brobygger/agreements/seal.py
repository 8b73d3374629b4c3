"""The office's electronic seal on a file: putting it there, and telling whether what it covers is as it was. Nothing goes over the network.

The seal is a PAdES signature with a key of the office. A self-signed one shows that the file is unchanged since whoever holds the key
sealed it; docs/certificates.md says what a qualified one needs.

Source  ADR 0085
"""

from __future__ import annotations

import errno
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from asn1crypto.cms import ContentInfo  # type: ignore[import-untyped]  # it has no types
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.validation import PdfSignatureStatus, SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]  # it has no types
    from pyhanko.pdf_utils.writer import BasePdfFileWriter
    from pyhanko.sign.signers.pdf_signer import PdfSigningSession

FIELD = "Segl"
KEY_FILE, CERTIFICATE_FILE = "key.pem", "certificate.pem"
SELF_SIGNED_LASTS = timedelta(days=10 * 365)
DEMO_NAME = "Demobyen Brovik (ikke et ekte segl)"
CLOCKS_DIFFER = timedelta(hours=1)  # so that the seal holds on a machine whose clock is behind
LONGEST_NAME = 64  # what X.509 has room for
PEM = serialization.Encoding.PEM


Given = TypeVar("Given")


class Sealed(StrEnum):
    UNCHANGED = auto()
    CHANGED = auto()
    NONE = auto()


def apart(ask: Callable[[], Given]) -> Given:
    """Ask pyHanko in a thread of its own: it starts an event loop, which fails in a thread that runs one already."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(ask).result()


@dataclass(frozen=True)
class SealState:
    """What a seal shows.

    Takes   by, at  who the seal says it is from, and when; anybody can write any name, so show it only when it is trusted
            is_trusted  whether the seal is from this office, or from somebody its chain vouches for
    """

    state: Sealed
    by: str = ""
    at: datetime | None = None
    is_trusted: bool = False


class DatedSigner(PdfSigner):
    """Writes the moment it is told, where pyHanko would ask the clock."""

    now: datetime

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:  # noqa: FBT001  pyHanko's
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self.now
        return session


def seal(pdf: bytes, *, reason: str, now: datetime) -> bytes:
    """The same file with the office's seal after it. The seal allows no later change.

    Takes   pdf     a file without a seal
            reason  shown by the program that reads the seal
    Raises  DomainError when the office has no key, or one that cannot be used
    Cost    50–500 ms of processor time, the most with an RSA key; call it outside transactions
    """
    signer = office_signer(now=now)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    dated = DatedSigner(
        PdfSignatureMetadata(
            field_name=FIELD,
            reason=reason,
            name=signer.subject_name,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        ),
        signer=signer,
        # Without a picture, and off the page: the one shape that both PDF/A and PDF/UA accept.
        new_field_spec=SigFieldSpec(FIELD, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True)),
    )
    dated.now = now
    sealed: io.BytesIO = apart(lambda: dated.sign_pdf(writer))
    return sealed.getvalue()


def check_seal(pdf: bytes, *, now: datetime) -> SealState:
    """Whether a file has a seal, and whether the whole of it is as it was sealed.

    Takes   now  the moment at which the seal's certificate must be valid
    Gives   changed for a sealed file where anything was altered or added; none for what never had a seal
    Cost    about 20 ms
    """
    roots = trusted()
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        signatures = reader.embedded_regular_signatures
        if not signatures:
            return SealState(unreadable_or_unsealed(pdf))
        first = signatures[0]
        status = apart(lambda: validate_pdf_signature(first, ValidationContext(trust_roots=roots, allow_fetching=False, moment=now)))
        is_whole = (
            len(signatures) == 1
            and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
            and is_as_written(pdf, bytes(first.pkcs7_content))
        )
        return SealState(
            state=Sealed.UNCHANGED if is_whole and status.intact and status.valid else Sealed.CHANGED,
            by=common_name(status),
            at=first.self_reported_timestamp,
            is_trusted=status.trusted and is_valid_at(status, now),
        )
    except Exception:  # noqa: BLE001  a damaged file makes its readers raise anything, and all of it means the same
        return SealState(unreadable_or_unsealed(pdf))


def unreadable_or_unsealed(pdf: bytes) -> Sealed:
    """A file where no seal can be read: altered when there are traces of one."""
    return Sealed.CHANGED if b"/ByteRange" in pdf else Sealed.NONE


def is_as_written(pdf: bytes, envelope: bytes) -> bool:
    """Whether the room for the signature, which it cannot cover itself, holds the signature and then nothing but zeros."""
    signature = ContentInfo.load(envelope).dump()
    return b"<" + envelope.hex().upper().encode() + b">" in pdf and not envelope[len(signature) :].strip(b"\0")


def is_valid_at(status: PdfSignatureStatus, now: datetime) -> bool:
    """Whether the seal's certificate is valid at a moment. pyHanko asks that of a chain, and not of one that is trusted by itself."""
    certificate = status.signing_cert
    return bool(certificate.not_valid_before <= now <= certificate.not_valid_after)


def common_name(status: PdfSignatureStatus) -> str:
    return str(status.signing_cert.subject.native.get("common_name", ""))


def office_signer(*, now: datetime) -> SimpleSigner:
    """The office's key, ready to seal with. The demo makes one of its own at first use."""
    if not (settings.SEAL_KEY and settings.SEAL_CERTIFICATE):
        raise DomainError(
            _("Kontoret har ingen nøkkel til å forsegle attester med. Be den som drifter Brobygger, om å lage en med brobygger make-seal.")
        )
    key_path, certificate_path = Path(settings.SEAL_KEY), Path(settings.SEAL_CERTIFICATE)
    if settings.DEMO and not key_path.exists():
        with suppress(FileExistsError):  # another process was quicker, and its pair is as good
            make_seal(key_path.parent, name=DEMO_NAME, now=now)
    refuse_unusable(key_path, certificate_path, now=now)
    chain = (settings.SEAL_CHAIN,) if settings.SEAL_CHAIN else ()
    signer: SimpleSigner | None = SimpleSigner.load(str(key_path), str(certificate_path), ca_chain_files=chain)  # type: ignore[no-untyped-call]  # pyHanko's
    if signer is None:
        raise DomainError(_("Kjeden til seglet kan ikke leses. Be den som drifter Brobygger, om å se på BROBYGGER_SEAL_CHAIN."))
    return signer


def refuse_unusable(key_path: Path, certificate_path: Path, *, now: datetime) -> None:
    """Raise DomainError for a key and a certificate that cannot be read, are not a pair, or are not valid at a moment."""
    try:
        certificate = x509.load_pem_x509_certificate(certificate_path.read_bytes())
        key = serialization.load_pem_private_key(key_path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as failure:
        raise DomainError(
            _("Nøkkelen eller sertifikatet til seglet kan ikke leses. Be den som drifter Brobygger, om å se på filene i innstillingene.")
        ) from failure
    if certificate.public_key() != key.public_key():
        raise DomainError(
            _("Nøkkelen og sertifikatet til seglet hører ikke sammen. Be den som drifter Brobygger, om å sette dem som ble laget sammen.")
        )
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise DomainError(
            _("Sertifikatet til seglet gjelder fra %(from)s til %(to)s. Be den som drifter Brobygger, om å skaffe et nytt.")
            % {"from": day(certificate.not_valid_before_utc.date()), "to": day(certificate.not_valid_after_utc.date())}
        )


def trusted() -> list[Certificate]:
    """The office's own certificate, and those in the chain: its issuer's, and its own from before the last change of keys."""
    paths = [path for path in (settings.SEAL_CERTIFICATE, settings.SEAL_CHAIN) if path and Path(path).exists()]
    return list(load_certs_from_pemder(paths))  # type: ignore[no-untyped-call]  # pyHanko's


def make_seal(folder: Path, *, name: str, now: datetime) -> None:
    """Make a key and a self-signed certificate in a folder, both or none.

    Takes   folder  not there, or empty
            name    of the office, as those who check the seal read it; at most 64 characters
    Raises  FileExistsError when something is in the folder
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent) as beside:
        made = Path(beside) / folder.name
        made.mkdir(mode=0o700)
        key = ec.generate_private_key(ec.SECP256R1())
        write_private(made / KEY_FILE, key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        write_private(made / CERTIFICATE_FILE, self_signed(key, name=name, now=now).public_bytes(PEM))
        try:
            made.rename(folder)
        except OSError as failure:
            if folder.exists():
                raise FileExistsError(errno.EEXIST, "there is something in the folder", str(folder)) from failure
            raise


def write_private(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)


def self_signed(key: ec.EllipticCurvePrivateKey, *, name: str, now: datetime) -> x509.Certificate:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "NO"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCKS_DIFFER)
        .not_valid_after(now + SELF_SIGNED_LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
