from datetime import timedelta
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from brobygger.audit.models import LookUp
from brobygger.followup.actions.matters import add_note, solve_matter
from brobygger.followup.models import Matter, MatterNote, MatterState
from brobygger.followup.queries import open_matters
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.loops.models import Loop
from brobygger.loops.states import LoopState
from brobygger.parties.models import Grant, Person, Protection, Role
from tests.factories import UserFactory
from tests.kit import address, signed_in, text_of

TODAY = clock.today()
STEPS = ("note", "agreement", "owner", "deadline", "employer", "solve")


def test_the_page_says_what_who_when_the_four_and_the_deadline(scene):
    matter = scene.raised()

    page = text_of(signed_in(scene.lise).get(address("followup:matter", matter)))

    assert "Noe er vanskelig for Amina" in page
    assert "Bussen går for sent." in page
    assert "Amina Hemmelig, deltaker, sa fra" in page
    assert f'Fristen er <span class="bb-nowrap">{day(matter.due_on)}' in page
    assert page.count('href="tel:') == 3  # Amina has no number here
    assert "Rugbakken bakeri. Er ikke med på dette" in page


def test_what_is_late_is_said_in_words_on_the_page_and_in_the_list(scene):
    matter = scene.raised()
    Matter.objects.update(due_on=TODAY - timedelta(days=3))

    page, listed = (
        text_of(signed_in(scene.lise).get(asked)) for asked in (address("followup:matter", matter), reverse("followup:matters"))
    )

    said = f'Fristen var <span class="bb-nowrap">{day(TODAY - timedelta(days=3))}</span>.'
    assert said in page
    assert said in listed
    assert "Én har gått over fristen" in listed


def test_every_look_is_written_down_on_the_person(scene):
    matter = scene.raised()
    client = signed_in(scene.lise)

    pages = [
        address("followup:matter", matter),
        reverse("followup:matters"),
        *(address(f"followup:{step}", matter) for step in STEPS),
        address("followup:whose", scene.loop),
    ]
    for count, asked in enumerate([*pages, address("followup:raise", scene.amina)], start=1):
        assert client.get(asked).status_code == 200
        assert [row.person for row in LookUp.objects.all()] == [scene.amina.person.public_id] * count, asked


def test_a_stranger_gets_the_404_of_what_is_not_there_on_every_page_and_it_is_written_down(scene):
    matter = scene.raised()
    stranger = signed_in(UserFactory(role=Role.LOOP_COORDINATOR))

    for name in ("matter", *STEPS):
        assert stranger.get(address(f"followup:{name}", matter)).status_code == 404
        assert stranger.get(reverse(f"followup:{name}", args=[uuid4()])).status_code == 404
    assert stranger.post(address("followup:without_employer", matter)).status_code == 404
    assert stranger.get(address("followup:raise", scene.amina)).status_code == 404
    assert stranger.get(address("followup:whose", scene.loop)).status_code == 404
    assert LookUp.objects.filter(is_permitted=False, person=scene.amina.person.public_id).count() == len(STEPS) + 3
    assert "Amina" not in text_of(stranger.get(reverse("followup:matters")))


@pytest.mark.parametrize("role", [Role.DRIVER, Role.LEADER, Role.BUSINESS_COORDINATOR, Role.REFERRER])
def test_other_roles_in_the_same_units_find_no_page(scene, role):
    matter = scene.raised()
    client = signed_in(UserFactory(role=role, role__unit=scene.centre))

    assert [client.get(asked).status_code for asked in (address("followup:matter", matter), reverse("followup:matters"))] == [404, 404]


def test_the_fence_stands_in_front_of_protected_own_and_family(scene):
    matter = scene.raised()
    client = signed_in(scene.lise)
    Person.objects.filter(pk=scene.amina.person_id).update(protection=Protection.CODE_6)

    assert client.get(address("followup:matter", matter)).status_code == 404
    assert "Bussen" not in text_of(client.get(reverse("followup:matters")))

    Person.objects.filter(pk=scene.amina.person_id).update(protection=Protection.NONE, user=scene.lise)
    assert client.get(address("followup:matter", matter)).status_code == 404


def test_a_coordinator_the_candidate_no_longer_shares_with_loses_it_and_the_counsellor_keeps_it(scene):
    matter = scene.raised()
    Grant.objects.filter(unit=scene.centre).update(withdrawn_at=clock.now())

    assert signed_in(scene.lise).get(address("followup:matter", matter)).status_code == 404
    assert signed_in(scene.kari).get(address("followup:matter", matter)).status_code == 200


