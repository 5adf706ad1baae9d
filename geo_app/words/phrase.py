"""Sentences about reading a place phrase: what its words leave open for the clerk."""

TABLE: dict[str, tuple[str, str]] = {
    "phrase.anaphor": (
        "「{anchor}」没有写明是哪一个，请结合上下文确认名称。",
        "“{anchor}” does not say which one; please confirm its name from the context.",
    ),
    "phrase.ambiguous_direction": (
        "「{direction}」没有写明度数，暂按两个方向的正中理解，请核对。",
        "“{direction}” has no degrees; taken as midway between the two points, please check.",
    ),
    "phrase.both_banks": (
        "「{anchor}」两岸都有，请确认是两个点位还是一段。",
        "Both banks of “{anchor}” are meant; please confirm whether two sites or one stretch.",
    ),
    "phrase.coordinate_range": (
        "坐标数值不在我国范围内，无法使用，请核对经纬度。",
        "The coordinate lies outside China and is not used; please check it.",
    ),
    "phrase.datum_unknown": (
        "坐标没有写明坐标系（CGCS2000 还是火星坐标），可能相差数百米，请核对。",
        "The datum is not said (CGCS2000 or GCJ-02); these differ by up to some hundred metres.",
    ),
    "phrase.elided_kind": (
        "「{anchor}」后面省略了「{target}」，请确认所指设施。",
        "“{target}” is left out after “{anchor}”; please confirm the facility meant.",
    ),
    "phrase.inner_ambiguous": (
        "「内侧/外侧」可能指临河侧，也可能指背河侧，请现场确认。",
        "“Inner/outer” may mean the river side or the land side; please confirm on the spot.",
    ),
    "phrase.many_places": (
        "原文说不止一处，只读到「{anchor}」这一个地点，请补充其余点位。",
        "The words mean several places but name only “{anchor}”; please add the others.",
    ),
    "phrase.no_place": (
        "这句话没有写明具体地点，不能定位。",
        "The words name no place; it cannot be located.",
    ),
    "phrase.not_understood": (
        "没有读懂其中的地点，请在地图上指出位置。",
        "No place could be read from the words; please point it out on the map.",
    ),
    "phrase.second_hop": (
        "「{anchor}」之后不止一段距离，只采用了第一段，请核对。",
        "More than one distance follows “{anchor}”; only the first is used, please check.",
    ),
    "phrase.too_long": (
        "文字过长，只读了前 {limit} 个字，请截取写地点的部分。",
        "The text is too long; only its first {limit} characters were read.",
    ),
    "phrase.two_places": (
        "「{first}」与「{last}」不是一处，请确认是几个点位还是一段。",
        "{first} and {last} are not one place; please confirm whether sites or a stretch.",
    ),
    "phrase.vague_number": (
        "距离没有写明确切数字，请现场确认。",
        "The distance is not a definite number; please confirm on the spot.",
    ),
    "phrase.which_end": (
        "「{anchor}」有两个端头，请确认是哪一头。",
        "“{anchor}” has two ends; please confirm which one.",
    ),
    "phrase.which_line": (
        "「{anchor}」没有写明是哪条线路，请确认。",
        "“{anchor}” does not say which line it is; please confirm.",
    ),
    "phrase.which_river": (
        "交汇处有两条河，暂按先写的「{anchor}」理解上下游，请核对。",
        "Two rivers meet at “{anchor}”; up- and downstream are taken on the first, please check.",
    ),
}
