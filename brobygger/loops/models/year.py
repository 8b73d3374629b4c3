"""The year of a loop as dates: what happens when, for whom, and what each date hangs on. Source: MISSION §5.5–5.9; ADR 0087."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.appointments.models import Appointment
from brobygger.kernel.units import day
from brobygger.loops.models.loop import LAST_PERIOD, Loop, LoopEmployer, Participant
from brobygger.loops.models.same_loop import OF_EMPLOYER, OF_PARTICIPANT, OWN, one_loop


class DateKind(models.TextChoices):
    START = "start", _("oppstart")
    ROTATION = "rotation", _("rullering")
    END = "end", _("avslutning")
    GATHERING = "gathering", _("samling")
    START_MEETING = "start_meeting", _("oppstartsmøte")
    HOSPITATION = "hospitation", _("hospiteringsdag")
    EVALUATION = "evaluation", _("evaluering")


TURNINGS = (DateKind.START, DateKind.ROTATION, DateKind.END)  # the spine: a period begins, or the last one has ended
OF_A_STAY = (DateKind.START_MEETING, DateKind.HOSPITATION, DateKind.EVALUATION)  # for one candidate at one employer


@pghistory.track()
class LoopDate(models.Model):
    """Something that happens once in a loop's year. It hangs on a turning: the start (0), a rotation (1, 2 …) or the end.

    When, where and for whom it is, and whether it stands, its appointment says. What must hold between the two, `sql/date_stands.sql` asks.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    loop = models.ForeignKey(Loop, models.PROTECT, related_name="dates")
    kind = models.CharField(_("hva"), max_length=16, choices=DateKind)
    turning = models.PositiveSmallIntegerField(help_text="the number of the period that begins, or of periods when the last has ended")
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="dates")
    employer = models.ForeignKey(LoopEmployer, models.PROTECT, null=True, blank=True, related_name="dates")
    appointment = models.OneToOneField(Appointment, models.PROTECT, related_name="loop_date")
    called_off_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text="empty when a change of the plan called it off"
    )

    class Meta:
        triggers = [one_loop("loop_date_is_within_one_loop", OWN, OF_PARTICIPANT, OF_EMPLOYER, unless="NEW.participant_id IS NULL")]
        constraints = [
            models.CheckConstraint(
                name="loop_date_is_for_a_stay_or_for_all",
                condition=Q(kind__in=OF_A_STAY, participant__isnull=False, employer__isnull=False)
                | ~Q(kind__in=OF_A_STAY) & Q(participant__isnull=True, employer__isnull=True),
            ),
            models.CheckConstraint(name="loop_date_is_of_a_known_kind", condition=Q(kind__in=DateKind.values)),
            models.CheckConstraint(name="loop_date_hangs_on_one_of_seven_turnings", condition=Q(turning__range=(0, LAST_PERIOD + 1))),
            models.UniqueConstraint(fields=["loop", "turning"], condition=Q(kind__in=TURNINGS), name="loop_date_turns_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {day(self.starts_at)}"

    @property
    def starts_at(self) -> datetime:
        return self.appointment.starts_at

    @property
    def ends_at(self) -> datetime:
        return self.appointment.ends_at

    @property
    def place(self) -> str:
        return self.appointment.place

    @property
    def state(self) -> str:
        return self.appointment.state

    @property
    def called_off_because(self) -> str:
        """For those who lead the loop."""
        return self.appointment.called_off_because

    @property
    def sequence(self) -> int:
        return self.appointment.sequence
