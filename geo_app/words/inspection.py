"""Sentences about forms, visits, tokens and photos on their way in."""

TABLE: dict[str, tuple[str, str]] = {
    # what people answer
    "form.answers": ("表单答案应是一个对象。", "The answers of the form must be an object."),
    "form.unknown_field": ("表单里没有“{field}”这一项。", "The form has no field “{field}”."),
    "form.required": ("“{label}”必须填写（{field}）。", "“{label}” must be answered ({field})."),
    "form.not_asked": (
        "按前面的回答，不应填写“{label}”（{field}）：请清空，或改正前面的回答。",
        "After the answers before it, “{label}” is not asked ({field}): clear it, or correct them.",
    ),
    "form.answer": ("“{label}”应为{want}（{field}）。", "“{label}” must be {want} ({field})."),
    "form.level": (
        "“{label}”应为 0 到 {last} 的整数（{field}）。",
        "“{label}” must be a whole number from 0 to {last} ({field}).",
    ),
    "form.range": (
        "“{label}”应在 {low} 到 {high} 之间 {unit}（{field}）。",
        "“{label}” must be from {low} to {high} {unit} ({field}).",
    ),
    "form.too_long": (
        "“{label}”最多 {most} 个字（{field}）。",
        "“{label}” may have {most} characters at most ({field}).",
    ),
    "form.want_choice": ("选项之一", "one of the options"),
    "form.want_several": ("选项的列表", "a list of options"),
    "form.want_number": ("数字", "a number"),
    "form.want_text": ("文字", "text"),
    "form.want_yes_no": ("是或否（true/false）", "yes or no (true/false)"),
    "form.want_day": ("日期，如 2026-08-21", "a date such as 2026-08-21"),
    # what a bureau writes into the file of a form
    "form.file": (
        "表单文件 {file} 的 {path} 有误：应为{want}。",
        "The form file {file} is wrong at {path}: it must be {want}.",
    ),
    "form.no_json": (
        "表单文件 {file} 不是有效的 JSON：{reason}",
        "The form file {file} is not valid JSON: {reason}",
    ),
    "form.file_too_large": (
        "表单文件 {file} 超过 {limit} 千字节。",
        "The form file {file} is larger than {limit} KB.",
    ),
    "form.category_twice": (
        "表单文件 {file} 的类别 {category} 已有别的表单。",
        "The category {category} of the form file {file} has another form already.",
    ),
    "form.no_other": (
        "文件夹 {folder} 里缺少类别 other 的表单。",
        "The folder {folder} has no form for the category other.",
    ),
    "form.same_version": (
        "表单 {name} 的内容改了，版本号却还是 {version}：请把文件里的 version 加一。",
        "The form {name} was changed, but its version is still {version}: raise it in the file.",
    ),
    "form.no_version": (
        "本系统从未有过表单 {name} 的第 {version} 版。",
        "There never was a version {version} of the form {name} here.",
    ),
    "form.want_object": ("一个对象", "an object"),
    "form.want_known": ("已知的成员名", "a known member"),
    "form.want_name": (
        "小写英文字母、数字和下划线组成的名字",
        "a name of lower-case letters, digits and underscores",
    ),
    "form.want_file_name": ("与文件名相同的名字", "the name of the file"),
    "form.want_whole": ("正整数", "a positive whole number"),
    "form.want_label": (
        '{{"zh": …, "en": …}}，都不能为空',
        '{{"zh": …, "en": …}}, neither empty',
    ),
    "form.want_list": ("不为空的列表", "a list that is not empty"),
    "form.want_unique": ("不重复的名字", "a name that is there once"),
    "form.want_condition": (
        '前面某一项可能的回答：{{"field": …, "is": …}}',
        'a possible answer of a field before it: {{"field": …, "is": …}}',
    ),
    "form.want_kind": (
        "choice、several、number、text、yes_no、day、level 之一",
        "one of choice, several, number, text, yes_no, day, level",
    ),
    "form.want_options": (
        '选项列表 [{{"value": …, "label": …}}]，只有 choice 和 several 才有',
        'a list of options [{{"value": …, "label": …}}], for choice and several only',
    ),
    "form.want_levels": (
        "各级说明的列表，只有 level 才有",
        "a list of labels of the steps, for level only",
    ),
    "form.want_number_kind": ("省略：只有数字项才有", "left out: for numbers only"),
    "form.want_order": ("不小于 min 的数", "a number that is not below min"),
    "form.want_role": ("照片用途之一", "a role of photos"),
    # visits as they are told
    "inspection.no_json": ("检查记录不是有效的 JSON：{reason}", "The visit is not JSON: {reason}"),
    "inspection.no_part": (
        "缺少名为 inspection 的部分（JSON）。",
        "The part named inspection (JSON) is missing.",
    ),
    "inspection.draft_too_large": (
        "检查记录的 JSON 超过 {limit} 千字节。",
        "The JSON of the visit is larger than {limit} KB.",
    ),
    "inspection.too_long": (
        "检查记录的 {path} 最多 {limit} 个字。",
        "{path} of the visit may have {limit} characters at most.",
    ),
    "inspection.too_many_photos": (
        "一次检查最多 {limit} 张照片。",
        "A visit may have {limit} photos at most.",
    ),
    "inspection.a_later_moment": (
        "不早于前一点的带时区时间",
        "a time with its offset, not before the point before",
    ),
    "inspection.photos_differ": (
        "检查记录列出 {told} 张照片，实际收到 {sent} 张。",
        "The visit lists {told} photos, but {sent} were sent.",
    ),
    "inspection.photo_unknown": (
        "检查记录没有列出收到的照片 {name}。",
        "The visit does not list the photo {name} that was sent.",
    ),
    "inspection.other_content": (
        "编号为 {id} 的检查记录已有，内容不同：原记录不变。",
        "A visit {id} with other content is recorded already; it stays as it is.",
    ),
    "inspection.photo_id_taken": (
        "照片编号 {id} 已被别的检查记录使用。",
        "The photo id {id} belongs to another visit already.",
    ),
    "inspection.none": ("没有编号为 {id} 的检查记录。", "There is no visit {id}."),
    "inspection.no_photo": ("没有编号为 {id} 的照片。", "There is no photo {id}."),
    "inspection.no_client": (
        "不是从本系统页面发出的请求，须带请求头 X-Geo-App-Client 说明程序名。",
        "A request from outside our pages must name its program in the header X-Geo-App-Client.",
    ),
    "inspection.photo_twice": (
        "{path} 中的照片编号应各不相同。",
        "Each of {path} must have an id of its own.",
    ),
    "inspection.sha256_needed": (
        "缺少 {path}：照片与记录分开时须带 SHA-256。",
        "{path} is missing: photos apart from their visit are told with their SHA-256.",
    ),
    "inspection.a_sha256": ("64 位小写十六进制的 SHA-256", "a SHA-256 of 64 lower-case hex digits"),
    # photos on their way in
    "intake.refused": ("照片 {file} 未接收：{reason}", "The photo {file} was refused: {reason}"),
    "intake.other_bytes": (
        "收到的内容与所报的 SHA-256 不符，可能传输出错，请重传。",
        "The bytes do not have the SHA-256 that was told; perhaps damaged on the way, send again.",
    ),
    "intake.changed": (
        "照片 {file} 在接收时变了。",
        "The photo {file} changed while it was taken in.",
    ),
    # a visit that a phone exported as a file
    "parcel.no_zip": (
        "{file} 不是手机导出的检查文件，或已损坏。",
        "{file} is no file that a phone exported, or is damaged.",
    ),
    "parcel.no_visit": (
        "文件里没有 visit.json：不是手机导出的检查。",
        "The file holds no visit.json: no phone exported it.",
    ),
    "parcel.strange": (
        "文件里有不属于检查的内容，没有接收：{name}",
        "The file holds something that belongs to no visit and was not taken in: {name}",
    ),
    "parcel.unsafe": (
        "{file} 里有不安全的内容，没有打开：{name}",
        "{file} holds something unsafe and was not opened: {name}",
    ),
    "parcel.damaged": ("{file} 里的内容已损坏：{name}", "{file} is damaged at {name}."),
    "parcel.too_large": (
        "{file} 超过一次检查的上限（大小或照片张数）。",
        "{file} is over the limits of a visit (size or number of photos).",
    ),
    "parcel.other_bytes": (
        "照片 {name} 与拍摄时封存的 SHA-256 不符：文件被改动过，没有接收。",
        "The photo {name} has not the SHA-256 of its capture: it was altered, and not taken in.",
    ),
    "parcel.holds": (
        "{site}  {at}  {who}  照片 {photos} 张  {id}",
        "{site}  {at}  {who}  {photos} photos  {id}",
    ),
    "parcel.preview": (
        "只是查看，什么也没有记录；加 --yes 才记录。",
        "Only looked at, nothing was recorded; --yes records it.",
    ),
    "inspection.recorded": (
        "已记录 {site} 的一次检查，照片 {photos} 张  {id}",
        "Recorded a visit to {site} with {photos} photos  {id}",
    ),
    "inspection.again": (
        "{site} 的这次检查早已记录，没有改动  {id}",
        "This visit to {site} was recorded before; nothing was changed  {id}",
    ),
    # photos of a folder or zip
    "photos.renewing": ("重做照片指纹", "Making fingerprints again"),
    "photos.renewed": (
        "重做了 {count} 张照片的指纹。",
        "Made the fingerprints of {count} photos again.",
    ),
    "photos.not_renewed": (
        "照片 {sha256} 的指纹没有重做：{reason}",
        "The fingerprint of photo {sha256} was not made again: {reason}",
    ),
    "photos.no_picture": ("照片解不出画面。", "No picture can be made of it."),
    "photos.left_old": (
        "{count} 张照片的指纹没有重做，新照片不与它们比较。",
        "The fingerprints of {count} photos were not made again; new photos are not compared with "
        "them.",
    ),
    "photos.no_source": (
        "{file} 既不是文件夹，也不是可读的 zip。",
        "{file} is neither a folder nor a zip that can be read.",
    ),
    "photos.nothing": ("{file} 里没有文件。", "There are no files in {file}."),
    "photos.too_many": (
        "{file} 里的文件超过 {limit} 个。",
        "There are more than {limit} files in {file}.",
    ),
    "photos.encrypted": ("文件加了密码。", "The file is locked with a password."),
    "photos.unreadable": ("文件读不出来：{reason}", "The file cannot be read: {reason}"),
    "photos.bad_moment": (
        "{value} 不是带时区的时间，如 2026-08-21T10:00+08:00。",
        "{value} is no time with its offset, such as 2026-08-21T10:00+08:00.",
    ),
    "photos.as_told": ("点位由导入人指定", "the site is as told"),
    "photos.by_place": ("离点位 {metres} 米", "{metres} m from the site"),
    "photos.by_time": (
        "没有位置；与该点位的另一次拍摄或检查相隔 {minutes} 分钟",
        "no position; {minutes} minutes from another photo of or visit to the site",
    ),
    "photos.far": ("位置附近没有点位：不记录", "no site near its position: left out"),
    "photos.no_place": (
        "没有位置，时间上也对不上：不记录；可用 --site 指定",
        "no position, and no visit about its time: left out; tell it with --site",
    ),
    "photos.no_time": (
        "没有拍摄时间：不记录；可用 --at 指定",
        "no time: left out; tell it with --at",
    ),
    "photos.here_already": ("该点位已有这张照片：不记录", "the site has it already: left out"),
    "photos.twice": ("与另一个文件内容相同：不记录", "the same as another file: left out"),
    "photos.reading": ("读取照片", "Reading photos"),
    "photos.recording": ("记录检查", "Recording visits"),
    "photos.ask": ("记录这 {visits} 次检查？", "Record these {visits} visits?"),
    "photos.done": (
        "记录了 {visits} 次检查、{photos} 张照片；{left} 个文件未记录。",
        "Recorded {visits} visits with {photos} photos; {left} files were left out.",
    ),
    # tokens
    "token.malformed": ("时间凭证格式不对。", "The token is malformed."),
    "token.foreign": ("时间凭证不是本系统发出的。", "The token is of another installation."),
    "token.forged": ("时间凭证的签名不对。", "The signature of the token is wrong."),
}
