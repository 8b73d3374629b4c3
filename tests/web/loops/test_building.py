from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.kernel import clock
from brobygger.loops.models import Closure, Loop, LoopEmployer, NextStep
from brobygger.loops.queries import loops_by_kick_off
from brobygger.loops.states import LoopState
from brobygger.outbox.models import Message
from brobygger.parties.models import Organisation
from brobygger.web.keyset import PAGE_SIZE
from tests.factories import (
    ContactPersonFactory,
    LoopFactory,
    MunicipalityFactory,
    NextStepFactory,
    ParticipantFactory,
    PostalCodeFactory,
    register_number,
)
from tests.kit import signed_in

ONCE = "once"


def norwegian(day) -> str:
    return f"{day:%d.%m.%Y}"


@pytest.fixture
def dag(scene):
    return signed_in(scene.dag)


@pytest.fixture
def gathering(scene):
    return LoopFactory(name="Havneloopen", unit=scene.centre, driver=scene.dag, coordinator=scene.lise, employers_wanted=2, periods=2)


def loop_fields(scene, **fields):
    return {
        "name": "Fjordloopen",
        "region": MunicipalityFactory().number,
        "trade": "handel",
        "employers_wanted": "3",
        "driver": str(scene.dag.public_id),
        "coordinator": f"{scene.lise.public_id} {scene.centre.public_id}",
        "offices": [str(scene.office.public_id)],
        **fields,
    }


def card_fields(**fields):
    PostalCodeFactory()
    return {
        "register_number": register_number(9000),
        "organisation": "Kaikanten AS",
        "trade": "servering",
        "workplace": "Kaikanten kafé",
        "street": "",
        "postal_code": "9008",
        "first_name": "Berit",
        "last_name": "Lyngstad",
        "title": "",
        "phone": "680 52 101",
        "email": "",
        **fields,
    }


def test_a_driver_starts_a_loop_that_belongs_to_the_coordinators_unit(scene, dag):
    answer = dag.post(reverse("loops:new"), loop_fields(scene))

    started = Loop.objects.get(name="Fjordloopen")
    assert answer.url == reverse("loops:loop", args=[started.public_id])
    assert (started.unit, started.coordinator, started.driver) == (scene.centre, scene.lise, scene.dag)
    assert list(started.offices.all()) == [scene.office]


def test_a_form_with_mistakes_says_what_to_do_and_keeps_what_was_typed(scene, dag):
    page = dag.post(reverse("loops:new"), loop_fields(scene, name="", employers_wanted="9"))

    assert page.status_code == 422
    assert "Gi loopen et navn" in page.content.decode()
    assert "Skriv et tall som er 6 eller mindre." in page.content.decode()
    assert not Loop.objects.filter(trade="handel").exists()


def test_pressing_twice_makes_one_loop(scene, dag):
    fields = loop_fields(scene, **{ONCE: str(uuid4())})

    first, second = dag.post(reverse("loops:new"), fields), dag.post(reverse("loops:new"), fields)

    assert first.url == second.url
    assert Loop.objects.filter(name="Fjordloopen").count() == 1


@pytest.mark.parametrize(
    "name", ["new", "size", "kick_off_edit", "employer_new", "employer", "loop", "kick_off", "next_step_of", "type_employer_wishes"]
)
def test_every_form_carries_the_key_against_double_sending(scene, name):
    amina = scene.participant("Amina", turned_up=True)
    ids = {"employer": scene.bakery, "type_employer_wishes": scene.bakery, "next_step_of": amina, "new": None}
    subject = ids.get(name, scene.loop)

    page = signed_in(scene.lise).get(reverse(f"loops:{name}", args=[subject.public_id] if subject else [])).content.decode()

    forms = [
        form for form in page.split("<form")[1:] if 'method="post"' in form.partition(">")[0] and "/sprak/" not in form.partition(">")[0]
    ]
    assert forms
    assert all('name="once"' in form.partition("</form>")[0] for form in forms)


def test_the_loops_page_says_what_is_missing_in_words(gathering, dag):
    page = dag.get(reverse("loops:loop", args=[gathering.public_id])).content.decode()

    assert "2 bedrifter til må si ja." in page
    assert "Dagen er ikke satt." in page
    assert "Neste steg er ikke satt." in page
    assert "Ingen av to bedrifter har sagt ja." in page


