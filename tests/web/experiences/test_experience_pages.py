from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from brobygger.access.links import link_token
from brobygger.audit.models import LookUp
from brobygger.followup.models import ExperienceAnswer, ExperienceInterview, Guide
from brobygger.intake.models import Responsibility
from brobygger.kernel import clock
from brobygger.parties.models import Membership, Person, Protection, Role
from tests.factories import (
    ContactPersonFactory,
    EmployerRelationFactory,
    EngagementFactory,
    ExperienceAnswerFactory,
    ExperienceInterviewFactory,
    PersonFactory,
    SignedLinkFactory,
    UnitFactory,
    UserFactory,
)
from tests.kit import once_of, read

MOST_QUERIES = 12
SAID = "At det var den samme hele veien."
NASTY = '<img src=x onerror="alert(1)">'

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory(name="Enheten i Brovik")


@pytest.fixture
def jonas(unit):
    user = UserFactory(name="Jonas Hauglid", role=Role.SPECIALIST, role__unit=unit)
    PersonFactory(first_name="Jonas", last_name="Hauglid", user=user)
    return user


@pytest.fixture
def siri(unit):
    return UserFactory(name="Siri Lunden", role=Role.LEADER, role__unit=unit)


@pytest.fixture
def nora(unit, jonas) -> Person:
    return EngagementFactory(unit=unit, responsible=jonas, person__first_name="Nora", person__last_name="Sletten").person


def form_for(person: Person, guide: Guide = Guide.JOB_SEEKER) -> str:
    return reverse("experiences:new", args=[guide, person.public_id])


def answers(**more: str) -> dict[str, str]:
    return {"held_on": f"{clock.today():%d.%m.%Y}", "svar-helped": SAID} | more


def told_by(person: Person, unit, *, by=None, **more) -> ExperienceInterview:
    interview = ExperienceInterviewFactory(person=person, unit=unit, **({"asked_by": by} if by else {}), **more)
    ExperienceAnswerFactory(interview=interview, question="helped", text=SAID)
    return interview


# Talking with somebody


def test_a_specialist_chooses_among_those_they_follow_and_the_contacts_they_answer_for(client, jonas, nora, unit):
    EngagementFactory(unit=unit, person__last_name="Annen")
    relation = EmployerRelationFactory(unit=unit, responsible=jonas)
    ContactPersonFactory(workplace=relation.workplace, person__first_name="Tor", person__last_name="Bakkli")
    ContactPersonFactory(person__last_name="Fremmed")
    client.force_login(jonas)

    overview = client.get(reverse("experiences:list")).content.decode()
    seekers, employers = (client.get(reverse("experiences:choose", args=[guide])).content.decode() for guide in ("job_seeker", "employer"))

    assert "Samtale med en jobbsøker" in overview
    assert "Samtale med en arbeidsgiver" in overview
    assert "Samtale med en jobbspesialist" not in overview
    assert "Nora Sletten" in seekers
    assert "Annen" not in seekers
    assert "Tor Bakkli" in employers
    assert "Fremmed" not in employers


def test_the_answers_are_read_back_before_they_are_saved(client, jonas, nora):
    client.force_login(jonas)

    read_back = client.post(form_for(nora), answers(read_back="yes"))
    kept_so_far = ExperienceInterview.objects.count()
    saved = client.post(form_for(nora), answers(save="yes"), follow=True)

    page = read_back.content.decode()
    assert "Les svarene høyt for Nora" in page
    assert page.index(SAID) < page.index("<textarea")
    assert kept_so_far == 0
    assert SAID in saved.content.decode()
    interview = ExperienceInterview.objects.get()
    assert (interview.person, interview.asked_by, interview.is_read_across) == (nora, jonas, False)


def test_a_conversation_sent_twice_is_kept_once(client, jonas, nora):
    client.force_login(jonas)
    key = once_of(read(client, form_for(nora)))

    sent = [client.post(form_for(nora), answers(save="yes", once=key)) for _ in range(2)]

    assert sent[0].url == sent[1].url
    assert ExperienceInterview.objects.count() == 1


