from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brobygger.audit.models import LookUp
from brobygger.intake.actions.referring import NewPerson, refer_new_person
from brobygger.intake.models import Intake, IntakeState, Responsibility
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.models import Person, Protection, Role
from brobygger.proposals.models import Decision
from tests.factories import (
    AbsenceFactory,
    ClearanceFactory,
    EngagementFactory,
    FamilyTieFactory,
    IntakeFactory,
    MembershipFactory,
    PersonFactory,
    PostalCodeFactory,
    SpecialistProfileFactory,
    UserFactory,
)
from tests.kit import address, signed_in, text_of

MARKUP = "<b onmouseover=x>'\"&"
AS_TEXT = "&lt;b onmouseover=x&gt;"
TODAY = clock.today()
STEPS = ("take_in", "let_wait", "hand_on", "answers")
MOST_QUERIES = 12


def referral(scene, **answers):
    return {
        "person": str(scene.adam.public_id),
        "wants_ordinary_work": "ja",
        "needs_help_to_get_it": "ja",
        "talks_best": "ar",
        "unit": str(scene.unit.public_id),
        "service": "supported_employment",
        "first_words": "Ring etter klokka ti.",
    } | answers


def new_person(scene, **answers):
    card = {"first_name": "Salma", "last_name": "Nur", "phone": "68050300", "language": "en", "protection": "none"}
    return referral(scene) | card | answers


def test_a_counsellor_refers_one_they_follow_and_sees_that_it_is_received(scene):
    client = signed_in(scene.kari)
    assert "Adam Yusuf" in text_of(client.get(address("intake:refer")))

    answer = client.post(address("intake:refer"), referral(scene), follow=True)

    intake = Intake.objects.get()
    assert (intake.person, intake.unit, intake.person.talks_best, intake.state) == (scene.adam, scene.unit, "ar", IntakeState.RECEIVED)
    assert "Adam er henvist til Brovik" in text_of(answer)
    assert "Ingen svarer ennå." in text_of(answer)


def test_a_person_one_does_not_follow_is_not_among_the_choices(scene):
    stranger = PersonFactory(first_name="Fremmed", protection=Protection.NONE)

    answer = signed_in(scene.kari).post(address("intake:refer"), referral(scene, person=str(stranger.public_id)))

    assert answer.status_code == 422
    assert not Intake.objects.exists()


def test_both_questions_are_asked_and_have_no_answer_beforehand(scene):
    client = signed_in(scene.kari)
    page = client.get(address("intake:refer")).content.decode()

    answer = client.post(address("intake:refer"), referral(scene, wants_ordinary_work="", needs_help_to_get_it=""))

    assert "checked" not in page.split("wants_ordinary_work")[1].split("talks_best")[0]
    assert answer.status_code == 422
    assert text_of(answer).count("Svar ja eller nei") >= 2


def test_a_no_is_received_too(scene):
    signed_in(scene.kari).post(address("intake:refer"), referral(scene, wants_ordinary_work="nei"))

    assert Intake.objects.get().wants_ordinary_work is False


def test_a_form_sent_twice_refers_once(scene):
    client, key = signed_in(scene.kari), str(uuid4())

    first, second = (client.post(address("intake:refer_new"), new_person(scene, once=key)) for _each in range(2))

    assert first.url == second.url == address("intake:list")
    assert Intake.objects.count() == 1
    assert Person.objects.filter(first_name="Salma").count() == 1


def test_somebody_new_is_registered_without_a_national_id(scene):
    PostalCodeFactory(code="9008")
    client = signed_in(scene.kari)

    answer = client.post(address("intake:refer_new"), new_person(scene, postal_code="9008", email="salma@brovik.invalid"))

    assert answer.status_code == 302
    person = Intake.objects.get().person
    assert (person.phone, person.email, person.postal_code_id, person.language) == ("68050300", "salma@brovik.invalid", "9008", "en")
    assert client.post(address("intake:refer_new"), new_person(scene, first_words="Hun er 17054026641.")).status_code == 422


