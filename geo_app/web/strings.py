"""Words that the scripts of the map and the review page show; they have no catalogue of their own.

``{n}``, ``{shown}`` … are filled in by the scripts.
"""

from __future__ import annotations

from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.words import TABLE, term

GROUPS = ("status", "category", "kind", "direction", "side", "layer", "event", "verdict")

_CODES = {
    group: [code.removeprefix(f"{group}.") for code in TABLE if code.startswith(f"{group}.")]
    for group in GROUPS
}


def terms() -> dict[str, dict[str, str]]:
    """Words by group and code, in the language of the request."""
    tongue = language()
    return {
        group: {code: term(group, code, tongue) for code in codes}
        for group, codes in _CODES.items()
    }


def map_strings() -> dict[str, str]:
    """Words of the map page."""
    return {
        "in_view": _("视野内 {n} 处"),
        "in_view_about": _("视野内约 {n} 处"),
        "found_n": _("共找到 {n} 处"),
        "first_n": _("图上和列表只有前 {n} 处，加筛选或多写几个字可看到其余。"),
        "counted_n": _("其中 {n} 处成团显示，放大地图后逐一列出。"),
        "left_out_n": _("另有至少 {n} 项太密，没有画出，放大地图后显示。"),
        "loading": _("正在读取…"),
        "in_all": _("共计"),
        "closer": _("放大到最密处"),
        "stacked_here": _("同一处的 {n} 个点位："),
        "back_to_view": _("回到视野内的列表"),
        "no_match_here": _("视野内没有符合条件的点位。"),
        "none_here": _("视野内没有点位。"),
        "radius_about": _("半径约{length}"),
        "metres": _("{n}米"),
        "kilometres": _("{n}公里"),
        "schematic": _("示意"),
        "comma": _("，"),
        "unlocated_sites_n": _("未定位 {n}"),
        "claimed_n": _("自报完成 {n}"),
        "verified_n": _("已核实 {n}"),
        "shown_of": _("显示 {shown} / 共 {total}"),
        "more_sites": _("另有 {n} 处，请缩小范围或加筛选"),
        "no_match": _("没有符合条件的点位。"),
        "clear_filters": _("清除筛选"),
        "open_sheet": _("打开档案"),
        "go_there": _("定位到此"),
        "close": _("关闭"),
        "deadline": _("时限"),
        "no_deadline": _("未定时限"),
        "to_confirm": _("位置待确认"),
        "district": _("区县"),
        "category": _("类别"),
        "problem_n": _("问题{n}"),
        "doubts_n": _("存疑 {n} 条"),
        "base_map": _("底图"),
        "offline_sheet": _("离线底图"),
        "attribution": _("区划界线：天地图 审图号 {number}"),
        "load_failed": _("点位没有读到：{reason}。已显示的内容没有变化，请重试。"),
        "retry": _("重试"),
        "offline": _("网络不通"),
        "whole_area": _("全图"),
        "selected": _("已选中：{name}"),
        "count_announce": _("视野内 {n} 处点位"),
        "previous": _("上一处"),
        "next": _("下一处"),
        "position_layer": _("位置"),
        "claimed_on": _("自报日期"),
        "verified_on": _("核实日期"),
        "not_verified": _("尚未核实"),
        "why_unlocated": _("原文没有给出可以上图的位置"),
        "photos_n": _("{n} 张照片"),
        "visited_on": _("最近检查 {day}"),
    }


def public_strings() -> dict[str, str]:
    """Words of the map that everybody sees."""
    return {
        "metres": _("{n}米"),
        "kilometres": _("{n}公里"),
        "attribution": _("区划界线：天地图 审图号 {number}"),
        "base_map": _("底图"),
        "offline_sheet": _("离线底图"),
        "whole_area": _("全图"),
        "close": _("关闭"),
        "circle": _("在这个圈内的某处，半径约{length}"),
        "stacked_here": _("同一处的 {n} 个点位："),
        "load_failed": _("点位没有读到：{reason}。已显示的内容没有变化，请重试。"),
        "offline": _("网络不通"),
        "shown_of": _("显示 {shown} / 共 {total}"),
    }


