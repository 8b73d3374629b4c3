import stat
from datetime import date, datetime, timedelta

import pytest
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from brobygger.agreements import seal as sealing
from brobygger.agreements.certificate_file import CertificateText, EmployerText, certificate_pdf
from brobygger.agreements.seal import Sealed, SealState, check_seal, make_seal, seal
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError

NOW = datetime(2028, 1, 7, 12, 30, tzinfo=OSLO)
REASON = "Felles attest utstedt"


@pytest.fixture(scope="module")
def pdf():
    stay = EmployerText(employer="Bakeriet", register_number="", starts_on=date(2027, 1, 4), ends_on=date(2027, 4, 30), words="Takk.")
    return certificate_pdf(
        CertificateText(
            name="Amina Warsame",
            born_on=None,
            loop="Sentrumsloopen",
            trade="bakeri",
            starts_on=stay.starts_on,
            ends_on=stay.ends_on,
            employers=(stay,),
            issued_on=NOW.date(),
            issued_by="Lise Holm",
            issued_unit="JobbLoop Brovik",
            language="nb",
        )
    )


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    for name in ("Brovik", "Andvik"):
        make_seal(folder / name, name=f"JobbLoop {name}", now=NOW)
    return folder


@pytest.fixture(autouse=True)
def office(settings, keys):
    settings.DEMO, settings.SEAL_CHAIN = False, ""
    settings.SEAL_KEY, settings.SEAL_CERTIFICATE = str(keys / "Brovik" / "key.pem"), str(keys / "Brovik" / "certificate.pem")
    return settings


def use(office, folder):
    office.SEAL_KEY, office.SEAL_CERTIFICATE = str(folder / "key.pem"), str(folder / "certificate.pem")


@pytest.fixture
def sealed(pdf):
    return seal(pdf, reason=REASON, now=NOW)


def test_a_sealed_file_says_who_when_and_that_it_is_unchanged(sealed):
    state = check_seal(sealed, now=NOW + timedelta(days=400))

    assert state == SealState(Sealed.UNCHANGED, by="JobbLoop Brovik", at=NOW, is_trusted=True)


def test_another_reader_finds_the_seal_whole_over_the_whole_file_and_with_its_reason(pdf, sealed, keys, tmp_path):
    path = tmp_path / "attest.pdf"
    path.write_bytes(sealed)
    roots = [load_cert_from_pemder(str(keys / "Brovik" / "certificate.pem"))]

    with path.open("rb") as file:
        signature = PdfFileReader(file).embedded_signatures[0]
        status = validate_pdf_signature(signature, ValidationContext(trust_roots=roots, allow_fetching=False, moment=NOW))

    assert sealed.startswith(pdf)
    assert status.bottom_line
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert signature.sig_object["/Reason"] == REASON
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.docmdp_level.name == "NO_CHANGES"


def test_the_field_of_the_seal_is_shaped_as_pdf_a_and_pdf_ua_both_accept(sealed, tmp_path):
    path = tmp_path / "attest.pdf"
    path.write_bytes(sealed)

    with path.open("rb") as file:
        root = PdfFileReader(file).root
        field = root["/AcroForm"]["/Fields"][0]
        page = root["/Pages"]["/Kids"][0]
        rectangle, flags, tabs = [float(side) for side in field["/Rect"]], int(field["/F"]), page["/Tabs"]

    assert rectangle[0] == rectangle[2] < 0
    assert flags & 4  # printed, as PDF/A wants
    assert not flags & 2  # never hidden
    assert tabs == "/S"