def test_the_tasks_that_are_missing_are_named_with_the_employer(scene, dag):
    scene.workshop.tasks.all().delete()

    page = dag.get(reverse("loops:loop", args=[scene.loop.public_id])).content.decode()

    assert "Oppgavene til Elvekroken verksted mangler." in page
    assert "Oppgavene til Rugbakken bakeri mangler." not in page


def test_before_a_yes_the_coordinator_sees_how_many_and_never_who(scene):
    scene.participant("Hemmelig", said_yes=False, granted=False)
    scene.participant("Amina")
    lise = signed_in(scene.lise)

    pages = [lise.get(reverse(f"loops:{name}", args=[scene.loop.public_id])).content.decode() for name in ("loop", "kick_off")]

    assert "To er invitert. Én har sagt ja, ingen vil noe annet, og én har ikke svart." in pages[0]
    assert "Hemmelig" not in "".join(pages)
    assert "Amina" in pages[1]


def test_text_from_people_is_shown_as_text(scene, dag):
    NextStepFactory(loop=scene.loop, text="<script>alert(1)</script>", owner=scene.dag)
    Loop.objects.filter(pk=scene.loop.pk).update(name="<b>Loop</b>")
    Closure.objects.create(employer=scene.bakery, starts_on=clock.today(), ends_on=clock.today(), reason="<i>Ferie</i>")

    pages = [
        dag.get(reverse("loops:loop", args=[scene.loop.public_id])).content.decode(),
        dag.get(reverse("loops:list")).content.decode(),
        dag.get(reverse("loops:employer", args=[scene.bakery.public_id])).content.decode(),
    ]

    for markup in ("<script>alert", "<b>Loop", "<i>Ferie"):
        assert not any(markup in page for page in pages)
    assert "&lt;script&gt;alert(1)" in pages[0]
    assert "&lt;i&gt;Ferie" in pages[2]


def test_a_known_employer_is_found_by_name_or_number_and_asked(gathering, dag):
    contact = ContactPersonFactory(workplace__name="Havnelageret", title="leder", can_decide=True)
    url = reverse("loops:employer_new", args=[gathering.public_id])
    number = contact.workplace.organisation.register_number

    by_name, by_number, nothing = (dag.get(url, {"sok": text}).content.decode() for text in ("havnelag", number[:6], "finnes ikke"))
    dag.post(reverse("loops:employer_pick", args=[gathering.public_id]), {"contact": str(contact.public_id)})

    assert "Havnelageret" in by_name
    assert "Havnelageret" in by_number
    assert "Vi fant ingen bedrift med «finnes ikke»" in nothing
    assert gathering.employers.get().contact == contact.person


def test_htmx_gets_the_hits_and_nothing_else(gathering, dag):
    ContactPersonFactory(workplace__name="Havnelageret")

    part = dag.get(
        reverse("loops:employer_new", args=[gathering.public_id]), {"sok": "havn"}, headers={"HX-Request": "true"}
    ).content.decode()

    assert part.strip().startswith('<div id="funnet"')
    assert "Havnelageret" in part
    assert "<html" not in part


def test_a_new_employer_is_registered_and_asked_in_one_go(gathering, dag):
    answer = dag.post(reverse("loops:employer_new", args=[gathering.public_id]), card_fields())

    asked = gathering.employers.get()
    assert answer.url == reverse("loops:employer", args=[asked.public_id])
    assert asked.workplace.postal_code.code == "9008"
    assert str(asked.contact) == "Berit Lyngstad"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"register_number": "310000001"}, "er ikke et organisasjonsnummer"),
        ({"postal_code": "0000"}, "Det postnummeret finnes ikke"),
        ({"phone": ""}, "Skriv telefon eller e-post til kontaktpersonen"),
    ],
)
def test_a_wrong_employer_is_refused_with_the_way_out_and_nothing_is_registered(gathering, dag, wrong, words):
    page = dag.post(reverse("loops:employer_new", args=[gathering.public_id]), card_fields(**wrong))

    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Organisation.objects.filter(name="Kaikanten AS").exists()