@pytest.mark.parametrize("button", ["read_back", "save"])
def test_a_form_without_an_answer_says_that_one_is_enough(client, jonas, nora, button):
    client.force_login(jonas)

    answer = client.post(form_for(nora), {**answers(), "svar-helped": " ", button: "yes"})

    assert answer.status_code == 422
    assert "Skriv svar på minst ett av spørsmålene." in answer.content.decode()
    assert not ExperienceInterview.objects.exists()


def test_words_that_look_like_health_are_asked_about_before_anything_is_kept(client, jonas, nora):
    client.force_login(jonas)

    answer = client.post(form_for(nora), answers(**{"svar-missed": "Diagnosen min ble tatt opp."}, save="yes"))

    assert answer.status_code == 422
    assert not ExperienceInterview.objects.exists()


def test_nobody_is_asked_by_one_who_may_not(client, jonas, siri, nora, unit):
    stranger = UserFactory(role=Role.SPECIALIST)
    adviser = UserFactory(role=Role.BUSINESS_COORDINATOR, role__unit=unit)

    client.force_login(stranger)
    not_theirs = client.get(form_for(nora)).status_code
    client.force_login(jonas)
    not_a_guide, not_a_leader = (client.get(reverse("experiences:choose", args=[guide])).status_code for guide in ("tull", "specialist"))
    client.force_login(adviser)
    no_cell = {client.get(url).status_code for url in (reverse("experiences:list"), form_for(nora))}

    assert (not_theirs, not_a_guide, not_a_leader, no_cell) == (404, 404, 404, {404})


def test_somebody_protected_cannot_be_chosen_without_a_clearance(client, jonas, unit):
    hidden = EngagementFactory(unit=unit, responsible=jonas, person__last_name="Vernet", person__protection=Protection.CODE_6).person
    client.force_login(jonas)

    page = client.get(reverse("experiences:choose", args=["job_seeker"])).content.decode()

    assert "Vernet" not in page
    assert client.get(form_for(hidden)).status_code == 404


def test_only_the_one_who_asked_and_the_one_who_answered_read_it(client, jonas, siri, nora, unit):
    interview = told_by(nora, unit, by=jonas)
    url = reverse("experiences:interview", args=[interview.public_id])
    colleague = UserFactory(role=Role.SPECIALIST, role__unit=unit)
    EngagementFactory(unit=unit, person=nora, service="supported_employment", responsible=colleague)

    statuses = {}
    for user in (jonas, colleague, siri):
        client.force_login(user)
        statuses[user] = client.get(url).status_code

    assert statuses == {jonas: 200, colleague: 404, siri: 404}
    assert set(LookUp.objects.filter(purpose="experience").values_list("person", flat=True)) == {nora.public_id}


def test_one_who_has_gone_to_another_unit_reads_no_answers_from_there(client, jonas, nora, unit):
    interview = told_by(nora, unit, by=jonas)
    Responsibility.objects.all().delete()
    jonas.memberships.update(unit=UnitFactory())
    client.force_login(jonas)

    assert client.get(reverse("experiences:interview", args=[interview.public_id])).status_code == 404
    assert "Nora" not in client.get(reverse("experiences:list")).content.decode()


# The specialist's own


def test_a_specialist_is_asked_by_the_leader_and_decides_over_their_answers(client, jonas, siri, unit):
    client.force_login(siri)
    client.post(form_for(jonas.person, Guide.SPECIALIST), {"held_on": answers()["held_on"], "svar-worked": SAID, "save": "yes"})
    interview = ExperienceInterview.objects.get()
    client.force_login(jonas)

    overview = client.get(reverse("experiences:list")).content.decode()
    own = client.get(reverse("experiences:interview", args=[interview.public_id])).content.decode()
    client.post(reverse("experiences:let_read", args=[interview.public_id]), {"answer": "yes"})
    interview.refresh_from_db()
    let_out = interview.is_read_across
    client.post(reverse("experiences:withdraw", args=[interview.public_id]))

    assert "Mine svar" in overview
    assert SAID in own
    assert let_out
    assert not ExperienceAnswer.objects.exists()


