"""The random draw of sites and inspectors."""

TABLE: dict[str, tuple[str, str]] = {
    "draw.assigned": ("双随机抽查，由 {names} 核查（抽签 {id}）", "Drawn for {names} (draw {id})"),
    "draw.large_pool": (
        "抽查池超过 {limit} 处点位；请缩小筛选范围。",
        "The pool has more than {limit} sites: narrow the filter.",
    ),
    "draw.no_size": (
        "请给出抽取的点位数或比例，二者取一。",
        "Say how many sites are drawn, or which share of them: one of both.",
    ),
    "draw.empty_pool": (
        "抽查池里有 {sites} 处点位、{inspectors} 名检查人员，无法抽取。",
        "There are {sites} sites and {inspectors} inspectors in the pool: nothing can be drawn.",
    ),
    "draw.too_many": (
        "要抽 {count} 处、每处 {each} 人，而池中有 {sites} 处、{inspectors} 人。",
        "{count} sites with {each} inspectors each are asked for; there are {sites} and "
        "{inspectors}.",
    ),
    "draw.seed": ("种子须为 1 至 {limit} 个字。", "A seed has 1 to {limit} characters."),
    "draw.done": ("抽签 {id} 已经抽过。", "The draw {id} was carried out already."),
    "draw.elsewhere": (
        "抽查池里有本人区域以外的点位，须由不限区域的人抽取。",
        "The pool has sites outside your areas: somebody who is not bound to areas must draw.",
    ),
    "draw.changed": (
        "预览之后抽查池已变化，没有抽取；请看过新的抽查池再抽。",
        "The pool has changed since it was looked at, nothing was drawn: look at it again.",
    ),
    "draw.none": ("没有抽签 {id}。", "There is no draw {id}."),
    "draw.differs": (
        "抽签 {id} 的结果与所记的抽查池和种子不符。",
        "The result of the draw {id} does not follow from its pool and seed.",
    ),
    "draw.cli_pool": (
        "抽查池：{sites} 处点位、{inspectors} 名检查人员；抽 {count} 处，每处 {each} 人。"
        "SHA-256 {digest}",
        "Pool: {sites} sites, {inspectors} inspectors; {count} to draw, {each} each. "
        "SHA-256 {digest}",
    ),
    "draw.cli_preview": (
        "还没有抽；加 --yes 先记下抽查池和种子，再抽。",
        "Nothing was drawn; --yes writes pool and seed down, then draws.",
    ),
    "draw.cli_announced": (
        "已记入日志：抽签 {id}，种子 {seed}",
        "Written into the log: draw {id}, seed {seed}",
    ),
    "draw.cli_short": ("（缺 {n} 人）", "({n} missing)"),
    "draw.cli_holds": (
        "抽签 {id}：由所记的抽查池和种子重抽，结果相同（{count} 处）。",
        "Draw {id}: pool and seed give the same result again ({count} sites).",
    ),
}
