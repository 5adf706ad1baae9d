"""Words of the field page, which carries both languages: it changes them without a network.

``{n}``, ``{length}`` … are filled in by the scripts.
"""

from __future__ import annotations

from flask_babel import force_locale

from geo_app.web.translate import _
from geo_app.words import LANGUAGES, TABLE, term

GROUPS = ("status", "category", "direction", "photo_role")


def strings() -> dict[str, dict[str, str]]:
    """Sentences of the page by language."""
    made = {}
    for language in LANGUAGES:
        with force_locale(language):
            made[language] = {**_places(), **_visit(), **_outbox(), **_more()}
    return made


def terms() -> dict[str, dict[str, dict[str, str]]]:
    """Words by language, group and code."""
    codes = [code.split(".", 1) for code in TABLE if code.split(".", 1)[0] in GROUPS]
    return {
        language: {
            group: {code: term(group, code, language) for each, code in codes if each == group}
            for group in GROUPS
        }
        for language in LANGUAGES
    }


def _places() -> dict[str, str]:
    """Today, a site, the way there, the frame."""
    return {
        "places": _("去处"),
        "drawn": _("双随机抽中您"),
        "today": _("今日"),
        "outbox": _("待传"),
        "more": _("更多"),
        "metres": _("{n}米"),
        "kilometres": _("{n}公里"),
        "map_label": _("小地图：点位与我的位置；文字说明见下方。"),
        "zoom_in": _("放大"),
        "zoom_out": _("缩小"),
        "show_more": _("再显示一些"),
        "order_by": _("排列"),
        "order_way": _("按顺路"),
        "order_near": _("按远近"),
        "sum_way": _("待查 {n} 处；前 {stops} 处顺路走约 {length}（直线），身边的、超期的在前。"),
        "sum_sites": _("待查 {n} 处（共 {total} 处）"),
        "as_of": _("数据截至 {time}。"),
        "as_of_old": _("数据是 {n} 小时前的（{time}），可能有变。"),
        "refresh": _("更新"),
        "until": _("时限 {day}"),
        "no_deadline": _("未定时限"),
        "begun": _("已开始"),
        "away": _("{direction} {length}"),
        "take_along_first": _("手机里还没有点位。有网络时先下载，之后没有信号也能打开。"),
        "sign_in_first": _("请先登录，再下载点位。"),
        "sign_in": _("登录"),
        "take_along": _("下载到手机"),
        "use_position": _("使用我的位置"),
        "fix_good": _("定位误差约 {n} 米"),
        "fix_poor": _("定位误差约 {n} 米，偏大：到空旷处稍等会更准"),
        "fix_off": _("还没有取位置。"),
        "fix_waiting": _("正在定位…"),
        "fix_on": _("位置已经过时，正在重新定位…"),
        "fix_denied": _("浏览器不允许取位置：请在手机设置中允许，照片才有位置。"),
        "fix_unavailable": _("这部手机不提供位置。"),
        "site_not_here": _("手机里没有这处点位，请在「更多」里更新数据。"),
        "back_to_today": _("返回今日"),
        "stand_inside": _("距点位 {length}（{direction}方向），在点位范围内"),
        "stand_outside": _("距点位 {length}，往{direction}走；在点位范围之外"),
        "radius": _("点位半径约{length}：真实位置在此范围内。"),
        "go_there": _("用地图应用导航"),
        "what_it_is": _("问题"),
        "how_it_looked": _("以前的照片"),
        "no_earlier": _("手机里没有这处以前的照片。"),
        "same_view": _("照原样拍"),
        "begin": _("开始检查"),
        "no_preview": _("无预览"),
        "update_there": _("有新版本。草稿和待传的记录都会保留。"),
        "update_now": _("现在更新"),
        "unreachable_now": _("服务器暂时连不上：照常拍照、填写，都存在手机里。"),
        "offline_now": _("没有网络：照常拍照、填写，都存在手机里。"),
    }


