"""The year of a loop as dates: what happens when, for whom, and what each date hangs on. Source: MISSION §5.5–5.9; ADR 0087."""

from __future__ import annotations

from uuid import uuid4

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.kernel.our_time import within_our_time
from brobygger.kernel.units import day
from brobygger.loops.models.loop import LAST_PERIOD, Loop, LoopEmployer, Participant
from brobygger.loops.models.same_loop import OF_EMPLOYER, OF_PARTICIPANT, OWN, one_loop
from brobygger.loops.states import DateState
from brobygger.parties.models import Person, Role


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
    """Something that happens once in a loop's year. It hangs on a turning: the start (0), a rotation (1, 2 …) or the end."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    loop = models.ForeignKey(Loop, models.PROTECT, related_name="dates")
    kind = models.CharField(_("hva"), max_length=16, choices=DateKind)
    turning = models.PositiveSmallIntegerField(help_text="the number of the period that begins, or of periods when the last has ended")
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="dates")
    employer = models.ForeignKey(LoopEmployer, models.PROTECT, null=True, blank=True, related_name="dates")
    starts_at = models.DateTimeField(_("begynner"))
    ends_at = models.DateTimeField(_("slutter"))
    place = models.CharField(_("sted"), max_length=160, blank=True)
    state = models.CharField(_("status"), max_length=10, choices=DateState, default=DateState.PLANNED)
    sequence = models.PositiveSmallIntegerField(default=0, help_text="raised each time it is moved or called off; RULES W9")
    changed_at = models.DateTimeField()
    called_off_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text="empty when a change of the plan called it off"
    )
    called_off_because = models.CharField(_("hvorfor avlyst"), max_length=200, blank=True, help_text="for those who lead the loop")

    class Meta:
        triggers = [one_loop("loop_date_is_within_one_loop", OWN, OF_PARTICIPANT, OF_EMPLOYER, unless="NEW.participant_id IS NULL")]
        constraints = [
            within_our_time("loop_date_days_are_of_our_time", "changed_at"),
            models.CheckConstraint(
                name="loop_date_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("Slutten må være etter begynnelsen."),
            ),
            models.CheckConstraint(
                name="loop_date_is_for_a_stay_or_for_all",
                condition=Q(kind__in=OF_A_STAY, participant__isnull=False, employer__isnull=False)
                | ~Q(kind__in=OF_A_STAY) & Q(participant__isnull=True, employer__isnull=True),
            ),
            models.CheckConstraint(name="loop_date_is_of_a_known_kind", condition=Q(kind__in=DateKind.values)),
            models.CheckConstraint(name="loop_date_is_in_a_known_state", condition=Q(state__in=DateState.values)),
            models.CheckConstraint(
                name="loop_date_has_a_reason_only_when_somebody_called_it_off",
                condition=Q(called_off_because="") | Q(called_off_by__isnull=False),
            ),
            models.CheckConstraint(
                name="loop_date_is_called_off_by_somebody_only_when_called_off",
                condition=Q(called_off_by__isnull=True) | Q(state=DateState.CANCELLED),
            ),
            models.CheckConstraint(name="loop_date_hangs_on_one_of_seven_turnings", condition=Q(turning__range=(0, LAST_PERIOD + 1))),
            models.UniqueConstraint(fields=["loop", "turning"], condition=Q(kind__in=TURNINGS), name="loop_date_turns_once"),
            models.UniqueConstraint(
                fields=["loop", "turning", "kind", "participant", "employer"],
                condition=Q(kind__in=OF_A_STAY) & ~Q(state=DateState.CANCELLED),
                name="loop_date_stands_once_for_a_stay",
            ),
        ]
        indexes = [models.Index(fields=["loop", "starts_at", "id"], name="loop_date_by_time")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {day(self.starts_at)}"


class DateParty(models.Model):
    """Somebody a date concerns: asked there, reminded, and told when it is moved. Staff by user, the others by person."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    date = models.ForeignKey(LoopDate, models.CASCADE, related_name="parties")
    role = models.CharField(max_length=24, choices=Role)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="date_party_is_a_person_or_a_user",
                condition=Q(person__isnull=False, user__isnull=True) | Q(person__isnull=True, user__isnull=False),
            ),
            models.UniqueConstraint(fields=["date", "person", "user"], nulls_distinct=False, name="date_party_stands_once"),
            models.CheckConstraint(name="date_party_has_a_known_role", condition=Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.user}: {self.date}"
