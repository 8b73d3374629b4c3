from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.audit.models import LookUp
from brobygger.followup.actions.matters import add_note, solve_matter, write_agreement
from brobygger.followup.models import Matter
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.loops.models import Loop, LoopEmployer, Stay
from brobygger.loops.sharing import SHARING_LASTS
from brobygger.loops.states import CommitmentState, LoopState
from brobygger.parties.models import Grant, Person, Protection, Role
from tests.factories import ContactPersonFactory, LoopEmployerFactory
from tests.kit import text_of, token_of

TODAY = clock.today()


def own_url(scene, name, *arguments):
    return reverse(f"window:{name}", args=[token_of(scene.amina.person), *(row.public_id for row in arguments)])


def firm_url(employer, name, *arguments):
    token = token_of(employer.contact, Role.EMPLOYER)
    return reverse(f"window:{name}", args=[token, employer.public_id, *(row.public_id for row in arguments)])


def test_a_candidate_reads_beside_the_box_who_will_read_it_and_the_tick_is_off(client, scene):
    page = text_of(client.get(own_url(scene, "raise", scene.amina)))

    assert (
        "Lise Dalby, koordinator, og de som arbeider der, og Kari Moseby, som følger deg opp, kan lese det du skriver. Ikke ta med helse."
        in page
    )
    assert "Rugbakken bakeri kan være med på å løse det" in page
    assert "De leser det dere blir enige om, ikke det du skriver her." in page
    assert "checked" not in page


@pytest.mark.parametrize(("sent", "shared"), [({}, False), ({"is_shared": "on"}, True)])
def test_a_candidate_raises_it_and_the_company_is_part_only_by_the_tick(client, scene, sent, shared):
    answer = client.post(own_url(scene, "raise", scene.amina), {"what": "Bussen går for sent.", **sent}, follow=True)

    matter = Matter.objects.get()
    assert (matter.raised_by_role, matter.raised_by_person) == (Role.CANDIDATE, scene.amina.person)
    assert (matter.is_shared_with_employer, matter.workplace) == (shared, scene.bakery.workplace)
    assert "Takk for at du sa fra. Lise Dalby har fått beskjed." in text_of(answer)
    assert "Ring Lise, 680 51 200" in text_of(answer)


def test_no_tick_is_offered_for_an_employer_the_candidate_no_longer_shares_with(client, scene):
    Grant.objects.filter(workplace=scene.bakery.workplace).update(withdrawn_at=clock.now())

    assert "kan være med" not in text_of(client.get(own_url(scene, "raise", scene.amina)))


def test_sent_twice_it_is_raised_once(client, scene):
    sent = {"what": "Bussen går for sent.", "once": str(uuid4())}

    answers = [client.post(own_url(scene, "raise", scene.amina), sent) for _time in range(2)]

    assert answers[0].url == answers[1].url
    assert Matter.objects.count() == 1


@pytest.mark.parametrize(("what", "words"), [("", "Skriv hva som er vanskelig"), ("Har angst", "helseopplysninger"), ("x" * 301, "300")])
def test_what_cannot_be_kept_is_said_and_nothing_is_saved(client, scene, what, words):
    answer = client.post(own_url(scene, "raise", scene.amina), {"what": what})

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Matter.objects.exists()


def test_a_candidate_sees_everything_of_their_own_but_a_withheld_note(client, scene):
    matter = scene.raised(what="Bussen <b>går</b> for sent.")
    write_agreement(matter, text="Begynner <i>klokka</i> ni.", now=clock.now(), actor=scene.lise)
    add_note(matter, text="Ringte <u>Tor</u>.", today=TODAY, now=clock.now(), actor=scene.lise)
    add_note(
        matter,
        text="Snakker med sjefen.",
        withheld_until=TODAY + timedelta(days=2),
        withheld_because="Sjefen må svare.",
        today=TODAY,
        now=clock.now(),
        actor=scene.lise,
    )

    page = text_of(client.get(own_url(scene, "matter", matter)))

    assert "Bussen &lt;b&gt;går&lt;/b&gt; for sent." in page
    assert "Begynner &lt;i&gt;klokka&lt;/i&gt; ni." in page
    assert "Ringte &lt;u&gt;Tor&lt;/u&gt;." in page
    assert "Lise Dalby tar det." in page
    assert day(matter.due_on) in page
    assert "sjefen" not in page.lower()
    assert "Bedriften ser ikke noe av dette." in page


