from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from brobygger.access.links import link_token
from brobygger.audit.models import LookUp
from brobygger.followup.actions import suggesting
from brobygger.jobdev.models import OpeningState, SaidBy, Suggestion, SuggestionState
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day
from brobygger.parties.models import Person, Protection, Role
from brobygger.placements.models import Placement
from brobygger.talent.models import Disclosure, DisclosureDecision
from tests.factories import (
    ContactPersonFactory,
    DisclosureFactory,
    DisclosureItemFactory,
    EngagementFactory,
    OpeningFactory,
    PersonFactory,
    SignedLinkFactory,
    SuggestionFactory,
    UnitFactory,
    UserFactory,
    VocationalProfileFactory,
    WorkplaceFactory,
)
from tests.kit import read, window

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
MARKUP = "<b>Dekk</b> & <script>alert(1)</script>"
SHARED, KEPT = "Starter etter klokka ni.", "Hvorfor kantina sluttet."
S = SuggestionState


@pytest.fixture
def unit():
    return UnitFactory(name="Jobbhuset Brovik")


@pytest.fixture
def jonas(unit, client):
    user = UserFactory(name="Jonas Hauglid", phone="68050214", role=Role.SPECIALIST, role__unit=unit)
    client.force_login(user)
    return user


@pytest.fixture
def opening(unit):
    return OpeningFactory(unit=unit, workplace__name="Elvekroken verksted", hours_per_week=25, title="Dekkskift")


@pytest.fixture
def viktor(unit, jonas):
    return followed("Viktor", unit, jonas)


@pytest.fixture
def tor(opening):
    return ContactPersonFactory(
        workplace=opening.workplace, person__first_name="Tor", person__last_name="Bakkli", person__email="t@b.invalid"
    )


def followed(first_name, unit, user, wishes="Skru og skifte dekk.", **fields):
    person = PersonFactory(**{"first_name": first_name, "last_name": "Hemmelig", "email": f"{first_name.lower()}@b.invalid", **fields})
    EngagementFactory(person=person, unit=unit, responsible=user)
    VocationalProfileFactory(person=person, wishes=wishes, written_by=user)
    return person


def of_person(person):
    return reverse("suggestions:of_person", args=[person.public_id])


def step(name, suggestion):
    return reverse(f"suggestions:{name}", args=[suggestion.public_id])


def told(person, workplace):
    made = DisclosureFactory(person=person, workplace=workplace)
    DisclosureItemFactory(disclosure=made, text=SHARED)
    DisclosureItemFactory(disclosure=made, text=KEPT, decision=DisclosureDecision.DO_NOT_SHARE)
    return made


def test_one_press_asks_the_candidate_and_a_double_press_asks_once(client, viktor, opening):
    page = read(client, of_person(viktor))
    url = reverse("suggestions:ask", args=[viktor.public_id, opening.public_id])
    sent = {"once": str(uuid4())}

    first, second = client.post(url, sent), client.post(url, sent)

    assert "Spør Viktor" in page
    assert "Står både i ønskene og i oppgavene: «dekk», «skifte»" in page
    made = Suggestion.objects.get()
    assert first.url == second.url == step("suggestion", made)
    assert (made.person, made.state) == (viktor, S.CANDIDATE_ASKED)
    assert "Viktor er spurt og har ikke svart ennå." in read(client, of_person(viktor))


def test_an_opening_with_nothing_that_is_wished_for_asks_for_a_reason_and_keeps_what_was_written(client, unit, jonas, opening):
    ella = followed("Ella", unit, jonas, wishes="Bake.")
    url = reverse("suggestions:ask", args=[ella.public_id, opening.public_id])

    refused = client.post(url, {"once": str(uuid4())})
    answer = client.post(url, {"once": str(uuid4()), "because": "Hun har snakket om biler."})

    assert refused.status_code == 422
    assert answer.status_code == 302
    assert Suggestion.objects.get().because == "Hun har snakket om biler."


def test_somebody_who_cannot_be_asked_is_not_left_thought_of(client, viktor, opening, monkeypatch):
    def refuse(*_arguments, **_named):
        raise DomainError("Muligheten er fylt. Se etter en annen.")

    monkeypatch.setattr(suggesting, "ask_candidate", refuse)

    answer = client.post(reverse("suggestions:ask", args=[viktor.public_id, opening.public_id]), {"once": str(uuid4())})

    assert answer.status_code == 422
    assert "Muligheten er fylt." in answer.content.decode()
    assert not Suggestion.objects.exists()


