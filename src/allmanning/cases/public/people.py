"""What is known of a person without asking, as the package names it."""

from typing import Any

from allmanning.accounts.models import Person
from allmanning.lib import personnummer
from allmanning.packages.public import PublicSpec


def known_of(spec: PublicSpec, person: Person) -> dict[str, Any]:
    """Facts by name; as text, since that is how dates are stated."""
    number = person.personnummer
    return {spec.born: personnummer.born_on(number).isoformat()} if number else {}