def test_a_note_that_is_no_longer_withheld_says_why_it_was(client, scene):
    matter = scene.raised()
    add_note(
        matter,
        text="Snakker med sjefen.",
        withheld_until=TODAY,
        withheld_because="Sjefen måtte svare.",
        today=TODAY - timedelta(days=3),
        now=clock.now(),
        actor=scene.lise,
    )

    page = text_of(client.get(own_url(scene, "matter", matter)))

    assert "Snakker med sjefen." in page
    assert "Du fikk ikke lese det før, fordi: «Sjefen måtte svare.»" in page


def test_an_overdue_matter_says_so_in_words_to_the_candidate(client, scene):
    matter = scene.raised()
    Matter.objects.update(due_on=TODAY - timedelta(days=2))

    for asked in (own_url(scene, "matter", matter), own_url(scene, "matters", scene.amina)):
        assert f'Fristen var <span class="bb-nowrap">{day(TODAY - timedelta(days=2))}</span>.' in text_of(client.get(asked))


def test_the_candidate_takes_the_employer_out_and_it_sees_nothing_more(client, scene):
    matter = scene.raised(is_shared=True)
    shown = client.get(firm_url(scene.bakery, "employer_matter", matter)).status_code

    answer = client.post(own_url(scene, "take_employer_out", matter), follow=True)

    assert "Rugbakken bakeri er ikke med lenger" in text_of(answer)
    assert [shown, client.get(firm_url(scene.bakery, "employer_matter", matter)).status_code] == [200, 404]
    assert "Amina" not in text_of(client.get(firm_url(scene.bakery, "employer_matters")))


def test_another_candidate_finds_nothing_of_it(client, scene):
    matter, bo = scene.raised(), scene.participant("Bo", at=scene.bakery)
    token = token_of(bo.person)

    asked = [
        reverse("window:matter", args=[token, matter.public_id]),
        reverse("window:matters", args=[token, scene.amina.public_id]),
        reverse("window:raise", args=[token, scene.amina.public_id]),
    ]

    assert [client.get(each).status_code for each in asked] == [404, 404, 404]
    assert client.post(reverse("window:take_employer_out", args=[token, matter.public_id])).status_code == 404


def test_after_the_loop_a_candidate_reads_but_does_not_raise(client, scene):
    matter = scene.raised()
    Loop.objects.update(state=LoopState.FINISHED)

    assert client.get(own_url(scene, "matter", matter)).status_code == 200
    assert "Ring Lise Dalby hvis noe er vanskelig." in text_of(client.get(own_url(scene, "matters", scene.amina)))
    assert client.post(own_url(scene, "raise", scene.amina), {"what": "x"}).status_code == 302
    assert Matter.objects.count() == 1


def test_an_employer_reads_only_what_is_agreed_and_how_it_ended_and_whom_to_call(client, scene):
    matter = scene.raised(is_shared=True, what="HEMMELIG sak")
    write_agreement(matter, text="Begynner <b>klokka</b> ni.", now=clock.now(), actor=scene.lise)
    add_note(matter, text="HEMMELIG notat", today=TODAY, now=clock.now(), actor=scene.lise)
    before = text_of(client.get(firm_url(scene.bakery, "employer_matter", matter)))
    solve_matter(matter, outcome="Det gikk bra.", today=TODAY, now=clock.now(), actor=scene.lise)

    page, listed = (
        text_of(client.get(asked))
        for asked in (firm_url(scene.bakery, "employer_matter", matter), firm_url(scene.bakery, "employer_matters"))
    )

    assert "Begynner &lt;b&gt;klokka&lt;/b&gt; ni." in before
    assert "Ring Lise, 680 51 200" in before
    assert "Det gikk bra." in page
    for each in (before, page, listed):
        assert "HEMMELIG" not in each
        assert "Hemmelig" not in each  # her last name
        assert "Amina" in each


def test_an_employer_says_what_happens_about_one_who_is_there_today(client, scene):
    scene.participant("Bo", at=scene.workshop)
    form = text_of(client.get(firm_url(scene.bakery, "something_happens")))

    answer = client.post(
        firm_url(scene.bakery, "something_happens"), {"who": scene.amina.public_id, "what": "Kommer sent <b>hver</b> dag."}, follow=True
    )

    assert "<span>Amina</span>" in form
    assert "<span>Bo</span>" not in form
    matter = Matter.objects.get()
    assert (matter.raised_by_role, matter.raised_by_person) == (Role.EMPLOYER, scene.bakery.contact)
    assert (matter.workplace, matter.is_shared_with_employer) == (scene.bakery.workplace, False)
    assert "Kommer sent &lt;b&gt;hver&lt;/b&gt; dag." in text_of(answer)
    assert "Lise Dalby har fått beskjed" in text_of(answer)


