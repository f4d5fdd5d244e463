"""Who lives and works in the demonstration. All names are invented; all numbers are Skatteverket's test numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allmanning.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Municipality:
    """An invented municipality."""

    slug: str
    name: str
    prefix: str
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident and the household's answers, amounts in kronor; what is left out is no or nothing."""

    key: str
    number: str
    name: str
    home: str
    household: Mapping[str, Any] = field(default_factory=dict)
    is_protected: bool = False
    story: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Caseworker:
    """Somebody who works in a municipality."""

    key: str
    number: str
    name: str
    work: str
    roles: tuple[Role, ...]
    story: tuple[str, str]
    services: tuple[str, ...] = ()
    """Only these; none is all."""


ADOPTED_FROM = date(2025, 7, 1)

MUNICIPALITIES = (
    Municipality(
        "mittkoping",
        "Mittköping",
        "MK",
        {
            "board": "Socialnämnden",
            "registration_number": "",
            "address": "Stora torget 1",
            "postcode": "000 11",
            "town": "Mittköping",
            "telephone": "0000-11 00 00",
            "email": "kommunen@mittkoping.example",
            "opening_hours": "måndag–fredag 8–16",
            "court": "Förvaltningsrätten i Mittköping",
            "county_board": "Länsstyrelsen i Mittköpings län",
        },
    ),
    Municipality(
        "norrhamn",
        "Norrhamn",
        "NH",
        {
            "board": "Individ- och familjenämnden",
            "address": "Hamngatan 12",
            "postcode": "000 22",
            "town": "Norrhamn",
            "telephone": "0000-22 00 00",
            "email": "kommunen@norrhamn.example",
            "opening_hours": "måndag–torsdag 9–15, fredag 9–12",
            "court": "Förvaltningsrätten i Norrhamn",
            "county_board": "Länsstyrelsen i Norrhamns län",
        },
    ),
    Municipality(
        "soderslatt",
        "Söderslätt",
        "SS",
        {
            "board": "Vård- och omsorgsnämnden",
            "address": "Kyrkogatan 3",
            "postcode": "000 33",
            "town": "Söderslätt",
            "telephone": "0000-33 00 00",
            "email": "kommunen@soderslatt.example",
            "opening_hours": "måndag–fredag 8–17",
            "court": "Förvaltningsrätten i Söderslätt",
            "county_board": "Länsstyrelsen i Söderslätts län",
        },
    ),
)

CASEWORKERS = (
    Caseworker("bo", "198012239920", "Bo Berg", "mittkoping", (Role.CASEWORKER,), (
        "Handläggare i Mittköping. Har ärenden som väntar på ett beslut i dag.",
        "Caseworker in Mittköping. Has cases that wait for a decision today.")),
    Caseworker("eva", "196905309834", "Eva Öst", "mittkoping", (Role.TEAM_LEADER,), (
        "Gruppledare i Mittköping. Fördelar ärenden och ser vilka som är försenade.",
        "Team leader in Mittköping. Assigns cases and sees which are late.")),
    Caseworker("lina", "199005179800", "Lina Frost", "mittkoping", (Role.CASEWORKER,), (
        "Handläggare av parkeringstillstånd och färdtjänst i Mittköping. Ser inga ärenden om något annat, inte ens att de finns.",
        "Caseworker for parking permits and mobility service in Mittköping. Sees no case about anything else, nor that there is one."),
        services=("fardtjanst", "parkeringstillstand")),
    Caseworker("cilla", "197207159943", "Cilla Ek", "norrhamn", (Role.CASEWORKER,), (
        "Handläggare i Norrhamn, där nämnden inte låter maskinen besluta. Ser inget av Mittköpings ärenden.",
        "Caseworker in Norrhamn, where the board lets no machine decide. Sees nothing of Mittköping's cases.")),
    Caseworker("sten", "196704069803", "Sten Åkesson", "soderslatt", (Role.CASEWORKER,), (
        "Handläggare i Söderslätt. Handlägger också Norrhamns ärenden, enligt ett avtal mellan kommunerna.",
        "Caseworker in Söderslätt. Also handles Norrhamn's cases, by an agreement between the two.")),
    Caseworker("gustav", "196603119808", "Gustav Lo", "norrhamn", (Role.TEAM_LEADER,), (
        "Gruppledare i Norrhamn. Ser vem i Söderslätt som har öppnat ärenden, och kan återkalla avtalet.",
        "Team leader in Norrhamn. Sees who in Söderslätt has opened cases, and can revoke the agreement.")),
    Caseworker("hedda", "197405149803", "Hedda Ry", "norrhamn", (Role.BOARD,), (
        "Sitter i Norrhamns nämnd. Ser beslut som antal och summor och rapporten till fullmäktige, men inga ärenden.",
        "Sits in Norrhamn's board. Sees decisions as numbers and sums and the report to the council, but no cases.")),
    Caseworker("ida", "195809029803", "Ida Sund", "norrhamn", (Role.AUDITOR,), (
        "Granskare i Norrhamn. Läser allt, och det loggas. Ändrar inget.",
        "Auditor in Norrhamn. Reads everything, which is logged. Changes nothing.")),
    Caseworker("tora", "198801279806", "Tora Ask", "soderslatt", (Role.TEAM_LEADER, Role.BOARD), (
        "Gruppledare i Söderslätt och med i nämnden. Skrev under avtalet med Norrhamn.",
        "Team leader in Söderslätt and member of its board. Signed the agreement with Norrhamn.")),
    Caseworker("joel", "198209179814", "Joel Ask", "mittkoping", (Role.OPERATOR,), (
        "Driver systemen i Mittköping. Bestämmer vilka andra system som får veta vad som händer. Ser inga ärenden.",
        "Runs the systems in Mittköping. Decides which other systems are told what happens. Sees no cases.")),
)  # fmt: skip


