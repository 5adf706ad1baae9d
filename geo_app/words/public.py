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
    "public.name_of": (
        "{site}：公开名称应为 1 到 {limit} 个字符。一处也没有改动。",
        "{site}: the public name takes 1 to {limit} characters. Nothing was changed.",
    ),
    "public.none_chosen": (
        "没有选中点位。请先在台账里勾选点位。",
        "No site is chosen. Tick sites in the ledger first.",
    ),
    "public.many": (
        "一次最多 {limit} 处点位，请缩小范围。没有改动。",
        "At most {limit} sites in one go: choose fewer. Nothing was changed.",
    ),
    "public.other_now": (
        "预览之后有点位的公开情况变了，一处也没有改动。请重新预览。",
        "Since you looked, a site stands otherwise. Nothing was changed; look again.",
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
    "tip.text": (
        "请写明看到了什么，最多 {limit} 个字符。没有提交。",
        "Say what you saw, in {limit} characters at most. Nothing was sent.",
    ),
    "tip.contact": (
        "联系方式最多 {limit} 个字符。没有提交。",
        "A contact takes {limit} characters at most. Nothing was sent.",
    ),
    "tip.photos": (
        "最多 {limit} 张照片。没有提交。",
        "{limit} photos at most. Nothing was sent.",
    ),
    "tip.photo_size": (
        "一张照片最大 {limit} MB。没有提交。",
        "A photo may have {limit} MB at most. Nothing was sent.",
    ),
    "tip.place": (
        "位置看不懂：经度、纬度都是十进制度数。没有提交。",
        "The place cannot be understood: longitude and latitude in decimal degrees. Nothing was"
        " sent.",
    ),
    "tip.form": (
        "表单已过期，或提交得太快，没有提交。写的内容还在，请再提交一次。",
        "The form has expired, or was sent too soon: nothing was sent. What you wrote is still"
        " here: send it again.",
    ),
    "tip.elsewhere": (
        "这份表单不是从本页提交的。",
        "This form was not sent from its own page.",
    ),
    "tip.full": (
        "待看的举报太多，暂时不能再收。请改日再交，或用页上的联系方式。",
        "Too many tips wait to be looked at. Try another day, or use the contact on the page.",
    ),
    "tip.none": (
        "没有这个编号的举报。请核对编号。",
        "There is no tip of that number. Check the number.",
    ),
    "tip.answered": (
        "{name} 已经答复过这条举报。",
        "{name} has answered this tip already.",
    ),
    "tip.answer": (
        "答复应为 1 到 {limit} 个字符，举报人凭编号可以看到。没有改动。",
        "An answer takes 1 to {limit} characters; who sent the tip can read it. Nothing was"
        " changed.",
    ),
    "tip.finding": (
        "请写明问题，最多 {limit} 个字符。没有改动。",
        "Say what the problem is, in {limit} characters at most. Nothing was changed.",
    ),
    "tip.words": (
        "地点的说法最多 {limit} 个字符。没有改动。",
        "The words that say where take {limit} characters at most. Nothing was changed.",
    ),
    "tip.category": (
        "没有这个类别。没有改动。",
        "There is no such category. Nothing was changed.",
    ),
    "tip.drafted": (
        "这条举报已经转为待核对的地点。",
        "A draft place was made of this tip already.",
    ),
    "tip.forgotten": (
        "已删除 {count} 条举报的联系方式（办结满 {days} 天）。",
        "Removed the contacts of {count} tips (answered {days} days ago or longer).",
    ),
    "tip_state.waiting": ("待看", "Waiting"),
    "tip_state.drafted": ("正在了解情况", "Being looked into"),
    "tip_state.dismissed": ("未采纳", "Not followed"),
    "tip_state.linked": ("已转办", "Taken up"),
    "public.query": (
        "地址中的「{name}」看不懂。",
        "“{name}” in the address cannot be understood.",
    ),
}
