"""One date: what a move carries with it, moving it, calling it off, ticking it off."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.urls import reverse

from brobygger.appointments.states import AppointmentState
from brobygger.kernel.clock import OSLO
from brobygger.kernel.local_time import local_day
from brobygger.loops.models import DateKind, LoopDate
from brobygger.outbox.models import Message
from brobygger.parties.models import Person
from tests.factories import LoopDateFactory
from tests.kit import signed_in


def asked(row, **changes):
    first, last = row.starts_at.astimezone(OSLO), row.ends_at.astimezone(OSLO)
    given = {"on": f"{first:%d.%m.%Y}", "from_time": f"{first:%H.%M}", "to_time": f"{last:%H.%M}", "place": row.place}
    return {**given, "sequence": row.sequence, **changes}


def preview(scene, row, **changes):
    return signed_in(scene.lise).get(scene.url("date", row.public_id), asked(row, **changes)).content.decode()


def moved(scene, row, client=None, **changes):
    return (client or signed_in(scene.lise)).post(scene.url("move", row.public_id), asked(row, **changes))


def test_the_page_says_when_where_and_whom_it_concerns(scene):
    text = signed_in(scene.lise).get(scene.url("date", scene.date(DateKind.GATHERING).public_id)).content.decode()

    assert "Torsdag 31. desember kl.\xa010.00–\u206013.00, for alle i loopen." in text
    assert all(name in text for name in ("Amina", "Emil", "Sara", "Lise Dalby"))


def test_asking_what_a_rotation_carries_with_it_changes_nothing(scene):
    rotation = scene.date(DateKind.ROTATION)
    letters = Message.objects.count()

    text = preview(scene, rotation, on="18.01.2027")

    assert "Flyttes til mandag 18. januar 2027" in text
    assert "Samling til torsdag 7. januar 2027." in text
    assert text.count("Hospiteringsdag for ") == 3
    assert "Tre evalueringer til onsdag 6. januar 2027." in text
    assert "får beskjed." in text
    assert "10. mai" not in text.split("Dette flytter like mye")[1].split("</section>")[0]
    assert local_day(LoopDate.objects.get(pk=rotation.pk).starts_at) == date(2027, 1, 11)
    assert Message.objects.count() == letters


def test_the_rest_of_the_year_is_carried_along_when_it_is_ticked(scene):
    text = preview(scene, scene.date(DateKind.ROTATION), on="18.01.2027", with_the_rest="on")

    assert "Rullering til mandag 17. mai 2027." in text
    assert "Avslutning til fredag 17. september 2027." in text


def test_another_place_on_the_same_day_is_said_so(scene):
    text = preview(scene, scene.date(DateKind.GATHERING), place="Brohuset")

    assert "Endres til torsdag 31. desember" in text
    assert "Sted: Brohuset." in text
    assert "Flyttes til" not in text


def test_the_date_of_a_stay_leads_to_its_goals(scene):
    meeting = scene.date(DateKind.START_MEETING, 0, participant=scene.amina)

    text = signed_in(scene.lise).get(scene.url("date", meeting.public_id)).content.decode()

    assert scene.url("stay", scene.stay(scene.amina, 0).public_id) in text


def test_those_without_e_mail_are_to_be_called(scene):
    Person.objects.filter(pk=scene.sara.person_id).update(email="", phone="")

    text = preview(scene, scene.date(DateKind.GATHERING), on="05.01.2027")

    assert f"{scene.sara.person} har ikke e-post. Ring i stedet." in text


def test_a_mistake_is_said_at_its_field_and_nothing_is_offered(scene):
    text = preview(scene, scene.date(DateKind.ROTATION), on="10.05.2027")

    assert "Rulleringene må komme etter hverandre." in text
    assert "Flytt og gi beskjed" not in text


def test_a_start_on_the_kick_off_day_is_refused_on_the_page(scene):
    type(scene.loop).objects.filter(pk=scene.loop.pk).update(kick_off_on=date(2026, 9, 12))
    start = scene.date(DateKind.START, 0)

    answer = moved(scene, start, on="12.09.2026")

    assert answer.status_code == 422
    assert "Oppstarten må være etter kick-off 12.09.2026. Velg en senere dag." in answer.content.decode()


def test_what_the_preview_carries_moves_it(scene):
    rotation = scene.date(DateKind.ROTATION)
    client = signed_in(scene.lise)

    answer = moved(scene, rotation, client, on="18.01.2027", with_the_rest="on")

    assert answer.url == scene.url("date", rotation.public_id)
    assert "Datoene er flyttet. De det gjelder, får beskjed." in client.get(answer.url).content.decode()
    assert local_day(LoopDate.objects.get(pk=rotation.pk).starts_at) == date(2027, 1, 18)
    assert local_day(scene.date(DateKind.END, 3).starts_at) == date(2027, 9, 17)


def test_a_form_that_somebody_else_was_before_is_refused_with_a_sentence(scene):
    gathering = scene.date(DateKind.GATHERING)
    moved(scene, gathering, on="05.01.2027")

    answers = [
        moved(scene, gathering, on="06.01.2027"),
        signed_in(scene.lise).get(scene.url("date", gathering.public_id), asked(gathering, on="06.01.2027")),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("Noen andre har endret denne datoen. Last siden på nytt og se." in answer.content.decode() for answer in answers)
    assert local_day(LoopDate.objects.get(pk=gathering.pk).starts_at) == date(2027, 1, 5)


def test_a_move_pressed_twice_is_made_once(scene):
    gathering = scene.date(DateKind.GATHERING)
    client = signed_in(scene.lise)
    form = asked(gathering, on="05.01.2027", once="7b1f1c1e-0f4e-4e43-9a51-5a7a1f2f9a11")

    answers = [client.post(scene.url("move", gathering.public_id), form).status_code for _press in range(2)]

    assert answers == [302, 302]
    assert LoopDate.objects.get(pk=gathering.pk).sequence == 1
    assert Message.objects.filter(template="loops/dates_changed", recipient_address="amina@brovik.example").count() == 1


def test_a_date_is_called_off(scene):
    gathering = scene.date(DateKind.GATHERING)
    client = signed_in(scene.lise)

    way = client.get(scene.url("date", gathering.public_id)).content.decode()
    page = client.get(scene.url("call_off", gathering.public_id)).content.decode()
    without = client.post(scene.url("call_off", gathering.public_id), {"sequence": 0})
    answer = client.post(scene.url("call_off", gathering.public_id), {"sequence": 0, "because": "Lokalet er stengt."})

    text = client.get(answer.url).content.decode()
    assert scene.url("call_off", gathering.public_id) in way
    assert "Hvorfor avlyses det?" in page
    assert without.status_code == 422
    assert LoopDate.objects.get(pk=gathering.pk).state == AppointmentState.CALLED_OFF
    assert "Datoen er avlyst. De det gjelder, får beskjed." in text
    assert "Lokalet er stengt." in text
    assert "Flytt datoen" not in text
    assert client.get(scene.url("call_off", gathering.public_id)).url == scene.url("date", gathering.public_id)


def test_a_date_that_was_called_off_by_mistake_is_on_again_and_those_concerned_are_told(scene):
    gathering = scene.date(DateKind.GATHERING)
    client = signed_in(scene.lise)
    client.post(scene.url("call_off", gathering.public_id), {"sequence": 0, "because": "Lokalet er stengt."})
    told = Message.objects.filter(template="loops/dates_changed").count()

    page = client.get(scene.url("date", gathering.public_id)).content.decode()
    for _press in range(2):
        answer = client.post(scene.url("restore", gathering.public_id))

    text = client.get(answer.url).content.decode()
    row = LoopDate.objects.get(pk=gathering.pk)
    assert "Datoen står likevel" in page
    assert f'action="{scene.url("restore", gathering.public_id)}?neste=' in page
    assert (row.state, row.sequence, row.called_off_by, row.called_off_because) == (AppointmentState.PLANNED, 2, None, "")
    assert "Datoen står igjen." in text
    assert Message.objects.filter(template="loops/dates_changed").count() == 2 * told
    assert not Message.objects.filter(values__contains={"dates": "Lokalet"}).exists()


def test_calling_off_with_a_stale_form_is_refused_on_the_page(scene):
    gathering = scene.date(DateKind.GATHERING)
    moved(scene, gathering, on="05.01.2027")

    form = {"sequence": 0, "because": "Lokalet er stengt."}
    answer = signed_in(scene.lise).post(scene.url("call_off", gathering.public_id), form)

    assert answer.status_code == 422
    assert "Lokalet er stengt." in answer.content.decode()
    assert "Noen andre har endret" in answer.content.decode()
    assert LoopDate.objects.get(pk=gathering.pk).state == AppointmentState.PLANNED


def test_a_date_is_ticked_off_on_its_day_and_not_before(scene):
    gathering = scene.date(DateKind.GATHERING)
    client = signed_in(scene.lise)
    too_early = client.post(scene.url("held", gathering.public_id), follow=True)

    scene.at(datetime(2026, 12, 31, 14, tzinfo=OSLO))
    client = signed_in(scene.lise)
    offered = client.get(scene.url("date", gathering.public_id)).content.decode()
    on_the_day = client.post(scene.url("held", gathering.public_id))

    assert too_early.redirect_chain == [(scene.url("date", gathering.public_id), 302)]
    assert "Denne datoen er ikke før 31.12.2026." in too_early.content.decode()
    assert on_the_day.status_code == 302
    assert "Kryss av som gjennomført" in offered
    assert LoopDate.objects.get(pk=gathering.pk).state == AppointmentState.HELD


def test_the_address_a_move_is_sent_to_shows_the_page_of_the_date(scene):
    answer = signed_in(scene.lise).get(scene.url("move", scene.date(DateKind.GATHERING).public_id))

    assert answer.status_code == 200
    assert "Flytt datoen" in answer.content.decode()


def test_a_date_of_another_loop_is_not_there(scene):
    elsewhere = LoopDateFactory(loop__unit=scene.loop.unit, loop__coordinator=scene.lise)

    assert signed_in(scene.lise).get(scene.url("date", elsewhere.public_id)).status_code == 404


def test_on_a_hospitation_day_those_who_have_the_place_are_told_from_the_one_who_visits(scene):
    scene.rotate(0)
    row = scene.date(DateKind.HOSPITATION, 1, participant=scene.amina)

    text = signed_in(scene.lise).get(scene.url("date", row.public_id)).content.decode()

    assert text.count("Deltaker, som har plassen") == row.appointment.parties.filter(role="candidate").count() - 1 > 0


@pytest.mark.parametrize("who", ["lise", "kari"])
def test_from_a_calendar_of_appointments_one_comes_to_the_date_and_moves_it_nowhere_else(scene, who):
    meeting = scene.date(DateKind.START_MEETING, 1, participant=scene.amina)
    client, appointment = signed_in(getattr(scene, who)), meeting.appointment.public_id

    shown = client.get(reverse("appointments:appointment", args=[appointment]))
    others = [client.post(reverse(f"appointments:{name}", args=[appointment])) for name in ("move", "call_off")]

    assert shown.url == scene.url("date", meeting.public_id)
    assert [answer.status_code for answer in others] == [404, 404]