def _visit() -> dict[str, str]:
    """The visit, its form, the camera."""
    return {
        "visit_not_here": _("这次检查不在手机里：可能已经传完，或属于另一位人员。"),
        "visit_is_ready": _("这次检查正在等待上传。要修改，请在「待传」里点「修改」。"),
        "to_outbox": _("去待传"),
        "back_to_site": _("返回点位"),
        "photos": _("照片"),
        "form": _("检查表"),
        "no_form": _("手机里没有这一类的检查表：照片和备注照样可以上传。"),
        "note": _("备注"),
        "note_hint": _("可用键盘上的话筒口述。"),
        "saved": _("已存在手机里"),
        "not_saved": _("没有存下，请再试。"),
        "handed_over": _("这次检查已交付上传，这里的改动没有存下：到「待传」里点「修改」再改。"),
        "full": _("手机空间不足，没有存下：请先清出空间，或把待传的记录传完。"),
        "finish": _("完成，准备上传"),
        "answer_missing": _("请填写「{label}」"),
        "needs_attention": _("这条记录需要修改后再传。"),
        "other_photos": _("其他照片"),
        "shot_fixed": _("带位置，误差约 {n} 米，已封存"),
        "shot_unfixed": _("没有位置"),
        "shot_external": _("来自相册或其他相机"),
        "remove": _("去掉"),
        "n_of_m": _("{n}/{m} 张"),
        "shoot": _("拍照"),
        "needed": _("必填"),
        "yes": _("是"),
        "no": _("否"),
        "shutter": _("拍下"),
        "shot_kept": _("已存：{role}，误差约 {n} 米。"),
        "shot_kept_no_fix": _("已存：{role}，但没有位置，证明力较弱。"),
        "shot_kept_external": _("已存：{role}，标为来自相册。"),
        "photo_too_large": _("照片超过 {limit} MB，没有存下。"),
        "too_many_photos": _("一次检查最多 {limit} 张照片。"),
        "shot_failed": _("没有拍成，请再试，或从相册选择。"),
        "camera_denied": _("浏览器不允许用相机：可用下面的「相册」选择，或用手机自带相机拍。"),
        "camera_none": _("这里没有可用的相机：请用下面的「相册」选择或拍照。"),
        "done_shooting": _("拍好了"),
        "guide_go": _("往{direction}走 {length}"),
        "guide_there": _("已在原来的拍摄位置"),
        "guide_no_place": _("以前那张照片没有位置，请按画面对齐"),
        "guide_wait": _("稍等，定位会更准"),
        "turn_right": _("向右转 {n}°"),
        "turn_left": _("向左转 {n}°"),
        "turn_done": _("方向对了"),
        "ghost": _("以前的照片，叠在画面上"),
        "ghost_strength": _("旧照片的浓淡"),
        "ghost_missing": _("以前的照片没有下载到手机。"),
        "edges": _("只看轮廓"),
        "use_compass": _("用指南针"),
        "role": _("照片用途"),
        "from_files": _("相册"),
        "retake": _("重拍"),
        "little_room": _("手机只剩约 {size} 空间，可能存不下照片。"),
        "no_room": _("手机快满了，下一张照片可能存不下。"),
        "walk": _("记录行走轨迹"),
        "walk_on": _("正在记录：已存 {n} 个点。只在本页打开、屏幕亮着时记录。"),
        "walk_off": _("没有记录。打开后随这次检查上传，显示在点位页的地图上。"),
        "walk_off_n": _("已停止：{n} 个点随这次检查上传。"),
        "make_room": _("腾出空间"),
        "unkept": _("没有存进手机：空间不足。照片只在这个页面里，先不要关。"),
        "unkept_other": _("没有存进手机，请再试。照片只在这个页面里，先不要关。"),
        "unkept_first": _("有照片还没有存进手机：请先再存一次，或下载后删除"),
        "keep_again": _("再存一次"),
        "save_photo": _("下载照片"),
        "photo_saved": _("已交给浏览器下载：看到文件后再删除。"),
        "drop_pictures": _("删去旧照片"),
        "pictures_dropped": _("删去了 {size} 的旧照片，有网络时可再下载。"),
        "no_pictures": _("手机里没有可删的旧照片：请先传完待传的，或到手机设置里清出空间。"),
    }


