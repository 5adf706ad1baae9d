"""Child processes of this program: the same Python and package, none of its secrets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_KEPT = frozenset({"PATH", "LANG", "SYSTEMROOT"})
_BUFFER = 1024 * 1024
"""Bytes; answers are large."""

_PACKAGE = Path(__file__).resolve().parent


def start(module: str, *, errors: int | None = None) -> subprocess.Popen[bytes]:
    """Run a module of this package; it is spoken with through standard input and output.

    Args:
        module: Its whole name.
        errors: Where what it complains of goes, as ``Popen`` takes it; None = where ours goes.

    Raises:
        OSError: It does not start.
    """
    return subprocess.Popen(  # noqa: S603 # a module of our own
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=environment(),
        bufsize=_BUFFER,
        close_fds=True,
    )


def environment() -> dict[str, str]:
    """No secret of the program, one thread, and the package from where it runs now."""
    kept = {name: os.environ[name] for name in _KEPT & os.environ.keys()}
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    root = str(_PACKAGE.parent)
    return {**kept, **threads, "PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1"}
