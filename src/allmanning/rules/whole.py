"""Days, rounding and look-ups as machine code has them; the same as in `values`, for whole numbers of 64 bits.

A day is its number counted from 1970-01-01. The text of this module stands in every kernel, so it imports nothing and uses
nothing but numbers and arrays of them. What can do without a branch does, so that several households are computed at a time.
"""

int64 = uint64 = int  # a compiler puts its own here

FIRST_DAY, LAST_DAY = -719_162, 2_932_896  # 0001-01-01 and 9999-12-31
ROWS = 1_024  # a block: what is kept between two passes over it stays near the processor
BELOW_64_BITS = 9_223_372_036_854_774_784.0  # the last fraction below 2 ** 63
MOST_MONTHS, MOST_DAYS = 200_000, 4_000_000  # more than from the first day to the last


def quotient(size: int, parts: int) -> int:
    """size // parts for size >= 0 and parts >= 1. A machine divides several fractions at once, but whole numbers one by one.

    A fraction has 53 bits of 63: the first quotient is near enough for the second to find what is left, but for one.
    """
    found = int64(min(size / parts, BELOW_64_BITS))
    found += int64((size - found * parts) / parts)
    rest = size - found * parts
    return found - 1 if rest < 0 else found + 1 if rest >= parts else found


def nearest(numerator: int, denominator: int) -> int:
    """A quotient as the nearest whole number, a half away from zero."""
    size = abs(numerator)
    found = quotient(size, denominator)
    rest = size - found * denominator
    found = found + 1 if rest >= denominator - rest else found
    return found if numerator >= 0 else -found


def floored(numerator: int, denominator: int) -> int:
    """A quotient as the nearest whole number that is not above it."""
    size = abs(numerator)
    found = quotient(size, denominator)
    below = found + 1 if found * denominator < size else found
    return found if numerator >= 0 else -below


def empty(size: int, item: type) -> list[int]:
    """Room for so many numbers; a compiler puts its own here."""
    return [0] * size


def packed(day: int) -> int:
    """(year · 12 + month - 1) · 32 + day of the month: whole months and years are quotients of differences."""
    # Years that begin in March end with the leap day; 400 of them are an era of 146,097 days.
    shifted = day + 719_468
    era = shifted // 146_097
    of_era = shifted - era * 146_097
    year = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153
    of_month = of_year - (153 * month + 2) // 5 + 1
    return ((year + era * 400) * 12 + month + 2) * 32 + of_month


def number_of_day(months: int, of_month: int) -> int:
    """The number of a day in month `months` = year · 12 + month - 1."""
    shifted = months - 2
    year, month = shifted // 12, shifted % 12
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * month + 2) // 5 + of_month - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def full_years(born: int, day: int) -> int:
    """Whole years; who is born on 29 February ages on 1 March in other years."""
    return (packed(day) - packed(born)) // (12 * 32)


def full_months(start: int, stop: int) -> int:
    """Whole months; a month is full when the same day of the month is reached."""
    return (packed(stop) - packed(start)) // 32


def add_months(day: int, months: int) -> int:
    """The same day so many months later; the month's last day where that month is shorter."""
    here = packed(day)
    then = here // 32 + min(max(months, -MOST_MONTHS), MOST_MONTHS)
    if then < 12:
        return FIRST_DAY
    if then >= 120_000:
        return LAST_DAY
    first = number_of_day(then, 1)
    return min(first + here % 32, number_of_day(then + 1, 1)) - 1


def add_days(day: int, days: int) -> int:
    """So many days later; outside the calendar its first or last day."""
    then = day + min(max(days, -MOST_DAYS), MOST_DAYS)
    return min(max(then, FIRST_DAY), LAST_DAY)


def cell(starts: list[int], cells: list[int], key: int) -> int:
    """The cell for a key, the nearest for a key outside, where there is a cell for each key from the first."""
    first = starts[0]
    return cells[uint64(min(max(key, first), first + len(cells) - 1) - first)]


def searched(starts: list[int], cells: list[int], key: int) -> int:
    """The same where there is a cell for each start."""
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        if starts[middle] <= key:
            low = middle + 1
        else:
            high = middle
    return cells[max(low - 1, 0)]


def common(one: int, other: int) -> int:
    """The greatest common divisor; `other` is at least 1."""
    rest = abs(one)
    while rest > 0:
        one, other, rest = other, rest, other % rest
    return other
