"""Machine code is made once: for other parameters there is nothing to compile, and another process loads what is kept."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from numba.core import event

from allmanning.rules.kernel import Kernel, kernel
from allmanning.rules.values import TableValue
from allmanning.simulation import compiling
from allmanning.simulation.compiling import cache_folder, compiled
from allmanning.simulation.engines.kernel import kernel_for
from allmanning.simulation.errors import MissingExtraError
from allmanning.simulation.job import Run
from tests.simulation.street import GRAPH, HIGHER, PARAMETERS, computed, file, job, meant, of_run, street

SMALL = ("trångt",)


@contextmanager
def counted() -> Iterator[list[str]]:
    """What numba compiles meanwhile."""
    seen: list[str] = []

    class Compilations(event.Listener):
        def on_start(self, event: event.Event) -> None:
            seen.append(str(event.data["dispatcher"]))

        def on_end(self, event: event.Event) -> None:
            pass

    with event.install_listener("numba:compile", Compilations()):
        yield seen


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder with nothing in it, and nothing in memory."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    compiled.cache_clear()
    return tmp_path / "allmanning" / "kernels"


def small() -> Kernel:
    return kernel(GRAPH, SMALL)


def test_other_parameters_and_another_day_compile_nothing(tmp_path: Path) -> None:
    data = file(tmp_path, street())
    assert of_run(computed(job(data))) == meant(40)
    with counted() as seen:
        assert of_run(computed(job(data, runs=(Run("nu", HIGHER),)))) == meant(40, HIGHER)
        computed(job(data, day=date(2026, 1, 1)))
    assert seen == []


def test_a_table_that_reaches_too_far_for_a_cell_for_each_key_is_compiled_once_for_itself(
    tmp_path: Path,
) -> None:
    data = file(tmp_path, street())
    wide = {**HIGHER, "norm": TableValue((0, 5_000), (1, 2), None)}
    runs = (Run("nu", HIGHER), Run("bred", wide))
    found = computed(job(data, runs=runs))
    assert of_run(found) == meant(40, HIGHER)
    assert of_run(found, "bred") == meant(40, wide)
    with counted() as seen:
        assert of_run(computed(job(data, runs=(Run("bred", wide),))), "bred") == meant(40, wide)
    assert seen == []


def test_a_first_run_is_seen_to_compile(fresh: Path) -> None:
    """The test above could not fail, if nothing were ever counted."""
    with counted() as seen:
        compiled(small())
    assert any("kernel" in each for each in seen)


def test_what_is_in_memory_is_not_even_loaded(fresh: Path) -> None:
    assert compiled(small()) is compiled(small())


LOAD = """
from allmanning.simulation.engines.kernel import kernel_for
from tests.simulation.street import DAY, GRAPH, PARAMETERS, street
prepared = kernel_for(GRAPH, ("trångt",))
found = prepared(prepared.columns_of(street(6)), PARAMETERS, DAY)["trångt"].tolist()
stats = prepared.machine.stats
print(sum(stats.cache_hits.values()), sum(stats.cache_misses.values()), found)
"""


def test_another_process_loads_what_is_kept(fresh: Path) -> None:
    told = [
        subprocess.run(
            [sys.executable, "-c", LOAD], env=dict(os.environ), capture_output=True, text=True, check=True
        ).stdout.split(maxsplit=2)
        for _ in range(2)
    ]
    assert [each[:2] for each in told] == [["0", "1"], ["1", "0"]]
    assert told[0][2] == told[1][2]


def test_the_folder_is_the_users_own_and_its_files_are_named_by_what_they_are(fresh: Path) -> None:
    compiled(small())
    (text,) = fresh.glob("*.py")
    assert fresh.stat().st_mode & 0o777 == 0o700
    assert text.read_text() == small().text
    assert len(text.stem.removeprefix("allmanning_kernel_")) == 64
    assert list((fresh / "__pycache__").glob(f"{text.stem}*.nbc"))


def test_a_home_without_the_variable_has_a_folder_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache" / "allmanning" / "kernels"


def test_without_a_folder_to_write_in_the_kernel_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    compiled.cache_clear()
    assert cache_folder() is None
    found = computed(job(file(tmp_path, street()), SMALL))["nu.trångt"].to_pylist()
    assert found == [row["trångt"] for row in meant(40)]


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o722])
def test_a_folder_that_others_can_write_in_is_not_used(fresh: Path, mode: int) -> None:
    """What lies there is loaded as code."""
    assert cache_folder() == fresh
    fresh.chmod(mode)
    assert cache_folder() is None


def test_a_folder_of_somebody_elses_is_not_used(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache_folder() == fresh
    monkeypatch.setattr(compiling.os, "getuid", lambda: os.geteuid() + 1)
    assert cache_folder() is None


def test_a_link_to_another_folder_is_not_used(fresh: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir(mode=0o700)
    fresh.parent.mkdir()
    fresh.symlink_to(tmp_path / "other")
    assert cache_folder() is None


@pytest.mark.parametrize("what", ["*.py", "__pycache__/*.nbi", "__pycache__/*.nbc"])
def test_what_is_damaged_is_made_anew(fresh: Path, what: str) -> None:
    compiled(small())
    (damaged,) = fresh.glob(what)
    damaged.write_bytes(damaged.read_bytes()[:20])
    compiled.cache_clear()
    prepared = kernel_for(GRAPH, SMALL)
    found = prepared(prepared.columns_of(street()), PARAMETERS, job(fresh).day)["trångt"].tolist()
    assert found == [row["trångt"] for row in meant(40)]
    compiled.cache_clear()
    compiled(small())
    assert all(each.stat().st_size > 20 for each in fresh.rglob("*.*"))


def test_without_numba_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    compiled.cache_clear()
    with pytest.raises(MissingExtraError, match=r"The kernel needs the extra 'kernel'.*allmanning\[kernel\]"):
        kernel_for(GRAPH, SMALL)