def test_one_changed_byte_is_found_wherever_it_is(sealed):
    begin, end = sealed.index(b"/Contents <") + len(b"/Contents <"), sealed.index(b">", sealed.index(b"/Contents <"))
    covered = [place for place in range(0, len(sealed), len(sealed) // 60) if not begin <= place <= end]

    states = {check_seal(sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :], now=NOW).state for place in covered}

    assert len(covered) > 20
    assert states == {Sealed.CHANGED}


def test_one_changed_byte_in_the_room_for_the_signature_is_found_too(sealed):
    begin, end = sealed.index(b"/Contents <") + len(b"/Contents <"), sealed.index(b">", sealed.index(b"/Contents <"))
    signature, padding = range(begin, begin + 40, 8), range(end - 40, end, 8)

    for place in (*signature, *padding):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        assert check_seal(changed, now=NOW).state is Sealed.CHANGED, place


def test_something_added_after_the_seal_is_found(sealed, tmp_path):
    path = tmp_path / "attest.pdf"
    path.write_bytes(sealed)

    with path.open("rb") as file:
        writer = IncrementalPdfFileWriter(file)
        writer.update_root()
        with (tmp_path / "endret.pdf").open("wb") as changed:
            writer.write(changed)

    assert check_seal((tmp_path / "endret.pdf").read_bytes(), now=NOW).state is Sealed.CHANGED
    assert check_seal(sealed + b"\n", now=NOW).state is Sealed.CHANGED


@pytest.mark.parametrize("content", [b"", b"hei", b"%PDF-1.7\n%%EOF\n"])
def test_what_was_never_sealed_has_no_seal(content, pdf):
    assert check_seal(content, now=NOW) == SealState(Sealed.NONE)
    assert check_seal(pdf, now=NOW) == SealState(Sealed.NONE)


def test_a_seal_from_another_key_is_unchanged_and_not_trusted(pdf, keys, office):
    use(office, keys / "Andvik")
    foreign = seal(pdf, reason=REASON, now=NOW)

    use(office, keys / "Brovik")

    state = check_seal(foreign, now=NOW)
    assert state.state is Sealed.UNCHANGED
    assert not state.is_trusted


def test_an_old_seal_is_trusted_after_a_change_of_keys_when_its_certificate_is_in_the_chain(sealed, keys, office):
    use(office, keys / "Andvik")
    office.SEAL_CHAIN = str(keys / "Brovik" / "certificate.pem")

    state = check_seal(sealed, now=NOW)

    assert state.is_trusted


def test_a_seal_is_not_trusted_after_the_certificate_has_run_out_and_the_file_is_unchanged_still(sealed):
    state = check_seal(sealed, now=NOW + timedelta(days=11 * 365))

    assert state.state is Sealed.UNCHANGED
    assert not state.is_trusted


def test_without_a_key_the_refusal_says_which_command_makes_one(pdf, office):
    office.SEAL_KEY = office.SEAL_CERTIFICATE = ""

    with pytest.raises(DomainError, match="brobygger make-seal"):
        seal(pdf, reason=REASON, now=NOW)


def test_a_key_that_is_gone_or_garbled_is_refused_in_a_sentence(pdf, office, tmp_path):
    garbled = tmp_path / "key.pem"
    garbled.write_text("ikke en nøkkel", encoding="utf-8")

    for path in (garbled, tmp_path / "borte.pem"):
        office.SEAL_KEY = str(path)
        with pytest.raises(DomainError, match="kan ikke leses"):
            seal(pdf, reason=REASON, now=NOW)


def test_a_chain_that_cannot_be_read_is_refused_in_a_sentence(pdf, office, tmp_path):
    office.SEAL_CHAIN = str(tmp_path / "borte.pem")

    with pytest.raises(DomainError, match="BROBYGGER_SEAL_CHAIN"):
        seal(pdf, reason=REASON, now=NOW)


def test_a_key_and_a_certificate_that_are_no_pair_are_refused(pdf, office, keys):
    office.SEAL_KEY = str(keys / "Andvik" / "key.pem")

    with pytest.raises(DomainError, match="hører ikke sammen"):
        seal(pdf, reason=REASON, now=NOW)


@pytest.mark.parametrize("when", [NOW - timedelta(days=2), NOW + timedelta(days=11 * 365)])
def test_a_certificate_that_is_not_valid_that_day_is_refused_with_its_dates(pdf, when):
    with pytest.raises(DomainError, match=r"fra 07\.01\.2028 til 04\.01\.2038"):
        seal(pdf, reason=REASON, now=when)


def test_the_demo_makes_its_own_key_at_first_use_and_keeps_it(pdf, office, tmp_path):
    office.DEMO = True
    use(office, tmp_path / "byen" / "seal")

    first, second = (seal(pdf, reason=REASON, now=NOW) for _ in range(2))

    assert {check_seal(each, now=NOW).is_trusted for each in (first, second)} == {True}
    assert check_seal(first, now=NOW).by == sealing.DEMO_NAME
    assert stat.S_IMODE((tmp_path / "byen" / "seal" / "key.pem").stat().st_mode) == 0o600


def test_a_key_is_never_written_over(keys):
    before = (keys / "Brovik" / "key.pem").read_bytes()

    with pytest.raises(FileExistsError):
        make_seal(keys / "Brovik", name="En annen", now=NOW)

    assert (keys / "Brovik" / "key.pem").read_bytes() == before
    assert sorted(path.name for path in keys.iterdir()) == ["Andvik", "Brovik"]
