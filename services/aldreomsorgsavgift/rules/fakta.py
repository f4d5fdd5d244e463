"""Det som du berättar, och det som bara en handläggare får bedöma."""

from allmanning.language import Literal, Money, between, date, facts

Boendeform = Literal["eget boende", "särskilt boende med hyreskontrakt", "särskilt boende utan hyreskontrakt"]

Civilstånd = Literal["ensamstående", "gift och bor tillsammans", "gift och bor isär", "sambo"]


@facts
class Ärende:
    """Om det är en ny avgift, eller en avgift som ska ändras."""

    gäller_ändring: bool
    ändringsdag: date = between("2025-01-01", "2035-12-31")
    avgift_enligt_senaste_beslut: Money = between(0, 20_000)
    avgift_i_dag: Money = between(0, 20_000)


@facts
class Insatser:
    """Det som du är beviljad."""

    boendeform: Boendeform
    timmar_hemtjänst: int = between(0, 400)
    dagar_dagverksamhet: int = between(0, 31)
    trygghetslarm: bool
    hemsjukvård: bool


@facts
class Person:
    """Den som får insatserna."""

    civilstånd: Civilstånd
    ålder: int = between(18, 120)


@facts
class Inkomster:
    """Det som du väntas få i månaden de närmaste tolv månaderna, efter skatt."""

    lämnar_inkomst: bool
    inkomst_efter_skatt: Money = between(0, 300_000)
    kapitalinkomst: Money = between(0, 300_000)
    bostadsbidrag: Money = between(0, 30_000)
    makens_inkomst: Money = between(0, 300_000)


@facts
class Boende:
    """Det som bostaden kostar i månaden."""

    boendekostnad: Money = between(0, 60_000)
    bostadstillägg: Money = between(0, 30_000)


@facts
class Ingår:
    """Det som ingår i hyran eller avgiften i ett särskilt boende, så att du inte betalar det själv."""

    hushållsel_ingår: bool
    förbrukningsvaror_ingår: bool
    möbler_ingår: bool


@facts
class Särskilt:
    """Det som kan göra att en handläggare måste bedöma ärendet. Noll och nej är de vanliga svaren."""

    begärt_tillägg: Money = between(0, 20_000)
    makes_ekonomi_försämras: bool


@facts
class Bedömningar:
    """Handläggarens bedömningar. De frågas bara efter när dina egna svar öppnar dem."""

    höjning_av_minimibeloppet: Money = between(0, 20_000)
    sänkning_för_make: Money = between(0, 20_000)