def test_protection_is_asked_and_not_cleared_up_is_said_to_count(scene):
    client = signed_in(scene.kari)
    page = text_of(client.get(address("intake:refer_new")))

    unanswered = client.post(address("intake:refer_new"), new_person(scene, protection=""))
    nobody_could_open = client.post(address("intake:refer_new"), new_person(scene, protection="unknown"))
    ClearanceFactory(user=scene.siri, protection=Protection.UNKNOWN)
    sent = client.post(address("intake:refer_new"), new_person(scene, protection="unknown"), follow=True)

    assert "«Ikke avklart» og alle andre svar enn «ingen»" in page
    assert unanswered.status_code == nobody_could_open.status_code == 422
    assert "Ingen leder ved Brovik kan åpne" in text_of(nobody_could_open)
    assert "Bare de som har klarering, ser den" in text_of(sent)
    assert "Salma" not in text_of(sent)
    assert "Salma" in text_of(signed_in(scene.siri).get(address("intake:list")))


def test_one_who_follows_nobody_comes_straight_to_a_new_person(scene):
    answer = signed_in(scene.jonas).get(address("intake:refer"))

    assert answer.url == address("intake:refer_new")


def test_a_wrong_postal_code_is_said_at_the_field(scene):
    answer = signed_in(scene.kari).post(address("intake:refer_new"), new_person(scene, postal_code="0000"))

    assert "Det postnummeret finnes ikke" in text_of(answer)


def test_the_referrer_sees_received_owner_and_whether_it_is_open_and_nothing_else(scene):
    intake = scene.intake(first_words="Ring etter klokka ti.", waiting=True, owner=scene.jonas)
    client = signed_in(scene.kari)

    listed, page = text_of(client.get(address("intake:list"))), text_of(client.get(address("intake:intake", intake)))

    for shown in (listed, page):
        assert "Jonas Hauglid" in shown
        assert "Åpen" in shown
        assert not [word for word in ("venter på plass", "Ring etter", "2099", "Ta inn", "Rett svarene") if word in shown]
    Intake.objects.update(state=IntakeState.HANDED_ON, handed_to="Karrieresenteret")
    listed, page = text_of(client.get(address("intake:list"))), text_of(client.get(address("intake:intake", intake)))
    for shown in (listed, page):
        assert "Avsluttet" in shown
        assert "Karrieresenteret" not in shown


def test_the_page_of_an_answered_one_closes_two_weeks_after_the_answer(scene):
    late, over = clock.now() - timedelta(days=14), clock.now() - timedelta(days=15)
    intake = scene.intake(handed_on=True, owner=scene.jonas, answered_at=late, answered_by=scene.jonas)

    for user in (scene.jonas, scene.siri):
        assert "Slik ble det" in text_of(signed_in(user).get(address("intake:intake", intake)))
    Intake.objects.update(answered_at=over)

    for user in (scene.jonas, scene.siri):
        assert [signed_in(user).get(address(f"intake:{name}", intake)).status_code for name in ("intake", *STEPS, "owner")] == [404] * 6
    assert "Avsluttet" in text_of(signed_in(scene.kari).get(address("intake:intake", intake)))


@pytest.mark.parametrize("step", STEPS)
def test_the_referrer_can_answer_nothing(scene, step):
    assert signed_in(scene.kari).get(address(f"intake:{step}", scene.intake())).status_code == 404


def test_the_leader_sees_all_open_oldest_first_and_who_is_proposed_for_those_without_an_owner(scene):
    now = clock.now()
    scene.intake(person=PersonFactory(first_name="Nyest"), referred_at=now)
    scene.intake(person=PersonFactory(first_name="Eldst"), referred_at=now - timedelta(days=9))
    scene.intake(person=PersonFactory(first_name="Har"), owner=scene.hanne, referred_at=now - timedelta(days=4))
    scene.intake(person=PersonFactory(first_name="Besvart"), handed_on=True)
    IntakeFactory(person__first_name="Andres")

    page = text_of(signed_in(scene.siri).get(address("intake:list")))

    assert page.index("Eldst") < page.index("Har ") < page.index("Nyest")
    assert "Besvart" not in page
    assert "Andres" not in page
    assert page.count("<strong>Ingen svarer ennå.</strong>") == 2
    assert "Hanne Vik svarer." in page
    assert "Gi til Jonas" in page
    assert "Jonas har plass til 20 til." in page
    assert "2 har ingen som svarer ennå." in page


