"""Numbers drawn from random bits: whole, the same everywhere, and as often as is said."""

from fractions import Fraction

import numpy as np

from allmanning.simulation.draws import (
    Always,
    Column,
    Draw,
    Part,
    Spread,
    Weights,
    Yes,
    bits,
    draw,
    evenly,
    share,
    told,
)

MANY = 20_000


def drawn(how: Draw) -> Column:
    return draw(how, bits(1, "some column", 0, MANY))


def percent(found: Column, value: int) -> int:
    return round(100 * int(np.count_nonzero(found == value)) / len(found))


def test_the_bits_are_those_that_every_machine_gives() -> None:
    # Worked out once; a change here changes every population that anybody has made.
    assert bits(7, "wage", 0, 3).tolist() == [6993899761660071860, 14510092536350475343, 17070810958110793166]
    assert bits(7, "wage", 1, 1).tolist() != bits(7, "wage", 0, 1).tolist()


def test_the_first_of_many_bits_are_those_of_few() -> None:
    assert bits(7, "wage", 3, 1_000)[:10].tolist() == bits(7, "wage", 3, 10).tolist()


def test_columns_and_seeds_do_not_follow_each_other() -> None:
    assert len({bits(seed, name, 0, 1)[0] for seed in range(5) for name in ("wage", "rent")}) == 10


def test_so_many_of_a_hundred_are_drawn_as_is_said() -> None:
    assert percent(drawn(Yes(24)), 1) == 24
    assert [percent(drawn(Weights({0: 70, 3: 20, 5: 10})), value) for value in (0, 3, 5)] == [70, 20, 10]
    assert drawn(Always(9)).tolist() == [9] * MANY


def test_a_spread_goes_through_its_points_in_whole_steps() -> None:
    found = drawn(Spread(((0, 500), (50, 9_500), (100, 32_000)), 10))
    assert (found.min() >= 500, found.max() < 32_000, set((found % 10).tolist())) == (True, True, {0})
    assert round(100 * int(np.count_nonzero(found < 9_500)) / MANY) == 50


def test_those_who_do_not_draw_have_nothing() -> None:
    found = drawn(Part(36, Spread(((0, 500), (100, 900)))))
    assert percent(found, 0) == 64
    assert found[found > 0].min() >= 500


def test_nobody_and_everybody_are_exactly_that() -> None:
    raw = bits(1, "some column", 0, MANY)
    assert not share(Fraction(0), raw).any()
    assert share(Fraction(1), raw).all()


def test_even_draws_reach_both_ends_and_keep_the_step() -> None:
    found = evenly(-10, 22, 4, bits(1, "some column", 0, MANY))
    assert sorted(set(found.tolist())) == [-10, -6, -2, 2, 6, 10, 14, 18, 22]


def test_draws_are_told_in_words() -> None:
    how = Part(36, Spread(((0, 500), (50, 9_500), (100, 32_000)), 10))
    assert told(how, "kr").replace("\xa0", " ") == "36 % have 500–31 990 kr (50 % below 9 500 kr)"
    assert (told(Yes(0)), told(Yes(100)), told(Yes(3))) == ("none", "all", "3 %")
