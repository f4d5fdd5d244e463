"""From the session to the person. Logging in itself belongs to the pages: `django.contrib.auth.login(request, person)`."""

from uuid import UUID

from django.contrib.auth.backends import BaseBackend

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import DemoLogin, Person


class PersonBackend(BaseBackend):
    """Reads the logged-in person under row-level security, as that person."""

    def get_user(self, user_id: UUID) -> Person | None:
        with acting(Actor(kind="resident", person_id=user_id, name="")):
            return Person.objects.filter(pk=user_id).first()


def demo_person(login: DemoLogin) -> Person:
    """The test person somebody chose on the login page of a demonstration."""
    person = PersonBackend().get_user(login.person_id)
    if person is None:
        raise Person.DoesNotExist
    return person