def test_answers_that_are_taken_back_are_let_out_no_more_and_the_page_says_so(client, jonas, siri, unit):
    interview = told_by(jonas.person, unit, by=siri)
    url = reverse("experiences:interview", args=[interview.public_id])
    client.force_login(jonas)
    client.post(reverse("experiences:withdraw", args=[interview.public_id]))

    late = client.post(reverse("experiences:let_read", args=[interview.public_id]), {"answer": "yes"}, follow=True)
    reloads = [client.get(reverse(f"experiences:{name}", args=[interview.public_id])).url for name in ("let_read", "withdraw")]

    assert late.redirect_chain == [(url, 302)]
    assert "Svarene er tatt tilbake og finnes ikke lenger." in late.content.decode()
    assert reloads == [url, url]


def test_the_one_who_asked_cannot_decide_for_the_one_who_answered(client, jonas, siri, nora, unit):
    interview = told_by(nora, unit, by=jonas)
    client.force_login(jonas)

    answered = [
        client.post(reverse(f"experiences:{name}", args=[interview.public_id]), {"answer": "yes"}) for name in ("let_read", "withdraw")
    ]

    interview.refresh_from_db()
    assert [each.status_code for each in answered] == [404, 404]
    assert not interview.is_read_across
    assert ExperienceAnswer.objects.exists()


# Read across


def five_say_yes(unit, text: str = "Svar") -> None:
    for number in range(5):
        interview = ExperienceInterviewFactory(unit=unit, person__last_name=f"Hemmelig{number}", read_across=True)
        ExperienceAnswerFactory(interview=interview, question="helped", text=f"{text} {number}")


def test_the_leader_reads_across_without_names_and_only_when_five_have_said_yes(client, siri, unit):
    client.force_login(siri)
    url = reverse("experiences:together", args=["job_seeker"])
    five_say_yes(unit)

    enough = client.get(url).content.decode()
    ExperienceInterview.objects.filter(person__last_name="Hemmelig0").update(is_read_across=False)
    too_few = client.get(url).content.decode()

    assert all(f"Svar {number}" in enough for number in range(5))
    assert "1. kvartal 2025" in enough
    assert "01.01.2025" not in enough
    assert "Hemmelig" not in enough
    assert "For få til å vise" in too_few
    assert "Svar" not in too_few.partition("<main")[2].replace("Svarene", "")


def test_answers_of_another_unit_are_never_mixed_in_and_never_make_up_the_number(client, siri, unit):
    other = UnitFactory()
    five_say_yes(other, "Annet")
    client.force_login(siri)
    url = reverse("experiences:together", args=["job_seeker"])

    alone = client.get(url).content.decode()
    not_hers = client.get(url, {"enhet": other.public_id}).status_code
    Membership.objects.create(user=siri, unit=other, role=Role.LEADER, starts_on=clock.today() - timedelta(days=1))
    five_say_yes(unit, "Vårt")
    here, there = client.get(url, {"enhet": unit.public_id}).content.decode(), client.get(url, {"enhet": other.public_id}).content.decode()

    assert "For få til å vise" in alone
    assert not_hers == 404
    assert ("Vårt 1" in here, "Annet 1" in here) == (True, False)
    assert ("Vårt 1" in there, "Annet 1" in there) == (False, True)


def test_a_specialist_reads_nothing_across(client, jonas):
    client.force_login(jonas)

    assert client.get(reverse("experiences:together", args=["job_seeker"])).status_code == 404