def child(age: int, *, lunch: bool = False, days: int = 30, income: int = 0) -> dict[str, Any]:
    """A child's facts; `lunch` at preschool, days of the month in the household, own income in kronor."""
    return {
        "ålder": age,
        "äter_lunch_i_förskolan": lunch,
        "dagar_i_hushållet": days,
        "egna_inkomster": income,
    }


RESIDENTS = (
    Resident("anna", "198503122387", "Anna Andersson", "mittkoping", {"hyra": 6500, "hushållsel": 420, "hemförsäkring": 145}, story=(
        "Bor ensam i en hyresrätt. Sök för den här månaden: beslutet kan komma på några sekunder.",
        "Lives alone in a rented flat. Apply for this month: the decision may come in seconds.")),
    Resident("dan", "199007042394", "Dan Åberg", "mittkoping", {
        "sammanboende": True, "barn": [child(5, lunch=True), child(8)], "hyra": 10400, "hushållsel": 900,
        "hemförsäkring": 210, "barnbidrag": 2650, "bostadsbidrag": 2100, "lön": 8000,
        "månader_med_försörjningsstöd": 8, "månader_med_jobbstimulans": 2}, story=(
        "Sambo med två barn. Barnens belopp för 2026 är inte fastställda, så en handläggare beslutar.",
        "Lives with a partner and two children. Their amounts for 2026 are not settled, so a caseworker decides.")),
    Resident("nora", "200102039823", "Nora Lund", "norrhamn", {"hyra": 7900, "hushållsel": 500}, story=(
        "Bor i Norrhamn, där hyran är högre än kommunens riktlinje.",
        "Lives in Norrhamn, and pays more rent than the municipality's guideline.")),
    Resident("olle", "197408089865", "Olle Öberg", "soderslatt", {"hyra": 5900, "lön": 16500}, story=(
        "Har en lön som kan räcka. Ser tidigt hur det ser ut.",
        "Has a wage that may be enough. Sees early how it looks.")),
    Resident("kajsa", "198006142387", "Kajsa Holm", "mittkoping", {"hyra": 7300, "hushållsel": 510}, story=(
        "Mamma till Leo och dotter till Otto. Gör ärenden åt båda: Leos som vårdnadshavare, Ottos för att han har sagt ja.",
        "Leo's mother and Otto's daughter. Acts for both: for Leo as guardian, for Otto since he has said yes.")),
    Resident("otto", "194602039804", "Otto Holm", "mittkoping", {"hyra": 5900, "hushållsel": 330, "hemförsäkring": 110}, story=(
        "Åttio år. Har låtit sin dotter Kajsa sköta ärendena, ser vad hon gör och kan ta tillbaka det.",
        "Eighty years old. Has let his daughter Kajsa handle his cases, sees what she does and can take it back.")),
    Resident("leo", "201504172394", "Leo Holm", "mittkoping"),
    Resident("amir", "197809219806", "Amir Haddad", "mittkoping", {"hyra": 5800, "hushållsel": 380, "hemförsäkring": 130}),
    Resident("britta", "199311189816", "Britta Söder", "mittkoping", {
        "barn": [child(3, lunch=True)], "hyra": 8200, "hushållsel": 610, "barnbidrag": 1250, "underhållsstöd": 1673,
        "bostadsbidrag": 1500}),
    Resident("carl", "198212099843", "Carl Ekholm", "mittkoping", {"övriga_i_hushållet": 3, "hyra": 2600}),
    Resident("disa", "199601179857", "Disa Nyman", "mittkoping", {"hyra": 9800, "hemförsäkring": 160, "åberopar_högre_kostnader": False}),
    Resident("elias", "200406259879", "Elias Kaya", "mittkoping", {"hyra": 4100, "lön": 9200, "månader_med_försörjningsstöd": 7}),
    Resident("fatima", "198711019888", "Fatima Nur", "mittkoping", {
        "sammanboende": True, "barn": [child(1), child(4, lunch=True), child(9), child(13)], "hyra": 12900,
        "hushållsel": 1200, "hemförsäkring": 260, "barnbidrag": 5380, "bostadsbidrag": 4200}),
    Resident("gun", "196302149908", "Gun Wikström", "mittkoping", {"hyra": 5200, "tillgångar": 64000}),
    Resident("hanna", "199910069914", "Hanna Berglund", "mittkoping", {
        "hyra": 6100, "åberopar_särskilda_skäl": True}),
    Resident("ivar", "200309119931", "Ivar Sand", "mittkoping", {"sammanboende": True, "hyra": 7600, "hushållsel": 640}),
    Resident("fia", "199104299897", "Fia Lind", "mittkoping", {"barn": [child(6, lunch=True)], "hyra": 7300, "barnbidrag": 1250},
             is_protected=True),
    Resident("jonas", "198609172385", "Jonas Lindqvist", "mittkoping", {"hyra": 7100, "hushållsel": 450, "lön": 6300}),
    Resident("kerstin", "197102032393", "Kerstin Norling", "mittkoping", {"hyra": 6400, "övriga_inkomster": 4100}),
    Resident("leila", "199806299807", "Leila Rahimi", "mittkoping", {
        "barn": [child(2, lunch=True), child(4, lunch=True)], "hyra": 9900, "hushållsel": 780, "barnbidrag": 2650,
        "underhållsstöd": 3346}),
    Resident("mats", "195911129814", "Mats Hellström", "mittkoping", {"hyra": 5600, "tillgångar": 9800}),
    Resident("naima", "199308089821", "Naima Yusuf", "mittkoping", {
        "sammanboende": True, "barn": [child(6), child(10), child(16, income=2400)], "hyra": 11800,
        "hushållsel": 950, "hemförsäkring": 230, "barnbidrag": 3980}),
    Resident("oskar", "200205149834", "Oskar Wall", "mittkoping", {"hyra": 4700, "kan_inte_söka_arbete": True}),
    Resident("pia", "198101279845", "Pia Ström", "mittkoping", {
        "barn": [child(12, days=15)], "hyra": 8400, "hushållsel": 520, "underhållsstöd": 0}),
    Resident("rasmus", "199002219856", "Rasmus Ek", "mittkoping", {"sammanboende": True, "hyra": 12400, "lön": 8800,
        "månader_med_försörjningsstöd": 10, "månader_med_jobbstimulans": 4}),
    Resident("karin", "198903279951", "Karin Hedman", "norrhamn", {"hyra": 6900, "hushållsel": 450, "hemförsäkring": 120}),
    Resident("lars", "199506089961", "Lars Moberg", "norrhamn", {"hyra": 4800, "arbetsresor": 790, "lön": 7400}),
    Resident("mona", "197610199973", "Mona Sjödin", "norrhamn", {
        "barn": [child(11), child(15, days=15)], "hyra": 9600, "barnbidrag": 2650, "underhållsstöd": 4392}),
    Resident("nils", "198401019982", "Nils Holm", "norrhamn", {"hyra": 5500, "kan_inte_söka_arbete": True}),
    Resident("petra", "200011302395", "Petra Falk", "soderslatt", {"hyra": 8700, "hemförsäkring": 150}),
    Resident("rut", "199205139810", "Rut Sandberg", "soderslatt", {"sammanboende": True, "hyra": 8800, "hushållsel": 700}),
    Resident("said", "199708222386", "Said Warsame", "soderslatt", {
        "sammanboende": True, "barn": [child(0), child(2), child(7)], "hyra": 11200, "hushållsel": 900, "barnbidrag": 3980}),
)  # fmt: skip