def test_registering_one_that_is_in_already_leaves_no_new_contact(scene, dag):
    firm = scene.bakery.workplace.organisation

    page = dag.post(
        reverse("loops:employer_new", args=[scene.loop.public_id]),
        card_fields(register_number=firm.register_number, organisation=firm.name, workplace="Rugbakken bakeri"),
    )

    assert "Rugbakken bakeri er allerede med i loopen." in page.content.decode()
    assert not scene.bakery.workplace.contacts.filter(person__first_name="Berit").exists()


def test_the_last_yes_opens_the_loop(scene, gathering, dag):
    for name in ("En", "To"):
        scene.loop = gathering
        asked = scene.employer(name, committed=False)
        dag.post(reverse("loops:employer_yes", args=[asked.public_id]))

    gathering.refresh_from_db()
    assert gathering.state == LoopState.OPEN


def test_a_loop_that_is_full_says_so_when_one_more_says_yes(scene, dag):
    third = scene.employer("En til", committed=False)

    page = dag.post(reverse("loops:employer_yes", args=[third.public_id]), follow=True)

    assert page.redirect_chain == [(reverse("loops:employer", args=[third.public_id]), 302)]
    assert "Loopen har allerede de 2 bedriftene den skal ha. Øk antallet først." in page.content.decode()


def employer_fields(scene, **fields):
    contact = str(scene.bakery.contact.public_id)
    places = {f"places_{number}": "1" for number in range(scene.loop.periods)}
    return {
        **places,
        "contact": contact,
        "commitments": "Fadder",
        "room": "Rom 1",
        "shifts": ["early"],
        "cannot_arrange": ["quiet"],
        **fields,
    }


def test_what_an_employer_brings_is_written_down(scene, dag):
    dag.post(reverse("loops:employer", args=[scene.bakery.public_id]), employer_fields(scene, places_0="0", places_1="2"))

    scene.bakery.refresh_from_db()
    assert scene.bakery.places[:2] == [0, 2]
    assert (scene.bakery.room, scene.bakery.shifts, scene.bakery.cannot_arrange) == ("Rom 1", ["early"], ["quiet"])


def test_an_employer_with_no_place_at_all_is_asked_for_one(scene, dag):
    nothing = {f"places_{number}": "0" for number in range(scene.loop.periods)}

    page = dag.post(reverse("loops:employer", args=[scene.bakery.public_id]), employer_fields(scene, **nothing))

    assert page.status_code == 422
    assert "minst én plass til sammen" in page.content.decode()


def test_health_words_are_asked_about_before_they_are_saved(scene, dag):
    page = dag.post(reverse("loops:employer", args=[scene.bakery.public_id]), employer_fields(scene, commitments="Hun har angst"))

    assert page.status_code == 422
    assert "Dette ligner helseopplysninger" in page.content.decode()
    scene.bakery.refresh_from_db()
    assert scene.bakery.commitments == ""


def test_tasks_are_written_one_on_each_line(scene, dag):
    dag.post(reverse("loops:employer_tasks", args=[scene.bakery.public_id]), {"tasks": "bake\r\n\r\nselge \r\nvaske"})

    assert [task.text for task in scene.bakery.tasks.all()] == ["bake", "selge", "vaske"]


def test_too_few_tasks_keep_the_old_ones_and_what_was_typed(scene, dag):
    page = dag.post(reverse("loops:employer_tasks", args=[scene.bakery.public_id]), {"tasks": "bake\nselge"})

    assert page.status_code == 422
    assert "Skriv tre til ti oppgaver. Du har skrevet 2." in page.content.decode()
    assert "bake\nselge" in page.content.decode()
    assert scene.bakery.tasks.count() == 3


def test_the_contact_gets_a_link_to_write_the_tasks(scene, dag):
    scene.bakery.contact.email = "tor@brovik.example"
    scene.bakery.contact.save(update_fields=["email"])

    dag.post(reverse("loops:employer_tasks_link", args=[scene.bakery.public_id]))

    assert Message.objects.get().template == "loops/tasks"


def test_closed_days_are_added_and_taken_out(scene, dag):
    url = reverse("loops:employer_closed", args=[scene.bakery.public_id])
    today = clock.today()

    dag.post(url, {"starts_on": norwegian(today), "ends_on": norwegian(today + timedelta(days=7)), "reason": "Ferie"})
    added = Closure.objects.get()
    dag.post(reverse("loops:employer_opened", args=[scene.bakery.public_id]), {"closure": str(added.pk)})

    assert added.reason == "Ferie"
    assert not Closure.objects.exists()