def test_the_whole_way_by_the_pages(client, viktor, opening, tor):
    client.post(reverse("suggestions:ask", args=[viktor.public_id, opening.public_id]), {"once": str(uuid4())})
    made = Suggestion.objects.get()

    def press(name, **sent):
        answer = client.post(step(name, made), {"once": str(uuid4()), **sent})
        assert answer.status_code == 302, answer.content.decode()

    press("says_yes", said_how="På telefon.")
    assert reverse("talent:disclosure", args=[viktor.public_id, opening.workplace.public_id]) in read(client, step("suggestion", made))
    early = client.post(step("ask_employer", made), {"once": str(uuid4()), "contact": str(tor.public_id)})
    told(viktor, opening.workplace)
    press("ask_employer", contact=str(tor.public_id))
    tomorrow = clock.today() + timedelta(days=1)
    press("meet", day=day(tomorrow), time="10.00")
    press("begins", kind="practice", starts_on=day(tomorrow), ends_on="", hours_per_week="25")

    assert early.status_code == 422
    assert "Gå først gjennom sammen med Viktor" in early.content.decode()
    made.refresh_from_db()
    assert made.state == S.BEGINS
    assert Placement.objects.get().opening == opening
    assert "Viktor begynner hos Elvekroken verksted." in read(client, step("suggestion", made))


def test_a_refused_not_now_stands_with_what_was_written(client, viktor, opening):
    made = SuggestionFactory(opening=opening, person=viktor)

    refused = client.post(step("not_now", made), {"once": str(uuid4()), "side": "", "because": "Bussen går ikke."})
    client.post(step("not_now", made), {"once": str(uuid4()), "side": "candidate", "because": "Bussen går ikke."})

    assert refused.status_code == 422
    assert "Bussen går ikke." in refused.content.decode()
    made.refresh_from_db()
    assert (made.state, made.closed_by, made.closed_because) == (S.NOT_NOW, SaidBy.CANDIDATE, "Bussen går ikke.")


@pytest.mark.parametrize("state", [state for state in S if state != S.NOT_NOW])
def test_every_state_has_a_page(client, viktor, opening, state):
    asked = {"candidate_asked_at": clock.now(), "candidate_said_yes_at": clock.now(), "employer_asked_at": clock.now() + timedelta(hours=1)}
    made = SuggestionFactory(opening=opening, person=viktor, state=state, meets_at=clock.now() + timedelta(days=1), **asked)

    assert "Dekkskift for Viktor" in read(client, step("suggestion", made))


@pytest.mark.parametrize("name", ["ask_candidate", "says_yes", "ask_employer", "meet", "begins", "not_now"])
def test_a_reload_where_a_form_was_sent_shows_the_page_and_what_the_opening_says(client, viktor, opening, name):
    made = SuggestionFactory(employer_asked=True, opening=opening, person=viktor)

    page = client.get(step(name, made), follow=True).content.decode()

    assert "Dekkskift for Viktor" in page
    assert 'name="hours_per_week" value="25"' in page


def test_a_stranger_gets_404_on_every_page_and_press(client, viktor, opening, unit):
    made = SuggestionFactory(employer_asked=True, opening=opening, person=viktor)
    stranger = UserFactory(role=Role.SPECIALIST, role__unit=unit)
    client.force_login(stranger)

    pages = [of_person(viktor), reverse("suggestions:ask", args=[viktor.public_id, opening.public_id]), step("suggestion", made)]
    presses = [step(name, made) for name in ("ask_candidate", "says_yes", "ask_employer", "meet", "begins", "not_now")]

    assert {client.get(url).status_code for url in pages} == {404}
    assert {client.post(url, {"once": str(uuid4())}).status_code for url in presses} == {404}


def test_the_page_of_an_opening_names_only_those_the_reader_follows_by_the_alphabet(client, unit, jonas, opening):
    followed("Berit", unit, jonas, wishes="Skifte dekk, rydde og ta imot på lageret.", last_name="Åsen")
    followed("Anna", unit, jonas, wishes="Noe med dekk.", last_name="Berg")
    mine = followed("Cato", unit, jonas, last_name="Dal")
    SuggestionFactory(opening=opening, person=mine)
    other = UserFactory(role=Role.SPECIALIST, role__unit=unit)
    SuggestionFactory(opening=opening, person=followed("Fremmed", unit, other))
    followed("Ukjent", unit, other)

    page = read(client, reverse("jobdev:opening", args=[opening.public_id]))

    assert page.index("Cato Dal") < page.index("Anna Berg") < page.index("Berit Åsen")
    assert not [name for name in ("Fremmed", "Ukjent") if name in page]
    assert LookUp.objects.filter(purpose="opening people").count() == 3


