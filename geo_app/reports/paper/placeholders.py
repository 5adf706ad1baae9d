"""What the Word template of a paper may ask for: values, loops over them, whether they are there.

Jinja is a language with doors. A template may come from anybody in the office, so that it gets
only a corner of it: no calls, no arithmetic, no names but those of the paper, no attributes of
objects of this program. A loop inside a loop goes over parts of what the outer one holds, so that
the work grows with the paper and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import SandboxedEnvironment

DOUBTS = "doubts"
"""The list that no template may leave out."""

_PARTS = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr,
    nodes.Getitem, nodes.For, nodes.If, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip
_FILTERS = frozenset({"length"})
_LOOP = frozenset({"first", "last", "index", "length"})
"""What a template may know of its loop."""


class Placeholders(SandboxedEnvironment):
    """The corner of Jinja that templates of papers are written in."""

    def __init__(self) -> None:
        """Values are escaped, and a name that a paper does not have is an error."""
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()

    def from_string(self, source: Any, *given: Any, **named: Any) -> Template:
        """A template, when it keeps to the corner.

        Raises:
            TemplateSyntaxError: It does not; says what it holds instead.
        """
        _look(self.parse(source), ())
        return super().from_string(source, *given, **named)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A value by its name; nothing else of an object."""
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A value by its name or place."""
        if isinstance(obj, dict) and argument in obj:
            return obj[argument]
        if isinstance(obj, Sequence) and isinstance(argument, int) and argument < len(obj):
            return obj[argument]
        if isinstance(obj, Undefined):
            return obj
        return self.undefined(name=str(argument))


_KEPT = 32
"""Parts of templates that stay read: reading one takes longer than filling it in."""


@lru_cache(maxsize=_KEPT)
def read(source: str) -> Template:
    """A part of a template, ready to be filled in.

    Raises:
        TemplateSyntaxError: It does not keep to the corner.
    """
    return Placeholders().from_string(source)


@lru_cache(maxsize=_KEPT)
def leaves_doubts_out(source: str) -> bool:
    """Whether a body has no loop, on no condition, that prints each doubt.

    Raises:
        TemplateSyntaxError: It cannot be read.
    """
    return _leaves_out(Placeholders().parse(source))


def _leaves_out(tree: nodes.Template) -> bool:
    return not any(
        isinstance(each, nodes.For)
        and _is(each.iter, DOUBTS)
        and isinstance(each.target, nodes.Name)
        and _prints(each.body, each.target.name)
        for each in tree.body
    )


def _prints(body: Iterable[nodes.Node], name: str) -> bool:
    shown = (part for each in body if isinstance(each, nodes.Output) for part in each.nodes)
    return any(_is(part, name) for part in shown)


def _is(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name


def _look(node: nodes.Node, around: tuple[str, ...]) -> None:
    """Refuse what is not of the corner; ``around`` names what the loops around hold."""
    if isinstance(node, nodes.For):
        if node.test is not None or node.recursive or not isinstance(node.target, nodes.Name):
            raise _other("for", node)
        if around and _root(node.iter) not in around:
            raise _other("for × for", node)
        around = (*around, node.target.name)
    elif isinstance(node, nodes.Filter):
        if node.name not in _FILTERS or node.args or node.kwargs:
            raise _other(f"|{node.name}", node)
    elif not isinstance(node, _PARTS):
        raise _other(type(node).__name__, node)
    for each in node.iter_child_nodes():
        _look(each, around)


def _root(node: nodes.Node) -> str | None:
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else None


def _other(what: str, node: nodes.Node) -> TemplateSyntaxError:
    return TemplateSyntaxError(what, node.lineno)
