import ctypes
import io
import re
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdfium2 import raw

from brobygger.agreements.certificate_file import CertificateText, EmployerText, certificate_pdf
from brobygger.agreements.certificate_file.letters import FONTS, fonts, left_out, settable

BAKERY = EmployerText(
    employer="Brovik Bakeri",
    register_number="912345671",
    starts_on=date(2027, 1, 4),
    ends_on=date(2027, 4, 30),
    tasks=("Deig og steking", "Kassa"),
    words="Amina kom presis hver dag.\n\nKundene likte henne godt.",
    signed_by="Tor Aasen",
    title="daglig leder",
    given_on=date(2027, 4, 28),
)
SHOP = replace(BAKERY, employer="Kaia Matvarer", starts_on=date(2027, 5, 3), ends_on=date(2027, 8, 27), signed_by="Mona Lie", title="")
HOTEL = replace(BAKERY, employer="Fjordgløtt Hotell", starts_on=date(2027, 8, 30), ends_on=date(2027, 12, 31))
AMINA = CertificateText(
    name="Amina Warsame",
    born_on=date(2003, 3, 14),
    loop="Sentrumsloopen 2027",
    trade="mat og handel",
    starts_on=date(2027, 1, 4),
    ends_on=date(2027, 12, 31),
    employers=(BAKERY, SHOP, HOTEL),
    issued_on=date(2028, 1, 7),
    issued_by="Lise Holm",
    issued_unit="JobbLoop Brovik",
    language="nb",
)