def test_one_press_gives_it_to_the_proposed_and_the_specialist_sees_it(scene):
    scene.follows(scene.hanne, 2)
    intake = scene.intake()

    answer = signed_in(scene.siri).post(address("intake:give", intake), {"to": str(scene.jonas.public_id)}, follow=True)

    assert "Jonas Hauglid svarer, og har fått beskjed." in text_of(answer)
    assert Decision.objects.get().departs is False
    page = text_of(signed_in(scene.jonas).get(address("intake:list")))
    assert "Adam Yusuf" in page
    assert "Du svarer." in page


def test_a_button_that_no_longer_holds_says_so_and_gives_nothing(scene):
    scene.follows(scene.jonas, 2)
    intake = scene.intake()

    answer = signed_in(scene.siri).post(address("intake:give", intake), {"to": str(scene.jonas.public_id)}, follow=True)

    assert "Forslaget er Hanne Vik nå" in text_of(answer)
    assert Intake.objects.get().owner is None


def test_all_are_given_as_the_screen_said(scene):
    waiting = [scene.intake(person=PersonFactory()) for _each in range(3)]
    client = signed_in(scene.siri)
    page = client.get(address("intake:list")).content.decode()
    pairs = [part.split('"')[0] for part in page.split('name="par" value="')[1:]]

    answer = client.post(address("intake:give_all"), {"par": [*pairs, "rubbish"]}, follow=True)

    assert len(pairs) == len(waiting)
    assert "Alle har en som svarer" in text_of(answer)
    assert not Intake.objects.filter(owner=None).exists()


def test_another_is_chosen_with_a_reason(scene):
    scene.follows(scene.hanne, 2)
    intake = scene.intake()
    client = signed_in(scene.siri)

    page = text_of(client.get(address("intake:owner", intake)))
    refused = client.post(address("intake:owner", intake), {"owner": str(scene.hanne.public_id), "reason": ""})
    client.post(address("intake:owner", intake), {"owner": str(scene.hanne.public_id), "reason": MARKUP})

    assert "Forslag: Jonas har plass til 20 til." in page
    assert "Hanne Vik har plass til 18 til." in page
    assert "Skriv hvorfor du velger en annen" in text_of(refused)
    assert Decision.objects.get().reason == MARKUP
    assert Intake.objects.get().owner == scene.hanne


def test_the_leader_reads_who_is_left_out_because_they_are_away_and_may_choose_them_still(scene):
    until = TODAY + timedelta(days=40)
    AbsenceFactory(user=scene.jonas, starts_on=TODAY, ends_on=until)
    intake = scene.intake()
    client = signed_in(scene.siri)

    listed = text_of(client.get(address("intake:list")))
    choice = text_of(client.get(address("intake:owner", intake)))
    client.post(address("intake:owner", intake), {"owner": str(scene.jonas.public_id), "reason": "Jonas svarer hjemmefra."})

    assert f"Jonas Hauglid er borte til og med {day(until)}, og er ikke med i forslagene." in listed
    assert "Gi til Hanne" in listed
    assert f"Jonas Hauglid er borte til og med {day(until)}." in choice
    assert Intake.objects.get().owner == scene.jonas


def test_it_is_said_of_those_who_could_answer_when_they_are_away_for_a_few_days_too(scene):
    AbsenceFactory(user=scene.siri, starts_on=TODAY + timedelta(days=2), ends_on=TODAY + timedelta(days=3))

    page = text_of(signed_in(scene.siri).get(address("intake:owner", scene.intake())))

    assert f"Siri Lunden, borte {day(TODAY + timedelta(days=2))}–{day(TODAY + timedelta(days=3))}" in page


def test_one_that_has_an_owner_is_given_to_another_without_a_proposal(scene):
    intake = scene.intake(owner=scene.hanne)

    signed_in(scene.siri).post(address("intake:owner", intake), {"owner": str(scene.jonas.public_id)})

    assert Intake.objects.get().owner == scene.jonas
    assert not Decision.objects.exists()


