"""A program at the ends of everything: the calendar, numbers that only just fit, and words that bite."""

from datetime import date
from fractions import Fraction
from random import Random

from allmanning.rules.bounds import surveyor
from allmanning.rules.datatypes import INT, MONEY, SHARE, TableOf
from allmanning.rules.program import parse
from allmanning.rules.proof import unproved
from allmanning.rules.values import Parameters, TableValue
from tests.rules.agreement import Readers
from tests.rules.households import Households

DAY = date(2024, 2, 29)
WORDS = [
    "'; DROP TABLE h; --",
    '"',
    "''",
    "`",
    "\\",
    "\\'",
    "${spark.master}",
    "{0}",
    "😀",
    "*/",
    "%s",
    "åäö",
]
TEXT = f"""
Ord = Literal[{", ".join(map(repr, WORDS))}]
{
    '''

@facts
class Barn:
    """Ett barn."""

    n17: int = between(-1_000_000, 1_000_000)
    född: date
    ordet: Ord


@facts
class Hushåll:
    """Hushållet."""

    start: date
    slut: date
    n: int = between(-1_000_000_000_000, 1_000_000_000_000)
    m: int = between(-1_000_000_000_000, 1_000_000_000_000)
    p: int = between(1, 1_000_000_000_000)
    q: int = between(1, 14)
    belopp: Money = between(-1_000_000, 1_000_000)
    ordet: Ord
    barn: list[Barn] = between(0, 30)


@rule(law="SoL (2025:400) 12 kap. 1 §")
def bortom(start: date, n: int) -> date:
    """Bortom."""
    return plus_dagar(start, n)


@rule(law="SoL (2025:400) 12 kap. 1 §")
def efter(slut: date, m: int) -> date:
    """Efter."""
    return plus_månader(slut, m)


@rule(law="SoL (2025:400) 12 kap. 1 §")
def ännu_längre(bortom: date, m: int, belopp: Money) -> date:
    """Ännu längre."""
    return plus_månader(plus_dagar(plus_månader(bortom, 1), -31), m if belopp > 0 else 11)


@rule(law="SoL (2025:400) 12 kap. 1 §")
def mellan(bortom: date, efter: date) -> int:
    """Mellan."""
    return fyllda_år(bortom, efter) * 1_000 * hela_månader(bortom, efter) + dagar_mellan(bortom, efter)


@rule(law="SoL (2025:400) 12 kap. 1 §")
def del_av(n: int, p: int, q: int, satser: Table[int, Share]) -> Share:
    """Del av."""
    return bråk(n, p) if q > 7 else satser[n]


@rule(law="SoL (2025:400) 12 kap. 1 §")
def delar(belopp: Money, p: int, satser: Table[int, Share], m: int) -> Money:
    """Delar."""
    ned = andel(belopp, bråk(7, p), avrunda="ned") + andel(belopp, satser[m], avrunda="närmast")
    upp = andel(belopp, bråk(-3, 8), avrunda="upp") + andel(belopp, bråk(1, p), avrunda="närmast")
    return avrundat(ned, till=kr(3), avrunda="närmast") - avrundat(upp, till=kr(1, 1), avrunda="ned")


@rule(law="SoL (2025:400) 12 kap. 1 §")
def lådor(m: int, steg: Table[int, Money]) -> Money:
    """Lådor."""
    return steg[m] - steg[m * 2]


@rule(law="SoL (2025:400) 12 kap. 1 §")
def barnets(barn: Barn, n: int) -> int:
    """Barnets."""
    return barn.n17 * 1_000 - n


@rule(law="SoL (2025:400) 12 kap. 1 §")
def barnen(barn: list[Barn], m: int) -> int:
    """Barnen."""
    return sum(barnets(b) for b in barn) - min((barnets(b) for b in barn if b.n17 < 0), default=m)


@rule(law="SoL (2025:400) 12 kap. 1 §")
def yngst(barn: list[Barn], start: date, n: int) -> date:
    """Yngst."""
    return max((plus_månader(b.född, n) for b in barn if b.n17 > 0), default=start)


@rule(law="SoL (2025:400) 12 kap. 1 §")
def sagt(ordet: Ord, barn: list[Barn], belopp: Money) -> Ord:
    """Sagt."""
    if any(b.ordet == ordet for b in barn) or all(b.ordet != "{0}" for b in barn if b.n17 > 9):
        return "'; DROP TABLE h; --" if belopp > 0 else "${spark.master}"
    return ordet
'''
}"""
LOW = -1_000_000_000_000
TYPES = {"satser": TableOf(INT, SHARE), "steg": TableOf(INT, MONEY)}


def parameters() -> Parameters:
    shares = (Fraction(-1, 3), Fraction(999_999_937, 999_999_929), Fraction(0))
    steps = (LOW * 2, -5, 0, 7, 1_000, 10**9)
    return {
        "satser": TableValue((LOW, 0, 7), shares, None),
        "steg": TableValue(steps, tuple(step % 977 for step in steps), None),
    }


def extremes(seed: int) -> tuple[Readers, Households]:
    """The program, which can be proved, and households at the ends of what it allows."""
    graph, values = parse({"rules/r.py": TEXT}, TYPES).on(DAY), parameters()
    ready = surveyor(graph)
    assert unproved(ready, ready.survey({}, values, DAY)) == ()
    return Readers(graph, values, DAY, ("sagt",)), Households(graph.vocabulary, Random(seed))  # noqa: S311
