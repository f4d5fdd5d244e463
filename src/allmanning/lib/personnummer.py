"""Swedish personal identity numbers (personnummer and samordningsnummer): read, check, write; and companies' numbers.

Form: folkbokföringslagen (1991:481) 18 § and 18 a §. A number is kept as twelve digits, YYYYMMDDNNNC; an organisation
number as ten, whose third is at least 2 so that it is no day (lagen (1974:174) om identitetsbeteckning för juridiska
personer m.fl.).
"""

import re
from datetime import date

_WRITTEN = re.compile(r"^(?P<century>\d{2})?(?P<day>\d{6})(?P<mark>[-+]?)(?P<tail>\d{4})$", re.ASCII)
_COORDINATION_DAYS = 60
_OF_AGE = 18


class PersonnummerError(ValueError):
    """Write the personal identity number with ten or twelve digits, for example 20170101-2393."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)


def normalised(written: str, today: date) -> str:
    """Twelve digits for a number written with ten or twelve; a plus sign says a hundred years or older."""
    match = _WRITTEN.match(written.strip().replace(" ", ""))
    if match is None:
        raise PersonnummerError
    number = (match["century"] or _century(match["day"], match["mark"], today)) + match["day"] + match["tail"]
    if born_on(number) > today:
        raise PersonnummerError("The personal identity number has a day of birth that has not come yet.")
    if not has_valid_check_digit(number):
        raise PersonnummerError("The last digit of the personal identity number does not fit the others.")
    return number


def born_on(number: str) -> date:
    """The day of birth in a twelve digit number; a coordination number has 60 added to its day."""
    day = int(number[6:8])
    try:
        return date(int(number[:4]), int(number[4:6]), day - _COORDINATION_DAYS * (day > _COORDINATION_DAYS))
    except ValueError:
        raise PersonnummerError("The personal identity number does not begin with a day of birth.") from None


def comes_of_age(number: str) -> date:
    """The day of becoming eighteen; who was born on the 29th of February, on the 28th."""
    born = born_on(number)
    day = 28 if (born.month, born.day) == (2, 29) else born.day
    return born.replace(year=born.year + _OF_AGE, day=day)


def is_organisation_number(number: str) -> bool:
    """Whether ten digits are an organisation number: the third is at least 2, and the last fits by Luhn's sum."""
    is_ten = len(number) == 10 and number.isascii() and number.isdecimal()
    return is_ten and number[2] >= "2" and has_valid_check_digit(f"00{number}")


def has_valid_check_digit(number: str) -> bool:
    """Luhn's sum over the last ten of twelve digits."""
    products = (int(digit) * (2 - place % 2) for place, digit in enumerate(number[2:]))
    return sum(product // 10 + product % 10 for product in products) % 10 == 0


def is_test_number(number: str) -> bool:
    """Whether Skatteverket set the number aside for tests, so that no living person has it."""
    birth_number = int(number[8:11])
    return birth_number in {238, 239} or birth_number >= 980


def formatted(number: str) -> str:
    """As people write it: 20170101-2393."""
    return f"{number[:8]}-{number[8:]}"


def _century(day: str, mark: str, today: date) -> str:
    """The latest century in which the six digits are not in the future; one earlier after a plus sign."""
    day_of_month = int(day[4:]) % _COORDINATION_DAYS
    century = today.year // 100
    if f"{century}{day[:4]}{day_of_month:02}" > today.strftime("%Y%m%d"):
        century -= 1
    return str(century - (mark == "+"))
