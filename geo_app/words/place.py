"""Sentences about places: the steps from a phrase to a position, and what stays doubtful."""

TABLE: dict[str, tuple[str, str]] = {
    # steps about the anchor
    "place.anchor": (
        "从「{name}」（{kind}）起算，自身半径约{radius}米",
        "From “{name}” ({kind}), its own radius about {radius} m",
    ),
    "place.anchor_line": (
        "沿「{name}」（{kind}）计，线位误差约{error}米",
        "Measured on “{name}” ({kind}), whose line is good to about {error} m",
    ),
    "place.composed": (
        "「{name}」由{lines}推得，自身半径约{radius}米",
        "“{name}” follows from {lines}, its own radius about {radius} m",
    ),
    "place.told_by_public": (
        "公众举报时在地图上点的位置，按误差{radius}米计",
        "Tapped on the map by who sent the tip, taken as within {radius} m",
    ),
    # steps about the relation
    "place.at": (
        "就在该处：自身半径{radial}米，图上误差{map}米",
        "At that place: its radius {radial} m, map error {map} m",
    ),
    "place.inside": (
        "在「{name}」范围内",
        "Inside “{name}”",
    ),
    "place.near": (
        "「{name}」附近，按{buffer}米范围计",
        "Near “{name}”: taken as within {buffer} m",
    ),
    "place.within_distance": (
        "「{name}」周边{buffer}米范围",
        "Within {buffer} m of “{name}”",
    ),
    "place.outside": (
        "「{name}」墙外，按{reach}米计",
        "Outside the wall of “{name}”, taken as {reach} m",
    ),
    "place.corner": (
        "「{name}」{direction}角，角宽按{width}米计",
        "At the {direction} corner of “{name}”, {width} m wide",
    ),
    "place.boundary": (
        "「{first}」与「{second}」的共同边界，半长约{half}米",
        "The shared border of “{first}” and “{second}”, half length about {half} m",
    ),
    "place.middle": (
        "取「{first}」与「{second}」的中点，半距约{half}米",
        "The middle between “{first}” and “{second}”, half distance about {half} m",
    ),
    "place.enclosed": (
        "「{first}」与「{second}」之间围成的范围，半径约{half}米",
        "The area enclosed by “{first}” and “{second}”, radius about {half} m",
    ),
    "place.along_line": (
        "「{name}」向{direction}{distance}米，沿「{line}」计",
        "{distance} m {direction} of “{name}”, measured along “{line}”",
    ),
    "place.sum": (
        "半径 = 起点{radial}米 + 距离精度{precision}米 + 图上误差{map}米",
        "Radius = anchor {radial} m + precision of the distance {precision} m + map error {map} m",
    ),
    "place.by_air": (
        "「{name}」向{direction}{distance}米，按直线计，方向误差±{angle}度",
        "{distance} m {direction} of “{name}” by air, heading good to ±{angle} degrees",
    ),
    "place.by_air_several": (
        "「{name}」向{first}、{second}各{distance}米，按直线计",
        "{distance} m {first} and {second} of “{name}” by air",
    ),
    "place.heading": (
        "「{name}」{direction}侧，没有写距离，按{reach}米以内计",
        "{direction} of “{name}” without a distance: taken as within {reach} m",
    ),
    "place.heading_several": (
        "「{name}」{first}、{second}两侧，没有写距离，按{reach}米以内计",
        "{first} and {second} of “{name}” without a distance: taken as within {reach} m",
    ),
    "place.distance_only": (
        "距「{name}」{distance}米，没有写方向，取四周",
        "{distance} m from “{name}” without a direction: all around it",
    ),
    "place.opposite": (
        "以「{line}」为轴，取「{name}」的对面",
        "Across “{line}” from “{name}”",
    ),
    "place.side": (
        "再到「{line}」的{side}，按{metres}米宽计",
        "Then to the {side} of “{line}”, a strip of {metres} m",
    ),
    "place.along": (
        "「{line}」沿线，半长约{half}米，线位误差{error}米",
        "All along “{line}”: half extent about {half} m, error of the line {error} m",
    ),
    "place.third": (
        "「{line}」的「{words}」，取三分之一段",
        "“{words}” of “{line}”: one third of it",
    ),
    "place.clipped": (
        "「{line}」在「{area}」的一段",
        "The part of “{line}” at “{area}”",
    ),
    "place.stretch": (
        "「{line}」从「{first}」到「{second}」的一段，长约{length}米",
        "“{line}” from “{first}” to “{second}”, about {length} m",
    ),
    "place.half_length": (
        "半长约{half}米，误差约{error}米",
        "Half extent about {half} m, errors about {error} m",
    ),
    "place.stake": (
        "「{line}」桩号{stake}：按已知桩号内插，读数精度{precision}米，标定误差{calibration}米，图上误差{map}米",
        "Stake {stake} of “{line}”, between known stakes: precision of the reading {precision} m, "
        "calibration {calibration} m, map error {map} m",
    ),
    "place.stake_range": (
        "「{line}」桩号{from}至{to}，长约{length}米",
        "Stakes {from} to {to} of “{line}”, about {length} m",
    ),
    "place.coordinate": (
        "按文中坐标 {lon}, {lat}，读数精度约{precision}米",
        "The coordinate given, {lon}, {lat}, its last digit good to about {precision} m",
    ),
    "place.datum_converted": (
        "由网络地图坐标换算为 CGCS2000：{lon}, {lat}",
        "Converted from the web map's datum to CGCS2000: {lon}, {lat}",
    ),
    "place.radius": ("半径约{radius}米", "Radius about {radius} m"),
    # doubts about the anchor
    "place.alias": (
        "文中的「{name}」按别名视作「{anchor}」，请确认。",
        "“{name}” is taken as another name of “{anchor}”; please confirm.",
    ),
    "place.match_loose": (
        "地名库中没有「{name}」，按相近的「{anchor}」计，请确认是否同一处。",
        "The gazetteer has no “{name}”; the similar “{anchor}” is used. Please confirm.",
    ),
    "place.match_part": (
        "「{name}」按「{anchor}」的整体位置计，具体部位请现场确认。",
        "“{name}” is placed with the whole of “{anchor}”; confirm the part on the spot.",
    ),
    "place.coarse_anchor": (
        "「{name}」只有大致位置，误差约{radius}米，请更正或现场确认。",
        "“{name}” is known only to about {radius} m; correct it or confirm on the spot.",
    ),
    "place.schematic_anchor": (
        "「{name}」的图形是示意，不是实测。",
        "The shape of “{name}” is schematic, not surveyed.",
    ),
    "place.equal_area": (
        "「{name}」没有边界，按面积{km2}平方公里画等积圆示意。",
        "“{name}” has no outline; a circle of its area, {km2} km², stands for it.",
    ),
    "place.end_as_mouth": (
        "「{name}」按「{line}」线的下游端点计，请确认线画到了河口。",
        "“{name}” is the downstream end of the line “{line}”; check that it reaches the mouth.",
    ),
    "place.several_crossings": (
        "「{first}」与「{second}」相交{count}处，半径包含各处，请确认「{name}」是哪一处。",
        "“{first}” and “{second}” meet {count} times; the radius holds all. Which is “{name}”?",
    ),
    "place.lines_nearly_meet": (
        "「{first}」与「{second}」在图上相差{metres}米，没有相交，「{name}」取最近处。",
        "“{first}” and “{second}” miss each other by {metres} m; “{name}” is taken where they are "
        "nearest.",
    ),
    "place.nearest_line": (
        "「{name}」没有写明是哪一条，按最近的「{line}」计，请确认。",
        "“{name}” does not say which; the nearest, “{line}”, is used. Please confirm.",
    ),
    "place.clipped_by_circle": (
        "「{area}」没有边界，「{line}」的这一段按大致范围截取。",
        "“{area}” has no outline; the part of “{line}” is cut roughly.",
    ),
    "place.not_clipped": (
        "无法确定「{line}」在「{area}」的一段，按全线计。",
        "The part of “{line}” at “{area}” cannot be told; all of it is used.",
    ),
    # doubts about the relation
    "place.near_is_arbitrary": (
        "「附近」没有公认的距离，{buffer}米是本程序的约定。",
        "“Near” has no agreed distance; {buffer} m is this program's convention.",
    ),
    "place.reach_by_default": (
        "没有写距离，{reach}米是本程序的约定，请现场确认。",
        "No distance is given; {reach} m is this program's convention. Confirm on the spot.",
    ),
    "place.several_directions": (
        "{first}、{second}指两处，半径包含两处，请确认是否分成两个点位。",
        "{first} and {second} are two places; the radius holds both. Should they be two sites?",
    ),
    "place.by_air_no_line": (
        "地名库中没有可沿之计量的线（{path}），按直线计，半径因此较大；补充该线后会更准。",
        "No line to measure along ({path}) is in the gazetteer: measured by air, so the radius is "
        "larger. Adding the line makes it better.",
    ),
    "place.line_elsewhere": (
        "「{line}」在此处不朝这个方向，按直线计，请核对方向。",
        "“{line}” does not lead that way here: measured by air. Please check the direction.",
    ),
    "place.by_air_doubt": (
        "按直线计；若实际沿河或沿路量得，请补充该线。",
        "Measured by air; if it was measured along a river or road, add that line.",
    ),
    "place.assumed_line": (
        "文中没有写沿哪条线，按惯例沿「{line}」计，请确认。",
        "The words name no line; by custom it is measured along “{line}”. Please confirm.",
    ),
    "place.line_off_anchor": (
        "「{line}」距起点{metres}米，请核对线位。",
        "“{line}” is {metres} m from the anchor; check the line.",
    ),
    "place.line_too_short": (
        "「{line}」的线不够长，没有沿线计量。",
        "The line “{line}” is too short; it was not measured along.",
    ),
    "place.no_stream_line": (
        "「{line}」处没有河线，无法判断上下游，取四周。",
        "There is no river line at “{line}”: upstream cannot be told, so all around is taken.",
    ),
    "place.side_unclear": (
        "「{line}」在此处的走向与「{side}」几乎一致，无法判断哪一侧，两侧都在半径内。",
        "“{line}” runs along the direction of “{side}” here: the side cannot be told, the radius "
        "holds both.",
    ),
    "place.side_not_used": (
        "没有可用的线判断「{line}」的{side}，位置未作偏移。",
        "There is no line to tell the {side} of “{line}” by; the position was not moved.",
    ),
    "place.no_river_line": (
        "没有河线，无法判断「{line}」的{side}，两岸都在半径内。",
        "There is no river line to tell the {side} of “{line}”; the radius holds both banks.",
    ),
    "place.river_side_assumed": (
        "「{line}」的临河侧不明，按面向下游的左侧（右岸堤）计，请确认。",
        "Which side of “{line}” faces the river is unknown; left, looking downstream, is assumed.",
    ),
    "place.inner": (
        "「{side}」先按临河一侧为内计（把握约{percent}%），「{line}」两侧都在半径内，待照片确认。",
        "“{side}”: inner is taken as the river side (about {percent}% sure); the radius holds both "
        "sides of “{line}” until a photo settles it.",
    ),
    "place.opposite_unclear": (
        "「{name}」就在「{line}」线上，对面是哪一侧请现场确认。",
        "“{name}” stands on the line “{line}” itself; confirm which side is across.",
    ),
    "place.no_axis": (
        "「{name}」旁没有河线或路线，无法推算对面，按附近计。",
        "No river or road passes “{name}”; across cannot be told, so nearby is taken.",
    ),
    "place.no_line_between": (
        "没有线连着「{first}」和「{second}」，取中点，半径包含两端。",
        "No line joins “{first}” and “{second}”; the middle is taken, the radius holds both.",
    ),
    "place.no_stakes": (
        "「{line}」没有已知桩号，无法定出{stake}，按全线计；请补充桩号。",
        "“{line}” has no known stakes, so {stake} cannot be found; all of it is taken. Add stakes.",
    ),
    "place.stake_twice": (
        "「{line}」有断链，桩号{stake}出现不止一次，半径包含各处。",
        "“{line}” has a broken chain: stake {stake} exists more than once; the radius holds all.",
    ),
    "place.stake_gap": (
        "「{line}」有断链，桩号{stake}落在缺号里，取断链处。",
        "“{line}” has a broken chain: {stake} is a number left out; the break is taken.",
    ),
    "place.stake_beyond": (
        "桩号{stake}在「{line}」已知桩号（{known}）之外，按延长推算，误差已放大。",
        "Stake {stake} lies beyond the known ones of “{line}” ({known}); extrapolated, with a "
        "larger error.",
    ),
    "place.one_stake": (
        "「{line}」只有一个已知桩号（{known}），{stake}按线长推算，请补充桩号。",
        "“{line}” has one known stake ({known}); {stake} is measured from it. Add stakes.",
    ),
    "place.address_on_road": (
        "没有「{name}」的门牌位置，只能定到「{line}」全线。",
        "The house number of “{name}” is not known; only the whole of “{line}” is.",
    ),
    "place.datum_unknown": (
        "坐标没有写坐标系；若是火星坐标（GCJ-02）会偏{metres}米，半径已包含。",
        "The coordinate names no datum; as GCJ-02 it would be {metres} m off, which the radius "
        "holds.",
    ),
    "place.area_by_default": (
        "「{name}」没有边界，按半径{radius}米的范围计。",
        "“{name}” has no outline; a radius of {radius} m stands for it.",
    ),
    "place.container_only": (
        "地名库中没有「{anchor}」，只知在「{area}」范围内。",
        "The gazetteer has no “{anchor}”; it is only known to be in “{area}”.",
    ),
    "place.used_fallback": (
        "地名库中没有「{anchor}」，改按文中的「{instead}」推算。",
        "The gazetteer has no “{anchor}”; the words about “{instead}” are used instead.",
    ),
    # doubts about the district
    "place.near_border": (
        "按图在{district}，但距区界不足{metres}米，也可能在{near}，请人工确认。",
        "On the map it is in {district}, but within {metres} m of the border to {near}; a person "
        "must confirm.",
    ),
    "place.outside_districts": (
        "位置不在已有的区县范围内，请核对。",
        "The position lies in none of the known districts; please check.",
    ),
    # reasons why there is no place
    "place.nothing_named": (
        "文字没有说明具体地点。",
        "The words name no place.",
    ),
    "place.bare_name": (
        "「{name}」没有写明是哪一个，需要上下文，不能单独定位。",
        "“{name}” does not say which one; without its context it cannot be located.",
    ),
    "place.unknown_anchor": (
        "地名库中没有「{name}」。",
        "The gazetteer has no “{name}”.",
    ),
    "place.ambiguous": (
        "「{name}」可能指：{candidates}。请写明是哪一处。",
        "“{name}” may be: {candidates}. Say which one.",
    ),
    "place.no_geometry": (
        "地名库中的「{name}」还没有坐标。",
        "“{name}” has no coordinates in the gazetteer yet.",
    ),
    "place.lines_apart": (
        "「{name}」：图上「{first}」与「{second}」相距{metres}米，没有相交。",
        "“{name}”: on the map “{first}” and “{second}” are {metres} m apart and do not meet.",
    ),
    "place.not_a_line": (
        "「{name}」在地名库中不是线，不能按桩号定位。",
        "“{name}” is no line in the gazetteer, so a stake cannot be found on it.",
    ),
    "place.line_in_pieces": (
        "「{line}」的两个桩号在不相连的两段上。",
        "The two stakes of “{line}” stand on pieces that do not join.",
    ),
    "place.stake_outside": (
        "桩号{stake}超出「{line}」已知的范围（已知桩号：{known}）。",
        "Stake {stake} lies outside what is known of “{line}” (known stakes: {known}).",
    ),
    "place.two_ends_needed": (
        "「{text}」需要两端的名称，没有读全。",
        "“{text}” needs the names of both ends; not both could be read.",
    ),
    "place.not_closed": (
        "「{first}」与「{second}」没有围成封闭的范围，不能定位。",
        "“{first}” and “{second}” do not enclose an area, so there is no place.",
    ),
    "place.no_coordinate": ("没有读出坐标。", "No coordinate could be read."),
    "place.coordinate_swapped": (
        "坐标 {lon}, {lat} 超出范围，像是经纬度写反了，请核对。",
        "The coordinate {lon}, {lat} is out of range; longitude and latitude look swapped.",
    ),
    "place.coordinate_range": (
        "坐标 {lon}, {lat} 超出范围。",
        "The coordinate {lon}, {lat} is out of range.",
    ),
    "place.unknown_relation": (
        "不认识的位置关系：{relation}",
        "Unknown relation: {relation}",
    ),
    "place.not_finite": (
        "推算结果超出可用范围，请核对地名库中的坐标。",
        "The result is out of range; check the coordinates in the gazetteer.",
    ),
}
