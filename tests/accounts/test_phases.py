"""Before the new code starts, and after the old code has stopped."""

import pytest
from django.core.management import CommandError, call_command

from allmanning.accounts import phases
from allmanning.accounts.phases import EarlierPhaseError, Name, known, last_before_the_new_code

EARLIER, LAST = [name for name in known() if name[0] == "cases"][-2:]


def as_if_late(monkeypatch: pytest.MonkeyPatch, late: Name) -> None:
    """As if one of the migrations could only run when nobody runs the earlier release."""
    told = {name: "post" if name == late else phase for name, phase in known().items()}
    monkeypatch.setattr(phases, "known", lambda: told)


def test_every_migration_of_libraries_and_ours_has_a_phase() -> None:
    assert {"cases", "accounts", "procrastinate", "sessions"} <= {app for app, _ in known()}


def test_what_the_earlier_release_cannot_bear_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    as_if_late(monkeypatch, LAST)
    assert last_before_the_new_code(set(known()) - {EARLIER, LAST}) == {"cases": EARLIER[1]}


def test_nothing_is_built_on_what_still_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    as_if_late(monkeypatch, EARLIER)
    with pytest.raises(EarlierPhaseError, match="Finish the last upgrade first"):
        last_before_the_new_code(set(known()) - {EARLIER, LAST})


def test_an_empty_database_is_told_the_last_of_each_application() -> None:
    targets = last_before_the_new_code(())
    assert (targets["sessions"], targets["cases"]) == ("0001_initial", LAST[1])


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_command_does_nothing_where_nothing_waits_and_chooses_by_itself() -> None:
    call_command("migrate", phase="pre", verbosity=0)
    with pytest.raises(CommandError, match="Leave the application out"):
        call_command("migrate", "cases", phase="pre", verbosity=0)
