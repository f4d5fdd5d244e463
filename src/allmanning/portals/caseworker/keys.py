"""The keys of each page, for its help. They press links and buttons; none of them decides anything by itself."""

from django.utils.translation import gettext

from allmanning.portals.caseworker.head import Powers
from allmanning.portals.design.parts import Shortcut


def of_list() -> tuple[Shortcut, ...]:
    """Beside those that every list has."""
    return (
        Shortcut("/", gettext("Sök")),
        Shortcut("x", gettext("Välj raden, där den kan skrivas under")),
        Shortcut("v", gettext("Granska alla på sidan som kan skrivas under")),
        Shortcut("1–6", gettext("Öppna, Mina, Ofördelade, Försenade, Väntar, Avslutade")),
    )


def of_many() -> tuple[Shortcut, ...]:
    """Where many are signed together."""
    return (Shortcut("x", gettext("Välj raden eller välj bort den")), Shortcut("u", gettext("Tillbaka")))


def of_page() -> tuple[Shortcut, ...]:
    """Those that every page of a case has."""
    return (
        Shortcut("u", gettext("Tillbaka")),
        Shortcut("?", gettext("Visa eller dölj den här hjälpen")),
    )


def of_case(may: Powers) -> tuple[Shortcut, ...]:
    """What this reader may do with this case."""
    offered = (
        (may.take, Shortcut("t", gettext("Ta ärendet"))),
        (may.hand_over, Shortcut("l", gettext("Lämna över"))),
        (may.decide, Shortcut("b", gettext("Gör bedömningen"))),
        (may.decide, Shortcut("a", gettext("Granska och godta förslaget"))),
        (may.decide, Shortcut("r", gettext("Ändra förslaget"))),
        (may.decide, Shortcut("x", gettext("Avslå"))),
        (may.ask, Shortcut("m", gettext("Begär komplettering"))),
        (True, Shortcut("n", gettext("Nästa ärende"))),
        (True, Shortcut("1–5", gettext("Utredning, Journal, Brev, Fler ärenden, Läslogg"))),
    )
    return (*(shortcut for allowed, shortcut in offered if allowed), *of_page())
