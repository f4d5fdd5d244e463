"""Kernels as machine code, kept between runs: in memory, and in a folder of the user's own.

The folder is `allmanning/kernels` in $XDG_CACHE_HOME, or in ~/.cache. What lies there is loaded as code, so a folder that
others could write in is not used. Without a folder everything works, and each program compiles anew.
"""

import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from allmanning.rules.kernel import HELPERS, Kernel
from allmanning.rules.machine import Column
from allmanning.simulation.errors import MissingExtraError

type Machine = Callable[..., None]

MOST_IN_MEMORY = 64
# What a folder that is full, or files that are damaged, can lead to; the code is then compiled without them.
_UNUSABLE = (
    OSError, EOFError, pickle.PickleError, AttributeError, ImportError, IndexError, KeyError, TypeError, ValueError,
    RuntimeError,
)  # fmt: skip


@lru_cache(MOST_IN_MEMORY)
def compiled(kernel: Kernel) -> Machine:
    """The function of a kernel, compiled or loaded. Raises MissingExtraError."""
    try:
        import numba
    except ImportError:
        raise MissingExtraError("The kernel", "kernel") from None
    folder = cache_folder()
    name = "allmanning_kernel_" + hashlib.sha256(f"{numba.__version__}\n{kernel.text}".encode()).hexdigest()
    if folder is not None:
        try:
            return _machine(numba, kernel, _kept(folder / f"{name}.py", kernel.text), cache=True)
        except _UNUSABLE:
            _forget(folder, name)
    return _machine(numba, kernel, Path(f"{name}.py"), cache=False)


def cache_folder() -> Path | None:
    """The folder for compiled kernels; None when there can be none, or when others could write in it."""
    try:
        given = os.environ.get("XDG_CACHE_HOME", "")
        base = Path(given) if given.startswith("/") else Path.home() / ".cache"
        folder = base / "allmanning" / "kernels"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except (OSError, RuntimeError):
        return None
    own = found.st_uid == os.getuid() and found.st_mode & 0o022 == 0
    return folder if own and folder.is_dir() and os.access(folder, os.W_OK) else None


def _kept(path: Path, text: str) -> Path:
    """The file of a kernel's text, written whole or not at all."""
    data = text.encode()
    if not (path.is_file() and path.read_bytes() == data):
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).replace(path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
    return path


def _forget(folder: Path, name: str) -> None:
    for path in (folder / f"{name}.py", *(folder / "__pycache__").glob(f"{name}.*")):
        try:
            path.unlink(missing_ok=True)
        except OSError:
            continue


def _machine(numba: ModuleType, kernel: Kernel, path: Path, *, cache: bool) -> Machine:
    # What is loaded from disk looks for its module by name.
    module = sys.modules[path.stem] = ModuleType(path.stem)
    names = vars(module)
    exec(compile(kernel.text, str(path), "exec"), names)  # noqa: S102 - text of our own making: see `rules.kernel`
    names.update(int64=numba.int64, uint64=numba.uint64, empty=np.empty)
    for helper in HELPERS:
        names[helper] = numba.njit(error_model="numpy")(names[helper])
    compile_it = numba.njit(
        signature(numba, kernel), nogil=True, cache=cache, error_model="numpy", no_cfunc_wrapper=True,
        pipeline_class=_apart(),
    )  # fmt: skip
    machine: Machine = compile_it(names["kernel"])
    return machine


def _apart() -> Any:
    """How to compile a function whose arrays never overlap; knowing that, the compiler dares to compute rows side by side."""
    from numba.core.compiler import CompilerBase, DefaultPassBuilder

    class Apart(CompilerBase):
        def define_pipelines(self) -> list[Any]:
            self.state.flags.noalias = True
            return [DefaultPassBuilder.define_nopython_pipeline(self.state)]  # type: ignore[no-untyped-call]

    return Apart


def signature(numba: ModuleType, kernel: Kernel) -> Any:
    """The types of a kernel's arguments, so that it is compiled once, before it is called."""
    types = numba.types
    item = {"truth": types.boolean, "day": types.int32, "word": types.int32, "length": types.int32}

    def array(column: Column | None = None, *, readonly: bool = True) -> Any:
        return types.Array(item.get(column.kind if column else "", types.int64), 1, "C", readonly=readonly)

    arguments = [types.int64, types.int64, array(), *map(array, kernel.columns)]
    for table in kernel.tables:
        arguments += [array()] * (3 if table.kind == "share" else 2)
    for result in kernel.results:
        arguments += [array(result, readonly=False)] * (2 if result.kind == "share" else 1)
    return types.void(*arguments)
