"""Sentences about the kept counts of the map."""

TABLE: dict[str, tuple[str, str]] = {
    "counts.rebuilt": (
        "已按 {count} 个点位重新计数，超期以 {day} 为准，单格上限 {crowd} 个。",
        "Counted {count} sites anew; overdue is told for {day}, a tile shows up to {crowd} sites.",
    ),
    "counts.whole": (
        "{count} 个点位的计数与点位一致，超期以 {day} 为准。",
        "The counts of {count} sites are as the sites say; overdue is told for {day}.",
    ),
    "counts.never": (
        "点位还没有计数。请运行 geo-app counts rebuild。",
        "The sites were never counted. Run geo-app counts rebuild.",
    ),
    "counts.wrong_key": (
        "点位 {site} 的格网编号与坐标不符。",
        "The key of site {site} is not that of its coordinates.",
    ),
    "counts.wrong_shape": (
        "点位 {site} 的线或面所在的格网与图形不符。",
        "The cells of site {site} are not those of its line or polygon.",
    ),
    "counts.wrong_row": (
        "第 {level} 级第 {cell} 格（类别“{category}”，区域“{area}”，空为全部）的计数与点位不符："
        "记 {kept} 个，应为 {right} 个；个数相同时，是状态、超期或位置不符。",
        "The counts of level {level}, cell {cell} (category “{category}”, area “{area}”, empty = "
        "all) are not as the sites say: {kept} are kept, {right} are right; where these are the "
        "same, it is a status, who is overdue, or a place.",
    ),
    "counts.wrong_due": (
        "时限 {day} 的未核实点位（区县“{district_code}”，考核单位“{accounting_unit}”，空为没有）"
        "计数不符：记 {kept} 个，应为 {right} 个。",
        "The count of unverified sites due on {day} (district “{district_code}”, accounting unit "
        "“{accounting_unit}”, empty = none) is wrong: {kept} are kept, {right} are right.",
    ),
    "counts.never_indexed": (
        "点位文字还没有建立检索。请运行 geo-app counts rebuild。",
        "The words of the sites were never indexed. Run geo-app counts rebuild.",
    ),
    "counts.wrong_words": (
        "点位 {site} 的检索内容与点位不符。",
        "Site {site} is not found by what its row says.",
    ),
    "counts.not_kept": (
        "计数有 {count} 处与点位不符。请运行 geo-app counts rebuild。",
        "The counts differ from the sites in {count} places. Run geo-app counts rebuild.",
    ),
}