def test_closed_days_of_another_employer_are_not_taken_out_through_this_one(scene, dag):
    theirs = Closure.objects.create(employer=scene.workshop, starts_on=clock.today(), ends_on=clock.today(), reason="Ferie")

    dag.post(reverse("loops:employer_opened", args=[scene.bakery.public_id]), {"closure": str(theirs.pk)})

    assert Closure.objects.filter(pk=theirs.pk).exists()


def day_fields(**fields):
    today = clock.today()
    return {
        "on": norwegian(today + timedelta(days=7)),
        "from_time": "09.00",
        "to_time": "13.00",
        "place": "Brohuset",
        "interviews_from": "10.00",
        "interview_minutes": "12",
        "starts_on": norwegian(today + timedelta(days=40)),
        **fields,
    }


def test_the_day_is_set(gathering, dag):
    dag.post(reverse("loops:kick_off_edit", args=[gathering.public_id]), day_fields())

    gathering.refresh_from_db()
    assert gathering.kick_off_on == clock.today() + timedelta(days=7)
    assert gathering.kick_off_place == "Brohuset"


def test_a_day_that_has_been_is_refused_at_its_field(gathering, dag):
    page = dag.post(reverse("loops:kick_off_edit", args=[gathering.public_id]), day_fields(on=norwegian(clock.today() - timedelta(days=1))))

    assert page.context["form"].errors["on"] == [f"{norwegian(clock.today() - timedelta(days=1))} har vært. Velg en dag fra i dag av."]


def test_the_next_step_is_set_changed_and_done(scene, dag):
    url = reverse("loops:next_step", args=[scene.loop.public_id])
    fields = {"text": "Ring bakeriet", "owner": str(scene.dag.public_id), "due_on": norwegian(clock.today())}

    dag.post(url, fields)
    dag.post(url, {**fields, "text": "Ring verkstedet"})
    page = dag.get(reverse("loops:loop", args=[scene.loop.public_id])).content.decode()
    dag.post(reverse("loops:next_step_done", args=[scene.loop.public_id]))

    step = NextStep.objects.get()
    assert "Ring verkstedet" in page
    assert "Dag Moen tar det, og fristen er i dag." in page
    assert step.done_at is not None


def test_a_step_from_before_the_decision_asks_to_be_renewed(scene, dag):
    loop = LoopFactory(decided=True, unit=scene.centre, driver=scene.dag, coordinator=scene.lise)
    NextStepFactory(loop=loop, text="Samle inn ønskene og lage planen", owner=scene.lise, set_while=LoopState.OPEN)
    url = reverse("loops:loop", args=[loop.public_id])

    asked = dag.get(url).content.decode()
    dag.post(reverse("loops:next_step_renew", args=[loop.public_id]))
    renewed = dag.get(url).content.decode()

    assert "Er dette fortsatt neste steg?" in asked
    assert "Loopen er kommet lenger siden dette ble skrevet." in asked
    assert "Er dette fortsatt neste steg?" not in renewed
    assert "Det er det fortsatt" not in renewed
    assert "Samle inn ønskene og lage planen" in renewed


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("size", {"employers_wanted": "4"}),
        ("kick_off_edit", day_fields()),
    ],
)
def test_a_decided_loop_says_it_can_not_be_changed(scene, dag, name, fields):
    decided = LoopFactory(decided=True, unit=scene.centre, driver=scene.dag, coordinator=scene.lise)

    page = dag.post(reverse(f"loops:{name}", args=[decided.public_id]), fields)

    assert page.status_code == 422
    assert "Loopen er «planen er vedtatt», så dette kan ikke endres lenger." in page.content.decode()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("employer_tasks", {"tasks": "en\nto\ntre"}),
        ("employer_closed", {"starts_on": "01.02.2027", "ends_on": "02.02.2027", "reason": "Ferie"}),
    ],
)
def test_a_form_about_an_employer_of_a_decided_loop_is_refused(scene, dag, name, fields):
    scene.loop = LoopFactory(decided=True, unit=scene.centre, driver=scene.dag, coordinator=scene.lise)
    employer = scene.employer("Ferdig bakeri")

    page = dag.post(reverse(f"loops:{name}", args=[employer.public_id]), fields)

    assert page.status_code == 422
    assert "så dette kan ikke endres lenger." in page.content.decode()