def test_the_page_has_three_ways_on_and_none_is_a_rejection(scene):
    intake = scene.intake(owner=scene.jonas, first_words=MARKUP)

    page = text_of(signed_in(scene.jonas).get(address("intake:intake", intake)))

    assert 'href="tel:+4768050311"' in page
    for words in ("Ta inn nå", "Plass senere", "Adam vil noe annet"):
        assert words in page
    assert AS_TEXT in page
    assert "<b onmouseover" not in page
    assert not [word for word in ("avslå", "avvis", "Avslag") if word in page]


def test_a_no_leads_to_asking_again_and_then_one_can_take_in(scene):
    intake = scene.intake(owner=scene.jonas, needs_help_to_get_it=False)
    client = signed_in(scene.jonas)

    page = text_of(client.get(address("intake:intake", intake)))
    refused = client.post(address("intake:take_in", intake), two(scene))
    client.post(address("intake:answers", intake), {"wants_ordinary_work": "ja", "needs_help_to_get_it": "ja"})

    assert "Ta inn nå" not in page
    assert "Spør Adam en gang til" in page
    assert "Spør Adam en gang til" in text_of(refused)
    assert "Ta inn nå" in text_of(client.get(address("intake:intake", intake)))


def two(scene, **answers):
    people = {"responsible": str(scene.jonas.public_id), "deputy": str(scene.hanne.public_id), "above_range_because": ""}
    return people | {"pathway": "place_then_train", "hours_wished": "", "worked_lately": ""} | answers


def test_which_way_is_asked_in_plain_words_and_must_be_answered_and_the_rest_need_not_be(scene):
    intake = scene.intake(owner=scene.jonas)
    client = signed_in(scene.jonas)
    page = text_of(client.get(address("intake:take_in", intake)))

    refused = client.post(address("intake:take_in", intake), two(scene, pathway=""))
    client.post(address("intake:take_in", intake), two(scene, pathway="train_then_place", hours_wished="22,5", worked_lately="nei"))

    assert "Jobb først, opplæring underveis" in page
    assert "Opplæring først, så jobb" in page
    assert "Velg hvilken vei dere begynner på" in text_of(refused)
    engagement = Intake.objects.get().engagement
    assert (engagement.pathway, engagement.hours_wished, engagement.worked_lately) == ("train_then_place", Decimal("22.5"), False)


def test_what_is_not_known_of_somebody_stays_not_known(scene):
    intake = scene.intake(owner=scene.jonas)

    signed_in(scene.jonas).post(address("intake:take_in", intake), two(scene))

    engagement = Intake.objects.get().engagement
    assert (engagement.hours_wished, engagement.worked_lately) == (None, None)


def test_after_taking_in_one_comes_to_the_person_and_a_leader_who_may_not_open_them_to_how_it_went(scene):
    adam, salma = scene.intake(owner=scene.jonas), scene.intake(person=PersonFactory(first_name="Salma"))

    mine = signed_in(scene.jonas).post(address("intake:take_in", adam), two(scene), follow=True)
    given = signed_in(scene.siri).post(address("intake:take_in", salma), two(scene), follow=True)

    assert mine.redirect_chain[-1][0] == address("people:person", scene.adam)
    assert "Adam er tatt inn. Jonas Hauglid er ansvarlig." in text_of(mine)
    assert given.redirect_chain[-1][0] == address("intake:intake", salma)
    assert "Salma er tatt inn." in text_of(given)


def test_a_usual_deputy_who_is_away_and_full_is_passed_over_and_it_is_said(scene):
    gro = UserFactory(name="Gro Heimdal", role=Role.SPECIALIST, role__unit=scene.unit)
    SpecialistProfileFactory(user=scene.jonas, usual_deputy=gro)
    scene.follows(gro, 21)
    AbsenceFactory(user=gro, starts_on=TODAY, ends_on=TODAY + timedelta(days=4))
    intake = scene.intake(owner=scene.jonas)
    client = signed_in(scene.jonas)
    days = f"borte {day(TODAY)}–{day(TODAY + timedelta(days=4))}"

    page = text_of(client.get(address("intake:take_in", intake)))
    done = client.post(address("intake:take_in", intake), two(scene, deputy=str(gro.public_id)), follow=True)

    assert f"Gro Heimdal pleier å stå inn, men er {days} og har fullt. Derfor er Hanne Vik foreslått." in page
    assert f"Gro Heimdal, følger opp 21 og har fullt, {days}" in page
    assert f'<option value="{scene.hanne.public_id}" selected>Hanne Vik' in page
    assert f"Gro Heimdal er {days} og har fullt." in text_of(done)


