"""Sentences of the database and of the jobs: what was refused and why."""

TABLE: dict[str, tuple[str, str]] = {
    # the database
    "store.conflict": (
        "同样的内容刚被另一操作写入，这次没有保存，请刷新后再看。",
        "Another action has just written the same thing; this one was not kept. Reload and look.",
    ),
    "store.folder": (
        "无法建立数据文件夹 {path}：{reason}",
        "Cannot create the data folder {path}: {reason}",
    ),
    "store.full": (
        "数据库所在的磁盘已满，内容没有保存：请腾出空间后再试（{reason}）。",
        "The disk of the database is full; nothing was kept. Make room, then try again ({reason}).",
    ),
    "store.locked": (
        "数据库正被其他程序占用，内容没有保存，请稍后再试（{reason}）。",
        "The database is in use by another program; nothing was kept. Try again ({reason}).",
    ),
    "store.newer": (
        "数据库由更新的程序写成（版本 {found}，本程序只到 {known}）：请升级程序，数据没有改动。",
        "The database was written by a newer program (revision {found}, this one knows {known}): "
        "upgrade the program; the data was not touched.",
    ),
    "store.none": (
        "{path} 中没有数据库。",
        "There is no database in {path}.",
    ),
    "store.table_lost": (
        "数据库中缺少 {table} 表。",
        "The table {table} is missing in the database.",
    ),
    "store.no_sqlite": (
        "没有可用的 SQLite：请安装 pysqlite3，或用 DATABASE_URL 指定 PostgreSQL。",
        "No SQLite here: install pysqlite3, or name a PostgreSQL by DATABASE_URL.",
    ),
    "store.unusable": (
        "数据库无法使用：{reason}",
        "The database cannot be used: {reason}",
    ),
    # jobs
    "job.no_notice": ("没有这份通报：{id}", "There is no such notice: {id}"),
    "job.no_problem": ("没有这个问题：{id}", "There is no such problem: {id}"),
    "job.no_place": ("没有这个地点：{id}", "There is no such place: {id}"),
    "job.no_site": ("没有这个点位：{id}", "There is no such site: {id}"),
    "job.no_anchor": ("地名库中没有：{id}", "The gazetteer has no {id}"),
    "job.unusable_text": (
        "{file} 含有不能保存的字符（NUL 或残缺的代理对），没有保存。",
        "{file} holds characters that cannot be kept (NUL or half a surrogate pair).",
    ),
    "job.nothing_located": (
        "「{text}」没有推算位置：请在图上画出，或标为未定位。",
        "“{text}” has no computed position: draw it, or mark it unlocated.",
    ),
    "job.merged_already": (
        "「{text}」已合并到其他地点，请先撤回合并。",
        "“{text}” is merged into another place; take that back first.",
    ),
    "job.merge_target": (
        "「{text}」不能与「{into}」合并：须是同一问题中另一个没有被合并的地点。",
        "“{text}” cannot be merged into “{into}”: it must be another, unmerged place of the same "
        "problem.",
    ),
    "job.has_history": (
        "点位 {site} 已有后续记录（{event}），不能撤回为草稿。",
        "Site {site} has later records ({event}) and cannot be taken back to draft.",
    ),
    "job.bad_geometry": ("图形不能使用：{reason}", "The shape cannot be used: {reason}"),
    "job.bad_radius": (
        "半径应为 0 到 {limit} 米之间的数，收到：{value}",
        "The radius must be between 0 and {limit} metres; got: {value}",
    ),
    "job.not_recordable": (
        "这类记录不能手工添加：{kind}",
        "This kind of record is not made by hand: {kind}",
    ),
    "job.day_needed": ("请给出日期。", "Give the day that it is about."),
    "job.day_in_future": ("日期 {day} 晚于今天。", "The day {day} is later than today."),
    "job.bad_deadline": (
        "时限应为 YYYY-MM-DD 的日期，收到：{value}",
        "The deadline must be a date YYYY-MM-DD; got: {value}",
    ),
    "job.own_verification": (
        "核实单位不能是责任单位（{unit}）。",
        "The verifying unit must not be the responsible unit ({unit}).",
    ),
    "job.anchor_exists": ("地名库中已有 {id}。", "The gazetteer already has {id}."),
    "job.anchor_name": ("地名不能为空。", "An anchor needs a name."),
    "job.anchor_text": (
        "「{name}」的文字含有不能保存的字符（NUL）。",
        "A text of “{name}” holds a character that cannot be kept (NUL).",
    ),
    "job.anchor_kind": ("没有这种地名类别：{kind}", "There is no such kind of anchor: {kind}"),
    # sites from a file
    "import.property_missing": (
        "{file} 第 {index} 个要素缺少属性 {name}。",
        "{file}, feature {index}: the property {name} is missing.",
    ),
    "import.property_type": (
        "{file} 第 {index} 个要素的属性 {name} 应为{expected}，收到：{value}",
        "{file}, feature {index}: the property {name} must be {expected}; got: {value}",
    ),
    "import.a_string": ("文字", "text"),
    "import.a_number": ("数", "a number"),
    "import.a_whole_number": ("大于 0 的整数", "a whole number above 0"),
    "import.a_flag": ("true 或 false", "true or false"),
    "import.a_date": ("YYYY-MM-DD 的日期", "a date YYYY-MM-DD"),
    "import.a_radius": ("不小于 0 的米数", "metres, not below 0"),
    "import.a_status": ("已知的状态代码", "a known status code"),
    "import.a_category": ("已知的类别代码", "a known category code"),
    "import.a_layer": ("已知的位置层代码", "a known position layer"),
    "import.a_hash": ("64 位十六进制的 SHA-256", "a SHA-256 of 64 hex digits"),
    "import.a_phrase": (
        "读过的位置短语（见 place-phrases.md）",
        "a phrase as read (place-phrases.md)",
    ),
    "import.a_list": ("列表", "a list"),
    "import.an_object": ("对象", "an object"),
    "import.an_id": ("UUID", "a UUID"),
    "import.status_day": (
        "{file} 第 {index} 个要素：状态为{status}，却没有日期 {name}。",
        "{file}, feature {index}: the status is {status}, but the date {name} is missing.",
    ),
    "import.day_order": (
        "{file} 第 {index} 个要素：核实日期 {verified} 早于自报日期 {claimed}。",
        "{file}, feature {index}: verified on {verified}, before the claim of {claimed}.",
    ),
    "import.day_without_status": (
        "{file} 第 {index} 个要素：状态 {status} 与日期 {name} 不符。",
        "{file}, feature {index}: the status {status} does not go with the date {name}.",
    ),
    "import.located": (
        "{file} 第 {index} 个要素：located 与几何图形不一致。",
        "{file}, feature {index}: located does not agree with the geometry.",
    ),
    "import.repeated": (
        "{file} 第 {index} 个要素的 {name} 与前面的要素重复：{value}",
        "{file}, feature {index}: {name} repeats that of an earlier feature: {value}",
    ),
    "import.code_taken": (
        "{file} 第 {index} 个要素的点位编号 {site} 已属于库中另一点位。",
        "{file}, feature {index}: the code {site} belongs to another site here.",
    ),
    "import.code_changed": (
        "{file} 第 {index} 个要素在库中的编号是 {known}，文件中是 {site}。",
        "{file}, feature {index}: its code here is {known}, in the file {site}.",
    ),
    "import.notices": (
        "{file} 的成员 notices 第 {index} 项不能使用：{reason}",
        "{file}: entry {index} of the member notices cannot be used: {reason}",
    ),
}
