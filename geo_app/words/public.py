"""Words for everybody: what a status means to who has never heard of the procedure."""

TABLE: dict[str, tuple[str, str]] = {
    "public.open": (
        "已发现问题，还没有报告开始整改。",
        "The problem was found; no work on it has been reported.",
    ),
    "public.in_work": ("责任单位报告正在整改。", "The unit in charge reports work in progress."),
    "public.claimed": (
        "责任单位自己报告已整改完成；还没有经过核实。",
        "The unit in charge says itself that it is done; nobody has verified that yet.",
    ),
    "public.verified": (
        "核查人员已核实整改完成，正在办理销号。",
        "Verifiers have confirmed that it is done; closing the case is under way.",
    ),
    "public.closed": (
        "经核实整改完成，已销号。",
        "Confirmed as done by verifiers, and closed.",
    ),
    "public.relapsed": ("曾经核实整改完成，问题又出现了。", "Was confirmed as done; it is back."),
    "public.disputed": (
        "责任单位对问题有异议，正在研究。",
        "The unit in charge disputes the finding; this is being looked into.",
    ),
    "public.transferred": ("已移交其他单位处理。", "Handed over to another body."),
    "public.overridden": (
        "这次核实通过时证据不齐，属特批。",
        "It was accepted by special decision although evidence was incomplete.",
    ),
    "public.name": (
        "公开名称应为 1 到 {limit} 个字符。没有改动。",
        "The public name takes 1 to {limit} characters. Nothing was changed.",
    ),
    "public.reason": (
        "理由最多 {limit} 个字符。没有改动。",
        "A reason takes {limit} characters at most. Nothing was changed.",
    ),
    "public.not_shown": (
        "{site} 没有公开，不用撤下。",
        "{site} is not shown to the public: there is nothing to take away.",
    ),
    "public.no_site": (
        "没有公开编号为 {number} 的点位，可能已经撤下。",
        "No site is shown under number {number}; it may have been taken away.",
    ),
    "public.region": (
        "第 {n} 块遮盖不成立：左、上、宽、高都是百分数，不能超出照片。没有改动。",
        "Cover {n} makes no sense: left, top, width and height are percentages inside the photo."
        " Nothing was changed.",
    ),
    "public.regions": (
        "一张照片最多遮盖 {limit} 块。没有改动。",
        "A photo takes {limit} covers at most. Nothing was changed.",
    ),
    "public.site_first": (
        "这处点位没有公开：先公开点位，再选照片。",
        "The site is not shown to the public: show it first, then choose its photos.",
    ),
    "public.no_photo": (
        "没有这张公开照片，可能已经撤下。",
        "There is no such photo; it may have been taken away.",
    ),
    "public.query": (
        "地址中的「{name}」看不懂。",
        "“{name}” in the address cannot be understood.",
    ),
}
