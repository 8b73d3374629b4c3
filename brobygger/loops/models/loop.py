"""JobbLoop until the plan is decided: who is in, what they want, and the plan that came of it."""

from __future__ import annotations

from datetime import date, time
from uuid import uuid4

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.kernel.our_time import within_our_time
from brobygger.kernel.units import day
from brobygger.loops.models.same_loop import OF_EMPLOYER, OF_PARTICIPANT, OF_TASK, OWN, one_loop, stays_in_its_loop
from brobygger.loops.states import AFTER_THE_DECISION, CommitmentState, InvitationState, LoopState
from brobygger.parties.models import ContactPerson, Person, Unit, Workplace, days, is_named
from brobygger.placements.models import Placement
from brobygger.proposals.models import Decision
from brobygger.reference.models import Municipality

MIN_AGE, MAX_AGE = 18, 30  # whole years on the kick-off day, both included; MISSION §5.2
FEWEST_TASKS, MOST_TASKS = 3, 10
FEWEST_EMPLOYERS, MOST_EMPLOYERS = 2, 6
MOST_PLACES, LAST_PERIOD = 6, 5  # periods are counted from 0


def is_one_of(field: str, choices: type[models.TextChoices]) -> Q:
    return Q(**{f"{field}__in": choices.values})


class Shift(models.TextChoices):
    """When the work is done; a candidate says which they cannot take."""

    EARLY = "early", _("før kl. 7")
    DAY = "day", _("dagtid")
    EVENING = "evening", _("kveld")
    NIGHT = "night", _("natt")
    WEEKEND = "weekend", _("helg")


class Accommodation(models.TextChoices):
    """What has to be arranged at the place of work. Needs, never causes. Source: RULES P2."""

    STEP_FREE = "step_free", _("trinnfri adkomst")
    NO_LIFTING = "no_lifting", _("uten tunge løft")
    SITTING = "sitting", _("kunne sitte i arbeidet")
    QUIET = "quiet", _("et rolig sted å være")
    WRITTEN = "written", _("skriftlige beskjeder")
    LATER_START = "later_start", _("kunne begynne senere på dagen")
    NO_ALLERGENS = "no_allergens", _("uten dyr, blomster eller mel")


class CalledOffBecause(models.TextChoices):
    """Why a loop is called off, as those it concerns are told: ready sentences, read in three languages, that say nothing of anybody."""

    TOO_FEW_EMPLOYERS = "too_few_employers", _("For få bedrifter kunne være med.")
    TOO_FEW_CANDIDATES = "too_few_candidates", _("For få ville være med denne gangen.")
    NO_DAY = "no_day", _("Vi fant ikke en dag og et sted som passet.")
    ANOTHER_LOOP = "another_loop", _("Den er slått sammen med en annen loop.")
    OTHER = "other", _("Det ble ikke noe av denne gangen.")


