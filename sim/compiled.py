"""The one place that decides how numba compiles the model, and where the machine code is kept.

What numba will not enforce for us:

* No ``fastmath`` and no ``parallel``: the first breaks bit-identity, the second loses writes
  through a named tuple's field, in silence (numba issue 10338).
* ``error_model="numpy"`` on callee and caller alike, else division checks stop vectorisation.
* Numba's cache does not see an edit in *another* file, so the folder's name is a digest of all sources.
* Numba's index file is read, changed and written back by every process: two at once can leave a
  signature pointing at another one's code. So each signature has a file of its own here.
* Numba counts references to every array of a frame at every call, even an inlined one: two atomic operations each,
  200 ns a household in one pass. So only functions that make an array count references (option ``_nrt``).
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import pickle
import platform
import re
import shutil
import sys
import tempfile
import time
import types
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import llvmlite
import numba
import numba.extending
import numpy
from numba.core.caching import FunctionCache
from numba.core.serialize import dumps
from numba.core.types import Integer, int64, unliteral

P = ParamSpec("P")
R = TypeVar("R")

# Some versions of numba carry types, some do not; neither knows these uses.
_njit: Any = numba.njit
_config: Any = numba.config
_extending: Any = numba.extending

ROOT = Path(__file__).resolve().parent
# In order, and quick to ask for one; an editor's lock is a link to nothing, so not a file.
SOURCES = dict.fromkeys(path for path in sorted(ROOT.rglob("*.py")) if path.is_file())
MAKERS = {"empty", "empty_like", "zeros", "zeros_like", "full", "full_like"}  # numpy's makers of arrays
KEPT = 3  # folders, each of one state of the sources
IN_USE = 3600.0  # seconds; a folder opened since then may belong to a running process
CHECKSUM = hashlib.sha256().digest_size


def compiled(f: Callable[P, R]) -> Callable[P, R]:
    """Compile ``f`` when it is first called; its machine code is kept between runs.

    For passes over rows. What their loops call is `inlined`.
    """
    return _dispatcher(f)


def inlined(f: Callable[P, R]) -> Callable[P, R]:
    """Like `compiled`, and always inlined into its callers, so that their loops vectorise.

    LLVM does the inlining: numba's own ``inline="always"`` gives code of the same speed and
    compiles a caller of four such functions in 1.1 s instead of 0.2 s.
    """
    return _dispatcher(f, forceinline=True)


def wrapping_product(a: int, b: int) -> int:
    """The product of two whole numbers, of which only the low 64 bits may be used.

    Compiled, ``a * b`` of signed numbers promises LLVM that nothing overflows. Where it does, a comparison of the outcome
    may come out wrong although the outcome itself is right; this product promises nothing.
    """
    return a * b


@_extending.type_callable(wrapping_product)
def _type_of_product(_: Any) -> Any:
    return lambda a, b: int64


@_extending.lower_builtin(wrapping_product, Integer, Integer)
def _code_of_product(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    whole = [context.cast(builder, value, kind, int64) for value, kind in zip(arguments, signature.args, strict=True)]
    return builder.mul(*whole)


def machine_code(f: Callable[P, R], *arguments: Any) -> Callable[P, R]:
    """Return ``f`` compiled for arguments of exactly these types, to be called many times.

    A call through numba's dispatcher looks at the type of each array anew: 4 us, ten times what the call itself takes,
    and while it holds Python's lock.
    """
    if not hasattr(f, "py_func"):
        return f  # numba is switched off
    dispatcher: Any = f
    return dispatcher.compile(tuple(map(dispatcher.typeof_pyval, arguments)))


def plain(f: Callable[P, R]) -> Callable[P, R]:
    """Return the same text as plain Python, down to the compiled functions that it calls.

    A function that is not compiled is returned as it is. TypeError: ``f`` has a closure, or
    reaches compiled functions through a module of this package instead of by name.
    """
    source = getattr(f, "py_func", None)
    if source is None:
        return f
    if f not in _twins:
        if source.__closure__:
            raise TypeError(f"{source.__qualname__}: a compiled function may not have a closure")
        scope: dict[str, Any] = {"__builtins__": __builtins__, "__name__": source.__module__}
        twin = types.FunctionType(source.__code__, scope, source.__name__, source.__defaults__)
        twin.__kwdefaults__, twin.__doc__ = source.__kwdefaults__, source.__doc__
        _twins[f] = twin  # before its globals: a function may call itself
        try:
            reached = [name for name in _names(source.__code__) if name in source.__globals__]
            scope.update({name: _plain_global(source, name) for name in reached})
        except TypeError:
            del _twins[f]  # half a twin must not be found by the next call
            raise
    return _twins[f]


_twins: dict[Callable[..., Any], Callable[..., Any]] = {}


def _plain_global(source: types.FunctionType, name: str) -> Any:
    value = source.__globals__[name]
    if isinstance(value, types.ModuleType) and any(hasattr(member, "py_func") for member in vars(value).values()):
        raise TypeError(f"{source.__qualname__}: import the functions of {value.__name__} by name")
    return plain(value)


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)


def _dispatcher(f: Callable[P, R], **options: bool) -> Callable[P, R]:
    counts = not MAKERS.isdisjoint(f.__code__.co_names)
    function: Any = _njit(
        nogil=True, error_model="numpy", fastmath=False, no_cfunc_wrapper=True, _nrt=counts, **options
    )(f)
    if function is not f:
        _widen(function)
    # Only the package's own functions: the digest knows no other source. With NUMBA_DISABLE_JIT,
    # ``function`` is ``f`` itself.
    if FOLDER and function is not f and Path(f.__code__.co_filename).resolve() in SOURCES:
        cache = _Cache(f)
        if FOLDER in Path(cache.cache_path).parents:  # else numba fell back to __pycache__
            function._cache = cache
    return function


def _widen(function: Any) -> None:
    """Let calls from compiled code give plain integers: numba would compile ``f(x, 3)`` and ``f(x, 4)`` anew each."""
    template = function.get_call_template

    def widened(args: Any, kws: Any) -> Any:
        return template(tuple(map(unliteral, args)), {name: unliteral(kind) for name, kind in kws.items()})

    function.get_call_template = widened


class _Files:
    """Machine code of one function: a file for each signature and processor.

    The name says what the code depends on, so writers meet only in files of equal meaning; the
    checksum makes a torn file a missing one (torn machine code would crash the process).
    """

    def __init__(self, stem: Path) -> None:
        self.stem = stem

    def path(self, key: Any) -> Path:
        digest = hashlib.sha256(repr(key).encode()).hexdigest()[:16]
        return self.stem.with_name(f"{self.stem.name}.{digest}.code")

    def load(self, key: Any) -> Any:
        """Return what was saved under ``key``, or None."""
        try:
            content = self.path(key).read_bytes()
            if hashlib.sha256(content[CHECKSUM:]).digest() != content[:CHECKSUM]:
                return None
            saved_key, data = pickle.loads(content[CHECKSUM:])
        except Exception:  # unpickling may raise anything; the cure is always to compile again
            return None
        return data if saved_key == key else None

    def save(self, key: Any, data: Any) -> None:
        """Write whole or not at all."""
        path, content = self.path(key), dumps((key, data))
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix="draft-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(content).digest() + content)
            os.replace(draft, path)
        except OSError:
            Path(draft).unlink(missing_ok=True)
            raise

    def flush(self) -> None:
        for path in self.stem.parent.glob(f"{self.stem.name}.*.code"):
            path.unlink(missing_ok=True)


class _Cache(FunctionCache):
    """Numba's cache of a function, with files of our own."""

    def __init__(self, f: Callable[..., Any]) -> None:
        super().__init__(f)
        self._cache_file = _Files(Path(self.cache_path) / self._impl.filename_base)

    def save_overload(self, signature: Any, result: Any) -> None:
        """Save, unless a source has changed since the digest was taken: the code may be newer."""
        try:
            if _stamps() == STAMPS:
                super().save_overload(signature, result)
        except OSError:
            pass  # a full disk, or on Windows a file that another process holds: only slower


