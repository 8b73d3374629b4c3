from pathlib import Path
from uuid import uuid4

import pytest
from django.template import TemplateDoesNotExist

import brobygger.jobs
from brobygger.jobs.outbox import GOES_ALONG, STILL_APPLIES
from brobygger.outbox.letters import letter
from brobygger.outbox.models import Message

FOLDER = Path(brobygger.jobs.__file__).parent / "templates" / "outbox"
OF_EMPLOYER = {"loop": "Brovik-loopen", "owner": "Lise", "phone": "680 50 214"}
OF_STAFF = {**OF_EMPLOYER, "page": "http://localhost:8000/v/abc/"}
OF_CALL = {"when": "04.01.2027 kl. 11.10", "page": "http://localhost:8000/v/abc/"}
OF_HANDOVER = {
    "asks": "Kari Moseby",
    "takes": "Jonas Hauglid",
    "first": "04.01.2027",
    "answer_by": "02.01.2027",
    "page": "http://localhost:8000/v/abc/",
}
OF_OPENING = {"owner": "Lise", "phone": "680 50 214", "when": "04.01.2027 kl. 10.00"}
OF_KICK_OFF = {**OF_EMPLOYER, "day": "04.01.2027", "time": "09.00", "place": "Biblioteket"}
OF_DATES = {**OF_EMPLOYER, "dates": "04.01.2027 kl. 09.00: Samling, Brohuset", "date_ids": "5b0c4c9e-1f5e-4f55-9a52-3c7b6a1d0001"}
VALUES = {
    "loops/invitation": OF_KICK_OFF,
    "loops/kick_off_moved": OF_KICK_OFF,
    "loops/kick_off_moved_employer": OF_KICK_OFF,
    "loops/called_off": {**OF_EMPLOYER, "why": "For få bedrifter kunne være med."},
    "loops/called_off_employer": {**OF_EMPLOYER, "why": "For få bedrifter kunne være med."},
    "loops/wishes_candidate": OF_KICK_OFF,
    "loops/wishes_employer": OF_KICK_OFF,
    "loops/tasks": OF_EMPLOYER,
    "loops/next_step": {"step": "Møt på bakeriet", "day": "04.01.2027", "owner": "Lise", "phone": "680 50 214"},
    "loops/plan_employer": {**OF_EMPLOYER, "arrivals": "Amina 04.01.2027"},
    "loops/year": OF_DATES,
    "loops/dates_changed": OF_DATES,
    "loops/plan_changed": {**OF_DATES, "way": "11.01.2027–09.05.2027: Bakeriet", "step": "Møt på bakeriet", "day": "11.01.2027"},
    "loops/plan_changed_employer": {**OF_DATES, "arrivals": "11.01.2027–09.05.2027: Amina"},
    "loops/reminder": {**OF_KICK_OFF, "what": "Oppstartsmøte, Bakeriet"},
    "agreements/words_employer": {**OF_EMPLOYER, "first_name": "Amina", "employer": "Rugbakken bakeri"},
    "agreements/certificate": OF_EMPLOYER,
    "followup/waits": OF_STAFF,
    "followup/owner": OF_STAFF,
    "followup/news_candidate": OF_EMPLOYER,
    "followup/news_employer": OF_EMPLOYER,
    "followup/solved_staff": OF_STAFF,
    "followup/solved_candidate": OF_EMPLOYER,
    "followup/solved_employer": OF_EMPLOYER,
    "followup/bankruptcy": {"employer": "Rugbakken AS", "people": 2, "loops": "Brovik-loopen", "page": "http://localhost:8000/v/abc/"},
    "followup/ring": OF_CALL,
    "followup/ring_late": OF_CALL,
    "followup/ring_nobody": OF_CALL,
    "followup/responsible": {"chooser": "Siri", "phone": "680 50 214", "page": "http://localhost:8000/v/abc/"},
    "followup/handover_asked": OF_HANDOVER,
    "followup/handover_accepted": OF_HANDOVER,
    "followup/handover_declined": OF_HANDOVER,
    "followup/handover_withdrawn": OF_HANDOVER,
    "followup/opening_question": OF_OPENING,
    "followup/opening_employer": OF_OPENING,
    "followup/opening_meeting": OF_OPENING,
    "followup/opening_answer": {"title": "dekkskift", "page": "http://localhost:8000/v/abc/"},
    "intake/stands_in": {"colleague": "Kari Moseby", "first": "04.01.2027", "last": "08.01.2027", "page": "http://localhost:8000/v/abc/"},
    "intake/owner": OF_STAFF,
    "intake/received": OF_STAFF,
    "intake/new_person": {**OF_STAFF, "part": "ansvarlig"},
    "jobdev/opening_told": {"workplace": "Rugbakken bakeri", "page": "http://localhost:8000/v/abc/"},
    "parties/fresh_link": {"first_name": "Amina"},
}


