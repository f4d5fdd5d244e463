"""What the tags draw: that it is there, that it is escaped, and that a mistake in a template is told."""

import re

import pytest
from django.template import Context, Template, TemplateSyntaxError

from allmanning.portals.design.fields import Field
from allmanning.portals.design.parts import Step
from tests.portals.design import example_lines as lines
from tests.portals.design import gallery


def draw(source: str, **context: object) -> str:
    return Template("{% load design %}" + source).render(Context(context))


def seen(html: str) -> str:
    """The words on the page, without tags and repeated space."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).replace("\u00a0", " ").split())


def test_a_reckoning_says_every_amount_its_source_and_its_paragraph() -> None:
    words = seen(draw("{% reckoning line sources=sources %}", line=lines.support(), sources=lines.SOURCES))
    assert "Så har vi räknat" in words
    assert "Boende 6 900 kr Din hyra: 7 200 kr · Du svarade 3 november 2025" in words
    assert "Summa, Riksnorm: 8 010 kr" in words
    assert words.endswith(
        "Stöd i lagen: SoL 12 kap. 1 § SoL (2025:400) 12 kap. 1 § " + lines.support().text.sv
    )


def test_a_tick_or_a_cross_never_stands_without_words() -> None:
    html = draw("{% reckoning line %}", line=lines.refusal())
    assert re.search(r'data-mark="no".*?</svg>\s*<span class="reckoning-answer">nej</span>', html, re.DOTALL)


def test_a_derived_amount_is_marked() -> None:
    assert "preliminärt belopp" in draw("{% reckoning line %}", line=lines.support(derived=True))
    assert "preliminärt belopp" not in draw("{% reckoning line %}", line=lines.support())


def test_a_compact_reckoning_has_no_margin_and_nothing_to_open() -> None:
    html = draw('{% reckoning line variant="compact" %}', line=lines.support_while_answering())
    assert "<details" not in html
    assert "inte klart än" in html


def test_what_a_resident_has_written_is_never_markup() -> None:
    hostile = lines.amount("x", "<script>alert(1)</script>", 5)
    html = draw("{% reckoning line %}", line=hostile) + draw(
        "{% field f %}", f=Field(name='"><b>', label="<i>", value="<u>")
    )
    assert not re.search(r"<(script|b|i|u)>", html)


@pytest.mark.parametrize(
    "field", [*gallery.context()["fields"], gallery.RENT, gallery.REASON], ids=lambda f: f.kind
)
def test_every_kind_of_question_can_be_drawn_with_its_help_beside_it(field: Field) -> None:
    html = draw("{% field f %}", f=field)
    told = set(re.findall(r'\bid="([^"]+)"', html))
    assert set(re.findall(r'aria-describedby="([^"]+)"', html)) <= {field.described_by, f"{field.id}-2-help"}
    assert set(field.described_by.split()) <= told
    assert field.target in told


def test_an_error_summary_says_nothing_when_nothing_is_wrong() -> None:
    assert draw("{% error_summary fields %}", fields=[gallery.RENT]).strip() == ""


def test_an_error_summary_leads_to_each_box() -> None:
    html = draw("{% error_summary fields %}", fields=gallery.context()["fields"])
    assert "Det är 3 saker att rätta till" in html
    assert 'href="#field-lunch-1"' in html


def test_a_step_that_is_done_says_so_to_those_who_do_not_see_its_colour() -> None:
    assert "– klart" in draw("{% timeline steps %}", steps=[Step(title="Ansökan", state="done")])


def test_money_and_days_are_written_in_the_readers_language() -> None:
    assert draw("{{ ore|kronor }}", ore=-120_000) == "\u22121\u00a0200\u00a0kr"


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ('{% icon "elephant" %}', "There are: tick"),
        ('{% notice tone="loud" %}{% endnotice %}', "info, success, warning or danger"),
        ('{% reckoning line variant="huge" %}', '"full" or "compact"'),
    ],
)
def test_a_mistake_in_a_template_is_told_with_what_would_be_right(source: str, hint: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=hint):
        draw(source, line=lines.support())