def test_one_who_referred_to_their_own_unit_takes_them_in_without_waiting_for_the_leader(scene):
    client = signed_in(scene.jonas)
    sent = client.post(address("intake:refer_new"), new_person(scene), follow=True)
    intake = Intake.objects.get()

    listed = text_of(client.get(address("intake:list")))
    taken = client.post(address("intake:take_on", intake), follow=True)
    client.post(address("intake:take_in", intake), two(scene))

    assert sent.redirect_chain[-1][0] == address("intake:intake", intake)
    assert "Du kan ta inn Salma selv, eller la lederen gi ansvaret." in text_of(sent)
    assert "Ta inn nå" in text_of(sent)
    assert "Jeg tar selv" in listed
    assert "Du svarer Salma nå." in text_of(taken)
    assert Intake.objects.get().state == IntakeState.ACCEPTED
    assert Intake.objects.get().owner == scene.jonas


def test_one_who_referred_can_answer_no_more_when_another_has_been_given_them(scene):
    intake = scene.intake(referred_by=scene.jonas, owner=scene.hanne)

    page = text_of(signed_in(scene.jonas).get(address("intake:intake", intake)))

    assert "Ta inn nå" not in page
    assert signed_in(scene.jonas).post(address("intake:take_on", intake)).status_code == 404


def test_one_who_referred_to_another_unit_waits_for_it(scene):
    elsewhere = UserFactory(role=Role.SPECIALIST)
    intake = scene.intake(referred_by=elsewhere)

    assert signed_in(elsewhere).get(address("intake:take_in", intake)).status_code == 404
    assert "Jeg tar selv" not in text_of(signed_in(elsewhere).get(address("intake:list")))


def test_the_leader_is_not_offered_to_take_one_with_a_press_where_a_proposal_stands(scene):
    scene.intake()

    assert "Jeg tar selv" not in text_of(signed_in(scene.siri).get(address("intake:list")))


def test_one_that_is_known_keeps_the_language_on_the_card_unless_another_is_told(scene):
    Person.objects.filter(pk=scene.adam.pk).update(talks_best="ar")

    signed_in(scene.kari).post(address("intake:refer"), referral(scene, talks_best=""))

    assert Person.objects.get(pk=scene.adam.pk).talks_best == "ar"


def test_a_specialist_takes_in_with_themselves_and_their_usual_deputy_chosen_beforehand(scene):
    SpecialistProfileFactory(user=scene.jonas, usual_deputy=scene.hanne)
    scene.follows(scene.jonas, 3)
    intake = scene.intake(owner=scene.jonas)
    client = signed_in(scene.jonas)

    page = client.get(address("intake:take_in", intake)).content.decode()
    key = str(uuid4())
    answers = [client.post(address("intake:take_in", intake), two(scene, once=key)) for _each in range(2)]

    assert f'<option value="{scene.jonas.public_id}" selected>Jonas Hauglid, følger opp 3' in page
    assert f'<option value="{scene.hanne.public_id}" selected>Hanne Vik, følger opp 0' in page
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Responsibility.objects.filter(engagement__intake=intake).count() == 2
    done = text_of(client.get(address("intake:intake", intake)))
    assert "Jonas Hauglid tok inn Adam" in done
    assert client.get(address("intake:take_in", intake)).url == address("intake:intake", intake)


def test_above_the_range_the_reason_is_asked_for_at_its_field(scene):
    scene.follows(scene.jonas, 20)
    intake = scene.intake(owner=scene.jonas)
    client = signed_in(scene.jonas)

    refused = client.post(address("intake:take_in", intake), two(scene))
    client.post(address("intake:take_in", intake), two(scene, above_range_because=MARKUP))

    assert refused.status_code == 422
    assert "Jonas Hauglid følger opp 20 i 100 prosent stilling fra før" in text_of(refused)
    assert Responsibility.objects.filter(above_range_because=MARKUP).count() == 1


