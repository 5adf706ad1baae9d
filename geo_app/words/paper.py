"""What the paper of a site says around the facts."""

TABLE: dict[str, tuple[str, str]] = {
    "paper.title": ("整改点位档案（一点一档）", "File of a site"),
    "paper.as_of": ("截至 {day}", "as of {day}"),
    # sections
    "paper.basics": ("一、基本情况", "1. Particulars"),
    "paper.finding": ("二、发现的问题（通报原文）", "2. Finding, as the notice has it"),
    "paper.place": ("三、位置", "3. Place"),
    "paper.claims": (
        "四、整改情况（责任单位自报，不等于核实）",
        "4. Claims of the responsible unit",
    ),
    "paper.checks": ("五、核查结论（由另一方作出）", "5. Answers of those who verify"),
    "paper.visits": ("六、现场检查", "6. Visits"),
    "paper.photos": ("七、照片", "7. Photos"),
    "paper.signatures": ("八、签字", "8. Signatures"),
    "paper.seal": ("九、核对", "9. To check this paper"),
    "paper.doubts": ("存疑", "Doubts"),
    # the head
    "paper.claim_short": ("自报", "Claim"),
    "paper.check_short": ("核查", "Verification"),
    "paper.unverified": ("未核实", "Not verified"),
    "paper.deadline": ("整改时限", "Deadline"),
    "paper.no_deadline": ("未定时限", "no deadline"),
    "paper.days_left": ("剩余 {count} 天", "{count} days left"),
    "paper.days_over": ("已超期 {count} 天", "{count} days overdue"),
    "paper.working": ("{days}（{count} 个工作日）", "{days} ({count} working days)"),
    "paper.uncovered": (
        "{days}（{year} 年放假安排尚未收录，不计工作日）",
        "{days} (the holidays of {year} are not known here yet)",
    ),
    "paper.claim_note": (
        "“自报”是责任单位的说法，“核查”是另一方看过现场或证据后的结论，两者不能互相代替。",
        "A claim is what the responsible unit says; a verification is what somebody else found. "
        "Neither stands for the other.",
    ),
    "paper.no_doubts": ("没有记录的疑点。", "No doubt is on record."),
    "paper.no_finding": (
        "这处点位由导入而来，没有通报原文。",
        "This site was imported; there is no text of a notice.",
    ),
    "paper.from": (
        "出处：《{title}》，{day}，问题{number}",
        "Source: “{title}”, {day}, problem {number}",
    ),
    "paper.untitled": ("（无标题）", "(no title)"),
    # the place
    "paper.words": ("原文描述", "Words of the notice"),
    "paper.layer": ("位置", "Position"),
    "paper.coordinates": ("经度, 纬度（度）", "Lon, lat (degrees)"),
    "paper.radius": ("半径", "Radius"),
    "paper.source": ("来源", "Source"),
    "paper.recorded": ("记于", "recorded"),
    "paper.in_use": ("（采用）", " (in use)"),
    "paper.schematic": ("，示意", ", schematic"),
    "paper.unlocated": (
        "未定位：没有可以上图的位置。",
        "Unlocated: there is no position that could be drawn.",
    ),
    "paper.system": ("系统", "the program"),
    "paper.metres": ("{n}米", "{n} m"),
    "paper.kilometres": ("{n}公里", "{n} km"),
    "paper.comma": ("，", ", "),
    "paper.north": ("北", "N"),
    "paper.key_place": ("点位（{layer}，半径{radius}）", "Site ({layer}, radius {radius})"),
    "paper.key_schematic": ("线、面为示意，非实测", "Line or area is schematic"),
    "paper.key_spots": ("拍摄点（图内 {shown}，共 {total}）", "Photos ({shown} of {total} here)"),
    "paper.key_border": (
        "界线为概略界线，不作划界依据；CGCS2000",
        "Outlines are generalised; CGCS2000",
    ),
    "paper.key_credit": ("界线来源：{credit}", "Outlines: {credit}"),
    "paper_source.phrase": ("由原文推算", "from the words"),
    "paper_source.container": ("只知所在区域", "only the area is known"),
    "paper_source.coordinate": ("原文给出坐标", "coordinates in the text"),
    "paper_source.imported": ("由文件导入", "imported"),
    "paper_source.confirmed": ("现场确认", "confirmed on the spot"),
    "paper_source.drawn": ("人工在图上画定", "drawn by hand"),
    # steps
    "paper.day": ("日期", "Day"),
    "paper.what": ("事项", "What"),
    "paper.told": ("内容", "What was said"),
    "paper.no_claims": ("没有自报记录。", "No claim is on record."),
    "paper.no_checks": (
        "没有核查结论：以上整改情况尚无人核实。",
        "Nobody has verified any of this yet.",
    ),
    "paper.no_visits": ("没有现场检查记录。", "No visit is on record."),
    "paper.visit": ("照片 {count} 张", "photos: {count}"),
    "paper.override": (
        "证据不足，特批通过。理由：{reason}",
        "Accepted although evidence is missing. Reason: {reason}",
    ),
    "paper.reasons": ("状态由来：", "Why this status:"),
    # doubts that follow from what is not there
    "paper.doubt_unlocated": ("没有位置。", "There is no position."),
    "paper.doubt_claim": (
        "只有自报，没有独立核实。",
        "There is only a claim and no independent verification.",
    ),
    "paper.doubt_no_photos": ("没有照片证据。", "There are no photos."),
    # photos
    "paper.no_photos": ("没有照片。", "There are no photos."),
    "paper.no_picture": ("无法显示", "cannot be shown"),
    "paper.photo_count": ("印出 {shown} 张，共 {total} 张", "{shown} of {total}"),
    "paper.untimed": ("拍摄时间不明，检查于 {at}", "time unknown; visit of {at}"),
    "paper.no_spot": ("没有位置", "no position"),
    "paper.away": ("距点位 {length}", "{length} from the site"),
    "paper.error": ("误差约 {length}", "error about {length}"),
    "paper.facing": ("朝{wind}", "facing {wind}"),
    "paper.fits": (
        "{total} 项检查中 {count} 项符合；其余：",
        "{count} of {total} checks fit; others:",
    ),
    # the foot
    "paper.sign_filled": ("填报人", "Filled in by"),
    "paper.sign_verified": ("核查人", "Verified by"),
    "paper.sign_approved": ("审核人", "Approved by"),
    "paper.sign_stamp": ("单位（盖章）", "Office (stamp)"),
    "paper.sign_day": ("　　年　　月　　日", "Date:"),
    "paper.log_origin": ("日志", "Log"),
    "paper.log_size": ("事件数", "Events"),
    "paper.log_chain": ("链首哈希", "Hash of the chain"),
    "paper.log_root": ("树根哈希", "Root of the tree"),
    "paper.log_at": ("最后事件", "Last event"),
    "paper.seal_note": (
        "二维码是出具时历史记录的签名摘要。存成文件后，用 geo-app log verify --head 文件 "
        "可知此后历史有无改写。签名不证明本纸未经涂改：请与系统重新导出的一份比对。",
        "The QR code is the signed head of the history when this was printed. Kept as a file, "
        "geo-app log verify --head FILE tells whether the history was rewritten since. It does not "
        "prove this paper itself: compare it with one printed anew.",
    ),
    # a template of the office's own
    "paper.template_gone": (
        "读不到档案模板 {file}：{reason}",
        "The template of papers {file} cannot be read: {reason}",
    ),
    "paper.template_kind": (
        "{file} 不是不含宏的 Word 文档（.docx），不能用作档案模板。请另存为 .docx。",
        "{file} is no Word document without macros (.docx); save it as one to use it as template.",
    ),
    "paper.template_refused": (
        "档案模板 {file} 含有{what}（{where}），不能使用。请删去后再存。",
        "The template {file} holds {what} ({where}); take it out and save it again.",
    ),
    "paper.holds_macros": ("宏", "macros"),
    "paper.holds_embedded": ("嵌入的对象或文件", "embedded objects or files"),
    "paper.holds_external": ("指向文件之外的链接", "links to something outside of the file"),
    "paper.holds_field": ("不允许的域", "a field that is not allowed"),
    "paper.holds_hidden": ("隐藏文字", "hidden text"),
    "paper.holds_changes": ("未接受的修订", "tracked changes that nobody accepted"),
    "paper.template_member": (
        "档案模板 {file} 的压缩包里有不安全的文件名：{member}",
        "The template {file} has an unsafe name inside: {member}",
    ),
    "paper.template_encrypted": (
        "档案模板 {file} 加了密码。",
        "The template {file} is encrypted.",
    ),
    "paper.template_dtd": (
        "档案模板 {file} 的 XML 含有 DTD，不能使用。",
        "The template {file} has XML with a DTD, which is not read.",
    ),
    "paper.template_broken": (
        "档案模板 {file} 已损坏：{reason}",
        "The template {file} is broken: {reason}",
    ),
    "paper.template_entries": (
        "档案模板 {file} 的压缩包里超过 {limit} 个文件。",
        "The template {file} holds more than {limit} files.",
    ),
    "paper.template_unpacked": (
        "档案模板 {file} 解压后超过 {limit} MB。",
        "The template {file} unpacks to more than {limit} MB.",
    ),
    "paper.template_ratio": (
        "档案模板 {file} 的压缩比异常（{member}）。",
        "The template {file} is packed suspiciously tight ({member}).",
    ),
    "paper.template_words": (
        "档案模板 {file} 的占位符写法不对：{reason}。只能用取值、for、if 和 |length。",
        "A placeholder of the template {file} is not right: {reason}. "
        "There are values, for, if and |length only.",
    ),
    "paper.template_unknown": (
        "档案模板 {file} 要的值档案里没有：{reason}",
        "The template {file} asks for what a paper does not have: {reason}",
    ),
    "paper.template_doubts": (
        "档案模板 {file} 没有逐条列出存疑，不能使用。请在正文里无条件地加上：{example}",
        "The template {file} does not list every doubt. Put this into its text, on no "
        "condition: {example}",
    ),
    "paper.template_answer": (
        "档案模板 {file} 没有写出“{what}”的结论（states[1]），自报就会被当成核实，不能使用。",
        "The template {file} does not say “{what}” (states[1]): a claim would pass as verified.",
    ),
    "paper.template_long": (
        "用档案模板 {file} 生成的文件超过 {limit} 个字符。",
        "The template {file} grows to more than {limit} characters.",
    ),
    "paper.template_written": (
        "已写入 {file}。用 Word 改好后，把 GEO_APP_PAPER_TEMPLATE 设为它的路径。",
        "{file} written. Edit it with Word, then set GEO_APP_PAPER_TEMPLATE to its path.",
    ),
    "paper.not_set": ("档案排版失败：{reason}", "The paper cannot be set: {reason}"),
    "paper.written": ("已写入 {file}（{bytes} 字节）。", "{file} written ({bytes} bytes)."),
}