@contextmanager
def opened(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def text_of(pdf):
    """What a reader hears, page after page, with every space and line break as one space."""
    with opened(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return re.sub(r"\s+", " ", " ".join(pages))


def read_utf16(ask, element):
    buffer = ctypes.create_string_buffer(max(ask(element, None, 0), 2))
    ask(element, buffer, len(buffer))
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def structure_of(pdf):
    """The kinds of parts on the first page in reading order, with the description of a picture after a colon."""
    with opened(pdf) as document:
        page = document[0]
        tree = raw.FPDF_StructTree_GetForPage(page)
        tops = [raw.FPDF_StructTree_GetChildAtIndex(tree, index) for index in range(raw.FPDF_StructTree_CountChildren(tree))]
        kinds = [kind for top in tops for kind in kinds_under(top)]
        raw.FPDF_StructTree_Close(tree)
    return kinds


def kinds_under(element):
    alternative = read_utf16(raw.FPDF_StructElement_GetAltText, element)
    yield read_utf16(raw.FPDF_StructElement_GetType, element) + (f": {alternative}" if alternative else "")
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield from kinds_under(child)


def outline_of(pdf):
    return [re.sub(r"\s+", " ", entry.title) for entry in flat(PdfReader(io.BytesIO(pdf)).outline)]


def flat(entries):
    for entry in entries:
        yield from flat(entry) if isinstance(entry, list) else [entry]


def test_the_file_is_tagged_and_has_title_language_author_and_day():
    reader = PdfReader(io.BytesIO(certificate_pdf(AMINA)))

    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  pypdf has a truth value of its own
    assert root["/StructTreeRoot"]["/Type"] == "/StructTreeRoot"
    assert root["/Lang"] == "nb"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert (reader.metadata.title, reader.metadata.author) == ("Felles attest for Amina Warsame", "JobbLoop Brovik")
    assert reader.metadata.creation_date.date() == date(2028, 1, 7)


def test_the_file_says_that_it_is_made_in_the_modes_for_reading_aloud_and_for_keeping():
    kept = PdfReader(io.BytesIO(certificate_pdf(AMINA))).root_object["/Metadata"].get_data().decode()

    assert "<pdfuaid:part>1</pdfuaid:part>" in kept
    assert "<pdfaid:part>2</pdfaid:part>" in kept
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in kept


def test_a_screen_reader_meets_headings_a_table_with_a_header_lists_quotes_and_a_described_mark():
    kinds = structure_of(certificate_pdf(replace(AMINA, employers=(BAKERY,))))

    row = ["TR", "TD", "TD", "TD", "TD"]
    item = ["LI", "Lbl", "LBody"]
    assert kinds == [
        *["Document", "Figure: Brobyggers merke: en bro med to tårn", "H1", "P", "P", "P"],
        *["H2", "Table", "THead", "TR", "TH", "TH", "TH", "TH", "TBody", *row],
        *["H2", "H3", "P", "P", "L", *item, *item, "BlockQuote", "P", "P", "P"],
        *["H2", "P", "P"],
    ]


def test_the_text_comes_in_the_order_it_is_read():
    words = text_of(certificate_pdf(AMINA))

    expected = [
        "Felles attest for Amina Warsame",
        "Amina Warsame har vært i arbeidstrening i mat og handel hos 3 arbeidsgivere fra 4. januar 2027 til 31. desember 2027.",
        "Født: 14. mars 2003",
        "JobbLoop: Sentrumsloopen 2027",
        "Arbeidsgiver Organisasjonsnummer Første dag Siste dag",
        "Brovik Bakeri 912 345 671 04.01.2027 30.04.2027",
        "Kaia Matvarer 912 345 671 03.05.2027 27.08.2027",
        "Arbeidstrening fra 4. januar 2027 til 30. april 2027.",
        "Deig og steking",
        "Amina kom presis hver dag. Kundene likte henne godt. Tor Aasen, daglig leder, 28. april 2027",
        "Mona Lie, 28. april 2027",
        "7. januar 2028 av Lise Holm, JobbLoop Brovik.",
    ]
    places = [words.find(each) for each in expected]
    assert -1 not in places, [each for each in expected if each not in words]
    assert places == sorted(places)


def test_three_employers_have_room_on_two_pages_and_each_page_has_its_number():
    with opened(certificate_pdf(AMINA)) as document:
        pages = [page.get_textpage().get_text_range() for page in document]

    assert len(pages) == 2
    assert ["Side 1 av 2" in pages[0], "Side 2 av 2" in pages[1]] == [True, True]


def test_the_headings_are_a_table_of_contents():
    assert outline_of(certificate_pdf(AMINA)) == [
        "Felles attest for Amina Warsame",
        "Arbeidsgivere og tid",
        "Oppgaver og arbeidsgivernes egne ord",
        "Brovik Bakeri",
        "Kaia Matvarer",
        "Fjordgløtt Hotell",
        "Utstedt",
    ]


def test_the_same_text_gives_the_same_bytes():
    assert certificate_pdf(AMINA) == certificate_pdf(replace(AMINA))


@pytest.mark.parametrize(("language", "month"), [("nb", "januar"), ("nn", "januar"), ("en", "January")])
def test_the_language_of_the_certificate_and_not_of_the_page_is_used(language, month):
    pdf = certificate_pdf(replace(AMINA, language=language))

    assert PdfReader(io.BytesIO(pdf)).root_object["/Lang"] == language
    assert month in text_of(pdf)


def test_what_is_unknown_is_left_out():
    bare = replace(BAKERY, register_number="", tasks=(), words="", signed_by="", title="", given_on=None)

    words = text_of(certificate_pdf(replace(AMINA, born_on=None, employers=(bare, SHOP))))

    assert "Født" not in words
    assert words.count("Brovik Bakeri") == 1  # in the table; there is nothing to say under a heading
    assert "None" not in words
    assert "Mona Lie" in words


@pytest.mark.parametrize(
    "typed",
    [
        "#panic() *fet* _kursiv_ $x^2$ \\ `kode` @navn <merke>",
        "= Ikke en overskrift",
        '#image("/etc/passwd") #sys.inputs',
        "</svg><script> & %(name)s {page} {0}",
        "// ikke en kommentar /* heller ikke dette */",
        "Sámi: Áhčči Čáhput Ŋuorta Ŧ đ Š ž",
        "François Müller-Łukasz İnan Nguyễn Thị Ạ",
        "Кирилл Ψυχή",
    ],
)
def test_what_is_typed_comes_out_as_typed_and_is_never_markup(typed):
    pdf = certificate_pdf(
        replace(AMINA, name=typed, loop=typed, issued_by=typed, employers=(replace(BAKERY, employer=typed, tasks=(typed,), words=typed),))
    )

    assert text_of(pdf).count(typed) >= 6
    assert PdfReader(io.BytesIO(pdf)).metadata.title == f"Felles attest for {typed}"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Takk 😀 til deg", "Takk □ til deg"),
        ("👩‍🍳 baker", "□ baker"),
        ("名前 Wei", "□□ Wei"),
        ("linje\x00\x07 én", "linje én"),
        ("\ud800halv", "halv"),
        ("leder\u202egnilgæl", "ledergnilgæl"),
        ("A\u030asa", "Åsa"),
    ],
)
def test_letters_that_no_font_has_become_squares_and_hidden_signs_go(typed, shown):
    words = text_of(certificate_pdf(replace(AMINA, name=typed, employers=(replace(BAKERY, words=typed),))))

    assert shown.split()[-1] in words
    assert ("□" in settable(typed)) == ("□" in shown)
    assert re.sub("□+", "□", settable(typed).replace("\u200d", "")) == re.sub("□+", "□", shown)


