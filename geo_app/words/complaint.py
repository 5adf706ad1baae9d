"""Sentences about complaints of citizens, and about files of them."""

TABLE: dict[str, tuple[str, str]] = {
    "complaint.after_claim": (
        "自报完成后又有 {count} 件投诉",
        "Claimed done, then {count} complaints",
    ),
    "complaint.after_claim_one": (
        "自报完成后又有 1 件投诉",
        "Claimed done, then 1 complaint",
    ),
    "complaint.after_verification": (
        "自报完成后又有 {count} 件投诉，其中核实后 {since} 件",
        "Claimed done, then {count} complaints, {since} of them after the verification",
    ),
    "complaint.after_verification_one": (
        "自报完成并核实后又有 1 件投诉",
        "Claimed done and verified, then 1 complaint",
    ),
    # for everybody
    "complaint.public": (
        "自报完成后又有 {count} 件投诉",
        "Claimed done, then {count} complaints",
    ),
    "complaint.public_few": (
        "自报完成后又有投诉（不足 {least} 件）",
        "Claimed done, then complaints (fewer than {least})",
    ),
    # on papers
    "complaint.title": ("附：自报完成后的投诉（12369）", "Complaints after the claim (12369)"),
    "complaint.shown": ("最近 {shown} 件，共 {total} 件", "the newest {shown} of {total}"),
    "complaint.before": ("自报之前", "Before the claim"),
    "complaint.after": ("自报之后", "After it"),
    "complaint.rate": (
        "{days} 天 {count} 件，合每 {per} 天 {rate} 件",
        "{count} in {days} days, {rate} in {per} days",
    ),
    "complaint.no_rate": ("没有这段时间的投诉数据", "no complaints of that time are known"),
    "complaint.day": ("投诉日期", "Day"),
    "complaint.apart": ("距点位", "From the site"),
    "complaint.radius": ("投诉位置误差", "Known to"),
    "complaint.coarse": (
        "另有 {count} 件投诉位置太粗，可能在附近，也可能不在，没有计入。",
        "The place of {count} more is too coarse: they may be near or not, and do not count.",
    ),
    "complaint.rule": (
        "计入双方位置误差后，可能在{near}内的投诉才算；自报当日的不算。投诉不改变状态，只供核查参考；"
        "不印投诉内容。投诉数据：{first}至{last}。",
        "A complaint counts that may lie within {near}, both errors of position granted; those of "
        "the day of the claim do not. Complaints change no status; what was said is not printed. "
        "Known from {first} to {last}.",
    ),
    "complaint.known": (
        "投诉数据：{first} 至 {last}；不附投诉内容。",
        "Complaints are known from {first} to {last}; what was said is not here.",
    ),
    # files of them
    "complaint.number": ("编号", "number"),
    "complaint.time": ("时间", "time"),
    "complaint.kind": ("类型", "kind"),
    "complaint.words": ("内容", "words"),
    "complaint.place": ("地点，或经度、纬度", "place, or longitude and latitude"),
    "complaint.lon": ("经度", "longitude"),
    "complaint.lat": ("纬度", "latitude"),
    "complaint.no_csv": (
        "{file} 不是 CSV：请在 Excel、WPS 中另存为 CSV 再导入；压缩包请先解压。",
        "{file} is no CSV: save it as CSV in Excel or WPS first; unpack archives.",
    ),
    "complaint.no_text": (
        "{file} 不是能读的文本，试过 {tried}。请另存为 UTF-8 或 GBK 的 CSV。",
        "{file} is no text that can be read; tried: {tried}. Save it as CSV in UTF-8 or GBK.",
    ),
    "complaint.many_columns": (
        "{file} 第 {line} 行的列太多，没有读入。",
        "{file}, line {line} has too many columns; nothing was read.",
    ),
    "complaint.many_rows": (
        "{file} 超过 {limit} 件投诉，没有读入；请按时间分成几个文件。",
        "{file} has more than {limit} complaints; nothing was read. Split it by time.",
    ),
    "complaint.quote": (
        "{file} 第 {line} 行起的引号不成对，没有读入。",
        "{file}: a quote of the row that begins on line {line} is not closed; nothing was read.",
    ),
    "complaint.two_columns": (
        "{file} 有两列是同一内容：「{first}」和「{second}」，请留一列。",
        "{file} has two columns for the same: “{first}” and “{second}”; leave one.",
    ),
    "complaint.no_column": (
        "{file} 的表头中没有「{column}」列。第一行应是表头。",
        "The head of {file} has no column for {column}. The first row should be the head.",
    ),
    "complaint.none": ("{file} 只有表头，没有投诉。", "{file} has a head and no complaint."),
    "complaint.no_time": (
        "「{value}」不是时间，应如 2021-08-15 或 2021-08-15 13:05",
        "“{value}” is no time; 2021-08-15 or 2021-08-15 13:05 would be",
    ),
    "complaint.time_range": (
        "「{value}」不在 1990 年到今天之间",
        "“{value}” is not between 1990 and today",
    ),
    "complaint.no_degrees": (
        "「{value}」不是十进制度数，或超出范围（经度、纬度是否写反？）",
        "“{value}” is not in decimal degrees, or out of range (longitude and latitude swapped?)",
    ),
    "complaint.half_a_place": ("经度、纬度只有一个", "only one of longitude and latitude"),
    "complaint.long": (
        "{count} 个字符，超过上限 {limit}",
        "{count} characters; {limit} at most",
    ),
    "complaint.more_cells": (
        "有 {cells} 格，表头只有 {titles} 列",
        "{cells} cells under a head of {titles} columns",
    ),
    "complaint.cell": ("第 {line} 行「{column}」：{reason}", "line {line}, “{column}”: {reason}"),
    "complaint.refused": (
        "{file} 有 {count} 行不能收，什么也没有保存；第一处：第 {line} 行「{column}」，{reason}。",
        "{count} rows of {file} cannot be read, nothing was kept; the first: line {line}, "
        "“{column}”: {reason}.",
    ),
    "complaint.found": (
        "{rows} 行：新投诉 {fresh} 件，文件内重复 {repeated} 行，早已导入 {known} 件。",
        "{rows} rows: {fresh} new complaints, {repeated} rows repeated in the file, {known} here "
        "already.",
    ),
    "complaint.found_flaws": (
        "{rows} 行：{flaws} 行不能收。",
        "{rows} rows: {flaws} cannot be read.",
    ),
    "complaint.places": (
        "有位置 {placed} 件：坐标 {coordinate}，由地点文字推算 {phrase}，只知区域 {container}。",
        "{placed} with a place: {coordinate} by coordinates, {phrase} from words, {container} only "
        "by the area around.",
    ),
    "complaint.radii": (
        "位置半径：最小 {least} 米，居中 {middle} 米，最大 {most} 米。",
        "Radius of the places: {least} m at least, {middle} m in the middle, {most} m at most.",
    ),
    "complaint.no_place": (
        "没有位置 {unplaced} 件：照样保存、计数，不上图。",
        "{unplaced} without a place: they are kept and counted, and belong to no site.",
    ),
    "complaint.dropped": (
        "以下各列不保存（姓名、电话等个人信息不留）：{columns}",
        "These columns are not kept (no names, no telephones): {columns}",
    ),
    "complaint.hidden": (
        "文字中的电话、证件号、邮箱 {count} 处已用 □□□ 代替；文字里的姓名认不出，请导入前自查。",
        "{count} telephone numbers, identity cards or addresses of e-mail in texts are replaced by "
        "□□□; names in texts are not found: look before importing.",
    ),
    "complaint.names": (
        "内容按原文保存：其中写到的姓名认不出，请导入前自查。",
        "Texts are kept as they are: names in them are not found; look before importing.",
    ),
    "complaint.cli_preview": (
        "以上为预览，什么也没有保存；加 --yes 保存。",
        "A preview; nothing was kept. --yes keeps them.",
    ),
    "complaint.cli_done": ("已保存 {count} 件投诉。", "{count} complaints kept."),
}