def test_an_employer_cannot_write_about_one_who_is_elsewhere(client, scene):
    bo = scene.participant("Bo", at=scene.workshop)

    answer = client.post(firm_url(scene.bakery, "something_happens"), {"who": bo.public_id, "what": "x"})

    assert answer.status_code == 422
    assert not Matter.objects.exists()


def test_what_an_employer_said_is_all_it_sees_before_the_candidate_has_said_yes(client, scene):
    matter = scene.raised(role=Role.EMPLOYER, actor=scene.bakery.contact, what="Kommer sent.")
    write_agreement(matter, text="HEMMELIG avtale", now=clock.now(), actor=scene.lise)
    solve_matter(matter, outcome="HEMMELIG utfall", today=TODAY, now=clock.now(), actor=scene.lise)

    page = text_of(client.get(firm_url(scene.bakery, "employer_matter", matter)))

    assert "Kommer sent." in page
    assert "Det er løst" in page
    assert "HEMMELIG" not in page


def test_the_candidate_reads_what_an_employer_said_and_who_said_it(client, scene):
    matter = scene.raised(role=Role.EMPLOYER, actor=scene.bakery.contact, what="Kommer sent.")

    page = text_of(client.get(own_url(scene, "matter", matter)))

    assert "Kommer sent." in page
    assert "Tor Bakkli, arbeidsgiver, skrev det" in page


def test_another_employer_of_the_same_loop_finds_nothing_of_it(client, scene):
    matter = scene.raised(is_shared=True)

    assert client.get(firm_url(scene.workshop, "employer_matter", matter)).status_code == 404
    assert "Amina" not in text_of(client.get(firm_url(scene.workshop, "employer_matters")))


def test_a_matter_is_not_shown_under_another_of_the_same_contacts_workplaces(client, scene):
    matter = scene.raised(is_shared=True)
    other = LoopEmployerFactory(loop=scene.loop, committed=True, contact=scene.bakery.contact)
    ContactPersonFactory(person=scene.bakery.contact, workplace=other.workplace)

    assert client.get(firm_url(other, "employer_matter", matter)).status_code == 404
    assert "Amina" not in text_of(client.get(firm_url(other, "employer_matters")))


@pytest.mark.parametrize(("days_since", "status"), [(0, 200), (SHARING_LASTS.days, 200), (SHARING_LASTS.days + 1, 404)])
def test_an_employer_reads_it_until_twelve_weeks_after_the_stay(client, scene, days_since, status):
    matter = scene.raised(is_shared=True)
    Stay.objects.filter(employer=scene.bakery).update(
        starts_on=TODAY - timedelta(days=days_since + 30), ends_on=TODAY - timedelta(days=days_since)
    )

    assert client.get(firm_url(scene.bakery, "employer_matter", matter)).status_code == status


@pytest.mark.parametrize("what", ["yes taken back", "protected", "left"])
def test_an_employer_loses_it_at_once(client, scene, what):
    matter = scene.raised(is_shared=True)
    match what:
        case "yes taken back":
            Grant.objects.filter(workplace=scene.bakery.workplace).update(withdrawn_at=clock.now())
        case "protected":
            Person.objects.filter(pk=scene.amina.person_id).update(protection=Protection.CODE_7)
        case "left":
            LoopEmployer.objects.filter(pk=scene.bakery.pk).update(state=CommitmentState.WITHDRAWN)

    assert client.get(firm_url(scene.bakery, "employer_matter", matter)).status_code == 404


def test_an_employers_look_is_written_down_and_the_candidates_own_is_not(client, scene):
    matter = scene.raised(is_shared=True)

    client.get(own_url(scene, "matter", matter))
    assert not LookUp.objects.exists()
    for count, (name, row) in enumerate((("employer_matter", [matter]), ("employer_matters", []), ("something_happens", [])), start=1):
        client.get(firm_url(scene.bakery, name, *row))
        assert [each.person for each in LookUp.objects.all()] == [scene.amina.person.public_id] * count, name


def test_a_mentor_at_the_same_workplace_sees_nothing_of_it(client, scene):
    matter = scene.raised(is_shared=True)
    token = token_of(scene.bakery.contact, Role.MENTOR)

    asked = [
        reverse("window:matter", args=[token, matter.public_id]),
        reverse("window:employer_matters", args=[token, scene.bakery.public_id]),
        reverse("window:employer_matter", args=[token, scene.bakery.public_id, matter.public_id]),
        reverse("window:something_happens", args=[token, scene.bakery.public_id]),
        reverse("window:matters", args=[token, scene.amina.public_id]),
    ]

    assert {client.get(each).status_code for each in asked} == {404}