def test_a_place_later_has_a_day_and_one_who_sees_to_it(scene):
    intake = scene.intake(owner=scene.jonas)
    client = signed_in(scene.jonas)
    until = TODAY + timedelta(days=14)

    refused = client.post(address("intake:let_wait", intake), {"until": day(TODAY), "owner": str(scene.jonas.public_id)})
    answer = client.post(address("intake:let_wait", intake), {"until": day(until), "owner": str(scene.jonas.public_id)}, follow=True)

    assert refused.status_code == 422
    assert f"Jonas Hauglid svarer senest {day(until)}." in text_of(answer)
    assert f'svar senest <span class="bb-nowrap">{day(until)}' in text_of(answer)


def test_a_day_that_has_passed_is_said_in_words(scene):
    Intake.objects.filter(pk=scene.intake(waiting=True, owner=scene.jonas).pk).update(waits_until=TODAY - timedelta(days=1))

    for user in (scene.siri, scene.jonas):
        assert "Svaret skulle kommet" in text_of(signed_in(user).get(address("intake:list")))


def test_something_else_has_a_helper_with_a_name_shown_as_text(scene):
    intake = scene.intake(owner=scene.jonas)
    client = signed_in(scene.jonas)

    refused = client.post(address("intake:hand_on", intake), {"to": " "})
    client.post(address("intake:hand_on", intake), {"to": MARKUP})

    assert refused.status_code == 422
    page = text_of(client.get(address("intake:intake", intake)))
    assert f"hjelper {AS_TEXT}" in page
    assert "<b onmouseover" not in page
    assert "Ta inn nå" not in page


def test_names_with_signs_in_them_are_shown_as_text(scene):
    person = PersonFactory(first_name=MARKUP, last_name="Nur", protection=Protection.NONE)
    EngagementFactory(person=person, responsible=scene.kari)
    intake = scene.intake(person=person)

    pages = [
        signed_in(scene.kari).get(address("intake:refer")),
        *(
            signed_in(user).get(asked)
            for user in (scene.kari, scene.siri)
            for asked in (address("intake:list"), address("intake:intake", intake))
        ),
        *(signed_in(scene.siri).get(address(f"intake:{step}", intake)) for step in (*STEPS, "owner")),
    ]

    for page in pages:
        assert AS_TEXT in text_of(page)
        assert "<b onmouseover" not in text_of(page)


@pytest.mark.parametrize("role", [Role.LEADER, Role.SPECIALIST, Role.COUNSELLOR])
def test_strangers_from_another_unit_meet_404_and_the_refusal_is_logged(scene, role):
    intake = scene.intake(owner=scene.jonas)
    client = signed_in(UserFactory(role=role))

    answers = [client.get(address(f"intake:{name}", intake)).status_code for name in ("intake", "owner", *STEPS)]
    answers += [client.post(address("intake:give", intake), {"to": str(scene.jonas.public_id)}).status_code]

    assert answers == [404] * 7
    assert LookUp.objects.filter(person=scene.adam.public_id, is_permitted=False).count() == 7
    assert "Adam" not in text_of(client.get(address("intake:list")))


def test_a_specialist_of_the_unit_who_does_not_answer_for_it_is_a_stranger_too(scene):
    intake = scene.intake(owner=scene.jonas)

    assert signed_in(scene.hanne).get(address("intake:intake", intake)).status_code == 404


def test_a_specialist_cannot_decide_who_answers(scene):
    intake = scene.intake(owner=scene.jonas)
    client = signed_in(scene.jonas)

    assert client.get(address("intake:owner", intake)).status_code == 404
    assert client.post(address("intake:give", intake), {"to": str(scene.hanne.public_id)}).status_code == 404
    assert client.post(address("intake:give_all"), {"par": f"{intake.public_id}:{scene.hanne.public_id}"}).status_code == 404
    assert Intake.objects.get().owner == scene.jonas