@pytest.mark.parametrize("letters", ["王小明", "አበበ", "தமிழ்", "မြန်မာ", "日本カナ", "한국"])
def test_a_script_that_no_font_has_is_known_at_once_however_much_is_written_in_it(letters):
    text = "".join(chr(ord(letters[0]) + number) for number in range(20)) * 30 + letters
    settable(letters)
    began = time.process_time()

    shown = settable(text)

    assert set(shown) <= {"□", "\u200b"}
    assert time.process_time() - began < 1


def test_the_words_that_cannot_be_set_are_told_beforehand_as_they_are_written():
    texts = ["王小明 Wei", "Nguyễn Thị Hạnh", "محمد", "Åse 😀 王小明", "Rugbakken bakeri"]

    assert left_out(texts) == ["王小明", "😀"]


@pytest.mark.parametrize(
    "typed", ["محمد علي", "שלום", "ภาษาไทย", "हिन्दी", "ተስፋዬ", "\u0301", "\ufeff", "\uffff", "é" * 500, "\n\n\n", "a\u0308\u0323\u035f"]
)
def test_no_letters_stop_a_certificate(typed):
    pdf = certificate_pdf(replace(AMINA, name=f"Amina {typed}", employers=(replace(BAKERY, tasks=(typed,), words=f"{typed} ferdig"),)))

    assert "ferdig" in text_of(pdf)


def test_a_word_longer_than_a_line_is_broken_and_not_cut_off():
    long = "Arbeidsmarkedsopplæringsbedrift" * 6

    words = text_of(certificate_pdf(replace(AMINA, employers=(replace(BAKERY, words=long),))))

    assert long in re.sub(r"[\s\u200b\ufffe-]", "", words)


def test_long_words_from_six_employers_go_on_over_the_pages():
    wordy = replace(BAKERY, words="Hun lærte fort. " * 75, tasks=tuple(f"Oppgave {number}" for number in range(10)))

    pdf = certificate_pdf(replace(AMINA, employers=(wordy,) * 6))

    assert text_of(pdf).count("Hun lærte fort.") == 75 * 6
    assert "Lise Holm" in text_of(pdf)


def test_every_letter_is_set_with_inter_and_the_fonts_are_within_the_file():
    reader = PdfReader(io.BytesIO(certificate_pdf(AMINA)))

    used = {font.get_object()["/BaseFont"].split("+")[1] for page in reader.pages for font in page["/Resources"]["/Font"].values()}

    assert used == {"Inter-Regular", "Inter-SemiBold"}


def test_the_fonts_are_those_that_come_along_and_their_licence_lies_beside_them():
    families = fonts().families()

    assert {"Inter", "Libertinus Serif"} <= set(families)
    assert {path.name for path in FONTS.iterdir()} == {"Inter-Regular.ttf", "Inter-SemiBold.ttf", "OFL.txt"}