def leader_strings() -> dict[str, str]:
    """Words of the slider on the district status map."""
    return {
        "play": _("逐日播放"),
        "pause": _("暂停"),
        "reading": _("正在读取各日的情况…"),
        "no_days": _("读不到各日的情况：{reason}"),
        "no_network": _("网络不通"),
        "day_told": _("{day}：有记载 {n} 处 / 今天共 {total} 处"),
        "sites_n": _("{n} 处点位，"),
        "only_claimed_n": _("仅自报完成 {n} 处，"),
        "checked_n": _("已核实 {n} 处"),
        "pair": _("（{part}/{whole}）"),
        "until": _("截至{day}"),
        "no_site": _("本批无点位"),
        "area_told": _(
            "{name}：{total} 处，已核实 {verified}，仅自报 {claimed}，超期 {overdue}，"
            "未定位 {unlocated}"
        ),
        "area_empty": _("{name}：本批无点位"),
    }


def site_strings() -> dict[str, str]:
    """Words of the page of a site, on top of those of the map."""
    return {
        **map_strings(),
        "aligning": _("正在对齐…"),
        "align_offline": _("网络不通，没有对齐，按原样显示"),
        "before_letter": _("前"),
        "after_letter": _("后"),
        "plot_label": _("两张照片的拍摄位置与朝向。"),
        "north": _("北"),
    }


def inspect_strings() -> dict[str, str]:
    """Words of the page that records a visit, on top of those of the map."""
    return {
        **map_strings(),
        "photo_too_large": _("{name} 超过 {limit} MB，没有选入"),
        "too_many_photos": _("一次最多 {limit} 张照片，多出的没有选入"),
        "no_preview": _("无预览"),
        "remove": _("去掉"),
        "locating": _("正在定位…"),
        "locate_refused": _("浏览器不允许取位置：请在图上点一下"),
        "locate_failed": _("没有取到位置：到开阔处再试，或在图上点一下"),
        "no_position": _("还没有位置"),
        "position_device": _("设备定位 {place}，误差约 {n} 米"),
        "position_hand": _("手工指定 {place}"),
        "sending": _("正在上传 {n}%"),
        "examining": _("已传完，正在读照片…"),
        "recorded": _("已记下"),
        "not_sent": _("没有记下：{reason}"),
        "send_offline": _("网络不通，没有记下；填写的内容和照片都还在这一页，请稍后再交。"),
    }


def review_strings() -> dict[str, str]:
    """Words of the review page, on top of those of the map."""
    return {
        **map_strings(),
        "located_n": _("{n} 处已定位"),
        "unlocated_n": _("{n} 处未定位"),
        "doubtful_n": _("{n} 处存疑"),
        "drafts_n": _("{n} 处待核对"),
        "confirm": _("确认"),
        "drag": _("拖动定点"),
        "draw_line": _("重画为线"),
        "draw_area": _("重画为面"),
        "mark_unlocated": _("标为未定位"),
        "merge": _("合并到…"),
        "merge_into": _("与哪一处是同一地点？"),
        "undo": _("撤销"),
        "cancel": _("取消"),
        "save": _("保存"),
        "remove_last": _("去掉最后一点"),
        "radius_m": _("半径（米）"),
        "radius_hint": _("真实位置一定落在这个半径内"),
        "radius_wrong": _("半径应为 1 到 50000 米之间的数"),
        "drag_hint": _("拖动标记到正确位置，然后保存；方向键也可移动"),
        "draw_hint": _("逐点单击；双击或回车结束，退格去掉最后一点；空格在十字处落点"),
        "too_few_points": _("线至少两点，面至少三点"),
        "steps": _("怎样推算"),
        "doubts": _("存疑"),
        "reasons": _("为什么没有位置"),
        "saved": _("已保存"),
        "save_failed": _("没有保存：{reason}"),
        "keys": _(
            "键盘：J/K 下一处、上一处，回车确认，U 未定位，D 拖动，L 画线，A 画面，"
            "M 合并，Z 撤销，Esc 返回"
        ),
        "position_n": _("第 {n} 处 / 共 {total}"),
        "merged_into": _("已并入：{name}"),
        "all_reviewed": _("地点已全部核对：{confirmed} 处上图，{unlocated} 处未定位。"),
        "no_places": _("这份通报里没有读到地点；问题都在台账里。"),
        "see_map": _("看地图"),
        "see_ledger": _("看台账"),
        "choose_place": _("在文中选一处划线的地点，或按 J"),
    }