@pghistory.track()
class Loop(models.Model):
    """One JobbLoop: some employers, some candidates, a kick-off day, and a year round."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("navn"), max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("ansvarlig enhet"))
    offices = models.ManyToManyField(Unit, related_name="+", verbose_name=_("kontorer som kan foreslå deltakere"))
    driver = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("driver"))
    coordinator = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("koordinator"))
    region = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("område"))
    trade = models.CharField(_("bransje"), max_length=80)
    employers_wanted = models.PositiveSmallIntegerField(_("antall bedrifter"), default=3)
    periods = models.PositiveSmallIntegerField(_("antall perioder"), default=3)
    period_months = models.PositiveSmallIntegerField(_("måneder i hver periode"), default=4)
    min_visits = models.PositiveSmallIntegerField(_("minste antall perioder for hver"), null=True, blank=True)
    state = models.CharField(_("status"), max_length=12, choices=LoopState, default=LoopState.RECRUITING)
    kick_off_on = models.DateField(_("kick-off"), null=True, blank=True)
    kick_off_from = models.TimeField(_("fra klokka"), default=time(9, 0))
    kick_off_to = models.TimeField(_("til klokka"), default=time(13, 0))
    kick_off_place = models.CharField(_("sted"), max_length=160, blank=True)
    interviews_from = models.TimeField(_("intervjuene begynner"), default=time(10, 0))
    interview_minutes = models.PositiveSmallIntegerField(_("minutter for hvert intervju"), default=12)
    starts_on = models.DateField(_("oppstart i bedriftene"), null=True, blank=True)
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True, related_name="+")
    called_off_because = models.CharField(_("hvorfor den er avlyst"), max_length=20, choices=CalledOffBecause, blank=True)
    called_off_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avlyst av"))
    called_off_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            within_our_time("loop_days_are_of_our_time", "kick_off_on", "starts_on", "called_off_at", "created_at"),
            is_named("loop_has_a_name_on_one_line"),
            models.CheckConstraint(
                name="loop_has_two_to_six_employers",
                condition=Q(employers_wanted__range=(FEWEST_EMPLOYERS, MOST_EMPLOYERS)),
                violation_error_message=_("En loop har to til seks bedrifter."),
            ),
            models.CheckConstraint(
                name="loop_has_one_to_six_periods",
                condition=Q(periods__range=(1, 6)) & Q(period_months__range=(1, 12)),
                violation_error_message=_("En loop har én til seks perioder på én til tolv måneder."),
            ),
            models.CheckConstraint(
                name="loop_asks_for_no_more_visits_than_periods",
                condition=Q(min_visits__isnull=True) | Q(min_visits__gte=1, min_visits__lte=F("periods")),
            ),
            models.CheckConstraint(
                name="loop_starts_after_its_kick_off",
                condition=Q(starts_on__isnull=True) | Q(kick_off_on__isnull=True) | Q(starts_on__gt=F("kick_off_on")),
                violation_error_message=_("Oppstarten må være etter kick-off."),
            ),
            models.CheckConstraint(
                name="loop_kick_off_ends_after_it_begins",
                condition=Q(
                    kick_off_to__gt=F("kick_off_from"), interviews_from__gte=F("kick_off_from"), interviews_from__lt=F("kick_off_to")
                ),
                violation_error_message=_("Kick-off må slutte etter at den begynner, og intervjuene må være innenfor dagen."),
            ),
            models.CheckConstraint(
                name="loop_interview_takes_five_to_sixty_minutes",
                condition=Q(interview_minutes__range=(5, 60)),
                violation_error_message=_("Et intervju varer fra 5 til 60 minutter."),
            ),
            models.CheckConstraint(
                name="loop_has_a_decision_once_decided",
                condition=Q(state__in=AFTER_THE_DECISION, decision__isnull=False, starts_on__isnull=False)
                | (~Q(state__in=AFTER_THE_DECISION) & Q(decision__isnull=True)),
            ),
            models.CheckConstraint(
                name="loop_has_a_reason_a_person_and_a_moment_once_called_off",
                condition=Q(
                    state=LoopState.CANCELLED,
                    called_off_because__in=CalledOffBecause.values,
                    called_off_by__isnull=False,
                    called_off_at__isnull=False,
                )
                | ~Q(state=LoopState.CANCELLED) & Q(called_off_because="", called_off_by__isnull=True, called_off_at__isnull=True),
            ),
            models.CheckConstraint(name="loop_is_in_a_known_state", condition=is_one_of("state", LoopState)),
        ]
        indexes = [models.Index(Coalesce("kick_off_on", date.max).desc(), F("id").desc(), name="loop_by_kick_off")]

    def __str__(self) -> str:
        return self.name


class DropOut(models.TextChoices):
    """Why an employer left a loop that had begun. Staff only."""

    BANKRUPT = "bankrupt", _("konkurs")
    OTHER = "other", _("annet")


@pghistory.track()
class LoopEmployer(models.Model):
    """One employer in a loop: its workplace, its places in each period, and what the work asks for."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    loop = models.ForeignKey(Loop, models.PROTECT, related_name="employers")
    workplace = models.ForeignKey(Workplace, models.PROTECT, related_name="+", verbose_name=_("arbeidssted"))
    contact = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("kontaktperson"))
    state = models.CharField(_("status"), max_length=12, choices=CommitmentState, default=CommitmentState.ASKED)
    committed_on = models.DateField(_("sa ja"), null=True, blank=True)
    places = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(0), MaxValueValidator(MOST_PLACES)]),
        verbose_name=_("plasser i hver periode"),
    )
    commitments = models.TextField(_("hva bedriften stiller med"), blank=True, max_length=1000)
    room = models.CharField(_("rom på kick-off"), max_length=40, blank=True)
    shifts = ArrayField(models.CharField(max_length=8, choices=Shift), default=list, blank=True, verbose_name=_("når arbeidet gjøres"))
    cannot_arrange = ArrayField(
        models.CharField(max_length=16, choices=Accommodation),
        default=list,
        blank=True,
        verbose_name=_("kan ikke legge til rette for"),
    )
    wishes_given_at = models.DateTimeField(null=True, blank=True)
    wishes_typed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_out_on = models.DateField(_("siste dag i loopen"), null=True, blank=True)
    dropped_out_because = models.CharField(_("hvorfor"), max_length=12, choices=DropOut, blank=True)

    class Meta:
        triggers = [stays_in_its_loop("loop_employer_stays_in_its_loop")]
        constraints = [
            within_our_time("loop_employer_days_are_of_our_time", "committed_on", "wishes_given_at", "dropped_out_on"),
            models.UniqueConstraint(
                fields=["loop", "workplace"],
                name="loop_employer_stands_once_in_a_loop",
                violation_error_message=_("Dette arbeidsstedet er allerede med i loopen."),
            ),
            models.CheckConstraint(
                name="loop_employer_has_a_date_once_committed",
                condition=~Q(state=CommitmentState.COMMITTED) | Q(committed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="loop_employer_has_a_day_and_a_reason_once_dropped_out",
                condition=(
                    Q(state=CommitmentState.DROPPED_OUT, dropped_out_on__isnull=False, dropped_out_because__in=DropOut.values)
                    | ~Q(state=CommitmentState.DROPPED_OUT) & Q(dropped_out_on__isnull=True, dropped_out_because="")
                ),
            ),
            models.CheckConstraint(
                name="loop_employer_has_places_for_some_period",
                condition=Q(places__len__range=(1, 6)),
                violation_error_message=_("Skriv antall plasser for hver periode."),
            ),
            models.CheckConstraint(name="loop_employer_is_in_a_known_state", condition=is_one_of("state", CommitmentState)),
            models.CheckConstraint(
                name="loop_employer_has_nought_to_six_places_in_a_period", condition=Q(places__contained_by=list(range(MOST_PLACES + 1)))
            ),
        ]

    def __str__(self) -> str:
        return self.workplace.name


@pghistory.track()
class Closure(models.Model):
    """Days when an employer in a loop is closed."""

    employer = models.ForeignKey(LoopEmployer, models.CASCADE, related_name="closures")
    starts_on = models.DateField(_("første dag"))
    ends_on = models.DateField(_("siste dag"))
    reason = models.CharField(_("grunn"), max_length=120)

    class Meta:
        constraints = [
            within_our_time("closure_days_are_of_our_time", "starts_on", "ends_on"),
            models.CheckConstraint(
                name="closure_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Siste dag kan ikke være før første dag."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employer}: {day(self.starts_on)}–{day(self.ends_on)}"


@pghistory.track()
class Task(models.Model):
    """Something one does at the employer, in plain words."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    employer = models.ForeignKey(LoopEmployer, models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("oppgave"), max_length=120)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(name="task_says_something", condition=~Q(text="")),
            models.UniqueConstraint(
                fields=["employer", "position"], name="task_has_a_place_of_its_own", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                name="task_is_one_of_ten",
                condition=Q(position__range=(1, MOST_TASKS)),
                violation_error_message=_("Skriv høyst ti oppgaver."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class LeftFor(models.TextChoices):
    """What a candidate left a loop for. Staff and the candidate only. Source: MISSION §5.7."""

    JOB = "job", _("jobb")
    EDUCATION = "education", _("utdanning")
    OTHER = "other", _("noe annet")


@pghistory.track()
class Participant(models.Model):
    """A candidate invited to a loop, their answer, and what they chose to say about themselves."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    loop = models.ForeignKey(Loop, models.PROTECT, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="loop_participations")
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("foreslått av"))
    state = models.CharField(_("svar"), max_length=8, choices=InvitationState, default=InvitationState.INVITED)
    answered_at = models.DateTimeField(null=True, blank=True)
    presentation = models.TextField(_("slik presenterer jeg meg"), max_length=600, blank=True)
    travel_limit_km = models.PositiveSmallIntegerField(_("lengste avstand"), null=True, blank=True)
    cannot_work = ArrayField(models.CharField(max_length=8, choices=Shift), default=list, blank=True, verbose_name=_("kan ikke arbeide"))
    needs = ArrayField(models.CharField(max_length=16, choices=Accommodation), default=list, blank=True, verbose_name=_("tilrettelegging"))
    has_attended = models.BooleanField(_("møtte på kick-off"), null=True, blank=True)
    marks_given_at = models.DateTimeField(null=True, blank=True)
    wishes_given_at = models.DateTimeField(null=True, blank=True)
    wishes_typed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    left_on = models.DateField(_("siste dag i loopen"), null=True, blank=True)
    left_for = models.CharField(_("gikk videre til"), max_length=10, choices=LeftFor, blank=True)
    went_to = models.OneToOneField(
        Placement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("plassen etter loopen")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        triggers = [stays_in_its_loop("participant_stays_in_its_loop")]
        constraints = [
            within_our_time(
                "participant_days_are_of_our_time", "answered_at", "marks_given_at", "wishes_given_at", "left_on", "created_at"
            ),
            models.UniqueConstraint(
                fields=["loop", "person"],
                name="participant_is_invited_once_to_a_loop",
                violation_error_message=_("Personen er allerede invitert til denne loopen."),
            ),
            models.CheckConstraint(
                name="participant_has_a_moment_once_answered",
                condition=Q(state=InvitationState.INVITED) | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="participant_attends_only_after_a_yes",
                condition=Q(has_attended__isnull=True) | Q(has_attended=False) | Q(state=InvitationState.YES),
            ),
            models.CheckConstraint(
                name="participant_has_a_day_and_a_reason_once_gone",
                condition=Q(left_on__isnull=True, left_for="") | Q(left_on__isnull=False, left_for__in=LeftFor.values),
            ),
            models.CheckConstraint(name="participant_is_in_a_known_state", condition=is_one_of("state", InvitationState)),
            models.CheckConstraint(
                name="participant_travels_at_most_five_hundred_kilometres",
                condition=Q(travel_limit_km__isnull=True) | Q(travel_limit_km__range=(1, 500)),
                violation_error_message=_("Skriv kilometer én vei, fra 1 til 500."),
            ),
        ]

    def __str__(self) -> str:
        return self.person.first_name


class Mark(models.TextChoices):
    WANT = "want", _("vil gjerne")
    CAN = "can", _("kan")
    RATHER_NOT = "rather_not", _("helst ikke")


@pghistory.track()
class TaskMark(models.Model):
    """What a candidate thinks of one task."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="marks")
    task = models.ForeignKey(Task, models.CASCADE, related_name="marks")
    mark = models.CharField(max_length=10, choices=Mark)

    class Meta:
        triggers = [one_loop("task_mark_is_within_one_loop", OF_PARTICIPANT, OF_TASK)]
        constraints = [
            models.UniqueConstraint(fields=["participant", "task"], name="task_mark_is_one_for_each_task"),
            models.CheckConstraint(name="task_mark_is_a_known_mark", condition=is_one_of("mark", Mark)),
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.get_mark_display()}"


class Side(models.TextChoices):
    CANDIDATE = "candidate", _("deltakeren")
    EMPLOYER = "employer", _("bedriften")


class Wish(models.Model):
    """How much one side wants the other, 0–5. Read only by the engine, for the one who decides. Source: issue of the loop, M5."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="wishes")
    employer = models.ForeignKey(LoopEmployer, models.CASCADE, related_name="wishes")
    side = models.CharField(max_length=10, choices=Side)
    value = models.PositiveSmallIntegerField(_("ønske"))

    class Meta:
        triggers = [one_loop("wish_is_within_one_loop", OF_PARTICIPANT, OF_EMPLOYER)]
        constraints = [
            models.UniqueConstraint(fields=["participant", "employer", "side"], name="wish_stands_once_for_each_side"),
            models.CheckConstraint(
                name="wish_is_from_nought_to_five",
                condition=Q(value__range=(0, 5)),
                violation_error_message=_("Et ønske er et tall fra 0 til 5."),
            ),
            models.CheckConstraint(name="wish_is_from_a_known_side", condition=is_one_of("side", Side)),
        ]

    def __str__(self) -> str:
        return f"{self.participant} – {self.employer}"


class Interview(models.Model):
    """One short meeting on the kick-off day: a candidate in an employer's room in one round."""

    loop = models.ForeignKey(Loop, models.CASCADE, related_name="interviews")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="interviews")
    employer = models.ForeignKey(LoopEmployer, models.CASCADE, related_name="interviews")
    round = models.PositiveSmallIntegerField(help_text="from 0")

    class Meta:
        triggers = [one_loop("interview_is_within_one_loop", OWN, OF_PARTICIPANT, OF_EMPLOYER)]
        constraints = [
            models.UniqueConstraint(fields=["participant", "round"], name="interview_has_nobody_in_two_rooms"),
            models.UniqueConstraint(fields=["employer", "round"], name="interview_has_one_candidate_in_a_room"),
            models.UniqueConstraint(fields=["participant", "employer"], name="interview_is_held_once_for_each_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.round + 1}: {self.participant} – {self.employer}"


class VetoKind(models.TextChoices):
    DISTANCE = "distance", _("avstand")
    SHIFTS = "shifts", _("arbeidstid")
    CLOSED_WEEKS = "closed_weeks", _("stengte uker")
    FAMILY_TIE = "family_tie", _("familie")
    ACCOMMODATION = "accommodation", _("tilrettelegging")
    OTHER = "other", _("annet")


@pghistory.track()
class StatedVeto(models.Model):
    """A reason somebody has stated why a candidate cannot be at an employer; no period means all of them."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="stated_vetoes")
    employer = models.ForeignKey(LoopEmployer, models.CASCADE, related_name="+")
    period = models.PositiveSmallIntegerField(_("periode"), null=True, blank=True)
    kind = models.CharField(_("slag"), max_length=16, choices=VetoKind)
    reason = models.CharField(_("grunn"), max_length=200)
    stated_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    stated_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        triggers = [one_loop("stated_veto_is_within_one_loop", OF_PARTICIPANT, OF_EMPLOYER)]
        constraints = [
            within_our_time("stated_veto_days_are_of_our_time", "stated_at"),
            models.UniqueConstraint(
                fields=["participant", "employer", "period", "kind"],
                nulls_distinct=False,
                name="stated_veto_stands_once",
                violation_error_message=_("Dette hensynet er allerede lagt inn."),
            ),
            models.CheckConstraint(name="stated_veto_is_of_a_known_kind", condition=is_one_of("kind", VetoKind)),
            models.CheckConstraint(
                name="stated_veto_is_for_one_of_six_periods", condition=Q(period__isnull=True) | Q(period__range=(0, LAST_PERIOD))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} – {self.employer}: {self.reason}"


class AdjustmentKind(models.TextChoices):
    PIN = "pin", _("begynner her")
    FORBID = "forbid", _("er ikke her")


@pghistory.track()
class Adjustment(models.Model):
    """A pair the coordinator has pinned or forbidden before deciding."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    employer = models.ForeignKey(LoopEmployer, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=AdjustmentKind)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        triggers = [one_loop("adjustment_is_within_one_loop", OF_PARTICIPANT, OF_EMPLOYER)]
        constraints = [
            within_our_time("adjustment_days_are_of_our_time", "made_at"),
            models.UniqueConstraint(
                fields=["participant", "employer"],
                name="adjustment_is_one_for_each_pair",
                violation_error_message=_("Dette paret er allerede låst eller unngått. Løs det opp først."),
            ),
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(kind=AdjustmentKind.PIN),
                name="adjustment_pins_a_participant_to_one_start",
                violation_error_message=_("Deltakeren er allerede låst til en annen bedrift. Løs det opp først."),
            ),
            models.CheckConstraint(name="adjustment_is_of_a_known_kind", condition=is_one_of("kind", AdjustmentKind)),
        ]

    def __str__(self) -> str:
        return f"{self.participant} {self.get_kind_display()}: {self.employer}"


@pghistory.track()
class Stay(models.Model):
    """A decided stay: this participant at this employer in this period. A gap has no row; one cut short may have another after it.

    Once the year has begun, each stay has a placement, which says whether it has begun and how it ended.
    """

    public_id = models.UUIDField(default=uuid4, db_default=RandomUUID(), unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="stays")
    employer = models.ForeignKey(LoopEmployer, models.PROTECT, related_name="stays")
    period = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    placement = models.OneToOneField(Placement, models.PROTECT, null=True, blank=True, related_name="stay")
    goals = models.TextField(_("mål for opplæringen"), blank=True, max_length=600, help_text="agreed by the four at the start meeting")
    mentor = models.ForeignKey(ContactPerson, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("fadder"))

    class Meta:
        triggers = [one_loop("stay_is_within_one_loop", OF_PARTICIPANT, OF_EMPLOYER)]
        constraints = [
            within_our_time("stay_days_are_of_our_time", "starts_on", "ends_on"),
            ExclusionConstraint(
                name="stay_is_in_one_place_at_a_time",
                expressions=[("participant", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
            ),
            models.UniqueConstraint(fields=["participant", "employer"], name="stay_is_never_twice_at_the_same_employer"),
            models.CheckConstraint(name="stay_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="stay_is_in_one_of_six_periods", condition=Q(period__range=(0, LAST_PERIOD))),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.employer}, {day(self.starts_on)}"


@pghistory.track()
class NextStep(models.Model):
    """What happens next, who sees to it, and by when; for the loop itself, or for one who was at the kick-off."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    loop = models.ForeignKey(Loop, models.CASCADE, related_name="next_steps")
    participant = models.OneToOneField(Participant, models.CASCADE, null=True, blank=True, related_name="next_step")
    text = models.CharField(_("neste steg"), max_length=200)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("hvem tar det"))
    due_on = models.DateField(_("når"))
    set_while = models.CharField(max_length=10, choices=LoopState, default=LoopState.RECRUITING, help_text="how far the loop had come")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = [one_loop("next_step_is_within_one_loop", OWN, OF_PARTICIPANT, unless="NEW.participant_id IS NULL")]
        constraints = [
            within_our_time("next_step_days_are_of_our_time", "due_on", "done_at"),
            models.UniqueConstraint(
                fields=["loop"],
                condition=Q(participant__isnull=True, done_at__isnull=True),
                name="next_step_of_a_loop_is_one_at_a_time",
                violation_error_message=_("Loopen har allerede et neste steg. Gjør det ferdig først."),
            ),
            models.CheckConstraint(name="next_step_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="next_step_is_set_in_a_known_state", condition=Q(set_while__in=LoopState.values)),
        ]

    def __str__(self) -> str:
        return self.text
