"""From the words of a notice to the status that they tell (已整改, 正在整改, 未启动 …)."""

from __future__ import annotations

import unicodedata

from geo_app.domain.status import Status

_WORDS: tuple[tuple[Status, tuple[str, ...]], ...] = (
    # order matters: 未整改到位 before 整改到位, 不予销号 before 销号
    (Status.DISPUTED, ("有争议", "存在争议", "申辩", "性质变更", "不属实", "异议")),
    (Status.TRANSFERRED, ("移交", "移送", "转办")),
    (
        Status.IN_WORK,
        (
            "不予销号", "驳回", "退回", "强化整改", "未整改到位", "未完成整改", "未整改完成",
            "未整改完毕", "尚未完成", "未完成", "未全部", "部分", "基本完成", "序时进度",
            "阶段性", "正在", "整改中", "推进", "持续整改", "办理中", "限期", "立行立改",
            "已启动", "已开展", "已部署",
        ),
    ),
    (Status.OPEN, ("未整改", "未启动", "未开展", "未动工", "尚未", "反弹")),
    (Status.CLAIMED, (
        "已整改", "已解决", "已落实", "完成", "到位", "办结", "销号", "验收", "完毕",
    )),
)  # fmt: skip


def from_word(word: str) -> Status:
    """The status that a word of a notice stands for (已整改, 正在整改, 未启动 …).

    A notice is written by who had to act, so the furthest that any of its words leads to is
    ``claimed``: also 已验收 and 已销号 there are told, not checked. 反弹 says that the problem is
    back. An unknown word is no sign that anything was done: ``open``.
    """
    plain = unicodedata.normalize("NFKC", word)
    for status, words in _WORDS:
        if any(each in plain for each in words):
            return status
    return Status.OPEN
