"""«Året mitt»: what a candidate reads from the day the year is set going until it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from brobygger.appointments.models import Appointment
from brobygger.appointments.states import AppointmentState
from brobygger.audit.models import LookUp
from brobygger.kernel import clock
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import NO_BREAK_SPACE
from brobygger.loops.models import DateKind, DropOut, LeftFor, LoopDate, Participant, Stay
from brobygger.loops.repair.actions.leaving import NewPlace, drop_out, leave_loop
from brobygger.loops.the_year.actions.turnings import agree_on_goals
from brobygger.parties.models import Grant, Person, Protection
from brobygger.placements.models import PlacementKind
from brobygger.web.phrases import on_day
from tests.factories import (
    EngagementFactory,
    EvaluationFactory,
    JointCertificateFactory,
    LoopFactory,
    ParticipantFactory,
    StayFactory,
    UserFactory,
    WayOnFactory,
)
from tests.kit import read
from tests.web.window.year_scenes import of_candidate, year_scene

pytestmark = pytest.mark.django_db


def said(day):
    return on_day(day, today=clock.today()).replace(" ", NO_BREAK_SPACE)


def date_of(scene, kind, participant=None):
    rows = LoopDate.objects.filter(
        loop=scene.loop, kind=kind, appointment__state=AppointmentState.PLANNED, appointment__starts_at__gt=clock.now()
    )
    return rows.filter(participant=participant).order_by("appointment__starts_at").first()


def test_the_page_says_where_one_is_until_when_and_what_comes_after(client):
    scene = year_scene()
    here = scene.stay(0, 0)

    page = read(client, of_candidate(scene.amina))

    assert "Hei, Amina" in page
    assert f"Du er hos Rugbakken bakeri til {said(here.ends_on)}. Etter det er det Elvekroken verksted." in page


def test_the_way_round_says_what_has_been_what_is_and_what_comes_with_the_goals(client):
    scene = year_scene(rotates_in=-30)
    agree_on_goals(scene.stay(0, 1), goals="Lære å skifte hjul.", mentor=scene.mentors[1], actor=scene.loop.coordinator, now=clock.now())

    answer = client.get(of_candidate(scene.amina))

    assert [(str(stop.stay.employer), stop.over, stop.is_ahead) for stop in answer.context["stops"]] == [
        ("Rugbakken bakeri", "Du har vært her", False),
        ("Elvekroken verksted", "Du er her nå", False),
        ("Lyngtunet hagesenter", f"Fra {said(scene.stay(0, 2).starts_on)}", True),
    ]
    assert "Målet: Lære å skifte hjul." in answer.content.decode()


def nobody_visits(participant) -> None:
    """Call off the day that somebody else is to be beside the participant, so that their own is next."""
    here = Stay.objects.get(participant=participant, period=0).employer
    Appointment.objects.filter(loop_date__kind=DateKind.HOSPITATION, loop_date__turning=1, loop_date__employer=here).update(
        state=AppointmentState.CALLED_OFF
    )


def test_the_next_date_stands_first_and_on_a_hospitation_day_the_one_who_has_the_place_is_named(client):
    scene = year_scene()
    row = date_of(scene, DateKind.HOSPITATION, scene.amina)
    nobody_visits(scene.amina)

    answer = client.get(of_candidate(scene.amina))

    first = answer.context["lines"][0]
    assert (first.row, first.what) == (row, "Hospiteringsdag, Elvekroken verksted")
    assert "Du er sammen med Yusuf, som har plassen nå." in answer.content.decode()
    assert of_candidate(scene.amina, "date_file", row.public_id) in answer.content.decode()
    host = LookUp.objects.get(purpose="loop hospitation host")
    assert host.person == scene.participants[1].person.public_id


@pytest.mark.parametrize("how", ["protected", "taken back"])
def test_one_who_is_protected_or_does_not_share_is_not_named_on_a_hospitation_day(client, how):
    scene = year_scene()
    yusuf = scene.participants[1].person
    if how == "protected":
        Person.objects.filter(pk=yusuf.pk).update(protection=Protection.CODE_6)
    else:
        Grant.objects.filter(person=yusuf).update(withdrawn_at=timezone.now())

    page = read(client, of_candidate(scene.amina))

    assert "Hospiteringsdag, Elvekroken verksted" in page
    assert "Yusuf" not in page
    assert not LookUp.objects.filter(purpose="loop hospitation host").exists()


def test_where_several_have_places_nobody_is_named_as_the_one_who_has_it(client):
    scene = year_scene()
    like = scene.stay(1, 0)
    other = ParticipantFactory(loop=scene.loop, turned_up=True, granted=True, person__first_name="Daniel")
    StayFactory(participant=other, employer=like.employer, starts_on=like.starts_on, ends_on=like.ends_on)
    nobody_visits(scene.amina)

    first = client.get(of_candidate(scene.amina)).context["lines"][0]

    assert (first.what, first.text) == ("Hospiteringsdag, Elvekroken verksted", "")


def test_the_one_who_has_the_place_is_told_of_the_day_and_not_who_comes(client):
    scene = year_scene()

    answer = client.get(of_candidate(scene.participants[1]))

    whats = [line.what for line in answer.context["lines"]]
    assert "En annen deltaker er med deg en dag, Elvekroken verksted" in whats
    assert "Amina" not in answer.content.decode()


def test_the_dates_are_ones_own_in_order_and_nobody_elses(client):
    scene = year_scene()
    gone = date_of(scene, DateKind.GATHERING)
    Appointment.objects.filter(loop_date=gone).update(state=AppointmentState.CALLED_OFF)

    lines = client.get(of_candidate(scene.amina)).context["lines"]

    starts = [line.row.starts_at for line in lines]
    assert starts == sorted(starts)
    assert gone not in [line.row for line in lines]
    assert {line.row.participant for line in lines} == {None, scene.amina, scene.participants[2]}  # Sara comes to see the bakery


def test_the_people_to_ring_are_mentor_coordinator_and_whoever_follows_up_today(client):
    scene = year_scene()
    EngagementFactory(person=scene.amina.person, responsible=UserFactory(name="Kari Moseby", phone="68054090"))

    answer = client.get(of_candidate(scene.amina))

    calls = [(call.name, str(call.what)) for call in answer.context["calls"]]
    assert calls == [
        ("Mona Strandli", "Fadderen din hos Rugbakken bakeri"),
        ("Lise Dalby", "Koordinator for loopen"),
        ("Kari Moseby", "Veilederen din"),
    ]
    assert "tel:+4768057702" in answer.content.decode()
    assert of_candidate(scene.amina, "raise", scene.amina.public_id) in answer.content.decode()


def test_when_the_one_who_follows_up_is_away_the_deputy_picks_up(client):
    scene = year_scene()
    deputy = UserFactory(name="Ida Nor", phone="68054091")
    EngagementFactory(person=scene.amina.person, deputy=deputy)

    calls = client.get(of_candidate(scene.amina)).context["calls"]

    assert "Ida Nor" in [call.name for call in calls]


def test_whoever_proposed_one_is_there_to_ring_as_long_as_they_follow_up_as_deputy(client):
    scene = year_scene()
    EngagementFactory(person=scene.amina.person, responsible=UserFactory(name="Ida Nor"), deputy=scene.amina.proposed_by)

    calls = client.get(of_candidate(scene.amina)).context["calls"]

    assert [call.name for call in calls][-2:] == ["Ida Nor", scene.amina.proposed_by.name]


def test_a_mentor_who_has_stopped_there_is_not_one_to_ring(client):
    scene = year_scene()
    scene.mentors[0].ends_on = clock.today() - timedelta(days=1)
    scene.mentors[0].save()

    assert "Mona" not in read(client, of_candidate(scene.amina))


def test_how_it_went_is_asked_for_from_three_weeks_before_the_end_until_it_is_said(client):
    far, near = year_scene(rotates_in=40), year_scene(rotates_in=7)
    url = of_candidate(near.amina, "evaluation", near.stay(0, 0).placement.public_id)

    before, asked = read(client, of_candidate(far.amina)), read(client, of_candidate(near.amina))
    EvaluationFactory(stay=near.stay(0, 0))
    after = read(client, of_candidate(near.amina))

    assert "Si hvordan det gikk" not in before
    assert url in asked
    assert url not in after


def test_the_way_on_and_the_certificate_stand_there_when_there_is_one(client):
    scene = year_scene()
    before = read(client, of_candidate(scene.amina))
    WayOnFactory(participant=scene.amina, aim="Jeg vil bli baker.")
    JointCertificateFactory(participant=scene.amina)

    page = read(client, of_candidate(scene.amina))

    assert "Jeg vil bli baker." not in before
    assert "Du får en felles attest" in before
    assert "Jeg vil bli baker." in page
    assert "Attesten er klar." in page
    assert of_candidate(scene.amina, "certificate", scene.amina.public_id) in page


def leave(scene, *, starts_in=0, **place):
    today = clock.today()
    goes_to = NewPlace(PlacementKind.ORDINARY_PERMANENT, today + timedelta(days=starts_in), place_name="Brovik Trelast", **place)
    leave_loop(
        scene.amina,
        on=today - timedelta(days=1),
        left_for=LeftFor.JOB,
        goes_to=goes_to,
        actor=scene.loop.coordinator,
        today=today,
        now=clock.now(),
    )


def test_one_who_left_for_a_job_reads_where_they_are_and_who_calls_when(client):
    scene = year_scene()

    leave(scene)
    answer = client.get(of_candidate(scene.amina))

    page = answer.content.decode()
    owner = scene.amina.proposed_by.name
    assert "Du er ikke i Brovikloopen lenger. Nå er du hos Brovik Trelast." in page
    assert f"{owner} ringer og hører hvordan det går" in page
    assert f"{clock.today() + timedelta(days=3):%d.%m.%Y}" in page
    assert [str(stop.stay.employer) for stop in answer.context["stops"]] == ["Rugbakken bakeri"]
    assert answer.context["lines"] == []
    assert "Fadderen din" not in page
    assert of_candidate(scene.amina, "raise", scene.amina.public_id) not in page


def test_a_job_that_is_ahead_has_its_day(client):
    scene = year_scene()

    leave(scene, starts_in=5)

    day = said(clock.today() + timedelta(days=5))
    assert f"Du begynner hos Brovik Trelast {day}." in read(client, of_candidate(scene.amina))


def test_one_whose_next_place_is_gone_reads_who_finds_another(client):
    scene = year_scene()
    today = clock.today()

    drop_out(scene.employers[0], on=today, because=DropOut.BANKRUPT, actor=scene.loop.coordinator, today=today, now=clock.now())
    today_page = read(client, of_candidate(scene.amina))
    Stay.objects.filter(participant=scene.amina, period=0).update(ends_on=today - timedelta(days=1))
    day_after = read(client, of_candidate(scene.amina))

    assert "Finne et nytt sted i stedet for Rugbakken bakeri" in today_page
    assert f"Du har ingen plass akkurat nå. Du begynner hos Elvekroken verksted {said(scene.stay(0, 1).starts_on)}." in day_after
    assert "konkurs" not in today_page + day_after


def test_before_the_first_day_the_page_says_where_one_begins(client):
    scene = year_scene(rotates_in=130)

    page = read(client, of_candidate(scene.amina))

    assert f"Du begynner hos Rugbakken bakeri {said(scene.stay(0, 0).starts_on)}." in page


def test_a_finished_loop_says_so_and_leads_to_the_certificate(client):
    scene = year_scene(rotates_in=-270)
    JointCertificateFactory(participant=scene.amina)

    answer = client.get(of_candidate(scene.amina))

    page = answer.content.decode()
    assert "Brovikloopen er fullført. Du var hos Rugbakken bakeri, Elvekroken verksted og Lyngtunet hagesenter." in page
    assert "Attesten er klar" in page
    assert "Noe er vanskelig" not in page


def test_somebody_in_a_year_meets_it_before_a_new_kick_off_and_reads_that_the_other_asks(client):
    scene = year_scene()
    invited = ParticipantFactory(person=scene.amina.person, loop=LoopFactory(open=True, name="Nyloopen"))
    invited.loop.kick_off_on = clock.today() + timedelta(days=30)
    invited.loop.starts_on = clock.today() + timedelta(days=60)
    invited.loop.save()

    home = client.get(of_candidate(scene.amina))
    other = client.get(of_candidate(scene.amina, "invitation", invited.public_id))

    assert home.context["participant"] == scene.amina
    assert f"Du er invitert. Kick-off er {said(invited.loop.kick_off_on)}." in home.content.decode()
    assert other.context["participant"] == invited
    assert "Vil du være med?" in other.content.decode()


@pytest.mark.parametrize(("days_ago", "is_first"), [(-1, False), (0, True), (7, True), (8, False)])
def test_a_kick_off_comes_before_the_year_while_its_wishes_wait(client, days_ago, is_first):
    scene = year_scene()
    new = ParticipantFactory(person=scene.amina.person, loop=LoopFactory(open=True), turned_up=True)
    new.loop.kick_off_on, new.loop.starts_on = clock.today() - timedelta(days=days_ago), clock.today() + timedelta(days=30)
    new.loop.save()

    shown = client.get(of_candidate(scene.amina)).context["participant"]

    assert (shown == new) == is_first


def test_one_who_has_gone_on_meets_the_new_kick_off_first_and_finds_the_old_year(client):
    scene = year_scene()
    leave(scene)
    invited = ParticipantFactory(person=scene.amina.person, loop=LoopFactory(open=True, name="Nyloopen"))

    home = client.get(of_candidate(scene.amina))

    assert home.context["participant"] == invited
    assert [(other.name, other.what) for other in home.context["others"]] == [
        ("Brovikloopen", f"Du gikk videre {said(clock.today() - timedelta(days=1))}.")
    ]


def test_one_without_a_place_in_a_running_loop_reads_nothing_of_its_year(client):
    scene = year_scene()
    other = ParticipantFactory(loop=scene.loop, turned_up=True)

    answer = client.get(of_candidate(other))

    assert "Året mitt" not in answer.content.decode()
    assert Participant.objects.get(pk=other.pk).stays.count() == 0


def summaries(answer):
    return [str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_a_date_is_fetched_as_a_file_and_all_of_them_as_one(client):
    scene = year_scene()
    row = date_of(scene, DateKind.HOSPITATION, scene.amina)

    one = client.get(of_candidate(scene.amina, "date_file", row.public_id))
    every = client.get(of_candidate(scene.amina, "dates_file"))

    assert one["Content-Type"].startswith("text/calendar")
    assert one["Cache-Control"] == "private, no-store"
    assert summaries(one) == ["Hospiteringsdag, Elvekroken verksted"]
    assert summaries(every) == [line.what for line in client.get(of_candidate(scene.amina)).context["lines"]]
    assert b"/v/" not in every.content


def test_nobody_fetches_a_date_that_is_not_theirs_or_is_over(client):
    scene, other = year_scene(), year_scene()
    theirs = date_of(other, DateKind.HOSPITATION, other.amina)
    yusufs = date_of(scene, DateKind.HOSPITATION, scene.participants[1])
    past = LoopDate.objects.filter(
        loop=scene.loop, appointment__ends_at__lt=clock.now(), appointment__parties__person=scene.amina.person
    ).first()

    answers = [client.get(of_candidate(scene.amina, "date_file", row.public_id)).status_code for row in (theirs, yusufs, past)]

    assert answers == [404, 404, 404]
    assert local_day(past.starts_at) < clock.today()


def test_taking_the_yes_back_in_a_year_says_that_the_dates_stand(client):
    scene = year_scene()

    page = read(client, of_candidate(scene.amina, "given"))

    assert "Datoene dine står i planen, uten navn" in page
