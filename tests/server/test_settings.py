import os
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from allmanning.server.settings import demo_secret, env_bool, env_int, env_list, env_secret

NAME = "ALLMANNING_X"


@pytest.mark.parametrize(("written", "expected"), [("1", True), ("yes", True), ("", False), ("off", False)])
def test_a_yes_or_no_is_read(written: str, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, written)
    assert env_bool(NAME) is expected


def test_a_wrong_word_says_what_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "perhaps")
    with pytest.raises(ImproperlyConfigured, match=r"ALLMANNING_X is 'perhaps'\. Set it to 1 or 0\."):
        env_bool(NAME)
    with pytest.raises(ImproperlyConfigured, match="Set it to a whole number, such as 7"):
        env_int(NAME, 7)


def test_several_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "a.se, b.se,")
    assert env_list(NAME) == ["a.se", "b.se"]


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush\n")
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "secret"))
    assert env_secret(NAME) == "hush"
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ImproperlyConfigured, match="Name a file this user may read"):
        env_secret(NAME)


def test_a_demonstration_keeps_its_own_secret_to_itself(tmp_path: Path) -> None:
    first = demo_secret(tmp_path / "data")
    assert demo_secret(tmp_path / "data") == first
    assert len(first) >= 50
    assert stat.S_IMODE(os.stat(tmp_path / "data" / "secret-key").st_mode) == 0o600  # noqa: PTH116