# The windows


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.EMPLOYER])
def test_the_one_who_answered_reads_lets_out_and_keeps_back_in_their_window(client, unit, role):
    person = ContactPersonFactory().person if role == Role.EMPLOYER else PersonFactory()
    interview = told_by(person, unit)
    link = SignedLinkFactory(person=person, role=role)
    url = reverse("window:experiences", args=[link_token(link)])
    decide = reverse("window:experience_read", args=[link_token(link), interview.public_id])

    page = client.get(url).content.decode()
    let_out = client.post(decide, {"answer": "yes"}, follow=True).content.decode()
    kept_back = client.post(decide, {"answer": "no"}, follow=True).content.decode()

    assert SAID in page
    assert "Leses sammen med andres, uten navnet ditt" in let_out
    assert "Leses ikke sammen med andres" in kept_back
    assert url in client.get(reverse("window:home", args=[link_token(link)])).content.decode()


def test_taking_answers_back_in_the_window_twice_is_once_and_leaves_no_words(client, unit):
    person = PersonFactory()
    interview = told_by(person, unit, read_across=True)
    token = link_token(SignedLinkFactory(person=person))
    url = reverse("window:experience_withdraw", args=[token, interview.public_id])
    key = re.findall(r'name="once" value="([^"]+)"', client.get(reverse("window:experiences", args=[token])).content.decode())[-1]

    sent = [client.post(url, {"once": key}) for _ in range(2)]
    page = client.get(reverse("window:experiences", args=[token])).content.decode()
    late = client.post(reverse("window:experience_read", args=[token, interview.public_id]), {"answer": "yes"}, follow=True)

    assert sent[0].url == sent[1].url
    assert SAID not in page
    assert "Svarene er tatt tilbake, og slettet." in page
    assert not ExperienceAnswer.objects.exists()
    assert late.redirect_chain == [(reverse("window:experiences", args=[token]), 302)]
    assert "Svarene er tatt tilbake og finnes ikke lenger." in late.content.decode()


def test_a_window_has_nobody_elses_answers_and_decides_over_none_of_them(client, unit):
    interview = told_by(PersonFactory(), unit)
    token = link_token(SignedLinkFactory())

    page = client.get(reverse("window:experiences", args=[token])).content.decode()
    answered = [
        client.post(reverse(f"window:{name}", args=[token, interview.public_id]), {"answer": "yes"}).status_code
        for name in ("experience_read", "experience_withdraw")
    ]

    assert SAID not in page
    assert answered == [404, 404]
    assert ExperienceAnswer.objects.exists()


# Everywhere


def test_markup_in_answers_is_text_wherever_it_is_read(client, jonas, siri, unit, nora):
    interview = ExperienceInterviewFactory(person=nora, unit=unit, asked_by=jonas, read_across=True)
    ExperienceAnswerFactory(interview=interview, question="helped", text=NASTY)
    five_say_yes(unit)
    token = link_token(SignedLinkFactory(person=nora))

    client.force_login(jonas)
    pages = [
        client.get(reverse("experiences:interview", args=[interview.public_id])),
        client.post(form_for(nora), answers(**{"svar-helped": NASTY})),
    ]
    client.force_login(siri)
    pages += [client.get(reverse("experiences:together", args=["job_seeker"])), client.get(reverse("window:experiences", args=[token]))]

    for page in pages:
        assert NASTY not in page.content.decode()
        assert "&lt;img src=x" in page.content.decode()


@pytest.mark.parametrize("name", ["list", "choose", "together", "window"])
def test_a_page_costs_the_same_for_one_and_for_many(client, jonas, siri, unit, name):
    person = PersonFactory()
    urls = {
        "list": reverse("experiences:list"),
        "choose": reverse("experiences:choose", args=["job_seeker"]),
        "together": reverse("experiences:together", args=["job_seeker"]),
        "window": reverse("window:experiences", args=[link_token(SignedLinkFactory(person=person))]),
    }
    client.force_login(siri if name == "together" else jonas)

    def more(count: int) -> None:
        for _ in range(count):
            EngagementFactory(unit=unit, responsible=jonas)
            told_by(PersonFactory(), unit, by=jonas, read_across=True)
            told_by(jonas.person, unit)
            told_by(person, unit)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(urls[name]).status_code == 200
        return len([query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]])

    more(6)
    cost()
    few = cost()
    more(14)

    many = cost()

    assert (many, many <= MOST_QUERIES) == (few, True)
