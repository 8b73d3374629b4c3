"""People, organisations, workplaces and units, and who belongs where, from when to when."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import Language, User
from brobygger.kernel.our_time import FIRST_BIRTHDAY, within_our_time
from brobygger.kernel.phones import KEPT
from brobygger.kernel.text import LETTER, LETTER_OR_NUMBER, ONE_LINE
from brobygger.parties.register_numbers import IsRegisterNumber, require_valid_register_number
from brobygger.reference.models import PostalCode


class DateRange(Func):
    """The days from one date to another, both included; no last date means for ever."""

    function = "daterange"
    output_field = DateRangeField()


def is_named(name: str) -> models.CheckConstraint:
    """That what stands in `name` can be read, and put in the subject of a letter."""
    return models.CheckConstraint(
        name=name,
        condition=Q(name__regex=LETTER_OR_NUMBER) & Q(name__regex=ONE_LINE),
        violation_error_message=_("Skriv navnet med bokstaver, på én linje."),
    )


def can_be_dialled(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name, condition=Q(phone__regex=KEPT), violation_error_message=_("Skriv et telefonnummer som kan ringes.")
    )


def full_name(first_name: str, last_name: str) -> str:
    """Both names, or the one somebody has."""
    return f"{first_name} {last_name}".strip()


def days(first: str = "starts_on", last: str = "ends_on") -> DateRange:
    return DateRange(F(first), F(last), Value("[]"))


class Role(models.TextChoices):
    """What somebody is in Brobygger; the access table has a column for each."""

    COUNSELLOR = "counsellor", _("veileder")
    SPECIALIST = "specialist", _("jobbspesialist")
    BUSINESS_COORDINATOR = "business_coordinator", _("næringslivskoordinator")
    LOOP_COORDINATOR = "loop_coordinator", _("koordinator for loopen")
    DRIVER = "driver", _("driver")
    LEADER = "leader", _("leder")
    PEER_WORKER = "peer_worker", _("ungdomsmedarbeider")
    REFERRER = "referrer", _("henviser")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("personvernombud")
    CANDIDATE = "candidate", _("deltaker")
    EMPLOYER = "employer", _("arbeidsgiver")
    MENTOR = "mentor", _("fadder")


# Roles a user is given by a membership; the other three come with a signed link.
STAFF_ROLES = frozenset(set(Role) - {Role.CANDIDATE, Role.EMPLOYER, Role.MENTOR})


# Links of those who are called at an employer.
AT_EMPLOYERS = frozenset({Role.EMPLOYER, Role.MENTOR})


class Protection(models.TextChoices):
    """How a person's identity and whereabouts are protected. Source: RULES A3."""

    UNKNOWN = "unknown", _("ikke avklart")
    NONE = "none", _("ingen")
    SHIELDED = "shielded", _("skjermet")
    CODE_7 = "code_7", _("fortrolig adresse")
    CODE_6 = "code_6", _("strengt fortrolig adresse")
    CODE_6_ABROAD = "code_6_abroad", _("strengt fortrolig adresse i utlandet")


# Whose street is nowhere written down. Source: RULES A3.
SECRET_ADDRESS = (Protection.UNKNOWN, Protection.CODE_7, Protection.CODE_6, Protection.CODE_6_ABROAD)


class SpokenLanguage(models.TextChoices):
    """The language somebody talks best in; asked so that they can be met by one who speaks it."""

    NORWEGIAN = "nb", _("norsk")
    ENGLISH = "en", _("engelsk")
    SAMI = "se", _("samisk")
    NORWEGIAN_SIGN_LANGUAGE = "nsl", _("norsk tegnspråk")
    ARABIC = "ar", _("arabisk")
    DARI = "prs", _("dari")
    POLISH = "pl", _("polsk")
    SOMALI = "so", _("somali")
    SPANISH = "es", _("spansk")
    TIGRINYA = "ti", _("tigrinja")
    TURKISH = "tr", _("tyrkisk")
    UKRAINIAN = "uk", _("ukrainsk")
    URDU = "ur", _("urdu")


