"""Indicators that belong to no site: kinds, periods, columns of their file, its errors."""

TABLE: dict[str, tuple[str, str]] = {
    "indicator_kind.rank": ("排名", "Rank"),
    "indicator_kind.change_rank": ("改善幅度排名", "Rank by improvement"),
    "indicator_kind.count": ("件数", "Count"),
    "indicator_kind.measure": ("数值", "Value"),
    "indicator_period.day": ("日", "Day"),
    "indicator_period.month": ("月", "Month"),
    "indicator_period.quarter": ("季", "Quarter"),
    "indicator_period.year": ("年", "Year"),
    "indicator_period.to_date": ("累计", "To date"),
    "indicator_period.span": ("时段", "Stated days"),
    "indicator.name": ("指标", "Indicator"),
    "indicator.kind": ("类别", "Kind"),
    "indicator.unit": ("单位", "Unit"),
    "indicator.period": ("周期", "Period"),
    "indicator.among": ("排名范围", "Ranked among"),
    "indicator.begin": ("起", "From"),
    "indicator.end": ("止", "To"),
    "indicator.value": ("数值", "Value"),
    "indicator.of": ("参排数", "Of"),
    "indicator.as_of": ("截至", "As of"),
    "indicator.source": ("来源", "Source"),
    "indicator.no_text": (
        "{file}不是可读的 CSV（UTF-8 或 GBK）：{reason}",
        "{file} is no CSV that can be read (UTF-8 or GBK): {reason}",
    ),
    "indicator.bytes": (
        "{file}超过指标文件的上限 {limit} KB。",
        "{file} is over the limit of {limit} KB of a file of indicators.",
    ),
    "indicator.rows": (
        "{file}超过 {limit} 行。",
        "{file} has more than {limit} rows.",
    ),
    "indicator.no_columns": (
        "{file}第 1 行缺少列：{columns}",
        "{file}, line 1: columns are missing: {columns}",
    ),
    "indicator.columns": (
        "{file}第 1 行有不认识或重复的列：{columns}",
        "{file}, line 1: columns that are unknown or there twice: {columns}",
    ),
    "indicator.empty": ("{file}没有数据行。", "{file} has no rows of data."),
    "indicator.cells": (
        "有 {count} 格，与表头的列数不同",
        "has {count} cells, not as many as the head",
    ),
    "indicator.bad_text": (
        "须有文字，至多 {limit} 字，不含控制字符，不以 = + - @ 开头",
        "text is needed, at most {limit} characters, without control characters, "
        "not beginning with = + - @",
    ),
    "indicator.no_choice": (
        "只能是 {choices} 之一，而不是“{value}”",
        "is one of {choices}, not “{value}”",
    ),
    "indicator.no_day": (
        "不是日期（2021-08-15 或 2021年8月15日）：“{value}”",
        "is no date (2021-08-15): “{value}”",
    ),
    "indicator.no_period": (
        "{begin} 至 {end} 不是一个完整的“{period}”",
        "{begin} to {end} is no whole period of the kind “{period}”",
    ),
    "indicator.too_early": (
        "截至日期早于时段结束（{end}）",
        "the as-of date is before the end of the period ({end})",
    ),
    "indicator.future": ("截至日期在今天之后", "the as-of date is after today"),
    "indicator.no_number": (
        "不是数字（至多 12 位整数、6 位小数）：“{value}”",
        "is no number (at most 12 digits and 6 decimals): “{value}”",
    ),
    "indicator.no_count": ("须是不小于 0 的整数", "must be a whole number from 0"),
    "indicator.no_rank": (
        "名次须是从 1 起的整数，不大于参排数",
        "a rank is a whole number from 1, at most the number ranked",
    ),
    "indicator.from_the_end": (
        "倒数的名次须写参排数，才能换算",
        "a place from the end needs the number ranked",
    ),
    "indicator.no_of": (
        "排名的参排数是 1 至 100000 的整数；其他类别留空",
        "of a rank a whole number from 1 to 100000; empty for other kinds",
    ),
    "indicator.not_of_kind": ("此类别须留空", "is left empty for this kind"),
    "indicator.twice": (
        "与第 {line} 行同一指标、同一时段，数值不同",
        "is for the same indicator and period as line {line}, with another value",
    ),
    "indicator.at": ("第 {line} 行，{column}：{reason}", "line {line}, {column}: {reason}"),
    "indicator.row": ("整行", "the row"),
    "indicator.refused": (
        "{file}有 {count} 处不能收，什么也没有保存。",
        "{file}: {count} cells cannot be taken over; nothing was kept.",
    ),
    "indicator.other_meanwhile": (
        "预览之后数据已变，什么也没有保存；请重新上传预览。",
        "The figures have changed since the preview; nothing was kept. Look at the file again.",
    ),
    "indicator.cli_found": (
        "{rows} 行：新增 {added}，更正 {corrected}，相同 {same}，不能收 {bad}。",
        "{rows} rows: {added} new, {corrected} corrections, {same} the same, {bad} refused.",
    ),
    "indicator.cli_preview": (
        "这是预览，什么也没有保存；加 --yes 保存。",
        "This is a preview, nothing was kept; --yes keeps it.",
    ),
    "indicator.cli_done": ("已保存。", "Kept."),
}
