"""A progress bar for work that learns its length as it goes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import click


@contextmanager
def bar(label: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, which hides itself where nobody looks.

    Args:
        label: What is being done.
        quiet: Show nothing.

    Yields:
        What is to be told how many of how many are done.
    """
    with ExitStack() as stack:
        shown: list[Any] = []

        def tell(done: int, count: int) -> None:
            if not shown:
                made = click.progressbar(length=count, label=label, file=sys.stderr, hidden=quiet)
                shown.append(stack.enter_context(made))
            shown[0].update(done - shown[0].pos)

        yield tell