def test_the_page_of_somebody_names_nobody_else(client, viktor, unit, jonas, opening):
    SuggestionFactory(opening=opening, person=followed("Berit", unit, jonas))
    made = SuggestionFactory(opening=opening, person=viktor)

    assert "Berit" not in read(client, of_person(viktor)) + read(client, step("suggestion", made))


def test_markup_in_what_people_write_is_shown_as_written(client, viktor, unit, tor):
    opening = OpeningFactory(unit=unit, workplace=tor.workplace, title=MARKUP, tasks=MARKUP + " skifte dekk")
    made = SuggestionFactory(opening=opening, person=viktor, state=S.CANDIDATE_ASKED, candidate_asked_at=clock.now(), because=MARKUP)
    OpeningFactory(unit=unit, title=MARKUP, tasks=MARKUP, workplace__name=MARKUP)
    pages = [of_person(viktor), step("suggestion", made), window(viktor, Role.CANDIDATE, "suggested", made.public_id)]

    written = "".join(read(client, url) for url in pages)

    assert "<script>alert(1)" not in written
    assert "&lt;script&gt;alert(1)" in written


def test_a_protected_candidate_is_offered_nothing_even_to_one_who_is_cleared(client, viktor, opening):
    made = SuggestionFactory(employer_asked=True, opening=opening, person=viktor)
    told(viktor, opening.workplace)
    tor = ContactPersonFactory(workplace=opening.workplace).person
    Person.objects.filter(pk=viktor.pk).update(protection=Protection.CODE_6)

    assert client.get(of_person(viktor)).status_code == 404
    assert client.get(window(tor, Role.EMPLOYER, "asked", made.public_id)).status_code == 404


@pytest.mark.parametrize("count", [1, 40])
def test_pages_cost_the_same_for_one_and_forty(client, viktor, unit, jonas, opening, count):
    made = [SuggestionFactory(opening=OpeningFactory(unit=unit), person=viktor) for _number in range(count)]
    OpeningFactory.create_batch(count, unit=unit)
    for number in range(count):
        followed(f"Nora{number}", unit, jonas)
    urls = [of_person(viktor), step("suggestion", made[0]), reverse("jobdev:opening", args=[opening.public_id])]
    costs = []

    for url in urls:
        with CaptureQueriesContext(connection) as queries:
            read(client, url)
        costs.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))

    assert costs == [10, 7, 10]


# The windows


def test_a_candidate_reads_what_when_where_and_why_and_says_yes(client, viktor, opening):
    made = SuggestionFactory(
        opening=opening, person=viktor, state=S.CANDIDATE_ASKED, candidate_asked_at=clock.now(), because="Du liker biler."
    )
    link = SignedLinkFactory(person=viktor, role=Role.CANDIDATE)
    token = link_token(link)
    home = read(client, reverse("window:home", args=[token]))
    page = read(client, reverse("window:suggested", args=[token, made.public_id]))

    answer = client.post(reverse("window:answer_suggested", args=[token, made.public_id]), {"once": str(uuid4()), "answer": "yes"})

    assert "En mulighet for deg" in home
    assert all(
        words in page for words in ("Skifte dekk og rydde på lageret.", "25", "Elvekroken verksted", "Du liker biler.", "Ja, spør dem")
    )
    assert answer.url == reverse("window:suggested", args=[token, made.public_id])
    made.refresh_from_db()
    assert made.state == S.CANDIDATE_WILL


def test_a_candidate_says_not_now_without_a_reason_and_may_change_their_mind(client, viktor, opening):
    made = SuggestionFactory(opening=opening, person=viktor, state=S.CANDIDATE_ASKED, candidate_asked_at=clock.now())
    token = link_token(SignedLinkFactory(person=viktor, role=Role.CANDIDATE))
    url = reverse("window:answer_suggested", args=[token, made.public_id])

    client.post(url, {"once": str(uuid4()), "answer": "no"})
    made.refresh_from_db()
    first = (made.state, made.closed_by, made.closed_because)
    page = read(client, reverse("window:suggested", args=[token, made.public_id]))
    client.post(url, {"once": str(uuid4()), "answer": "yes"})

    made.refresh_from_db()
    assert first == (S.NOT_NOW, SaidBy.CANDIDATE, "")
    assert "Ombestemmer du deg" in page
    assert made.state == S.CANDIDATE_WILL


