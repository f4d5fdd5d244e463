"""Det som hushållet berättar, och det som bara en handläggare får bedöma."""

from allmanning.language import Money, between, facts


@facts
class Barn:
    """Ett barn eller en skolungdom som bor i hushållet hela månaden eller en del av den."""

    ålder: int = between(0, 20)
    dagar_i_hushållet: int = between(0, 31)
    äter_lunch_i_förskolan: bool
    egna_inkomster: Money = between(0, 500_000)
    egna_inkomster_tidigare_i_år: Money = between(0, 5_000_000)


@facts
class Hushåll:
    """De som söker tillsammans, och de som de delar hushåll med."""

    sammanboende: bool
    övriga_i_hushållet: int = between(0, 20)
    barn: list[Barn] = between(0, 15)


@facts
class Inkomster:
    """Pengar som kommer in i hushållet, efter skatt."""

    lön: Money = between(0, 500_000)
    månader_med_försörjningsstöd: int = between(0, 600)
    månader_med_jobbstimulans: int = between(0, 600)
    lön_medsökande: Money = between(0, 500_000)
    månader_med_försörjningsstöd_medsökande: int = between(0, 600)
    månader_med_jobbstimulans_medsökande: int = between(0, 600)
    barnbidrag: Money = between(0, 100_000)
    bostadsbidrag: Money = between(0, 100_000)
    underhållsstöd: Money = between(0, 100_000)
    övriga_inkomster: Money = between(0, 5_000_000)


@facts
class Tillgångar:
    """Pengar och annat som hushållet har och kan använda."""

    tillgångar: Money = between(0, 10_000_000)


@facts
class Kostnader:
    """Det som hushållet söker pengar till utöver riksnormen, per månad."""

    hyra: Money = between(0, 100_000)
    hushållsel: Money = between(0, 100_000)
    hemförsäkring: Money = between(0, 100_000)
    arbetsresor: Money = between(0, 100_000)
    fackavgift: Money = between(0, 3_000)
    a_kassa: Money = between(0, 2_000)


@facts
class Särskilt:
    """Det som kan göra att en handläggare måste bedöma ärendet. Nej är det vanliga svaret."""

    åberopar_högre_kostnader: bool
    åberopar_särskilda_skäl: bool
    kostnader_betalas_av_annan: bool
    kan_inte_söka_arbete: bool


@facts
class Bedömningar:
    """Handläggarens bedömningar. De frågas bara efter när hushållets egna svar öppnar dem."""

    höjning_av_riksnormen: Money = between(0, 10_000)
    sänkning_av_riksnormen: Money = between(0, 100_000)
    godtaget_utöver_högsta_hyra: Money = between(0, 10_000)
    godtaget_utöver_högsta_hushållsel: Money = between(0, 5_000)
    godtaget_utöver_högsta_hemförsäkring: Money = between(0, 1_000)
    godtaget_utöver_högsta_arbetsresor: Money = between(0, 5_000)
    nedsättning_arbetskrav: Money = between(0, 100_000)