class Sector(models.TextChoices):
    """Confidentiality runs between sectors: a record crosses only by a grant. Source: RULES A5."""

    STATE = "state", _("staten")
    MUNICIPALITY = "municipality", _("kommunen")
    DISTRICT = "district", _("bydelen")
    VOLUNTEER = "volunteer", _("frivillig organisasjon")
    EMPLOYER = "employer", _("arbeidsgiver")


class UnitKind(models.TextChoices):
    NAV_OFFICE = "nav_office", _("NAV-kontor")
    WORKING_LIFE_CENTRE = "working_life_centre", _("arbeidslivssenter")
    YOUTH_CENTRE = "youth_centre", _("Jobbsentral")
    YOUTH_TEAM = "youth_team", _("ungdomsteam")
    TRAINING_OFFICE = "training_office", _("opplæringskontor")
    DRIVER = "driver", _("driver av JobbLoop")


class Unit(models.Model):
    """A place where staff belong."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("navn"), max_length=120)
    kind = models.CharField(_("slag"), max_length=24, choices=UnitKind)
    sector = models.CharField(_("sektor"), max_length=16, choices=Sector)
    street = models.CharField(_("gateadresse"), max_length=160, blank=True)
    postal_code = models.ForeignKey(PostalCode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("postnummer"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], name="unit_has_a_name_of_its_own"),
            is_named("unit_has_a_name_on_one_line"),
            models.CheckConstraint(name="unit_is_of_a_known_kind", condition=Q(kind__in=UnitKind.values)),
            models.CheckConstraint(name="unit_is_in_a_known_sector", condition=Q(sector__in=Sector.values)),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Membership(models.Model):
    """That a user has a role in a unit, from one date to another. The last day is the last day with access."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    role = models.CharField(_("rolle"), max_length=24, choices=Role)
    work_percent = models.PositiveSmallIntegerField(_("stillingsprosent"), default=100)
    starts_on = models.DateField(_("første dag"))
    ends_on = models.DateField(_("siste dag"), null=True, blank=True)

    class Meta:
        constraints = [
            within_our_time("membership_days_are_of_our_time", "starts_on", "ends_on"),
            models.CheckConstraint(
                name="membership_is_a_part_of_a_full_position",
                condition=Q(work_percent__gte=1, work_percent__lte=100),
                violation_error_message=_("Stillingsprosenten er fra 1 til 100."),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Siste dag kan ikke være før første dag."),
            ),
            models.CheckConstraint(name="membership_gives_a_staff_role", condition=Q(role__in=sorted(STAFF_ROLES))),
            ExclusionConstraint(
                name="membership_is_not_given_twice_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Denne personen har allerede rollen i denne enheten."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.unit}"


@pghistory.track()
class Person(models.Model):
    """Somebody Brobygger knows by name: a candidate, an employer's contact, a mentor, or a staff member's own record.

    There is no field for national id, diagnosis, benefits, origin or faith. Source: RULES P2.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    first_name = models.CharField(_("fornavn"), max_length=60)
    last_name = models.CharField(_("etternavn"), max_length=80, blank=True, help_text="empty for one who has one name")
    born_on = models.DateField(_("fødselsdato"), null=True, blank=True)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    street = models.CharField(_("gateadresse"), max_length=160, blank=True)
    postal_code = models.ForeignKey(PostalCode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("postnummer"))
    language = models.CharField(_("språk"), max_length=2, choices=Language, default=Language.BOKMAAL)
    talks_best = models.CharField(
        _("snakker helst"), max_length=4, choices=SpokenLanguage, blank=True, help_text="empty for those who are not asked"
    )
    protection = models.CharField(_("adressebeskyttelse"), max_length=16, choices=Protection, default=Protection.UNKNOWN)
    user = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="person")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            within_our_time("person_days_are_of_our_time", "created_at"),
            within_our_time("person_is_born_after_1899", "born_on", since=FIRST_BIRTHDAY),
            models.CheckConstraint(name="person_has_a_known_protection", condition=Q(protection__in=Protection.values)),
            models.CheckConstraint(
                name="person_has_a_name_with_a_letter",
                condition=Q(first_name__regex=LETTER) & (Q(last_name="") | Q(last_name__regex=LETTER)),
                violation_error_message=_("Skriv navnet med bokstaver."),
            ),
            models.CheckConstraint(
                name="person_has_a_name_on_one_line",
                condition=Q(first_name__regex=ONE_LINE, last_name__regex=ONE_LINE),
                violation_error_message=_("Skriv navnet på én linje."),
            ),
            can_be_dialled("person_has_a_telephone_that_can_be_dialled"),
            models.CheckConstraint(
                name="person_with_a_secret_address_has_no_street_written_down",
                condition=Q(street="") | ~Q(protection__in=SECRET_ADDRESS),
                violation_error_message=_("Gateadressen skrives ikke ned når adressen er beskyttet eller ikke avklart."),
            ),
            models.CheckConstraint(name="person_talks_best_in_a_known_language", condition=Q(talks_best__in=["", *SpokenLanguage.values])),
        ]
        indexes = [models.Index(fields=["last_name", "first_name", "id"], name="person_by_name")]

    def __str__(self) -> str:
        return full_name(self.first_name, self.last_name)


@pghistory.track()
class FamilyTie(models.Model):
    """That two people are close family; one row for the pair, the lower key first."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    relative = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "relative"], name="family_tie_stands_once"),
            models.CheckConstraint(name="family_tie_has_the_lower_key_first", condition=Q(person_id__lt=F("relative_id"))),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.relative}"


