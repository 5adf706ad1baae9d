"""A form: what is asked at a visit, by category; a bureau edits the data file, not the program.

``form_file`` reads one from its data file. Answers are checked on the server, whatever a page or a
phone has checked before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from geo_app.domain.evidence.demands import Demand
from geo_app.domain.field import Field, Label
from geo_app.domain.inspection import PhotoRole
from geo_app.errors import InputError


@dataclass(frozen=True, slots=True)
class Wanted:
    """A photo that the form asks for.

    Attributes:
        role: What it is for.
        count: How many.
        hint: How to take it.
    """

    role: PhotoRole
    count: int
    hint: Label


@dataclass(frozen=True, slots=True)
class Form:
    """One version of a form.

    Attributes:
        name: Of the form; the file is called so.
        version: Counts up with each change of the file.
        title: Heading.
        categories: Of the sites that it is for.
        fields: What is asked, in order.
        photos: Which photos are asked for.
        evidence: What a verification demands in these categories.
        content: The whole file, to be kept and sent on.
    """

    name: str
    version: int
    title: Label
    categories: tuple[str, ...]
    fields: tuple[Field, ...]
    photos: tuple[Wanted, ...]
    evidence: Demand
    content: Mapping[str, Any] = field(repr=False)

    def validate(self, answers: object) -> dict[str, Any]:
        """The answers as they are kept: known fields only, in the order of the form.

        An empty answer (null, an empty text or list) is none.

        Args:
            answers: An object from outside, field name → value.

        Raises:
            InputError: Names the field and what it wants.
        """
        if not isinstance(answers, Mapping):
            raise InputError("form.answers")
        known = {each.name for each in self.fields}
        if unknown := sorted(str(name) for name in set(answers) - known):
            raise InputError("form.unknown_field", field=unknown[0][:80])
        kept: dict[str, Any] = {}
        for each in self.fields:
            given = answers.get(each.name)
            empty = given is None or (isinstance(given, str | list) and not given)
            asked = each.is_asked(kept)
            if empty:
                if each.required and asked:
                    raise InputError("form.required", field=each.name, label=str(each.label))
            elif not asked:
                raise InputError("form.not_asked", field=each.name, label=str(each.label))
            else:
                kept[each.name] = each.checked(given)
        return kept
