"""Organisations, the people who use Allmänning, and who works where in which roles."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import salted_hmac

from allmanning.accounts.roles import Role
from allmanning.lib import personnummer


class Organisation(models.Model):
    """A municipality or region: the tenant, and the owner of its cases. Everybody may read it."""

    is_public: ClassVar = True
    application_may: ClassVar = "SELECT"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    board = models.CharField(max_length=100, help_text="the board that decides, in the words of its letters")
    case_prefix = models.CharField(max_length=4, unique=True, help_text="begins its case numbers, such as MK")
    theme = models.SlugField(help_text="its colours and mark")
    registration_number = models.CharField(max_length=11, blank=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=6, blank=True)
    town = models.CharField(max_length=100, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    opening_hours = models.CharField(max_length=200, blank=True)
    court = models.CharField(
        max_length=100, blank=True, help_text="the förvaltningsrätt that tries its appeals"
    )
    county_board = models.CharField(max_length=100, blank=True, help_text="the länsstyrelse of its county")

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """People, found by the number they log in with."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(personnummer=username)


def check_personnummer(number: str) -> None:
    """Twelve right digits, and in a demonstration only numbers that no living person has."""
    if len(number) != 12 or not number.isdecimal() or not personnummer.has_valid_check_digit(number):
        raise ValidationError(
            "Write the personal identity number with twelve digits and a right check digit."
        )
    personnummer.born_on(number)
    if settings.DEMO and not personnummer.is_test_number(number):
        raise ValidationError("A demonstration takes only Skatteverket's test numbers.")


class Person(AbstractBaseUser):
    """Somebody who can log in: a resident, a caseworker, or both. Has no password; identity comes from outside.

    A child is one too, and a company (juridisk person), so that both can be applicants; others act for them.
    """

    application_may: ClassVar = "SELECT"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    personnummer = models.CharField(
        max_length=12, unique=True, null=True, blank=True, validators=[check_personnummer]
    )
    organisation_number = models.CharField(
        max_length=10,
        unique=True,
        null=True,
        blank=True,
        help_text="of a company or another legal person, which never logs in and has only a family name",
    )
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    email = models.EmailField(blank=True)
    protected_identity = models.BooleanField(default=False)
    password = None  # type: ignore[assignment]
    last_login = None

    USERNAME_FIELD = "personnummer"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["given_name", "family_name"]

    objects = People()

    class Meta(AbstractBaseUser.Meta):
        abstract = False
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(personnummer=None) | models.Q(organisation_number=None),
                name="a_person_is_natural_or_legal",
            )
        ]

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def name_in_lists(self) -> str:
        """Family name first, as lists are sorted; a company's name is its family name."""
        return f"{self.family_name}, {self.given_name}" if self.given_name else self.family_name

    def __str__(self) -> str:
        return str(self.pk)

    def get_session_auth_hash(self) -> str:
        """A session belongs to the person, not to a password."""
        return salted_hmac("allmanning.session", str(self.pk), algorithm="sha256").hexdigest()


class Membership(models.Model):
    """A person works in an organisation, in a role; several roles are several rows."""

    application_may: ClassVar = "SELECT"

    Role: ClassVar = Role

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    packages = ArrayField(
        models.CharField(max_length=100),
        default=list,
        db_default=[],
        blank=True,
        help_text="only the cases of these services; empty is all. Of who handles cases: other roles are for the whole",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"], name="each_role_once_in_an_organisation"
            ),
            models.CheckConstraint(
                condition=models.Q(packages=[]) | models.Q(role__in=["caseworker", "team_leader"]),
                name="who_handles_cases_may_be_limited",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} is {self.role} in {self.organisation_id}"


class DemoLogin(models.Model):
    """A test person offered on the login page of a demonstration. Empty in production. Everybody may read it."""

    is_public: ClassVar = True
    application_may: ClassVar = "SELECT"

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="demo_logins")
    is_staff = models.BooleanField()
    name = models.CharField(max_length=200)
    story = models.JSONField(help_text='who this is and what to try, {"sv": …, "en": …}')
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
