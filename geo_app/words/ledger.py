"""The ledger as a file: titles of its columns, and why an edited one is not taken over."""

TABLE: dict[str, tuple[str, str]] = {
    # above the sheets
    "ledger.title": ("整改台账（截至{day}）", "Rectification ledger (as of {day})"),
    "ledger.note_above": (
        "填报单位：{unit}　共 {count} 行（问题与点位分行）　"
        "单位：米、度（CGCS2000/WGS-84）、天。“自报”由责任单位说，“核实”由另一方做。黄色列可填写，改后可导回；其余各列由系统生成，改动不收。",
        "Office: {unit}. {count} rows (problems and sites apart); metres, degrees (WGS-84), "
        "days. Claims are the responsible unit's, verifications another's. Yellow columns may be "
        "edited and imported back; changes of others are refused.",
    ),
    "ledger.note_part": (
        "【筛选：{filter}；台账共 {total} 行，统计汇总只计本表各行】　",
        "[Filter: {filter}; the whole ledger has {total} rows; figures are of these rows only] ",
    ),
    "ledger.figures_title": ("统计汇总（截至{day}）", "Figures (as of {day})"),
    "ledger.figures_note": (
        "自报率、核实率的分母同为总数；自报不等于核实。",
        "Both shares have the total as denominator; a claim is no verification.",
    ),
    # columns
    "ledger.ordinal": ("序号", "Row"),
    "ledger.level": ("层级", "Level"),
    "ledger.problem": ("问题", "Problem"),
    "ledger.site": ("点位", "Site"),
    "ledger.code": ("点位编号", "Code of the site"),
    "ledger.notice": ("通报", "Notice"),
    "ledger.number": ("问题编号", "Problem no."),
    "ledger.category": ("问题类别", "Category"),
    "ledger.name": ("点位名称", "Name of the site"),
    "ledger.place_text": ("位置描述（原文）", "Place, as written"),
    "ledger.lon": ("经度", "Longitude"),
    "ledger.lat": ("纬度", "Latitude"),
    "ledger.radius": ("定位半径（米）", "Radius (m)"),
    "ledger.located": ("定位状态", "Position"),
    "ledger.district": ("行政区（代码）", "District (code)"),
    "ledger.accounting_unit": ("考核单位", "Accounting unit"),
    "ledger.finding": ("发现问题（摘录）", "Finding (excerpt)"),
    "ledger.measures": ("整改措施", "Measures"),
    "ledger.responsible_unit": ("责任单位", "Responsible unit"),
    "ledger.leading_unit": ("牵头单位", "Leading unit"),
    "ledger.supporting_units": ("配合单位", "Supporting units"),
    "ledger.verifying_unit": ("督办/验收单位", "Verifying unit"),
    "ledger.responsible_person": ("责任人", "Responsible person"),
    "ledger.deadline_class": ("时限类别", "Kind of deadline"),
    "deadline_class.at_once": ("立行立改", "At once"),
    "deadline_class.by_date": ("限期整改", "By a date"),
    "deadline_class.lasting": ("长期坚持", "Lasting"),
    "ledger.no_choice": (
        "{field}只能是 {choices} 之一，而不是“{value}”。",
        "{field} is one of {choices}, not “{value}”.",
    ),
    "ledger.deadline": ("整改时限", "Deadline"),
    "ledger.told_status": ("自报状态", "Claim"),
    "ledger.told_on": ("自报日期", "Claimed on"),
    "ledger.checked_status": ("核实状态", "Verification"),
    "ledger.checked_on": ("核实日期", "Verified on"),
    "ledger.checked_by": ("核查人", "Verified by"),
    "ledger.evidence": ("证据（前/中/后张数）", "Photos (before/during/after)"),
    "ledger.days_left": ("距时限天数", "Days left"),
    "ledger.working_left": ("距时限工作日", "Working days left"),
    "ledger.uncovered": ("{year} 年放假安排未收录", "holidays of {year} not known"),
    "ledger.doubts": ("存疑", "Doubts"),
    "ledger.note": ("备注", "Note"),
    "ledger.row": ("行标识（勿改）", "Row id (leave)"),
    "ledger.version": ("版本（勿改）", "Version (leave)"),
    "ledger.unverified": ("未核实", "Not verified"),
    # the other sheets
    "ledger.event": ("事项", "What happened"),
    "ledger.as_of": ("所述日期", "As of"),
    "ledger.recorded_at": ("记录时间", "Recorded at"),
    "ledger.recorded_by": ("记录人", "Recorded by"),
    "ledger.told": ("内容", "What was said"),
    "ledger.reason": ("理由", "Reason"),
    "ledger.group": ("分组", "Group"),
    "ledger.of": ("名称", "Name"),
    "ledger.unsaid": ("（未指明）", "(not said)"),
    "ledger.every": ("全部", "All"),
    "ledger.by_district": ("点位·按行政区", "Sites by district"),
    "ledger.by_unit": ("点位·按责任单位", "Sites by responsible unit"),
    "ledger.total": ("总数", "Total"),
    "ledger.told_done": ("自报完成", "Claimed"),
    "ledger.told_share": ("自报率", "Share claimed"),
    "ledger.checked_done": ("已核实", "Verified"),
    "ledger.checked_share": ("核实率", "Share verified"),
    "ledger.overdue": ("超期", "Overdue"),
    "ledger.fallen_back": ("反弹", "Relapsed"),
    "ledger.unlocated": ("未定位", "Unlocated"),
    "ledger.complained": ("自报后有投诉", "Complaints after the claim"),
    "ledger.day_wanted": ("请填日期，如 2026-12-31。", "A date, as 2026-12-31."),
    # too much to write
    "ledger.no_rows_chosen": (
        "没有选定任何一行。请勾选，或选“筛选出的全部”。",
        "No row was chosen. Tick some, or choose all that the filter leaves.",
    ),
    "ledger.many_rows": (
        "一次最多修改 {limit} 行；请缩小筛选范围，或导出后在 Excel 中修改。",
        "At most {limit} rows in one go: narrow the filter, or edit them in Excel.",
    ),
    "ledger.many_views": ("最多保存 {limit} 个视图。", "At most {limit} views can be kept."),
    "ledger.view_name": (
        "视图名称须为 1 至 {limit} 个字。",
        "The name of a view has 1 to {limit} characters.",
    ),
    "ledger.no_view": ("没有这个视图。", "There is no such view."),
    "ledger.page_rows": (
        "台账有 {count} 行，网页最多导出 {limit} 行；请用命令 geo-app ledger export。",
        "The ledger has {count} rows, a page exports {limit} at most: use geo-app ledger export.",
    ),
    "ledger.excel_rows": (
        "台账有 {count} 行，Excel 一张表最多 {limit} 行，没有导出。",
        "The ledger has {count} rows, a sheet of Excel holds {limit}; nothing was written.",
    ),
    # files that cannot be read
    "ledger.no_xlsx": (
        "{file} 不是 xlsx 文件。请用 Excel、WPS 或 LibreOffice 另存为 xlsx 后再试。",
        "{file} is no xlsx file. Save it as xlsx in Excel, WPS or LibreOffice and try again.",
    ),
    "ledger.xlsx_broken": (
        "{file} 已损坏，读不出内容（{reason}）。请重新另存为 xlsx。",
        "{file} is damaged and cannot be read ({reason}). Save it as xlsx again.",
    ),
    "ledger.xlsx_encrypted": (
        "{file} 设有密码，读不了。请去掉密码后另存。",
        "{file} is protected by a password. Remove it and save the file again.",
    ),
    "ledger.xlsx_dtd": (
        "{file} 的 XML 含有 DTD 或实体声明，正常的表格没有，出于安全没有读取。",
        "The XML of {file} has a DTD or entities, which no workbook has; it was not read.",
    ),
    "ledger.xlsx_member": (
        "{file} 含有不安全的文件名：{member}，没有读取。",
        "{file} holds an unsafe member name: {member}; it was not read.",
    ),
    "ledger.xlsx_entries": (
        "{file} 内含文件超过上限 {limit} 个，没有读取。",
        "{file} holds more than {limit} members; it was not read.",
    ),
    "ledger.xlsx_unpacked": (
        "{file} 解压后超过上限 {limit} MB，没有读取。",
        "{file} unpacks to more than {limit} MB; it was not read.",
    ),
    "ledger.xlsx_ratio": (
        "{file} 中的 {member} 压缩比异常，可能是压缩炸弹，没有读取。",
        "{member} in {file} has an abnormal compression ratio (a zip bomb?); it was not read.",
    ),
    "ledger.too_many_rows": (
        "{file} 超过 {limit} 行，没有读取。请删去没有改动的行后再试。",
        "{file} has more than {limit} rows and was not read. Delete rows without changes.",
    ),
    "ledger.too_full": (
        "{file} 的内容过多（单元格或格式），没有读取。",
        "{file} holds too many cells or formats; it was not read.",
    ),
    "ledger.no_sheet": (
        "{file} 中没有名为“{sheet}”的工作表，没有读取。",
        "{file} has no sheet “{sheet}”; it was not read.",
    ),
    "ledger.no_heads": (
        "{file} 的“{sheet}”表缺少隐藏的“行标识”“版本”两列，不是由本系统导出的台账。"
        "请重新导出，在其中修改。",
        "The sheet “{sheet}” of {file} lacks the hidden columns for row and version: it was not "
        "exported here. Export the ledger and edit that file.",
    ),
    "ledger.head_twice": (
        "{file} 的 {cell}：“{title}”列出现了两次，不知以哪一列为准。",
        "{file}, {cell}: the column “{title}” stands there twice.",
    ),
    # cells that are refused
    "ledger.protected": (
        "“{column}”由系统按历史记录得出，不能在表格中修改；请恢复原值。",
        "“{column}” follows from the history and is not changed by a sheet; put it back.",
    ),
    "ledger.whole_problem": (
        "问题整体的内容由不限辖区的人员修改；您可以修改辖区内的点位。",
        "A problem as a whole is amended by who is bound to no area; you may amend its sites.",
    ),
    "ledger.is_formula": (
        "“{column}”中是公式，只收文字和数值；请粘贴为数值。",
        "“{column}” holds a formula; paste it as a value.",
    ),
    "ledger.is_error": ("“{column}”中是错误值。", "“{column}” holds an error value."),
    "ledger.is_flag": ("“{column}”中是逻辑值。", "“{column}” holds true or false."),
    "ledger.is_day": (
        "“{column}”中是日期（{value}），应为文字。",
        "“{column}” holds a date ({value}), not a text.",
    ),
    "ledger.merged": (
        "有合并单元格，看不出各行的值；请取消合并。",
        "Cells are merged, so rows cannot be told apart; unmerge them.",
    ),
    "ledger.row_unsaid": (
        "这一行没有行标识。新问题请由通报读入，不能在表格中添加。",
        "This row has no id. New problems come with a notice and are not added in a sheet.",
    ),
    "ledger.row_unknown": (
        "没有这个问题或点位，或不在您的辖区内。",
        "There is no such problem or site, or it is not in your area.",
    ),
    "ledger.row_twice": (
        "这一行与第 {other} 行重复（行标识相同）。",
        "This row repeats row {other} (the same id).",
    ),
    "ledger.version_unknown": (
        "“版本”被改动，或来自旧版程序的导出；请重新导出。",
        "The version was altered or is of an older program: export the ledger again.",
    ),
    # what is written
    "ledger.too_long": (
        "“{field}”最多 {limit} 个字，这里有 {length} 个。",
        "“{field}” has at most {limit} characters, here are {length}.",
    ),
    "ledger.no_day": (
        "“{field}”应为日期，如 2026-12-31，这里是：{value}",
        "“{field}” is a date, as 2026-12-31; here: {value}",
    ),
    "ledger.may_not_be_emptied": (
        "“{field}”可以更换，不能清空（现为：{before}）。",
        "“{field}” may be replaced, not emptied (now: {before}).",
    ),
    "ledger.changed_here": (
        "“{field}”导出后已在系统中改为：{here}；表格中写的是：{wanted}",
        "“{field}” was changed here since the export to: {here}; the sheet says: {wanted}",
    ),
    "ledger.conflict": (
        "{cell}：“{field}”刚被改为：{here}（修改时为：{before}），没有保存；请重新导入预览。",
        "{cell}: “{field}” has just become: {here} (it was: {before}); nothing was kept.",
    ),
    "ledger.deadline_overruled": (
        "{subject} 的时限已由日期更晚的记录定为 {here}，没有保存。",
        "The deadline of {subject} was set to {here} by a record of a later day; nothing was kept.",
    ),
    "ledger.refused": (
        "有 {count} 处不能导入，什么也没有保存。第一处 {cell}：{reason}",
        "{count} cells cannot be imported; nothing was kept. The first, {cell}: {reason}",
    ),
    "ledger.conflicts": (
        "有 {count} 处与系统中的新改动冲突，什么也没有保存。第一处 {cell}：{reason}",
        "{count} cells conflict with later changes; nothing was kept. The first, {cell}: {reason}",
    ),
    "ledger.bad_changes": (
        "提交的改动读不懂，什么也没有保存；请重新上传文件。",
        "The changes that were sent cannot be read; nothing was kept. Upload the file again.",
    ),
    "ledger.many_changes": (
        "有 {count} 处改动，网页一次最多 {limit} 处；请用命令 geo-app ledger import。",
        "{count} changes; a page takes {limit} at most: use geo-app ledger import.",
    ),
    # what the command line says
    "ledger.cli_written": ("已写入 {file}：{count} 行。", "{file} written: {count} rows."),
    "ledger.cli_found": (
        "{rows} 行：改动 {changes} 处，冲突 {conflicts} 处，不收 {refusals} 处。",
        "{rows} rows: {changes} changes, {conflicts} conflicts, {refusals} refused.",
    ),
    "ledger.cli_preview": (
        "这是预览，什么也没有保存；确认无误后加 --yes。",
        "This is a preview, nothing was kept; add --yes to make the changes.",
    ),
    "ledger.cli_done": ("已保存 {count} 处改动。", "{count} changes were made."),
}
