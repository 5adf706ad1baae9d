"""A person as it says who it is: the same person by every way of writing."""

from __future__ import annotations

import pytest

from geo_app.domain.actor import SYSTEM, Role
from geo_app.domain.persona import LONGEST_NAME, operator, said, same_unit, was_said
from geo_app.errors import InputError
from geo_app.settings import Settings


def test_one_person_has_one_id_however_it_is_written_and_whatever_its_role() -> None:
    ids = {
        said("张三", "青河市环保局", Role.VERIFIER).id,
        said(" 张 三 ", "青河市环保局\u200b", Role.CLERK).id,
        said("张三", "青河市 环保局", "leader").id,
    }
    assert len(ids) == 1
    assert said("Ｌｉ Ｓｉ", "A", Role.CLERK).id == said("li si", "ａ", Role.CLERK).id


def test_other_names_and_units_are_other_persons() -> None:
    persons = [
        ("张三", "甲局"),
        ("张三", "乙局"),
        ("张三", None),
        ("李四", "甲局"),
        ("张三甲", "局"),
    ]
    assert len({said(name, unit, Role.CLERK).id for name, unit in persons}) == len(persons)


def test_what_is_kept_is_on_one_line_and_without_signs_that_cannot_be_seen() -> None:
    actor = said("  王\n五\u202e ", " 核查\n办 ", Role.VERIFIER)
    assert (actor.name, actor.unit) == ("王 五", "核查 办")
    assert said("王五", "  ", Role.VERIFIER).unit is None


@pytest.mark.parametrize(
    ("name", "unit", "role", "code"),
    [
        ("", None, "clerk", "persona.no_name"),
        (" \u200b", None, "clerk", "persona.no_name"),
        ("长" * (LONGEST_NAME + 1), None, "clerk", "persona.too_long"),
        ("王五", "长" * (LONGEST_NAME + 1), "clerk", "persona.too_long"),
        ("王五", None, "king", "persona.no_role"),
    ],
)
def test_a_person_that_cannot_be_is_refused(
    name: str, unit: str | None, role: str, code: str
) -> None:
    with pytest.raises(InputError) as caught:
        said(name, unit, role)
    assert caught.value.code == code
    for language in ("zh", "en"):
        assert caught.value.text(language) not in ("", code)


def test_the_operator_of_the_settings_is_a_person_who_was_said_too() -> None:
    actor = operator(Settings(operator="张三", operator_unit="甲局"))
    assert actor == said("张三", "甲局", Role.OPERATOR)
    assert operator(Settings()).unit is None
    assert was_said(actor.id)
    assert not was_said(SYSTEM.id)


def test_units_are_one_across_blanks_and_widths_and_unknown_is_none() -> None:
    assert same_unit("河务所", " 河 务 所")
    assert same_unit("ＡＢ局", "ab局")
    assert not same_unit("河务所", "河务局")
    assert not same_unit(None, None)
    assert not same_unit("", "")
