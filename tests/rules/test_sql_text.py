"""The SQL that rules become: exactly this text, each thing once, and nothing of a package outside its quotes."""

from dataclasses import replace

import pytest

from allmanning.rules.dialects import DUCKDB, SPARK, Dialect, UnmappedError
from allmanning.rules.exact import UnprovedError
from allmanning.rules.graph import Graph
from allmanning.rules.program import parse
from allmanning.rules.spelled import Reading
from allmanning.rules.sql import query
from allmanning.rules.values import Parameters
from benchmarks.rules.measure import PARAMETERS, package_files
from tests.language.programs import Page
from tests.rules.sql_pages import DAY, DIALECTS, pages, rewritten, sql

each_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
FACTS = (
    '@facts\nclass H:\n    """H."""\n\n    hyra: Money = between(0, 100)\n    antal: int = between(0, 9)\n'
)
RULE = '\n\n@rule(law="SoL (2025:400) 12 kap. 1 §")\ndef {name}({needs}) -> {type}:\n    """R."""\n{body}\n'


def made(*lines: str, needs: str = "hyra: Money", type_: str = "Money", facts: str = FACTS) -> Graph:
    """The graph of one rule."""
    body = "\n".join(f"    {line}" for line in lines)
    return parse({"rules/r.py": facts + RULE.format(name="stöd", needs=needs, type=type_, body=body)}, {}).on(
        DAY
    )


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.path.stem)
def test_a_program_becomes_exactly_this_text(page: Page) -> None:
    assert rewritten(page) == page.text


@each_dialect
def test_what_is_doubled_sixteen_times_is_written_once(dialect: Dialect) -> None:
    """Text that doubled each time would be 65,000 times as long."""
    lines = [f"a{level} = a{level - 1} * antal + a{level - 1}" for level in range(1, 17)]
    graph = made("a0 = hyra + kr(1)", *lines[:8], "return a8", needs="hyra: Money, antal: int")
    twice = made(
        "a0 = hyra + kr(1)",
        *(f"a{i} = max(a{i - 1} - hyra, hyra - a{i - 1})" for i in range(1, 17)),
        "return a16",
    )
    assert len(sql(graph, {}, dialect)) < 1_500
    assert len(sql(twice, {}, dialect)) < 2_500


@each_dialect
def test_what_is_doubled_inside_a_list_is_written_once(dialect: Dialect) -> None:
    facts = '@facts\nclass B:\n    """B."""\n\n    n: int = between(-9, 9)\n\n\n@facts\nclass H:\n    """H."""\n\n    barn: list[B]\n'
    steps = [f"a{i} = max(a{i - 1} - b.n, b.n - a{i - 1})" for i in range(1, 17)]
    of_child = RULE.format(
        name="vikt",
        needs="b: B",
        type="int",
        body="\n".join(f"    {line}" for line in ("a0 = b.n", *steps, "return a16")),
    )
    total = RULE.format(
        name="stöd", needs="barn: list[B]", type="int", body="    return sum(vikt(b) for b in barn)"
    )
    graph = parse({"rules/r.py": facts + of_child + total}, {}).on(DAY)
    assert len(sql(graph, {}, dialect)) < 4_000


@each_dialect
def test_a_package_of_four_times_the_rules_makes_four_times_the_text(dialect: Dialect) -> None:
    types = {name: type_ for name, (type_, _) in PARAMETERS.items()}
    values: Parameters = {name: value for name, (_, value) in PARAMETERS.items()}
    sizes = {
        rules: len(sql(parse(package_files(rules), types).on(DAY), values, dialect)) for rules in (250, 1_000)
    }
    assert sizes[1_000] <= 4.2 * sizes[250]


@each_dialect
def test_readings_share_what_they_have_in_common(dialect: Dialect) -> None:
    graph = made("b = hyra * 3 + kr(2)", "return max(b, kr(5)) + b")
    readings = {f"r{number}": Reading({}, {"hyra": number % 2}) for number in range(8)}
    text = query(graph, ("stöd",), readings, DAY, "h", dialect)
    assert text.count("* 3") == 2


HOSTILE = [
    "'; DROP TABLE h; --",
    '"',
    "''",
    "`",
    "\\",
    "\\'",
    "${spark.master}",
    "{0}",
    "\u2028",
    "😀",
    "*/",
    "ÅÄÖ",
]


@each_dialect
def test_no_word_gets_out_of_its_quotes(dialect: Dialect) -> None:
    """In DuckDB only a quote ends a word, and it is doubled; in Spark nothing but letters and figures is left of one."""
    for word in HOSTILE:
        inside = dialect.word(word)[1:-1]
        if dialect is DUCKDB:
            assert "'" not in inside.replace("''", "")
            assert inside.replace("''", "'") == word
        else:
            assert inside.replace("\\u", "").replace("\\U", "").isalnum()


@each_dialect
def test_no_name_gets_out_of_its_quotes(dialect: Dialect) -> None:
    mark = dialect.quoted("a")[0]
    for name in HOSTILE:
        assert dialect.quoted(name)[1:-1].replace(mark * 2, "").count(mark) == 0


@each_dialect
def test_what_a_dialect_cannot_say_is_named(dialect: Dialect) -> None:
    templates = {what: text for what, text in dialect.templates.items() if what != "max"}
    graph = made("return max(hyra, kr(5))")
    with pytest.raises(UnmappedError, match=f"{dialect.name} has no way to say 'max'"):
        sql(graph, {}, replace(dialect, templates=templates))


def test_both_dialects_say_the_same_things() -> None:
    assert DUCKDB.templates.keys() == SPARK.templates.keys()


@each_dialect
def test_a_number_that_may_not_fit_is_refused(dialect: Dialect) -> None:
    graph = made("return hyra * antal * 1_000_000_000 * 1_000_000_000", needs="hyra: Money, antal: int")
    with pytest.raises(UnprovedError, match="Run allmanning check"):
        sql(graph, {}, dialect)


@each_dialect
def test_what_is_certain_of_everybody_is_a_constant(dialect: Dialect) -> None:
    graph = made("return kr(7) if hyra >= 0 else hyra * 2")
    assert dialect.write("number", 700) + " AS " in sql(graph, {}, dialect)
