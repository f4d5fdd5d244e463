"""Who may open which address is said beside the view, once."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

RULES = {"public", "resident", "staff", "machine"}


def addresses(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        else:
            yield path, entry


def test_every_address_has_exactly_one_access_rule() -> None:
    found = {path: getattr(entry.callback, "access", None) for path, entry in addresses(get_resolver())}
    assert found
    assert {path: rule for path, rule in found.items() if rule not in RULES} == {}
