"""Sentences about names of units."""

TABLE: dict[str, tuple[str, str]] = {
    "unit.name": (
        "单位名称须为 1 至 {limit} 个字，只写一个单位，不能全是数字。",
        "A unit is called by 1 to {limit} characters, one unit only, and not by digits alone.",
    ),
    "unit.none": ("没有任何点位、人员、台账或名册写有单位：{name}", "Nothing names a unit {name}."),
    "unit.there": ("名册里已有这个单位：{name}", "This unit is in the list already: {name}"),
    "unit.same": ("新旧名称相同：{name}", "Both names are the same: {name}"),
    "unit.former": (
        "「{name}」是「{today}」的曾用名，不能再给别的单位用：历次检查要按它认出是同一单位。",
        "“{name}” is a former name of “{today}” and cannot be another unit's: earlier visits are "
        "known by it.",
    ),
    "unit.many": (
        "要改动 {count} 处，超过一次 {limit} 处的上限，没有改动。",
        "{count} rows would change, more than the {limit} of one go; nothing was changed.",
    ),
    "unit.other_now": (
        "预览之后数据又有变化，没有改动。请重新预览。",
        "Something has changed since you looked; nothing was changed. Look again.",
    ),
}