def test_the_coordinator_raises_it_from_the_loop_by_choosing_who(scene):
    client = signed_in(scene.lise)

    whose = text_of(client.get(address("followup:whose", scene.loop)))
    form = text_of(client.get(address("followup:raise", scene.amina)))
    answer = client.post(
        address("followup:raise", scene.amina),
        {
            "what": "Kommer for sent.",
            "workplace": scene.bakery.workplace.public_id,
            "owner": scene.kari.public_id,
            "due_on": day(TODAY + timedelta(days=5)),
        },
    )

    assert address("followup:raise", scene.amina) in whose
    assert "Amina, koordinatorene og de som følger opp Amina, kan lese det du skriver. Ikke ta med helse." in form
    matter = Matter.objects.get()
    assert answer.url == address("followup:matter", matter)
    assert (matter.owner, matter.raised_by_user, matter.raised_by_role) == (scene.kari, scene.lise, Role.LOOP_COORDINATOR)
    assert (matter.workplace, matter.is_shared_with_employer) == (scene.bakery.workplace, False)
    assert matter.due_on == TODAY + timedelta(days=5)


def test_a_counsellor_raises_it_as_a_counsellor_and_need_not_name_an_employer(scene):
    client = signed_in(scene.kari)

    client.post(
        address("followup:raise", scene.amina),
        {"what": "Vanskelig å rekke bussen.", "workplace": "", "owner": scene.lise.public_id, "due_on": day(TODAY)},
    )

    matter = Matter.objects.get()
    assert (matter.raised_by_role, matter.workplace) == (Role.COUNSELLOR, None)


def test_somebody_of_another_loop_or_without_a_yes_is_not_among_those_to_choose(scene):
    scene.participant("Bo", at=scene.bakery)
    Grant.objects.filter(person__first_name="Bo", unit=scene.centre).update(withdrawn_at=clock.now())

    page = text_of(signed_in(scene.lise).get(address("followup:whose", scene.loop)))

    assert "Amina" in page
    assert "Bo Hemmelig" not in page


def test_what_is_said_already_stands_below_those_to_choose(scene):
    scene.raised()

    page = text_of(signed_in(scene.lise).get(address("followup:whose", scene.loop)))

    assert "Amina Hemmelig: Bussen går for sent." in page


def test_what_looks_like_health_is_asked_about_and_markup_is_shown_as_it_was_written(scene):
    client = signed_in(scene.lise)
    sent = {"what": "Har angst. <b>Fet</b>", "workplace": "", "owner": scene.lise.public_id, "due_on": day(TODAY)}

    refused = client.post(address("followup:raise", scene.amina), sent)
    matter = scene.raised(what="<script>alert(1)</script> <b>Fet</b>")
    page = client.get(address("followup:matter", matter)).content.decode()

    assert refused.status_code == 422
    assert "helseopplysninger" in text_of(refused)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;Fet&lt;/b&gt;" in page
    assert "<b>Fet</b>" not in page


def test_a_form_sent_twice_makes_one_matter_and_one_note(scene):
    client, key = signed_in(scene.lise), str(uuid4())
    sent = {"what": "x", "workplace": "", "owner": scene.lise.public_id, "due_on": day(TODAY), "once": key}

    answers = [client.post(address("followup:raise", scene.amina), sent) for _time in range(2)]
    matter = Matter.objects.get()
    note = {"text": "Ringte.", "once": str(uuid4())}
    notes = [client.post(address("followup:note", matter), note) for _time in range(2)]

    assert answers[0].url == answers[1].url
    assert {answer.status_code for answer in notes} == {302}
    assert MatterNote.objects.count() == 1


def test_each_step_is_carried_out_from_its_page(scene):
    client, matter = signed_in(scene.lise), scene.raised()

    sent = {
        "note": {"text": "Ringte Tor."},
        "agreement": {"text": "Begynner klokka ni."},
        "deadline": {"due_on": day(TODAY + timedelta(days=9)), "reason": "Tor er borte."},
        "employer": {"workplace": scene.bakery.workplace.public_id, "has_said_yes": "on", "said": "Amina på telefon."},
        "owner": {"owner": scene.kari.public_id},
        "solve": {"text": "Det gikk bra."},
    }
    answers = {step: client.post(address(f"followup:{step}", matter), answer) for step, answer in sent.items()}

    assert {step: answer.status_code for step, answer in answers.items()} == dict.fromkeys(sent, 302)
    matter.refresh_from_db()
    assert (matter.agreed, matter.outcome, matter.state) == ("Begynner klokka ni.", "Det gikk bra.", MatterState.SOLVED)
    assert (matter.owner, matter.due_on, matter.is_shared_with_employer) == (scene.kari, TODAY + timedelta(days=9), True)
    page = text_of(client.get(address("followup:matter", matter)))
    assert "Ringte Tor." in page
    assert "Slik ble det" in page