@pghistory.track()
class Clearance(models.Model):
    """That a user may see people with one kind of protection. Each kind needs its own. Source: RULES A3."""

    user = models.ForeignKey(User, models.PROTECT, related_name="clearances")
    protection = models.CharField(max_length=16, choices=Protection)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    starts_on = models.DateField(_("første dag"))
    ends_on = models.DateField(_("siste dag"), null=True, blank=True)

    class Meta:
        constraints = [
            within_our_time("clearance_days_are_of_our_time", "starts_on", "ends_on"),
            models.CheckConstraint(
                name="clearance_is_for_a_kind_of_protection",
                condition=~Q(protection=Protection.NONE),
            ),
            models.CheckConstraint(name="clearance_is_not_given_to_oneself", condition=~Q(user=F("granted_by"))),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_protection_display()}"


@pghistory.track()
class Organisation(models.Model):
    """A firm or another body in the register of legal entities (Enhetsregisteret)."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    register_number = models.CharField(
        _("organisasjonsnummer"),
        max_length=9,
        unique=True,
        validators=[require_valid_register_number],
        error_messages={"unique": _("Organisasjonsnummeret er registrert fra før. Søk fram bedriften i stedet.")},
    )
    name = models.CharField(_("navn"), max_length=160)
    trade = models.CharField(_("bransje"), max_length=80, blank=True)
    bankrupt_on = models.DateField(_("konkurs siden"), null=True, blank=True, help_text="the last day anybody could be there")
    bankrupt_words = models.CharField(_("hvordan vi vet det"), max_length=300, blank=True, help_text="staff only")

    class Meta:
        constraints = [
            within_our_time("organisation_days_are_of_our_time", "bankrupt_on"),
            models.CheckConstraint(
                name="organisation_number_has_nine_digits_that_check",
                condition=IsRegisterNumber("register_number"),
                violation_error_message=_("Organisasjonsnummeret har ni sifre, og kontrollsifferet må stemme."),
            ),
            is_named("organisation_has_a_name_on_one_line"),
            models.CheckConstraint(
                name="organisation_that_is_bankrupt_says_how_it_is_known",
                condition=Q(bankrupt_on__isnull=True, bankrupt_words="") | Q(bankrupt_on__isnull=False) & ~Q(bankrupt_words=""),
                violation_error_message=_("Skriv hvordan vi vet at bedriften er konkurs."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Workplace(models.Model):
    """Where an organisation has people at work (underenhet)."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="workplaces")
    name = models.CharField(_("arbeidssted"), max_length=160)
    street = models.CharField(_("gateadresse"), max_length=160, blank=True)
    postal_code = models.ForeignKey(PostalCode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("postnummer"))
    phone = models.CharField(_("sentralbord"), max_length=20, blank=True)
    email = models.EmailField(_("felles e-post"), blank=True)
    way_in = models.CharField(_("slik kommer du inn"), max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="workplace_has_a_name_of_its_own_in_the_organisation",
                violation_error_message=_("Bedriften har allerede et arbeidssted med dette navnet."),
            ),
            is_named("workplace_has_a_name_on_one_line"),
            can_be_dialled("workplace_has_a_telephone_that_can_be_dialled"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def street_and_town(self) -> str:
        """Where it is, in one line: as much of it as is written. With `postal_code` loaded."""
        return ", ".join(str(part) for part in (self.street, self.postal_code) if part)


@pghistory.track()
class ContactPerson(models.Model):
    """Somebody at an employer: whom to call, and whether they can decide."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="contact_roles")
    workplace = models.ForeignKey(Workplace, models.PROTECT, related_name="contacts")
    title = models.CharField(_("stilling"), max_length=80, blank=True)
    can_decide = models.BooleanField(_("kan bestemme"), default=False)
    is_mentor = models.BooleanField(_("er fadder"), default=False)
    starts_on = models.DateField(_("første dag"))
    ends_on = models.DateField(_("siste dag"), null=True, blank=True)

    class Meta:
        constraints = [
            within_our_time("contact_person_days_are_of_our_time", "starts_on", "ends_on"),
            ExclusionConstraint(
                name="contact_stands_once_at_a_workplace_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("workplace", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Kontaktpersonen er allerede registrert på dette arbeidsstedet."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.workplace}"


class GrantPurpose(models.TextChoices):
    JOBBLOOP = "jobbloop", _("JobbLoop")


@pghistory.track()
class Grant(models.Model):
    """A person's yes to sharing across a border of confidentiality: what, with whom, why, until when.

    Withdrawn at once when the person says so. Source: RULES A5, P8.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    workplace = models.ForeignKey(Workplace, models.PROTECT, null=True, blank=True, related_name="+")
    purpose = models.CharField(max_length=16, choices=GrantPurpose)
    subject_id = models.UUIDField(help_text="public id of what it is for, a loop say")
    items = models.TextField(_("hva som deles"), help_text="the exact text the person said yes to")
    legal_basis = models.CharField(_("rettslig grunnlag"), max_length=160)
    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("til og med"))
    withdrawn_at = models.DateTimeField(_("trukket tilbake"), null=True, blank=True)

    class Meta:
        constraints = [
            within_our_time("grant_days_are_of_our_time", "starts_on", "ends_on", "withdrawn_at"),
            models.CheckConstraint(
                name="grant_has_one_recipient",
                condition=Q(unit__isnull=False, workplace__isnull=True) | Q(unit__isnull=True, workplace__isnull=False),
            ),
            models.CheckConstraint(
                name="grant_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
            ),
            models.UniqueConstraint(
                fields=["person", "subject_id", "unit"],
                condition=Q(withdrawn_at__isnull=True, unit__isnull=False),
                name="grant_to_a_unit_stands_once",
            ),
            models.UniqueConstraint(
                fields=["person", "subject_id", "workplace"],
                condition=Q(withdrawn_at__isnull=True, workplace__isnull=False),
                name="grant_to_a_workplace_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.unit or self.workplace}"


@pghistory.track()
class SignedLink(models.Model):
    """A person's own door into Brobygger, without a password.

    The address carries a signature over `public_id` and `version`, so sending again needs nothing stored, and raising
    the version makes every older link dead. The link shows pages; only POST changes anything. Source: RULES W7.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="links")
    role = models.CharField(max_length=24, choices=Role)
    version = models.PositiveSmallIntegerField(default=1)
    expires_on = models.DateField(_("virker til og med"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            within_our_time("signed_link_days_are_of_our_time", "expires_on", "withdrawn_at", "created_at"),
            models.UniqueConstraint(fields=["person", "role"], name="signed_link_is_one_for_each_person_and_role"),
            models.CheckConstraint(
                name="signed_link_is_for_those_without_a_user",
                condition=Q(role__in=[Role.CANDIDATE, Role.EMPLOYER, Role.MENTOR]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"

    def is_open(self, today: date) -> bool:
        return self.withdrawn_at is None and today <= self.expires_on
