"""Sentences about what a photo proves: one for each outcome of a check, with its numbers."""

_PLACE_ZH = "{witness}距点位 {distance} 米（点位半径 {radius} 米，{told} {accuracy} 米）"
_PLACE_EN = (
    "By {witness}: {distance} m from the site (radius of the site {radius} m, {told} {accuracy} m)"
)
_TWIN_ZH = "{site}，{person} 于 {received} 上传，编号 {photo}"
_TWIN_EN = "{site}, brought by {person} on {received}, number {photo}"

TABLE: dict[str, tuple[str, str]] = {
    # place
    "evidence.site_unlocated": (
        "点位尚未定位，无法比对地点。",
        "The site has no position yet: the place cannot be compared.",
    ),
    "evidence.site_unbounded": (
        "点位没有半径，无法判断；照片距点位 {distance} 米。",
        "The site has no radius, so this cannot be told; the photo is {distance} m from it.",
    ),
    "evidence.no_position": (
        "照片没有可用的位置：属信息缺失，不代表造假。",
        "The photo has no usable position: that is missing, not faked.",
    ),
    "evidence.placed_by_hand": (
        f"{_PLACE_ZH}；不是拍摄时测得，请核实。",
        f"{_PLACE_EN}; it was not measured at capture, please check.",
    ),
    "evidence.at_site": (f"{_PLACE_ZH}，在点位范围内。", f"{_PLACE_EN}: within the site."),
    "evidence.at_coarse_site": (
        f"{_PLACE_ZH}，在范围内；但点位本身只确定到 {{kilometres}} 公里，仅凭地点不足为证。",
        f"{_PLACE_EN}: within the site, but the site itself is only known to {{kilometres}} km, "
        "so the place alone proves little.",
    ),
    "evidence.position_vague": (
        f"{_PLACE_ZH}：误差太大，不能确认地点。",
        f"{_PLACE_EN}: the error is too large to tell the place.",
    ),
    "evidence.positions_apart": (
        f"{_PLACE_ZH}；{{other}}与之相距 {{gap}} 米，两者矛盾，请核实。",
        f"{_PLACE_EN}; {{other}} is {{gap}} m away from that: they contradict each other, "
        "please check.",
    ),
    "evidence.near_site": (
        f"{_PLACE_ZH}，略超出点位范围，请核实。",
        f"{_PLACE_EN}: a little outside the site, please check.",
    ),
    "evidence.far_view": (
        f"{_PLACE_ZH}，略在点位范围之外；远景照片可以如此。",
        f"{_PLACE_EN}: a little outside the site, as a far view may be.",
    ),
    "evidence.other_datum": (
        f"{_PLACE_ZH}；如按 {{datum}} 坐标还原，则距点位 {{undone}} 米：坐标系可能用错，请核实。",
        f"{_PLACE_EN}; read as {{datum}} it is {{undone}} m from the site: the datum may be "
        "mistaken, please check.",
    ),
    "evidence.elsewhere": (
        f"{_PLACE_ZH}，超出点位半径加两倍误差：不在该点位。",
        f"{_PLACE_EN}: beyond the radius and twice the error, so not at this site.",
    ),
    # time
    "evidence.no_time": (
        "照片没有拍摄时间，只知道 {received} 上传：属信息缺失，不代表造假。",
        "The photo tells no time; all that is known is that it arrived on {received}: that is "
        "missing, not faked.",
    ),
    "evidence.time_fits": (
        "{clock}：{taken} 拍摄；{received} 上传。时间符合。",
        "By {clock}: taken {taken}, arrived {received}. The time fits.",
    ),
    "evidence.time_zoneless": (
        "{clock}：{taken} 拍摄，时区系推定；{received} 上传。时间符合。",
        "By {clock}: taken {taken}, its zone being assumed; arrived {received}. The time fits.",
    ),
    "evidence.too_old": (
        "{clock}：{taken} 拍摄，早于{what}（{limit}）；{received} 上传：不能证明此后的情况。",
        "By {clock}: taken {taken}, before {what} ({limit}); arrived {received}: it does not show "
        "what came after.",
    ),
    "evidence.perhaps_too_old": (
        "{clock}：{taken} 拍摄，略早于{what}（{limit}），在时钟误差以内；{received} 上传，请核实。",
        "By {clock}: taken {taken}, a little before {what} ({limit}) and within what the clock may "
        "be off; arrived {received}, please check.",
    ),
    "evidence.received_before": (
        "{received} 已上传，早于{what}（{limit}）：不能证明此后的情况。",
        "It arrived on {received}, before {what} ({limit}): it does not show what came after.",
    ),
    "evidence.before_refusal": (
        "{taken} 拍摄，早于上次核实不通过（{limit}）：反映的是当时的情况。",
        "Taken {taken}, before the last refusal ({limit}): it shows how things were then.",
    ),
    "evidence.in_future": (
        "{clock}：{taken} 拍摄，晚于上传时间 {received}：时间不可能成立。",
        "By {clock}: taken {taken}, after it had arrived ({received}): that cannot be.",
    ),
    "evidence.clock_off": (
        "设备时钟{side} {span} {unit}，已按服务器时间校正：{clock}，{taken} 拍摄，"
        "{received} 上传，请核实。",
        "The device's clock is {span} {unit} {side} and was set right by the server's: by "
        "{clock}, taken {taken}, arrived {received}. Please check.",
    ),
    "evidence.clocks_apart": (
        "{one}为 {taken}，{other}为 {otherwise}，相差 {span} {unit}，请核实。",
        "By {one}: {taken}; by {other}: {otherwise}: {span} {unit} apart, please check.",
    ),
    # originality and thumbnail
    "evidence.original": (
        "与库内其他照片不重复。",
        "No other photo of the archive shows this picture.",
    ),
    "evidence.not_compared": (
        "画面无法比对（照片可能不完整）；库内没有相同的文件。",
        "The picture cannot be compared (the photo may not be whole); no other file is the same.",
    ),
    "evidence.twin_here": (
        f"与本点位另一张照片为{{likeness}}（{_TWIN_ZH}）：属重复上传或沿用旧照，只计一次。",
        f"It is {{likeness}} another photo of this site ({_TWIN_EN}): sent twice or shown again, "
        "it counts once.",
    ),
    "evidence.after_is_before": (
        f"“整改后”照片与“整改前”照片为{{likeness}}（{_TWIN_ZH}）：不能证明整改。",
        f"The after photo is {{likeness}} a before photo ({_TWIN_EN}): it shows no change.",
    ),
    "evidence.reused_here": (
        f"与本点位以前的照片为{{likeness}}（{_TWIN_ZH}）：系旧照重用，不能证明现状。",
        f"It is {{likeness}} an earlier photo of this site ({_TWIN_EN}): used again, so it does "
        "not show the present state.",
    ),
    "evidence.reused_elsewhere": (
        f"与其他点位更早的照片为{{likeness}}（{_TWIN_ZH}）：不能证明本点位。",
        f"It is {{likeness}} an earlier photo of another site ({_TWIN_EN}): it proves nothing "
        "about this one.",
    ),
    "evidence.used_elsewhere_later": (
        f"与其他点位后来上传的照片为{{likeness}}（{_TWIN_ZH}），请核实哪一处属实。",
        f"It is {{likeness}} a later photo of another site ({_TWIN_EN}): please check which of the "
        "two is right.",
    ),
    "evidence.no_thumbnail": (
        "照片内没有缩略图，无法比对。",
        "The file has no inner thumbnail to compare with.",
    ),
    "evidence.thumbnail_unclear": (
        "内嵌缩略图无法比对。",
        "The inner thumbnail cannot be compared.",
    ),
    "evidence.thumbnail_alike": (
        "内嵌缩略图与画面一致（相似度 {score}）。",
        "The inner thumbnail shows the same picture (likeness {score}).",
    ),
    "evidence.thumbnail_differs": (
        "内嵌缩略图与画面不一致（相似度 {score}），画面可能在拍摄后改动过，请核实。",
        "The inner thumbnail shows another picture (likeness {score}): the photo may have been "
        "changed after capture, please check.",
    ),
    # viewpoint and presence
    "evidence.viewpoint_sets": (
        "整改前照片，供以后比对。",
        "A before photo: later ones are compared with it.",
    ),
    "evidence.viewpoint_not_asked": (
        "只比对整改后照片的拍摄角度。",
        "Only after photos are compared with the view before.",
    ),
    "evidence.nothing_before": (
        "本点位没有整改前照片可供比对。",
        "The site has no before photo to compare with.",
    ),
    "evidence.viewpoint_unplaced": (
        "前后照片缺少测得的位置，无法比对角度。",
        "The before and after photos lack measured positions, so the views cannot be compared.",
    ),
    "evidence.no_direction": (
        "与整改前照片的拍摄位置相距 {gap} 米（允许 {allowed} 米）；没有拍摄方向，无法判断角度。",
        "{gap} m from where the before photo was taken ({allowed} m allowed); without directions "
        "the view cannot be told.",
    ),
    "evidence.viewpoint_same": (
        "与整改前照片的拍摄位置相距 {gap} 米（允许 {allowed} 米），"
        "方向相差 {turn}°（允许 {most}°）。",
        "{gap} m from where the before photo was taken ({allowed} m allowed), turned by {turn}° "
        "({most}° allowed).",
    ),
    "evidence.viewpoint_far": (
        "与最近的整改前照片的拍摄位置相距 {gap} 米，超过 {allowed} 米，请核实是否同一处。",
        "{gap} m from where the nearest before photo was taken, more than {allowed} m: please "
        "check that it shows the same spot.",
    ),
    "evidence.viewpoint_turned": (
        "与整改前照片的拍摄位置相距 {gap} 米（允许 {allowed} 米），但方向相差 {turn}°，"
        "超过 {most}°，请核实。",
        "{gap} m from where the before photo was taken ({allowed} m allowed), but turned by "
        "{turn}°, more than {most}°: please check.",
    ),
    "evidence.too_few": (
        "本次检查只有 {count} 张现场照片，需要 {needed} 张才能说明到过现场。",
        "The visit has {count} photo(s) of the spot; it takes {needed} to show presence.",
    ),
    "evidence.visit_unplaced": (
        "本次检查有 {count} 张照片，缺少测得的位置，无法判断。",
        "The visit has {count} photos, but too few measured positions to tell.",
    ),
    "evidence.visit_outside": (
        "本次检查只有 {count} 张照片在点位范围内，需要 {needed} 张。",
        "Only {count} photo(s) of the visit were taken at the site; it takes {needed}.",
    ),
    "evidence.one_spot": (
        "本次检查在点位范围内的 {count} 张照片出自同一处、同一方向"
        "（相距 {metres} 米，方向相差 {degrees}°）。",
        "The {count} photos of the visit come from one spot and one direction ({metres} m apart, "
        "turned by {degrees}°).",
    ),
    "evidence.present": (
        "本次检查在点位范围内的 {count} 张照片出自不同位置或方向"
        "（相距 {metres} 米，方向相差 {degrees}°）。",
        "The {count} photos of the visit come from several spots or directions ({metres} m apart, "
        "turned by {degrees}°).",
    ),
    # light
    "evidence.no_exposure": (
        "照片没有曝光参数，无法判断光线。",
        "The photo tells no exposure, so the light cannot be judged.",
    ),
    "evidence.no_sun": (
        "不知道拍摄时间或地点，无法判断光线。",
        "Time or place is not known, so the light cannot be judged.",
    ),
    "evidence.light_fits": (
        "{taken} 太阳高度 {sun}°，画面亮度 EV {ev}：光线与时间相符。",
        "At {taken} the sun stood at {sun}°; brightness EV {ev}: the light fits the time.",
    ),
    "evidence.dark_day": (
        "{taken} 太阳高度 {sun}°，画面亮度仅 EV {ev}：光线与时间不符，请核实"
        "（室内或遮挡也会偏暗）。",
        "At {taken} the sun stood at {sun}°, but the brightness is only EV {ev}: the light does "
        "not fit the time, please check (indoors it is dark too).",
    ),
    "evidence.bright_night": (
        "{taken} 太阳高度 {sun}°，画面亮度却有 EV {ev}：光线与时间不符，请核实"
        "（强光照明也会偏亮）。",
        "At {taken} the sun stood at {sun}°, yet the brightness is EV {ev}: the light does not fit "
        "the time, please check (strong lamps are bright too).",
    ),
    # bracket
    "evidence.no_token": (
        "没有时间凭证，无法限定拍摄时间。",
        "No token bounds the time of capture.",
    ),
    "evidence.token_external": (
        "照片来自本系统之外，时间凭证不能限定其拍摄时间。",
        "The photo comes from outside: the token of the visit does not bound its time.",
    ),
    "evidence.bracket_silent": (
        "时间凭证与上传时间之间为 {issued} 至 {received}，照片没有拍摄时间。",
        "The token and the upload bound it to {issued} – {received}; the photo tells no time.",
    ),
    "evidence.in_bracket": (
        "{taken} 拍摄，在时间凭证（{issued}）与上传（{received}）之间。",
        "Taken {taken}, between the token ({issued}) and the upload ({received}).",
    ),
    "evidence.perhaps_outside_bracket": (
        "{taken} 拍摄，略超出时间凭证（{issued}）至上传（{received}）的区间，"
        "在时钟误差以内，请核实。",
        "Taken {taken}, a little outside the token ({issued}) and the upload ({received}) and "
        "within what the clock may be off, please check.",
    ),
    "evidence.outside_bracket": (
        "{taken} 拍摄，不在时间凭证（{issued}）与上传（{received}）之间：时间不成立。",
        "Taken {taken}, not between the token ({issued}) and the upload ({received}): that cannot "
        "be.",
    ),
    "evidence.old_token": (
        "{taken} 拍摄，时间凭证是 {hours} 小时前（{issued}）领取的，{received} 上传："
        "区间过宽，请核实。",
        "Taken {taken} with a token that was {hours} hours old ({issued}), arrived {received}: "
        "a loose bound, please check.",
    ),
    # witnesses
    "evidence.server_only": (
        "无元数据，只有上传时间（来源：{who}）：证明力弱，不代表造假。",
        "No metadata, only the time of arrival (witnesses: {who}): weak, not faked.",
    ),
    "evidence.hand_only": (
        "位置由人工标注，照片本身没有位置和时间（来源：{who}）。",
        "The position was set by hand; the photo itself tells neither place nor time "
        "(witnesses: {who}).",
    ),
    "evidence.witnesses_agree": (
        "来源：{who}，彼此不矛盾。",
        "Witnesses: {who}; they do not contradict each other.",
    ),
    "evidence.witnesses_far": (
        "来源：{who}；{one}与{other}相距 {gap} 米，彼此矛盾，请核实。",
        "Witnesses: {who}; {one} and {other} are {gap} m apart and contradict each other, "
        "please check.",
    ),
    "evidence.witnesses_late": (
        "来源：{who}；{one}与{other}不一致，请核实。",
        "Witnesses: {who}; {one} and {other} disagree, please check.",
    ),
    "evidence.edited": (
        "来源：{who}；照片经 {program} 处理过，请核实原图。",
        "Witnesses: {who}; the photo went through {program}, please check the original.",
    ),
    "evidence.stamped": (
        "来源：{who}；由 {program} 拍摄，画面上的水印文字不作为依据。",
        "Witnesses: {who}; taken with {program}; the text in the picture is not relied upon.",
    ),
    "evidence.carried": (
        "来源：{who}；经 {program} 保存或传送，缺少方向、曝光等信息属正常。",
        "Witnesses: {who}; stored or carried by {program}, which loses direction and exposure: "
        "that is usual.",
    ),
    # independence
    "evidence.unit_unknown": (
        "不知道拍摄人单位或责任单位，无法判断。",
        "The photographer's or the responsible unit is not known.",
    ),
    "evidence.other_unit": (
        "由 {unit} 拍摄，不是责任单位。",
        "Taken by {unit}, which is not the responsible unit.",
    ),
    "evidence.own_work": (
        "由责任单位 {unit} 拍摄，用于说明整改前或整改过程。",
        "Taken by the responsible unit {unit} itself, of the state before or of the work.",
    ),
    "evidence.own_photo": (
        "由责任单位 {unit} 自己拍摄，需要他人核实。",
        "Taken by the responsible unit {unit} itself: somebody else has to check.",
    ),
    "evidence.verifier_took": (
        "核查人拍摄了其中的照片，不能核实自己的照片。",
        "The verifier took one of the photos: nobody verifies photos of their own.",
    ),
    "evidence.verifier_responsible": (
        "核查人属于责任单位 {unit}，不能核实本单位的整改。",
        "The verifier belongs to the responsible unit {unit}, which cannot verify itself.",
    ),
    "evidence.verifier_same_unit": (
        "核查人与拍摄人同属 {unit}，请由其他单位核实。",
        "Verifier and photographer both belong to {unit}: another unit has to verify.",
    ),
    "evidence.verifier_unknown": (
        "核查人、拍摄人或责任单位有一方单位不详，无法确认独立性。",
        "A unit is not known (verifier, photographer or responsible unit): independence cannot be "
        "told.",
    ),
    "evidence.all_own_photos": (
        "照片全部由责任单位 {unit} 自己拍摄，需要其他单位到场核实。",
        "All photos come from the responsible unit {unit}: somebody else has to go there.",
    ),
    "evidence.verifier_independent": (
        "核查人所在的 {unit} 不是责任单位，也不是拍摄单位。",
        "The verifier's unit {unit} is neither the responsible nor a photographer's unit.",
    ),
    # what a verification demands
    "demand.photos": (
        "“{role}”照片 {have} 张，需要 {need} 张。",
        "{have} “{role}” photo(s) of {need} that are needed.",
    ),
    "demand.proofs": (
        "达到“{verdict}”的照片 {have} 张，需要 {need} 张。",
        "{have} photo(s) with the verdict “{verdict}” or better, of {need} that are needed.",
    ),
    "demand.presence": (
        "需要同一次检查中从不同位置或方向拍摄的照片，说明到过现场。",
        "Photos from several spots or directions in one visit are needed, to show presence.",
    ),
    "demand.independent": (
        "需要责任单位以外的人员到场拍摄。",
        "Somebody outside the responsible unit has to go there and take photos.",
    ),
    "demand.unknown_member": (
        "证据要求中没有“{member}”这一项，可用的有：{known}。",
        "A demand has no member “{member}”; there are: {known}.",
    ),
    "demand.bad_member": (
        "证据要求的“{member}”不能是“{value}”。",
        "The member “{member}” of a demand cannot be “{value}”.",
    ),
}