def _outbox() -> dict[str, str]:
    """What waits, and why."""
    return {
        "line_unknown": _("正在查看网络…"),
        "line_online": _("已连上服务器；手机里还有 {n} 条。"),
        "line_unreachable": _("服务器暂时连不上；{n} 条在手机里，会自动再试。"),
        "line_offline": _("没有网络；{n} 条在手机里，连上后自动上传。"),
        "line_signed_out": _("登录已失效；{n} 条在手机里，登录后接着传。"),
        "send_now": _("现在上传"),
        "others_waiting": _(
            "这部手机里还有另一位人员的 {n} 条没有传完：由其本人登录后上传，别人看不到内容。"
        ),
        "nothing_waits": _("没有待传的记录。"),
        "arrived": _("已送达"),
        "sent_line": _("{n} 张照片 · {time}"),
        "photos_sent": _("照片 {n}/{m} 张 · {sent} / {whole}"),
        "progress_all": _("这条记录的上传进度"),
        "progress_photo": _("第 {n} 张照片的上传进度"),
        "state_draft": _("草稿：还没有交"),
        "state_ready": _("等待上传"),
        "state_later": _("还没有传到：{reason}。{time} 再试"),
        "state_partly": _("文字已到，照片未齐：{reason}。{time} 再试"),
        "state_attention": _("需要处理：{reason}"),
        "fault_offline": _("网络不通"),
        "fault_hangs": _("对方没有应答"),
        "fault_portal": _("网络要求先登录，或答复不是本系统发出的"),
        "fault_still_missing": _("照片还没有收齐"),
        "fault_http.413": _("中间的网络设备不收这么大的内容"),
        "fault_field.bytes_gone": _("照片内容已不在手机里：请去掉后重拍"),
        "fault_other": _("服务器暂时不能用（{code}）"),
        "fault_changed": _("上传途中内容有改动，将重新核对"),
        "fault_upload.too_much_waiting": _("服务器上未收齐的照片太多，稍后再传"),
        "fault_inspection.other_content": _(
            "服务器已收到这次检查先前的内容，不能再改：要补充请另做一次检查，这一条可导出后删除"
        ),
        "edit": _("修改"),
        "edit_busy": _("正在上传，稍后再改"),
        "go_on": _("继续填写"),
        "send_again": _("再传一次"),
        "export_file": _("导出文件"),
        "discard": _("删除"),
        "discard_sure": _("再点一次：从手机里删除"),
    }


def _more() -> dict[str, str]:
    """What is taken along, and what this browser lacks."""
    return {
        "have_along": _("手机里有 {n} 处点位（共 {total} 处）、{pictures} 张旧照片，截至 {time}。"),
        "nothing_along": _("手机里还没有点位。"),
        "how_much": _("看看要下载多少"),
        "looking": _("正在计算…"),
        "would_load": _(
            "{n} 处点位（共 {total} 处）、表单、底图和 {pictures} 张旧照片，约 {size}。"
        ),
        "load": _("下载 {size}"),
        "loaded": _("已下载：{n} 处点位，{pictures} 张旧照片。没有网络也能打开。"),
        "loaded_partly": _("点位已下载；旧照片到了 {here}/{pictures} 张，其余下次再取。"),
        "load_failed": _("没有下载成：网络不通。手机里原有的没有变。"),
        "room_free": _("手机还能存约 {size}。"),
        "room_kept": _("浏览器答应不清理这些数据。"),
        "room_not_kept": _("空间紧张时浏览器可能清理数据：请尽快上传，或把本页添加到主屏幕。"),
        "how_to_make_room": _(
            "先传完待传的记录；还不够，可删去下载来的旧照片。草稿和待传的记录都不会动。"
        ),
        "what_is_missing": _("这个浏览器不能做的"),
        "lacks_title": _("现场页在这个地址不能用"),
        "lacks_secure": _(
            "浏览器只在 https 地址上提供位置、相机和离线功能。请管理员改用 https；"
            "现在可以用普通页面记录检查，照片会按「手工指定」计。"
        ),
        "lacks_worker": _("没有网络时不能重新打开本页：请不要关闭它。"),
        "lacks_camera": _("页内没有相机：用「相册」选择，照片标为外来。"),
        "lacks_position": _("不提供位置：照片没有位置，证明力较弱。"),
        "lacks_compass": _("没有指南针：不能提示转向。"),
        "display": _("显示"),
        "sun": _("阳光下加强对比"),
        "account": _("人员"),
        "to_office_pages": _("去办公页面"),
        "version": _("版本 {version}"),
    }
