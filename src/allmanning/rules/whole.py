"""Days, rounding and look-ups in whole numbers only, as machine code has them; the same as in `values`, for 64 bits.

A day is its number counted from 1970-01-01. The text of this module stands in every kernel, so it imports nothing and uses
nothing but whole numbers and arrays of them.
"""

int64 = uint64 = int  # a compiler puts its own here

FIRST_DAY, LAST_DAY = -719_162, 2_932_896  # 0001-01-01 and 9999-12-31
MOST_MONTHS, MOST_DAYS = 200_000, 4_000_000  # more than from the first day to the last


def nearest(numerator: int, denominator: int) -> int:
    """A quotient as the nearest whole number, a half away from zero. Without a sign there is room for the half."""
    size, parts = uint64(abs(numerator)), uint64(denominator)
    found = int64((size + parts // uint64(2)) // parts)
    return found if numerator >= 0 else -found


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
    """The cell for a key, the nearest for a key outside. One start: there is a cell for each key from there."""
    first = starts[0]
    if len(starts) == 1:
        return cells[min(max(key, first), first + len(cells) - 1) - first]
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