@pytest.mark.parametrize("role", [Role.DRIVER, Role.LOOP_COORDINATOR, Role.PEER_WORKER, Role.DATA_PROTECTION_OFFICER])
def test_others_have_no_such_page(scene, role):
    client = signed_in(UserFactory(role=role))

    assert [client.get(address(f"intake:{name}")).status_code for name in ("list", "refer", "refer_new")] == [404] * 3


def test_the_leaders_own_family_is_not_in_the_list_or_its_count(scene):
    own = PersonFactory(user=scene.siri, first_name="Egen", protection=Protection.NONE)
    scene.intake(person=own)

    page = text_of(signed_in(scene.siri).get(address("intake:list")))

    assert "Egen" not in page
    assert "Ingen venter på svar." in page


def test_those_who_are_shown_are_written_down(scene):
    scene.intake(owner=scene.jonas)

    signed_in(scene.siri).get(address("intake:list"))

    assert LookUp.objects.filter(person=scene.adam.public_id, actor=scene.siri.public_id, purpose="intakes").count() == 1


def test_the_list_goes_on_where_the_page_before_left_off(scene):
    now = clock.now()
    for number in range(28):
        scene.intake(person=PersonFactory(last_name=f"Nummer{number:02d}"), owner=scene.jonas, referred_at=now - timedelta(hours=number))
    client = signed_in(scene.siri)

    first = client.get(address("intake:list"))
    more = text_of(first).split('rel="next" href="')[1].split('"')[0]
    second = text_of(client.get(more))

    assert "Nummer27" in text_of(first)
    assert "Nummer02" not in text_of(first)
    assert [f"Nummer{number:02d}" in second for number in range(4)] == [True, True, True, False]
    assert client.get(address("intake:list") + "?etter=rubbish").status_code == 200


def queries(client, asked):
    client.get(asked)
    with CaptureQueriesContext(connection) as run:
        assert client.get(asked).status_code == 200
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in run.captured_queries)


def fill(scene, numbers):
    for number in numbers:
        specialist = UserFactory(role=Role.SPECIALIST, role__unit=scene.unit)
        SpecialistProfileFactory(user=specialist, postal_code=PostalCodeFactory(code=f"{1000 + number}"))
        scene.follows(specialist, 1)
        EngagementFactory(responsible=scene.kari, person__protection=Protection.NONE)
        scene.intake(person=PersonFactory(postal_code=PostalCodeFactory()))
        scene.intake(person=PersonFactory(), owner=scene.jonas)
        scene.intake(person=PersonFactory(), referred_by=scene.jonas, owner=specialist)


def test_every_page_costs_the_same_for_many_as_for_few_and_twelve_at_most(scene):
    MembershipFactory(user=scene.jonas, unit=scene.unit, role=Role.LEADER)  # the one who has most on the page
    FamilyTieFactory(person=PersonFactory(user=scene.hanne), relative=PersonFactory())
    intake, without_owner = scene.intake(owner=scene.jonas), scene.intake(person=PersonFactory())
    pages = [
        *((user, address("intake:list")) for user in (scene.siri, scene.jonas, scene.kari, scene.hanne)),
        *((scene.kari, asked) for asked in (address("intake:refer"), address("intake:refer_new"), address("intake:intake", intake))),
        (scene.siri, address("intake:owner", without_owner)),
        *((scene.siri, address(f"intake:{step}", intake)) for step in ("intake", "owner", *STEPS)),
    ]
    fill(scene, range(2))
    few = [queries(signed_in(user), asked) for user, asked in pages]

    fill(scene, range(2, 14))

    assert [queries(signed_in(user), asked) for user, asked in pages] == few
    assert max(few) <= MOST_QUERIES


def test_what_somebody_else_registered_is_not_seen_by_a_stranger(scene):
    card = NewPerson("Salma", "Nur", Protection.NONE)
    refer_new_person(card, scene.referral(), today=TODAY, now=clock.now(), actor=scene.kari)

    assert "Salma" not in text_of(signed_in(scene.hanne).get(address("intake:list")))
    assert "Salma" in text_of(signed_in(scene.kari).get(address("intake:list")))
