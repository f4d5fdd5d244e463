"""Another system in the demonstration: paused, with everything that has happened waiting for it.

Whoever starts the receiver of docs/do/receive-webhooks.md and lets it go gets it all, in order.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from allmanning.accounts.models import Person
from allmanning.accounts.staff import staff
from allmanning.cases import clock
from allmanning.connectors.webhooks import subscriptions
from allmanning.connectors.webhooks.events import ACTIONS
from allmanning.connectors.webhooks.subscriptions import Wish
from allmanning.server.demo.people import ADOPTED_FROM

RECEIVER = "http://127.0.0.1:8900/"
ORIGIN = "http://127.0.0.1:8000/"


def settle(operator: Person) -> None:
    """Subscribed to since the services began."""
    actor = staff(operator)
    began = datetime.combine(ADOPTED_FROM, time(8), ZoneInfo(settings.TIME_ZONE))
    with clock.at(began):
        wish = Wish(name="Diariet", address=RECEIVER, actions=ACTIONS)
        (organisation,) = subscriptions.operated(actor)
        made = subscriptions.subscribe(actor, organisation, wish, origin=ORIGIN)
        subscriptions.pause(actor, made)
