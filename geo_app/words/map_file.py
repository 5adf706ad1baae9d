"""Words of the map in one file."""

TABLE: dict[str, tuple[str, str]] = {
    "map_file.title": ("整改点位地图", "Map of sites"),
    "map_file.as_of": ("截至{day}", "as of {day}"),
    "map_file.sites": ("{n} 处点位，", "{n} sites: "),
    "map_file.only_claimed": ("仅自报完成 {n} 处，", "{n} only claimed, "),
    "map_file.checked": ("已核实 {n} 处", "{n} verified"),
    "map_file.shown_of": ("共 {total} 处，此处 {n} 处", "{n} of {total} sites"),
    "map_file.late": ("超期 {n}", "{n} overdue"),
    "map_file.complained": ("自报后有投诉 {n}", "{n} complained of after the claim"),
    "map_file.not_located": ("未定位 {n}", "{n} unlocated"),
    "map_file.not_checked": (
        "“自报”是责任单位的说法，“核实”是另一方看过现场或证据后的结论；没有人核实的不涂绿色。",
        "A claim is what the responsible unit says, a verification what somebody else found. "
        "Nothing is green that nobody checked.",
    ),
    "map_file.positions_exact": (
        "位置为记载的位置，误差见各点位。",
        "Positions are as recorded, each with its error.",
    ),
    "map_file.positions_coarse": (
        "位置只到方格：真实位置在圈内某处，圆心是方格的中心，不是点位。",
        "Positions are squares: the true one lies within the circle, whose middle is the square's.",
    ),
    "map_file.positions_none": (
        "位置不随文件公开，只按区县计数。",
        "Positions are not told; sites are counted by district.",
    ),
    "map_file.public": (
        "公开版：不含人员、照片、通报原文；存疑只写自报完成后又有几件投诉。",
        "Public version: no persons, photos or words of the notice; of doubts only how many "
        "complaints followed a claim.",
    ),
    "map_file.photos_of": ("照片 {n} / 共 {total} 处有照片", "photos of {n} of {total} sites"),
    "map_file.outlines": (
        "界线：天地图 审图号 {number}，已概化，仅供示意",
        "Borders: Tianditu, map approval number {number}, generalised, for orientation only",
    ),
    "map_file.attribution": ("审图号 {number}", "map approval number {number}"),
    "map_file.no_script": (
        "这里没有运行脚本，看不到地图；下面的清单是完整的。",
        "No script runs here, so there is no map; the list below is complete.",
    ),
    # the panel
    "map_file.map": ("地图", "Map"),
    "map_file.panel": ("点位与筛选", "Sites and filters"),
    "map_file.search": ("按名称、编号或区县搜索", "Search by name, code or district"),
    "map_file.legend": ("状态（即图例，点选可筛选）", "Status (legend and filter)"),
    "map_file.badge": (
        "角标：证据不足，特批通过",
        "Badge: accepted without the evidence that is demanded",
    ),
    "map_file.solid": ("实心标记：位置误差不超过 50 米", "Plain mark: known to 50 m or better"),
    "map_file.ringed": (
        "虚线圈：位置误差超过 300 米，待确认；点选后显示范围",
        "Dashed ring: known to no better than 300 m; its circle shows when it is chosen",
    ),
    "map_file.listed": ("点位", "Sites"),
    "map_file.unlocated_title": ("未定位", "Unlocated"),
    "map_file.unlocated_hint": (
        "原文没有给出可以上图的位置；列在这里，不在图上充数。",
        "The notice does not say where; they are listed here and stand for nothing on the map.",
    ),
    "map_file.why_unlocated": (
        "原文没有给出可以上图的位置",
        "The notice does not say where",
    ),
    "map_file.low": ("收起列表", "Lower the list"),
    "map_file.half": ("列表占半屏", "List on half of the screen"),
    "map_file.full": ("展开列表", "Whole list"),
    "map_file.chosen": ("所选点位", "Chosen site"),
    "map_file.zoom_in": ("放大", "Zoom in"),
    "map_file.zoom_out": ("缩小", "Zoom out"),
    "map_file.whole_area": ("全图", "Whole area"),
    "map_file.print": ("打印", "Print"),
    "map_file.none": ("没有符合条件的点位。", "No site answers."),
    "map_file.stacked": ("同一处的 {n} 个点位", "{n} sites in one place"),
    "map_file.in_district": ("{name}的 {n} 处点位", "{n} sites of {name}"),
    "map_file.all_again": ("显示全部", "Show all"),
    "map_file.selected": ("已选中：{name}", "Chosen: {name}"),
    "map_file.found": ("{n} 处点位", "{n} sites"),
    # of a site
    "map_file.about": ("半径约{length}", "within {length}"),
    "map_file.squared": ("在半径{length}的圆内", "within a circle of {length}"),
    "map_file.sketched": ("，示意", ", a sketch"),
    "map_file.hidden": ("位置不公开", "position not told"),
    "map_file.claim": ("自报", "Claim"),
    "map_file.check": ("核实", "Verification"),
    "map_file.no_claim": ("没有自报", "none"),
    "map_file.no_check": ("尚未核实", "not verified"),
    "map_file.deadline": ("时限", "Deadline"),
    "map_file.no_deadline": ("未定时限", "none"),
    "map_file.place": ("位置", "Position"),
    "map_file.to_confirm": ("位置待确认", "to be confirmed"),
    "map_file.category": ("类别", "Category"),
    "map_file.code": ("编号", "Code"),
    "map_file.district": ("区县", "District"),
    "map_file.unit": ("责任单位", "Responsible"),
    "map_file.words": ("原文", "Notice"),
    "map_file.visited": ("最近检查", "Last visit"),
    "map_file.doubts": ("存疑", "Doubts"),
    "map_file.photo": ("{role}照片，{day}检查", "“{role}” photo, visit of {day}"),
    "map_file.zoom_to": ("定位到此", "Go there"),
    "map_file.close": ("关闭", "Close"),
    # errors and answers
    "map_file.many": (
        "有 {total} 处点位，一个文件最多 {limit} 处：请选区县、类别或状态。",
        "There are {total} sites, one file takes {limit}: choose a district, a category or a "
        "status.",
    ),
    "map_file.not_public": (
        "公开版不能带确切位置，也不能带照片。",
        "A public version has neither exact positions nor photos.",
    ),
    "map_file.written": (
        "已写入 {file}：{sites} 处点位，{photos} 张照片，{bytes} 字节。",
        "Wrote {file}: {sites} sites, {photos} photos, {bytes} bytes.",
    ),
}
