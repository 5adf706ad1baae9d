"""Ledgers of another office's making: what their columns may mean, and why cells are refused."""

TABLE: dict[str, tuple[str, str]] = {
    # what a column may mean
    "meaning.ordinal": ("序号", "Row number"),
    "meaning.reference": ("编号", "Reference number"),
    "meaning.name": ("点位名称", "Name of the site"),
    "meaning.place": ("位置描述", "Place, in words"),
    "meaning.lon": ("经度", "Longitude"),
    "meaning.lat": ("纬度", "Latitude"),
    "meaning.coordinates": ("经纬度（一格）", "Coordinates in one cell"),
    "meaning.district": ("行政区", "District"),
    "meaning.category": ("问题类别", "Category"),
    "meaning.found_on": ("发现日期", "Found on"),
    "meaning.finding": ("发现问题", "Finding"),
    "meaning.measures": ("整改措施", "Measures"),
    "meaning.responsible_unit": ("责任单位", "Responsible unit"),
    "meaning.leading_unit": ("牵头单位", "Leading unit"),
    "meaning.supporting_units": ("配合单位", "Supporting units"),
    "meaning.verifying_unit": ("督办/验收单位", "Verifying unit"),
    "meaning.responsible_person": ("责任人", "Responsible person"),
    "meaning.deadline_class": ("时限类别", "Kind of deadline"),
    "meaning.deadline": ("整改时限", "Deadline"),
    "meaning.status": ("完成状态（作自报）", "Status (as a claim)"),
    "meaning.reply": ("整改情况（作自报）", "Reply (as a claim)"),
    "meaning.acceptance": ("验收、销号（作自报）", "Acceptance (as a claim)"),
    "meaning.done_on": ("完成日期（作自报）", "Done on (as a claim)"),
    "meaning.note": ("备注", "Note"),
    # why it is taken to mean that
    "meaning_why.same": ("列名相同", "the same word"),
    "meaning_why.synonym": ("列名同义", "another word for it"),
    "meaning_why.part": ("列名含“{word}”", "the title holds “{word}”"),
    "meaning_why.content": ("内容看似{word}", "the cells look like {word}"),
    "meaning_why.kept": ("按保存的对应", "as kept before"),
    "meaning_why.chosen": ("人工选定", "chosen by a person"),
    "meaning_looks.lon": ("经度", "longitudes"),
    "meaning_looks.lat": ("纬度", "latitudes"),
    "meaning_looks.days": ("日期", "days"),
    "meaning_looks.status": ("完成状态", "statuses"),
    "meaning_looks.units": ("单位名称", "units"),
    "meaning_looks.places": ("地点", "places"),
    "meaning_looks.long": ("成段文字", "running text"),
    # words of the text that is made of a ledger
    "adoption.label": ("问题{number}：", "Problem {number}: "),
    "adoption.reference": ("（编号 {reference}）", "(no. {reference}) "),
    "adoption.name": ("点位：", "Site: "),
    "adoption.place": ("位置：", "Place: "),
    "adoption.district": ("行政区：", "District: "),
    "adoption.unit": ("责任单位：", "Responsible unit: "),
    "adoption.degrees": ("东经{lon}°，北纬{lat}°", "{lon}° E, {lat}° N"),
    "adoption.reply": ("整改情况（台账自报）：{told}", "Told by the ledger: {told}"),
    "adoption.done_on": ("　完成日期：", "　Done on: "),
    "adoption.source": ("　〔来源：{file}，行 {row}〕", "　[source: {file}, row {row}]"),
    # doubts
    "adoption.day_without_claim": (
        "第 {row} 行写了完成日期，却没有说已完成；未作自报处理。",
        "Row {row} has a day of completion, but does not say that it is done: no claim was made.",
    ),
    "adoption.status_unread": (
        "第 {row} 行的完成状态“{words}”看不出是否完成；未作自报处理。",
        "The status “{words}” in row {row} does not say whether it is done: no claim was made.",
    ),
    "adoption.known": (
        "与已有问题的文字相同（{notice} 问题{number}）。",
        "The same words as a problem that is here already ({notice}, no. {number}).",
    ),
    # files and columns that cannot be used
    "adoption.kind": (
        "{file} 不是 xlsx 或 csv 文件。请用 Excel、WPS 或 LibreOffice 另存为 xlsx 后再试。",
        "{file} is neither xlsx nor csv. Save it as xlsx in Excel, WPS or LibreOffice.",
    ),
    "adoption.csv": (
        "{file} 第 {line} 行读不下去（{reason}）；请检查引号，或另存为 xlsx。",
        "{file}, line {line} cannot be read ({reason}): look at its quotes, or save it as xlsx.",
    ),
    "adoption.no_head": (
        "{file} 的前 {limit} 行里没有认出表头。请指明表头在第几行。",
        "No titles of columns were recognised in the first {limit} rows of {file}: say which row "
        "they are in.",
    ),
    "adoption.no_columns": (
        "{file} 的第 {row} 行没有文字，不能作表头。",
        "Row {row} of {file} is empty and cannot hold the titles.",
    ),
    "adoption.no_finding_column": (
        "没有一列是“发现问题”，看不出每一行说的是什么问题。请为它选定一列。",
        "No column holds the finding, so that nobody can tell what a row is about. Choose one.",
    ),
    "adoption.twice": (
        "“{one}”和“{other}”都选成了“{meaning}”；一种含义只能选一列。",
        "“{one}” and “{other}” are both said to mean “{meaning}”; only one column may.",
    ),
    "adoption.no_meaning": (
        "没有“{meaning}”这种含义；可用的有：{known}",
        "There is no meaning “{meaning}”; there are: {known}",
    ),
    "adoption.no_column": ("{file} 里没有“{title}”这一列。", "{file} has no column “{title}”."),
    "adoption.no_rows": (
        "{file} 的表头下面没有写着问题的行。",
        "{file} has no rows with a finding under its titles.",
    ),
    "adoption.many_rows": (
        "{file} 有 {count} 行问题，一次最多 {limit} 行；请分开导入。",
        "{file} has {count} rows with a finding, at most {limit} are taken at once: divide it.",
    ),
    "adoption.ours": (
        "{file} 是本系统导出的台账（有行标识列）；请用“导入台账”。",
        "{file} was exported here (it has row ids): import it as an edited ledger.",
    ),
    "adoption.again": (
        "{file} 已于 {day} 由 {name} 导入过（内容完全相同），没有再次导入。",
        "{file} was imported on {day} by {name} already (the very same bytes); not again.",
    ),
    "adoption.refused": (
        "有 {count} 个单元格不能收，什么也没有保存。第一处 {cell}：{reason}",
        "{count} cells cannot be taken over; nothing was kept. The first, {cell}: {reason}",
    ),
    "adoption.mapping_name": (
        "列对应的名称须为 1 至 {limit} 个字。",
        "The name of a mapping has 1 to {limit} characters.",
    ),
    "adoption.no_mapping": ("没有名为“{name}”的列对应。", "There is no mapping “{name}”."),
    "adoption.many_mappings": (
        "最多保存 {limit} 种列对应；请先删去不用的。",
        "At most {limit} mappings are kept; remove one that is not used.",
    ),
    # cells
    "adoption.no_finding": (
        "这一行没有写“发现问题”。",
        "This row does not say what was found.",
    ),
    "adoption.day_ahead": (
        "“{field}”在今天之后：{value}",
        "“{field}” lies after today: {value}",
    ),
    "adoption.no_degrees": (
        "“{field}”应为 {least} 至 {most} 之间的度数，这里是：{value}",
        "“{field}” is a number of degrees from {least} to {most}; here: {value}",
    ),
    "adoption.half_a_spot": (
        "经度和纬度只写了一个。",
        "Of longitude and latitude only one is there.",
    ),
    "adoption.no_spot": (
        "读不出经纬度：{value}",
        "No coordinates can be read: {value}",
    ),
    # what the command line says
    "adoption.cli_head": (
        "{file} {sheet} 表头：第 {row} 行起 {depth} 行",
        "{file} {sheet} titles: {depth} row(s) from row {row}",
    ),
    "adoption.cli_unused": ("不用", "not used"),
    "adoption.cli_found": (
        "{rows} 行 → {problems} 个问题，{places} 处点位（{located} 处可定位），{claims} 条自报；"
        "跳过 {skipped} 行，已有 {known} 个，不能收 {bad} 格。",
        "{rows} rows → {problems} problems, {places} places ({located} located), {claims} claims; "
        "{skipped} rows skipped, {known} known already, {bad} cells refused.",
    ),
    "adoption.cli_done": (
        "已导入：{problems} 个问题，{places} 处点位待确认  {notice}",
        "Imported: {problems} problems, {places} places to be confirmed  {notice}",
    ),
}