@pytest.mark.parametrize(
    "hidden",
    [
        {},
        {
            "state": S.NOT_NOW,
            "closed_at": clock.now(),
            "closed_by": SaidBy.EMPLOYER,
            "closed_because": KEPT,
            "candidate_asked_at": clock.now(),
        },
    ],
)
def test_a_candidate_never_sees_a_thought_or_an_employers_no(client, viktor, opening, hidden):
    made = SuggestionFactory(opening=opening, person=viktor, **hidden)
    token = link_token(SignedLinkFactory(person=viktor, role=Role.CANDIDATE))

    assert "Dekkskift" not in read(client, reverse("window:home", args=[token]))
    assert client.get(reverse("window:suggested", args=[token, made.public_id])).status_code == 404
    assert client.post(reverse("window:answer_suggested", args=[token, made.public_id]), {"answer": "no"}).status_code == 404


def test_an_employer_reads_first_name_and_what_is_shared_and_agrees_to_meet(client, viktor, opening, tor):
    made = SuggestionFactory(employer_asked=True, opening=opening, person=viktor)
    SuggestionFactory(candidate_will=True, opening=opening, person=PersonFactory(first_name="Berit"))
    told(viktor, opening.workplace)
    token = link_token(SignedLinkFactory(person=tor.person, role=Role.EMPLOYER))
    client.logout()

    home = read(client, reverse("window:home", args=[token]))
    url = reverse("window:asked", args=[token, made.public_id])
    page = read(client, url)
    client.post(url, {"once": str(uuid4()), "day": day(clock.today() + timedelta(days=2)), "time": "10.00"})

    assert "En har lyst til å møte dere" in home
    assert "Viktor har lyst til å møte dere" in page
    assert SHARED in page
    assert not [words for words in ("Hemmelig", KEPT, "Berit", "Skru") if words in page + home]
    made.refresh_from_db()
    assert made.state == S.WILL_MEET
    assert "Dere møter Viktor" in read(client, url)


def test_an_employer_says_not_now_without_a_reason_and_reads_no_more(client, viktor, opening, tor):
    made = SuggestionFactory(employer_asked=True, opening=opening, person=viktor)
    told(viktor, opening.workplace)
    token = link_token(SignedLinkFactory(person=tor.person, role=Role.EMPLOYER))

    client.post(reverse("window:decline_asked", args=[token, made.public_id]), {"once": str(uuid4())})

    made.refresh_from_db()
    assert (made.state, made.closed_by) == (S.NOT_NOW, SaidBy.EMPLOYER)
    assert client.get(reverse("window:asked", args=[token, made.public_id])).status_code == 404


def test_a_candidate_who_takes_back_what_a_workplace_may_know_is_gone_from_there_at_once(client, viktor, opening, tor):
    made = SuggestionFactory(employer_asked=True, opening=opening, person=viktor)
    told(viktor, opening.workplace)
    token = link_token(SignedLinkFactory(person=tor.person, role=Role.EMPLOYER))
    Disclosure.objects.update(withdrawn_at=clock.now())

    assert "lyst til å møte dere" not in read(client, reverse("window:home", args=[token]))
    assert client.get(reverse("window:asked", args=[token, made.public_id])).status_code == 404


@pytest.mark.parametrize("state", ["candidate_will", "employer_asked"])
def test_an_employer_reads_of_nobody_before_it_is_asked_and_another_employer_never(client, viktor, opening, state):
    made = SuggestionFactory(**{state: True}, opening=opening, person=viktor)
    told(viktor, opening.workplace)
    workplace = opening.workplace if state == "candidate_will" else WorkplaceFactory()
    tor = ContactPersonFactory(workplace=workplace).person
    token = link_token(SignedLinkFactory(person=tor, role=Role.EMPLOYER))

    answers = [client.get(reverse("window:asked", args=[token, made.public_id]))]
    answers += [
        client.post(reverse(f"window:{name}", args=[token, made.public_id]), {"once": str(uuid4())}) for name in ("asked", "decline_asked")
    ]

    assert {answer.status_code for answer in answers} == {404}


def test_an_opening_that_is_taken_offers_no_yes(client, viktor, opening):
    made = SuggestionFactory(opening=opening, person=viktor, state=S.CANDIDATE_ASKED, candidate_asked_at=clock.now())
    opening.state = OpeningState.FILLED
    opening.save()

    page = read(client, window(viktor, Role.CANDIDATE, "suggested", made.public_id))

    assert "ikke ledig lenger" in page
    assert "Ja, spør dem" not in page
