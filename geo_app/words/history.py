"""Sentences about the history of a problem or site: why its status is what it is."""

TABLE: dict[str, tuple[str, str]] = {
    # why a status is what it is
    "history.undated": ("日期不详", "date unknown"),
    "history.found": ("检查发现问题（{day}）。", "The inspection found it ({day})."),
    "history.in_work": ("责任单位报告正在整改（{day}）。", "Reported to be in work ({day})."),
    "history.claimed": (
        "责任单位自报整改完成（{day}）；自报不等于核实。",
        "The responsible unit claims it is done ({day}); a claim is not a verification.",
    ),
    "history.disputed": (
        "责任单位对问题的性质或事实有不同说法（{day}）。",
        "The responsible unit disputes what was found ({day}).",
    ),
    "history.transferred": (
        "已移交其他单位处理（{day}），处理结果未知。",
        "Handed to another body ({day}); the outcome is not known.",
    ),
    "history.verified": ("核实通过（{day}）。", "Verified ({day})."),
    "history.verified_as_told": (
        "文件 {file} 载明已核实（{day}）；本系统没有经手这次核实。",
        "The file {file} says that it was verified ({day}); that was not done in this program.",
    ),
    "history.overridden": (
        "证据不足，{name} 特批核实通过（{day}），理由：{reason}",
        "Accepted by {name} without the evidence that is demanded ({day}); reason: {reason}",
    ),
    "history.closed": ("已销号（{day}）。", "Closed ({day})."),
    "history.refused": (
        "核实不通过，退回整改（{day}）。",
        "The verification refused it; back to work ({day}).",
    ),
    "history.reopened": (
        "核实或销号后问题再次出现（{day}）。",
        "It came back after it had been verified or closed ({day}).",
    ),
    # events that change nothing
    "history.nothing_claimed": (
        "{event}（{day}）不改变状态：此前没有有效的自报。",
        "{event} ({day}) changes nothing: no claim stood before it.",
    ),
    "history.nothing_verified": (
        "{event}（{day}）不改变状态：销号之前必须核实通过。",
        "{event} ({day}) changes nothing: only what is verified can be closed.",
    ),
    "history.nothing_to_refuse": (
        "{event}（{day}）不改变状态：没有可退回的自报。",
        "{event} ({day}) changes nothing: there is no claim to refuse.",
    ),
    "history.closed_needs_reopening": (
        "{event}（{day}）不改变状态：已销号的问题须重新打开。",
        "{event} ({day}) changes nothing: what is closed must be reopened.",
    ),
    "history.nothing_to_reopen": (
        "{event}（{day}）不改变状态：尚未核实或销号，无从反弹。",
        "{event} ({day}) changes nothing: nothing was verified or closed yet.",
    ),
    "history.nothing_to_revisit": (
        "{event}（{day}）不改变状态：没有待核实的自报。",
        "{event} ({day}) changes nothing: no claim was waiting for an answer.",
    ),
    "history.nothing_to_publish": (
        "{event}（{day}）不改变状态：核实通过、尚未销号时才能公示。",
        "{event} ({day}) changes nothing: only what is verified and not yet closed is published.",
    ),
    "history.nothing_to_recheck": (
        "{event}（{day}）不改变状态：尚未核实或销号，谈不上回头看。",
        "{event} ({day}) changes nothing: nothing was verified or closed yet.",
    ),
    "history.already_checked": (
        "{event}（{day}）不改变状态：已由核查人核实。",
        "{event} ({day}) changes nothing: it was already verified.",
    ),
    # steps of the verification
    "event.revisit_asked": ("要求复查", "Another visit asked for"),
    "event.published": ("开始公示", "Public notice begun"),
    "event.recheck_set": ("定下回头看日期", "Re-check set"),
    "event.rechecked": ("回头看：没有反弹", "Re-checked, still in order"),
    # events of notices, places and anchors
    "event.read": ("读入通报", "Notice read in"),
    "event.imported": ("导入大批点位", "Very many sites imported"),
    "event.unlocated": ("标为未定位", "Marked unlocated"),
    "event.moved": ("推算位置更新", "Computed position renewed"),
    "event.merged": ("合并重复地点", "Places merged"),
    "event.withdrawn": ("撤回为草稿", "Taken back to draft"),
    "event.added": ("新增地名", "Anchor added"),
    "event.corrected": ("更正地名位置", "Anchor corrected"),
    "event.removed": ("删除地名", "Anchor removed"),
    # doubts that arise when a place meets the districts
    "doubt.district_differs": (
        "通报写的是{named}，推算位置却在{found}：请确认。",
        "The notice says {named}, but the computed position lies in {found}: please confirm.",
    ),
    "doubt.named_nowhere": (
        "通报只计数，没有说明地点。",
        "The notice counts this place but names it nowhere.",
    ),
    "doubt.told_by_public": (
        "位置是公众在地图上点的，按误差{radius}米计，未经核实。",
        "Somebody of the public tapped this place on the map: taken as within {radius} m, not "
        "confirmed.",
    ),
    "doubt.of_public": (
        "来自公众举报，内容未经核实；举报照片只作线索，不能作为证据。",
        "Told by the public, not verified; the pictures that came with it are a hint, no evidence.",
    ),
    "doubt.marked_unlocated": (
        "审核时标为未定位，推算位置没有采用。",
        "Marked unlocated in review; the computed position was not taken over.",
    ),
}