def _stamps() -> list[tuple[int, int]]:
    return [(status.st_mtime_ns, status.st_size) for status in map(os.stat, SOURCES)]


def source_digest() -> str:
    """Return 32 hex digits that change with any source file or version that decides the code."""
    versions = platform.python_implementation(), sys.version, numba.__version__, llvmlite.__version__
    digest = hashlib.sha256(repr((*versions, numpy.__version__)).encode())
    for path in SOURCES:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]


def _user_cache() -> Path:
    if chosen := os.environ.get("FANPIN_CACHE"):
        return Path(chosen).absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "fanpin"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/fanpin"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fanpin"


def _open_folder() -> Path | None:
    """Return this version's folder, made and writable; None, with one warning, where that fails."""
    try:
        folder = _user_cache() / source_digest()
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
        os.utime(folder)
        _tidy(folder.parent)
    except (OSError, RuntimeError) as error:  # RuntimeError: there is no home directory
        if multiprocessing.parent_process() is None:  # the main process speaks for its workers
            warnings.warn(UNWRITABLE.format(error=error), RuntimeWarning, stacklevel=2)
        return None
    return folder


UNWRITABLE = (
    "compiled code cannot be kept ({error}), so every start compiles again, about half a minute; "
    "set FANPIN_CACHE to a folder that can be written.\n"
    "无法保存编译结果（{error}），每次启动都要重新编译，约需半分钟；"
    "请将环境变量 FANPIN_CACHE 设为一个可写的文件夹。"
)


def _tidy(parent: Path) -> None:
    """Remove all but the newest folders of machine code, and nothing else that lies there."""
    folders = [path for path in parent.iterdir() if re.fullmatch("[0-9a-f]{32}", path.name)]
    opened = {path: path.stat().st_mtime for path in folders}
    for path in sorted(folders, key=opened.__getitem__, reverse=True)[KEPT:]:
        if time.time() - opened[path] > IN_USE:
            shutil.rmtree(path, ignore_errors=True)


STAMPS = _stamps()  # before the digest: an edit in between must not go unseen
FOLDER = _open_folder()
if FOLDER:
    _config.CACHE_DIR = str(FOLDER)
