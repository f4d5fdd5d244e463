"""Terms for a solver: whole numbers and truths, each with its bounds, each once; and their text in SMT-LIB 2.

Amounts, days (as day numbers) and words (as numbers of their own) are whole numbers here. What is certain by its bounds
becomes a literal while it is built, so that no solver ever sees the arms that nobody can take.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from allmanning.rules.intervals import COMPARISONS, Bounds, corners, join
from allmanning.rules.nodes import Comparison

type Sort = Literal["Int", "Bool"]

# A product or a share of something with so few values is written out value by value, which keeps it linear.
MOST_CASES = 64
MOST_TERMS = 200_000
_EQUALS = {"==", "!="}
_NAMES = {"==": "=", "!=": "="}


class TooManyTermsError(Exception):
    """The rules make too many terms for a solver. Shorten the lists with between(…), or prove less at a time."""

    def __init__(self) -> None:
        super().__init__(str(self.__doc__))


@dataclass(frozen=True, slots=True)
class Term:
    """An operator of SMT-LIB over other terms; or a literal, a variable, or a free function of one number.

    `low` and `high` bound its value; a truth is 0 or 1.
    """

    operator: str
    operands: tuple[int, ...]
    label: str | int
    sort: Sort
    low: int
    high: int

    @property
    def bounds(self) -> Bounds:
        """As an interval."""
        return self.low, self.high


@dataclass(slots=True)
class Terms:
    """All terms of one question. A term is named by its position, and stands after what it is made of.

    `boundaries` are terms that may be taken as any value within their bounds; `domains` the only values of a variable
    whose values do not stand side by side. A variable whose label is `fixed` is not one: it has that value.
    """

    fixed: Mapping[str, int] = field(default_factory=dict)
    all: list[Term] = field(default_factory=list)
    known: dict[tuple[str, tuple[int, ...], str | int, Sort], int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    domains: dict[int, tuple[int, ...]] = field(default_factory=dict)
    boundaries: set[int] = field(default_factory=set)

    def number(self, value: int) -> int:
        """A literal number."""
        return self._add("number", (), value, "Int", value, value)

    def truth(self, value: bool) -> int:
        """A literal truth."""
        return self._add("truth", (), int(value), "Bool", int(value), int(value))

    def word(self, word: str) -> int:
        """The number that stands for a word."""
        return self.number(self.words.setdefault(word, len(self.words)))

    def variable(self, label: str, low: int, high: int, sort: Sort = "Int") -> int:
        """Something free within its bounds. The same label is the same variable."""
        if label in self.fixed:
            value = self.fixed[label]
            return self.truth(bool(value)) if sort == "Bool" else self.number(value)
        return self._add("variable", (), label, sort, low, high)

    def word_variable(self, label: str, options: Iterable[str]) -> int:
        """One of some words."""
        numbers = tuple(sorted(self.words.setdefault(word, len(self.words)) for word in options))
        found = self.variable(label, numbers[0], numbers[-1])
        if self.literal(found) is None and numbers[-1] - numbers[0] >= len(numbers):
            self.domains[found] = numbers
        return found

    def apply(self, function: str, key: int, low: int, high: int) -> int:
        """A free function of a number: a table with cells that nobody has set yet."""
        return self._add("apply", (key,), function, "Int", low, high)

    def literal(self, term: int) -> int | None:
        """The value of a term that is certain."""
        found = self.all[term]
        return found.low if found.low == found.high else None

    def narrowed(self, term: int, low: int, high: int) -> int:
        """The term, with bounds that are known in another way than by its parts."""
        found = self.all[term]
        if low > found.low or high < found.high:
            self.all[term] = Term(
                found.operator, found.operands, found.label, found.sort, max(low, found.low), min(high, found.high)
            )  # fmt: skip
        return term

    def boundary(self, term: int) -> None:
        """Let a term be one that may be taken as any value within its bounds."""
        if self.all[term].operands:
            self.boundaries.add(term)

    def plus(self, left: int, right: int) -> int:
        """left + right."""
        if self.literal(left) == 0 or self.literal(right) == 0:
            return right if self.literal(left) == 0 else left
        one, other = self.all[left], self.all[right]
        return self._integer("+", (left, right), (one.low + other.low, one.high + other.high))

    def minus(self, left: int, right: int) -> int:
        """left − right."""
        if left == right or self.literal(right) == 0:
            return self.number(0) if left == right else left
        one, other = self.all[left], self.all[right]
        return self._integer("-", (left, right), (one.low - other.high, one.high - other.low))

    def times(self, left: int, right: int) -> int:
        """left × right; value by value where one of them has few, so that no two variables are multiplied."""
        one, other = sorted((left, right), key=self._width)
        factor = self.literal(one)
        if factor is not None:
            return other if factor == 1 else self._product(one, other)
        if self._width(one) < MOST_CASES:
            return self.cases(one, lambda value: self.times(self.number(value), other))
        return self._product(one, other)

    def _product(self, one: int, other: int) -> int:
        bounds = corners(self.all[one].bounds, self.all[other].bounds, lambda a, b: a * b)
        return self._integer("*", (one, other), bounds)

    def divided(self, term: int, by: int) -> int:
        """The whole part of term / by, downwards. `by` is at least 1."""
        divisor = self.literal(by)
        if divisor is None and self._width(by) < MOST_CASES:
            return self.cases(by, lambda value: self.divided(term, self.number(value)))
        if divisor == 1:
            return term
        bounds = corners(self.all[term].bounds, self.all[by].bounds, lambda a, b: a // b)
        return self._integer("div", (term, by), bounds)

    def rest(self, term: int, by: int) -> int:
        """What is left of term / by; 0 to by − 1."""
        found = self.all[term]
        if found.low >= 0 and found.high < by:
            return term
        return self._integer("mod", (term, self.number(by)), (0, by - 1))

    def opposite(self, term: int) -> int:
        """Not."""
        found = self.all[term]
        if found.operator == "not":
            return found.operands[0]
        value = self.literal(term)
        return self._add("not", (term,), "", "Bool", 0, 1) if value is None else self.truth(not value)

    def both(self, *terms: int) -> int:
        """All of some truths."""
        return self._joined("and", 0, terms)

    def either(self, *terms: int) -> int:
        """At least one of some truths."""
        return self._joined("or", 1, terms)

    def _joined(self, operator: str, settling: int, terms: Iterable[int]) -> int:
        """`settling` is the value of an operand that settles the whole."""
        left = tuple(dict.fromkeys(term for term in terms if self.literal(term) != 1 - settling))
        if any(self.literal(term) == settling for term in left):
            return self.truth(bool(settling))
        if len(left) < 2:
            return left[0] if left else self.truth(not settling)
        return self._add(operator, left, "", "Bool", 0, 1)

    def compare(self, operator: Comparison, left: int, right: int) -> int:
        """A comparison; == and != also of truths."""
        one, other = self.all[left], self.all[right]
        low, high = COMPARISONS[operator](one.bounds, other.bounds)
        if low == high or left == right:
            return self.truth(bool(low) if low == high else operator in ("==", "<=", ">="))
        if operator in _EQUALS:
            equal = self._add("=", (min(left, right), max(left, right)), "", "Bool", 0, 1)
            return equal if operator == "==" else self.opposite(equal)
        return self._add(operator, (left, right), "", "Bool", 0, 1)

    def choose(self, condition: int, then: int, otherwise: int) -> int:
        """One of two, by a condition."""
        settled = self.literal(condition)
        if settled is not None or then == otherwise:
            return then if settled or then == otherwise else otherwise
        one, other = self.all[then], self.all[otherwise]
        if one.sort == "Bool" and (self.literal(then) is not None or self.literal(otherwise) is not None):
            return self._truth_by(condition, then, otherwise)
        low, high = join(one.bounds, other.bounds)
        return self._add("ite", (condition, then, otherwise), "", one.sort, low, high)

    def _truth_by(self, condition: int, then: int, otherwise: int) -> int:
        if self.literal(then) is not None:
            opposite = self.opposite(condition)
            return self.either(condition, otherwise) if self.literal(then) else self.both(opposite, otherwise)
        if self.literal(otherwise):
            return self.either(self.opposite(condition), then)
        return self.both(condition, then)

    def lower(self, left: int, right: int) -> int:
        """The lower of two."""
        return self._extreme(min, self.compare("<=", left, right), left, right)

    def higher(self, left: int, right: int) -> int:
        """The higher of two."""
        return self._extreme(max, self.compare(">=", left, right), left, right)

    def _extreme(self, of: Callable[[int, int], int], condition: int, left: int, right: int) -> int:
        one, other = self.all[left], self.all[right]
        found = self.choose(condition, left, right)
        if found in (left, right):
            return found
        return self.narrowed(found, of(one.low, other.low), of(one.high, other.high))

    def cases(self, term: int, made: Callable[[int], int]) -> int:
        """What `made` gives for each value that the term can have."""
        found = self.all[term]
        values = range(found.low, found.high + 1)
        return self.stairs(term, values, [made(value) for value in values])

    def stairs(self, key: int, starts: Sequence[int], values: Sequence[int]) -> int:
        """values[i] for keys from starts[i] up to the next start; below the first start the first of them."""
        found = self.all[key]
        first = max((at for at, start in enumerate(starts) if start <= found.low), default=0)
        last = max((at for at, start in enumerate(starts) if start <= found.high), default=0)
        steps: list[tuple[int, int]] = []
        for start, value in zip(starts[first : last + 1], values[first : last + 1], strict=True):
            if not steps or steps[-1][1] != value:
                steps.append((start, value))
        return self._halved(key, steps)

    def _halved(self, key: int, steps: Sequence[tuple[int, int]]) -> int:
        if len(steps) == 1:
            return steps[0][1]
        middle = len(steps) // 2
        below = self.compare("<", key, self.number(steps[middle][0]))
        return self.choose(below, self._halved(key, steps[:middle]), self._halved(key, steps[middle:]))

    def _width(self, term: int) -> int:
        found = self.all[term]
        return found.high - found.low

    def _integer(self, operator: str, operands: tuple[int, ...], bounds: Bounds) -> int:
        low, high = bounds
        return self.number(low) if low == high else self._add(operator, operands, "", "Int", low, high)

    def _add(
        self, operator: str, operands: tuple[int, ...], label: str | int, sort: Sort, low: int, high: int
    ) -> int:
        key = operator, operands, label, sort
        position = self.known.get(key)
        if position is None:
            if len(self.all) >= MOST_TERMS:
                raise TooManyTermsError
            position = self.known[key] = len(self.all)
            self.all.append(Term(operator, operands, label, sort, low, high))
        return position


def reached(terms: Terms, roots: Iterable[int], cut: frozenset[int] = frozenset()) -> set[int]:
    """All terms that some roots are made of; what is cut stands for itself."""
    found: set[int] = set()
    stack = list(roots)
    while stack:
        term = stack.pop()
        if term not in found:
            found.add(term)
            stack.extend(() if term in cut else terms.all[term].operands)
    return found


def boundaries_below(terms: Terms, roots: Iterable[int], shared: set[int], deepest: int) -> frozenset[int]:
    """The boundaries at which to cut: those that stand below more than `deepest` others, and that are shared.

    Where several ways lead to a term the shortest counts.
    """
    depth: dict[int, int] = {}
    layer = list(roots)
    cut: set[int] = set()
    for level in range(deepest + 2):
        following: list[int] = []
        while layer:
            term = layer.pop()
            if term in depth:
                continue
            depth[term] = level
            for child in terms.all[term].operands:
                bounded = child in terms.boundaries and child in shared
                (following if bounded else layer).append(child)
        layer = [term for term in following if term not in depth]
        if level == deepest:
            cut = set(layer)
            break
    return frozenset(cut)


def smt_text(terms: Terms, roots: Iterable[int], cut: frozenset[int] = frozenset()) -> str:
    """SMT-LIB 2: what the roots are made of, defined one by one as `t12`, and that every root holds.

    A term that is cut, and every variable, is declared with its bounds.
    """
    wanted = tuple(roots)
    lines = [
        line for term in sorted(reached(terms, wanted, cut)) for line in _defined(terms, term, term in cut)
    ]
    functions = sorted({line for line in lines if line.startswith("(declare-fun")})
    lines = functions + [line for line in lines if not line.startswith("(declare-fun")]
    return "\n".join([*lines, *(f"(assert {_written(terms, root)})" for root in wanted), ""])


def _defined(terms: Terms, position: int, cut: bool) -> Iterator[str]:
    term = terms.all[position]
    if term.operator in ("number", "truth"):
        return
    if cut or term.operator == "variable":
        name = "" if cut else " ; " + str(term.label).replace("\n", " ")
        yield f"(declare-const t{position} {term.sort}){name}"
    elif term.operator == "apply":
        yield f"(declare-fun {term.label} (Int) Int)"
        yield f"(define-fun t{position} () Int ({term.label} {_written(terms, term.operands[0])}))"
    else:
        parts = " ".join(_written(terms, operand) for operand in term.operands)
        yield f"(define-fun t{position} () {term.sort} ({_NAMES.get(term.operator, term.operator)} {parts}))"
    if term.sort == "Int" and (cut or term.operator in ("variable", "apply")):
        yield f"(assert (<= {_number(term.low)} t{position} {_number(term.high)}))"
        if position in terms.domains and not cut:
            options = " ".join(f"(= t{position} {number})" for number in terms.domains[position])
            yield f"(assert (or {options}))"


def _written(terms: Terms, position: int) -> str:
    term = terms.all[position]
    match term.operator:
        case "number":
            return _number(term.low)
        case "truth":
            return "true" if term.low else "false"
        case _:
            return f"t{position}"


def _number(value: int) -> str:
    return str(value) if value >= 0 else f"(- {-value})"
