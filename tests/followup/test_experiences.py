from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from brobygger.accounts.models import User
from brobygger.audit.models import Entry
from brobygger.followup.actions.experiences import record_interview, release_interview, withdraw_interview, withhold_interview
from brobygger.followup.experiences import employers_to_ask, job_seekers_to_ask, own_answers, read_across, specialists_to_ask
from brobygger.followup.guides import GUIDES
from brobygger.followup.models import ExperienceAnswer, ExperienceInterview, Guide
from brobygger.intake.models import EmployerRelation, Engagement
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import ContactPerson, Membership, Role
from brobygger.web.sensitive import health_words
from tests.factories import (
    ContactPersonFactory,
    EmployerRelationFactory,
    EngagementFactory,
    ExperienceAnswerFactory,
    ExperienceInterviewFactory,
    PersonFactory,
    UnitFactory,
    UserFactory,
)

TODAY = date(2026, 11, 12)
NOW = datetime(2026, 11, 12, 10, 0, tzinfo=OSLO)

pytestmark = pytest.mark.django_db


def told(**more) -> ExperienceInterview:
    about = {
        "guide": Guide.JOB_SEEKER,
        "person": PersonFactory(),
        "unit": UnitFactory(),
        "answers": {"helped": " At det var den samme hele veien. ", "missed": "  "},
        "held_on": TODAY,
        "today": TODAY,
        "now": NOW,
        "actor": UserFactory(),
    }
    return record_interview(**about | more)


def many(count: int, **more) -> list[ExperienceInterview]:
    """Conversations that may be read across, each with an answer of its own."""
    made = [ExperienceInterviewFactory(read_across=True, **more) for _ in range(count)]
    for number, interview in enumerate(made):
        ExperienceAnswerFactory(interview=interview, question="helped", text=f"Svar {number}")
    return made


def across(guide: Guide = Guide.JOB_SEEKER):
    return read_across(ExperienceInterview.objects.all(), guide=guide)


@pytest.mark.parametrize("guide", Guide)
def test_a_guide_is_short_asks_each_thing_once_and_never_about_health(guide):
    questions = GUIDES[guide]

    assert 5 <= len(questions) <= 7
    assert len({question.code for question in questions}) == len(questions)
    assert all(len(question.code) <= 40 and str(question.text).strip() for question in questions)
    assert not any(health_words(str(question.text)) for question in questions)


def test_what_was_said_is_kept_without_the_empty_ones_and_is_not_read_across():
    interview = told()

    assert [(answer.question, answer.text) for answer in interview.answers.all()] == [("helped", "At det var den samme hele veien.")]
    assert not interview.is_read_across
    assert Entry.objects.get().facts == {"guide": "job_seeker", "answers": 1, "read_across": False}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"answers": {"helped": " "}}, "minst ett"), ({"held_on": TODAY + timedelta(days=1)}, "framtida")],
    ids=["nothing said", "a day to come"],
)
def test_a_conversation_without_words_or_before_its_day_is_refused_and_leaves_no_trace(wrong, said):
    with pytest.raises(DomainError, match=said):
        told(**wrong)

    assert not ExperienceInterview.objects.exists()
    assert not Entry.objects.exists()


def test_a_question_of_another_guide_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="workplace"):
        told(answers={"workplace": "Folk hilser mer."})


def test_nobody_interviews_themselves():
    user = UserFactory()

    with pytest.raises(DomainError, match="Noen andre"):
        told(person=PersonFactory(user=user), actor=user)


def test_the_answerer_lets_it_be_read_across_and_keeps_it_back_again():
    interview = told()

    for verb in (release_interview, release_interview):
        interview = verb(interview, actor=interview.person)
    assert interview.is_read_across
    for verb in (withhold_interview, withhold_interview):
        interview = verb(interview, actor=interview.person)

    assert not interview.is_read_across
    events = ["followup.experience_recorded", "followup.experience_released", "followup.experience_withheld"]
    assert list(Entry.objects.order_by("pk").values_list("event", flat=True)) == events


def test_taking_it_back_deletes_every_word_everywhere_and_twice_is_once():
    interview = told(is_read_across=True)

    withdraw_interview(interview, now=NOW, actor=interview.person)
    withdraw_interview(interview, now=NOW + timedelta(days=1), actor=interview.person)

    interview.refresh_from_db()
    assert (interview.is_read_across, interview.withdrawn_at) == (False, NOW)
    assert not ExperienceAnswer.objects.exists()
    assert not tables_with("At det var den samme")
    assert Entry.objects.filter(event="followup.experience_withdrawn").count() == 1


