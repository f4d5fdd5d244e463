"""Det som sökanden berättar, det som står i ett tidigare beslut, och det som bara en handläggare får
bedöma."""

from allmanning.language import Literal, Money, between, facts

Ärende = Literal["anpassning", "reparation", "återställning", "utbetalning"]
Användning = Literal["permanentbostad", "omvårdnad vissa perioder", "fritidsbostad"]
Boendeform = Literal[
    "vanlig bostad",
    "särskilt boende för äldre",
    "trygghetsboende",
    "bostad med särskilt stöd",
    "boende enligt LSS",
]
Upplåtelse = Literal["eget hus", "ägarlägenhet", "bostadsrätt", "hyresrätt", "andrahand"]
Byte = Literal["nej", "ja", "ja, till ett hus som sökanden har låtit bygga"]
Upplåten = Literal["hyresrätt", "uthyrt hus", "bostadsrätt", "ägarlägenhet"]
Slag = Literal[
    "trösklar",
    "stödhandtag",
    "spisvakt",
    "dörröppnare",
    "ramp",
    "badrum",
    "kök",
    "hiss",
    "träning eller vård",
    "hobby",
    "annat",
]


@facts
class Åtgärd:
    """En åtgärd som bidraget söks för, eller en kostnad som redovisas när arbetet är klart."""

    slag: Slag
    kostnad: Money = between(1, 3_000_000)
    antal_offerter: int = between(1, 3)
    andra_offerten: Money = between(1, 3_000_000)
    tredje_offerten: Money = between(1, 3_000_000)
    står_i_intyget: bool
    hjälpmedel_har_föreslagits: bool
    fel_eller_slitage_i_bostaden: bool
    behövdes_vid_bytet: bool
    installerad_med_bidrag: bool
    övertagen_av_ägaren: bool
    enligt_äldre_bestämmelser: bool
    teknisk_anordning: bool
    arbete: Literal["reparation", "besiktning", "underhåll"]
    slitage_av_funktionsnedsättningen: bool
    inne_i_lägenheten: bool
    används_inte_längre: bool
    utförd: bool
    är_nödvändig: bool
    är_fast_funktion: bool
    hjälpmedel_räcker: bool
    behöver_göras_hemma: bool
    kan_inte_delta_utanför_bostaden: bool
    beror_på_brister: bool
    avviker_från_byggkraven: bool
    beror_på_olämplig_bostad: bool
    bara_för_funktionsnedsättning: bool
    skälig_i_andrahand: bool
    slitaget_är_onormalt: bool
    till_nackdel_för_andra: bool
    skälig_kostnad_för_arbetet: Money = between(0, 3_000_000)


@facts
class Ansökan:
    """Vad ansökan gäller, och allt som den omfattar."""

    ärende: Ärende
    åtgärder: list[Åtgärd] = between(1, 10)


@facts
class Bostaden:
    """Sökanden och den bostad som ska anpassas."""

    långvarig_funktionsnedsättning: bool
    bostadens_användning: Användning
    boendeform: Boendeform
    upplåtelse: Upplåtelse
    byte_av_bostad: Byte
    har_byggt_eller_ändrat: bool


@facts
class Medgivanden:
    """De andra som äger eller innehar bostaden, huset eller tomten."""

    någon_annan_äger_eller_innehar: bool
    alla_har_medgett: bool
    ägarna_avstår_från_ersättning: bool


@facts
class Återställning:
    """En ägare som söker för att ta bort en anpassning."""

    sökanden_äger_huset: bool
    återställning_av: Upplåten
    kommunen_har_anvisningsrätt: bool


@facts
class Tidigare:
    """Det som sökandens senaste beslut säger: vad det gällde, dess belopp, och vad som var kvar före det."""

    senaste_ärende: Ärende
    senaste_belopp: Money = between(0, 30_000_000)
    kvar_före_senaste: Money = between(0, 300_000_000)


@facts
class Bedömningar:
    """Handläggarens bedömningar av hela ansökan. De om en enda åtgärd står hos åtgärden."""

    omvårdnad_en_längre_tid: bool
    kommunen_kunde_anvisa: bool