@pytest.mark.parametrize("name", ["employer_yes", "employer_out", "employer_tasks_link"])
def test_an_employer_of_a_decided_loop_can_not_be_changed_by_a_button(scene, dag, name):
    scene.loop = LoopFactory(decided=True, unit=scene.centre, driver=scene.dag, coordinator=scene.lise)
    employer = scene.employer("Ferdig bakeri")

    page = dag.post(reverse(f"loops:{name}", args=[employer.public_id]), follow=True)

    assert page.redirect_chain == [(reverse("loops:employer", args=[employer.public_id]), 302)]
    assert "så dette kan ikke endres lenger." in page.content.decode()


def test_one_with_no_loops_reads_what_comes_next(scene):
    LoopEmployer.objects.all().delete()
    Loop.objects.all().delete()

    driver = signed_in(scene.dag).get(reverse("loops:list")).content.decode()
    counsellor = signed_in(scene.kari).get(reverse("loops:list")).content.decode()

    assert "Start en ny loop" in driver
    assert "Det er ingen looper du kan foreslå deltakere til ennå." in counsellor


def test_the_list_is_turned_page_by_page_and_back(scene, dag):
    for number in range(60):
        LoopFactory(name=f"L{number:02d}", driver=scene.dag, kick_off_on=None if number < 30 else clock.today() - timedelta(days=number))
    pages, url = [], reverse("loops:list")
    while url:
        page = dag.get(url)
        pages.append([row.name for row in page.context["rows"]])
        url = page.context["page"].after_url

    names = [name for page in pages for name in page]
    back = dag.get(page.context["page"].before_url)

    assert len(names) == len(set(names)) == 61
    assert [len(page) for page in pages] == [25, 25, 11]
    assert [row.name for row in back.context["rows"]] == pages[1]


def test_pages_go_there_and_back_over_days_that_are_shared_and_missing(scene, dag):
    for number in range(2 * PAGE_SIZE + 5):
        LoopFactory(driver=scene.dag, kick_off_on=None if number % 3 == 0 else date(2026, 1 + number % 2, 1))
    order = [loop.pk for loop in loops_by_kick_off(Loop.objects.all())]

    there = [dag.get(reverse("loops:list")).context["page"]]
    while there[-1].after_url:
        there.append(dag.get(there[-1].after_url).context["page"])
    back = [there[-1]]
    while back[-1].before_url:
        back.append(dag.get(back[-1].before_url).context["page"])

    assert [loop.pk for page in there for loop in page.rows] == order
    assert [loop.pk for page in reversed(back) for loop in page.rows] == order


def test_the_page_before_a_loop_one_may_not_see_is_the_first(scene, dag):
    other = LoopFactory()

    page = dag.get(reverse("loops:list"), {"etter": str(other.public_id)})

    assert [row.name for row in page.context["rows"]] == ["Brovik-loopen"]


def test_a_day_when_somebody_invited_is_too_old_is_refused_without_saying_who(scene, dag):
    old = ParticipantFactory(
        loop=scene.loop, person__born_on=clock.today().replace(year=clock.today().year - 31, day=28), person__first_name="Jakob"
    )

    page = dag.post(
        reverse("loops:kick_off_edit", args=[scene.loop.public_id]),
        day_fields(on=norwegian(clock.today() + timedelta(days=45)), starts_on=norwegian(clock.today() + timedelta(days=90))),
    )

    assert "Én av de inviterte er ikke fra 18 til og med 30 år" in page.content.decode()
    assert str(old.person.first_name) not in page.content.decode()


def test_a_loop_is_called_off_and_its_page_says_so(scene, dag):
    scene.participant("Amina")
    url = reverse("loops:call_off", args=[scene.loop.public_id])

    empty = dag.post(url, {})
    done = dag.post(url, {"because": "too_few_candidates"})
    page = dag.get(done.url).content.decode()
    again = dag.post(url, {"because": "other"})

    assert empty.status_code == 422
    assert "Velg hvorfor loopen avlyses" in empty.content.decode()
    assert done.status_code == 302
    assert "Dag Moen avlyste loopen" in page
    assert "For få ville være med denne gangen." in page
    assert "Neste steg" not in page.split("<main")[1].split("Om loopen")[0]
    assert again.status_code == 422
    assert "kan ikke endres lenger" in again.content.decode()