def written(template, language="nb", **values):
    message = Message(template=template, language=language, recipient_name="Amina", about=uuid4(), values={**VALUES[template], **values})
    return letter(message, address="http://localhost:8000/v/abc/")


def test_each_letter_has_words_and_a_question_and_nothing_is_left_over():
    files = {str(path.relative_to(FOLDER)).split(".")[0] for path in FOLDER.rglob("*.txt")}

    assert files == set(STILL_APPLIES) == set(VALUES)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("template", VALUES)
def test_a_letter_greets_by_name_and_carries_its_link(template, language):
    words = written(template, language)

    assert words.subject
    assert "\n" not in words.subject
    assert "Amina" in words.text
    assert "http://localhost:8000/v/abc/" in words.text.split("\n")


@pytest.mark.parametrize("template", [template for template, values in VALUES.items() if "owner" in values])
def test_a_letter_about_a_loop_says_whom_to_call(template):
    assert "Lise på 680 50 214" in written(template).text


@pytest.mark.parametrize("template", VALUES)
def test_no_letter_names_an_authority_or_shouts(template):
    words = written(template)

    everything = f"{words.subject} {words.text}".lower()
    assert not [word for word in ("nav", "!", "tiltak", "ytelse", "bruker", "diagnose") if word in everything.replace("navn", "")]


@pytest.mark.parametrize(
    ("template", "empty", "words"),
    [
        ("loops/plan_changed", {"way": "", "dates": "", "step": ""}, "ikke satt opp flere dager for deg"),
        ("loops/plan_changed_employer", {"arrivals": "", "dates": ""}, "ikke satt opp noen hos dere"),
        ("loops/reminder", {"place": ""}, "Oppstartsmøte, Bakeriet\nNår: 04.01.2027 klokka 09.00\n\nMer står"),
    ],
)
def test_what_there_is_nothing_to_say_about_is_left_out_without_a_gap(template, empty, words):
    text = written(template, **empty).text

    assert words in text
    assert "\n\n\n" not in text
    assert "Disse datoene" not in text


@pytest.mark.parametrize(("address", "is_said"), [("amina@brovik.invalid", True), ("68050214", False)])
@pytest.mark.parametrize("template", [template for template, values in VALUES.items() if template in GOES_ALONG])
def test_a_letter_speaks_of_a_calendar_file_only_when_one_can_go_along(template, address, is_said):
    message = Message(template=template, language="nb", recipient_name="Amina", recipient_address=address, about=uuid4())
    message.values = VALUES[template] | {"date_ids": "5b0c4c9e-1f5e-4f55-9a52-3c7b6a1d0001"}

    words = letter(message, address="")

    assert ("kalenderfil" in words.text) is is_said
    assert "siden din" not in words.text.lower()


def test_signs_in_a_value_stand_as_they_were_written():
    assert "Kaffe & Kaker <2>" in written("loops/invitation", place="Kaffe & Kaker <2>").text


def test_a_line_break_in_a_value_does_not_reach_the_subject():
    assert (
        written("loops/plan_employer", loop="Brovik\r\nBcc: alle@brovik.invalid").subject
        == "Planen for Brovik Bcc: alle@brovik.invalid er klar"
    )


def test_a_letter_without_words_is_an_error():
    with pytest.raises(TemplateDoesNotExist):
        letter(Message(template="loops/nothing", language="nb", recipient_name="", values={}), address="")