def tables_with(text: str) -> list[str]:
    """The tables of the database where a text stands anywhere, history and log too."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" AS row WHERE row::text LIKE %s)', [f"%{text}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_a_text_that_is_kept_is_found_by_the_search_through_all_tables():
    told()

    assert tables_with("At det var den samme") == ["followup_experienceanswer"]


def test_answers_that_are_taken_back_cannot_be_let_out_again():
    interview = told()
    withdraw_interview(interview, now=NOW, actor=interview.person)

    with pytest.raises(DomainError, match="finnes ikke lenger"):
        release_interview(interview, actor=interview.person)


def test_four_are_too_few_to_show_and_five_are_enough():
    many(4)
    few = across()
    many(1)

    assert few is None
    assert across().count == 5


def test_five_conversations_with_four_people_are_too_few():
    made = many(4)
    many(1, person=made[0].person)

    assert across() is None


@pytest.mark.parametrize("hidden", [{"is_read_across": False}, {"guide": Guide.EMPLOYER}, {"is_read_across": False, "withdrawn_at": NOW}])
def test_what_is_kept_back_taken_back_or_of_another_guide_neither_counts_nor_shows(hidden):
    made = many(6)
    ExperienceInterview.objects.filter(pk=made[0].pk).update(**hidden)
    shown = across()
    ExperienceInterview.objects.filter(pk=made[1].pk).update(**hidden)

    assert shown.count == 5
    assert "Svar 0" not in str(shown)
    assert across() is None


def test_the_order_tells_nothing_and_stands_still():
    made = many(12)
    for number, interview in enumerate(made):
        ExperienceAnswerFactory(interview=interview, question="missed", text=f"Svar {number}")

    first, again = across(), across()

    said = {question.code: texts for question, texts in first.answers}
    as_held = tuple(f"Svar {number}" for number in range(12))
    assert first == again
    assert set(said["helped"]) == set(said["missed"]) == set(as_held)
    assert len({said["helped"], said["missed"], as_held, as_held[::-1]}) == 4


def test_time_is_told_by_the_quarter_and_no_finer():
    many(3, held_on=date(2026, 3, 31))
    many(3, held_on=date(2026, 10, 1))

    found = across()

    assert (found.first_quarter, found.last_quarter) == ((2026, 1), (2026, 4))


def test_somebody_reads_all_of_their_own_in_the_order_of_the_guide_and_nobody_elses():
    interview = told(answers={"missed": "Buss.", "first_time": "Rart."})
    told()
    withdraw_interview(told(person=interview.person, held_on=TODAY - timedelta(days=9)), now=NOW, actor=interview.person)

    found = own_answers(ExperienceInterview.objects.all(), interview.person)

    assert [[said.text for said in each.said] for each in found] == [["Rart.", "Buss."], []]


def test_one_asks_those_one_follows_the_contacts_one_answers_for_and_ones_specialists(django_assert_num_queries):
    unit = UnitFactory()
    siri, jonas = UserFactory(role=Role.LEADER, role__unit=unit), UserFactory(role=Role.SPECIALIST, role__unit=unit)
    record = PersonFactory(user=jonas)
    engagement = EngagementFactory(unit=unit, responsible=jonas)
    EngagementFactory(unit=unit, person=engagement.person, service="supported_employment", responsible=jonas)
    relation = EmployerRelationFactory(unit=unit, deputy=jonas)
    tor, _stranger = ContactPersonFactory(workplace=relation.workplace), ContactPersonFactory()
    ContactPersonFactory(workplace=relation.workplace, ends_on=TODAY - timedelta(days=1))
    Membership.objects.create(user=siri, unit=unit, role=Role.SPECIALIST, starts_on=TODAY)
    PersonFactory(user=siri)

    with django_assert_num_queries(4):
        seekers = job_seekers_to_ask(Engagement.objects.filter(unit=unit), today=TODAY)
        employers = employers_to_ask(ContactPerson.objects.all(), EmployerRelation.objects.all(), user=jonas, today=TODAY)
        specialists = specialists_to_ask(User.objects.all(), [unit.pk], user=siri, today=TODAY)

    assert [(each.person, each.unit) for each in seekers] == [(engagement.person, unit)]
    assert [(each.person, each.unit, each.place) for each in employers] == [(tor.person, unit, str(tor.workplace))]
    assert [(each.person, each.unit) for each in specialists] == [(record, unit)]