def test_what_cannot_be_done_is_said_in_words_at_its_field(scene):
    client, matter = signed_in(scene.lise), scene.raised()

    wrong = {
        "note": ({"text": "x", "withheld_until": day(TODAY + timedelta(days=2))}, "Skriv hvorfor deltakeren ikke"),
        "agreement": ({"text": ""}, "Skriv hva dere er blitt enige om"),
        "deadline": ({"due_on": day(TODAY - timedelta(days=1)), "reason": "x"}, "har vært"),
        "employer": ({"workplace": scene.bakery.workplace.public_id, "said": "x"}, "Spør Amina først"),
        "owner": ({"owner": uuid4()}, "gyldig"),
        "solve": ({"text": ""}, "Skriv hvordan det ble"),
    }

    for step, (sent, words) in wrong.items():
        answer = client.post(address(f"followup:{step}", matter), sent)
        assert answer.status_code == 422, step
        assert words in text_of(answer), step
    assert Matter.objects.get().state == MatterState.OPEN


def test_a_solved_matter_has_no_steps_left_but_can_be_taken_up_as_a_new_one_that_points_in_words(scene):
    client, matter = signed_in(scene.lise), scene.raised()
    solve_matter(matter, outcome="Tok bussen før.", today=TODAY, now=clock.now(), actor=scene.lise)

    page = text_of(client.get(address("followup:matter", matter)))
    answers = {step: client.get(address(f"followup:{step}", matter)) for step in STEPS}
    again = text_of(client.get(address("followup:raise", scene.amina) + f"?igjen={matter.public_id}"))

    assert "Tok bussen før." in page
    assert {answer.status_code for answer in answers.values()} == {302}
    assert f"?igjen={matter.public_id}" in page
    assert f"Tatt opp igjen, løst {day(TODAY)}: Bussen går for sent." in again
    assert client.get(address("followup:raise", scene.amina) + "?igjen=x").status_code == 404
    assert client.get(address("followup:raise", scene.amina) + f"?igjen={uuid4()}").status_code == 404


def test_the_staff_take_the_employer_out_when_the_candidate_says_so(scene):
    client, matter = signed_in(scene.kari), scene.raised(is_shared=True)

    answer = client.post(address("followup:without_employer", matter))

    assert answer.status_code == 302
    assert not Matter.objects.get().is_shared_with_employer


def test_a_withheld_note_says_to_the_staff_until_when_and_why(scene):
    matter = scene.raised()
    until = TODAY + timedelta(days=4)
    add_note(
        matter,
        text="Snakker med Tor.",
        withheld_until=until,
        withheld_because="Tor må svare.",
        today=TODAY,
        now=clock.now(),
        actor=scene.lise,
    )

    page = text_of(signed_in(scene.kari).get(address("followup:matter", matter)))

    assert f'Amina leser det fra <span class="bb-nowrap">{day(until)}</span>: «Tor må svare.»' in page


def test_what_is_open_can_be_solved_after_the_loop_has_ended(scene):
    matter = scene.raised()
    Loop.objects.update(state=LoopState.FINISHED)

    answer = signed_in(scene.lise).post(address("followup:solve", matter), {"text": "Det gikk bra."})

    assert answer.status_code == 302
    assert Matter.objects.get().state == MatterState.SOLVED


@pytest.mark.parametrize("count", [1, 9])
def test_the_list_and_the_page_cost_the_same_for_few_and_many(scene, count, django_assert_max_num_queries):
    for number in range(count):
        matter = scene.raised(what=f"Sak {number}")
        add_note(matter, text=f"Notat {number}", today=TODAY, now=clock.now(), actor=scene.lise)
        add_note(scene.raised(what="x"), text="y", today=TODAY, now=clock.now(), actor=scene.lise)
    client = signed_in(scene.lise)

    with django_assert_max_num_queries(14):
        assert client.get(reverse("followup:matters")).status_code == 200
    with django_assert_max_num_queries(20):
        assert client.get(address("followup:matter", matter)).status_code == 200


def test_the_section_for_the_years_page_lists_what_is_open_and_leads_to_a_new_one(scene):
    scene.raised()
    matters = open_matters(Matter.objects.all(), today=TODAY)

    section = render_to_string("followup/matters_of_loop.html", {"matters": matters, "raise_url": address("followup:whose", scene.loop)})
    empty = render_to_string("followup/matters_of_loop.html", {"matters": matters.none(), "raise_url": ""})

    assert "Amina Hemmelig: Bussen går for sent." in section
    assert address("followup:whose", scene.loop) in section
    assert "Ingen har sagt fra" in empty
    assert "href" not in empty
