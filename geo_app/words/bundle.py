"""Sentences of the evidence bundle: its page, and what a check of one finds."""

TABLE: dict[str, tuple[str, str]] = {
    # the page inside
    "bundle.title": ("整改核查证据包", "Evidence bundle"),
    "bundle.what": (
        "本包含有下列点位的原始照片、检查记录和全部事件，任何人无需联网、无需我方系统即可核对。",
        "This bundle holds the original photos, the visits and all events of the sites below. "
        "Anybody can check it without a network and without our system.",
    ),
    "bundle.how": (
        "核对方法：本页只供阅读，能证明内容的是下面的命令（任一文件被改动，它会说出是哪一个）：",
        "How to check: this page is only to be read; what proves it is the command below, which "
        "names each file that was altered:",
    ),
    "bundle.trust": (
        "密钥指纹须从另一渠道（电话、公文）向出具单位核实：包内的指纹不能证明自己。",
        "Ask the issuing office for the fingerprint of its key on another way (telephone, letter): "
        "the one in here cannot vouch for itself.",
    ),
    "bundle.log": ("事件日志", "Log"),
    "bundle.log_size": ("日志事件数", "Events in the log"),
    "bundle.log_at": ("最后事件时间", "Time of its last event"),
    "bundle.key": ("密钥指纹", "Fingerprint of the key"),
    "bundle.status": ("状态", "Status"),
    "bundle.category": ("类别", "Category"),
    "bundle.unit": ("责任单位", "Responsible unit"),
    "bundle.deadline": ("整改时限", "Deadline"),
    "bundle.place": ("位置", "Place"),
    "bundle.notice": ("来源通报", "Notice"),
    "bundle.finding": ("检查发现", "Finding"),
    "bundle.reply": ("整改情况（自报）", "Reply (self-report)"),
    "bundle.history": ("经过", "History"),
    "bundle.column_seq": ("事件号", "Number"),
    "bundle.column_day": ("日期", "Day"),
    "bundle.column_subject": ("对象", "About"),
    "bundle.column_event": ("事件", "Event"),
    "bundle.column_who": ("记录人", "By"),
    "bundle.column_note": ("说明", "Note"),
    "bundle.subject_problem": ("问题", "problem"),
    "bundle.subject_site": ("点位", "site"),
    "bundle.visit": ("现场检查", "Visit"),
    "bundle.received": ("收到时间", "received"),
    "bundle.taken": ("拍摄时间", "Taken"),
    "bundle.in_file": ("照片内位置", "Position in the file"),
    "bundle.device": ("设备定位", "Position of the device"),
    "bundle.camera": ("相机", "Camera"),
    "bundle.original": ("原始文件", "Original"),
    "bundle.no_picture": ("（无法显示，见原始文件）", "(cannot be shown; see the original)"),
    "bundle.yes": ("是", "yes"),
    "bundle.no": ("否", "no"),
    "bundle.and": ("、", ", "),
    # writing and checking
    "bundle.written": (
        "{file}：{sites} 个点位、{photos} 张照片、{events} 个事件。密钥指纹 {fingerprint}",
        "{file}: {sites} sites, {photos} photos, {events} events. Fingerprint of the key "
        "{fingerprint}",
    ),
    "bundle.good": (
        "证据包完好：{sites} 个点位、{photos} 张照片、{events} 个事件，与签名和事件日志一致。",
        "The bundle is whole: {sites} sites, {photos} photos and {events} events fit the "
        "signature and the log.",
    ),
    "bundle.key_untold": (
        "签名密钥的指纹是 {fingerprint}。是否可信须从另一渠道向出具单位核实，再用 --key 核对。",
        "It is signed by the key {fingerprint}. Ask the issuing office on another way whether that "
        "is its key, then check with --key.",
    ),
    "bundle.key_known": (
        "签名密钥就是所给的密钥：{fingerprint}",
        "It is signed by the key that was given: {fingerprint}",
    ),
    "bundle.key_other": (
        "包内密钥的指纹是 {fingerprint}，不是所给的密钥。",
        "the key in the bundle is {fingerprint}, not the one that was given.",
    ),
    "bundle.bad": (
        "证据包有问题，共 {count} 处。",
        "The bundle is not as it was signed: {count} faults.",
    ),
    # what a check finds
    "bundle.fault": ("{member}：{what}", "{member}: {what}"),
    "bundle.altered": (
        "内容在签名之后被改动。",
        "it was altered after the bundle had been signed.",
    ),
    "bundle.missing": ("包里缺少这个文件。", "this file is missing."),
    "bundle.extra": (
        "清单里没有这个文件，是后来加进去的。",
        "the manifest does not list this file; it was added later.",
    ),
    "bundle.malformed": (
        "内容的结构不对，无法核对。",
        "its structure is not as it should be and cannot be checked.",
    ),
    "bundle.other_format": (
        "证据包的格式是 {found}，本程序只认识 {known}。",
        "the format of the bundle is {found}; this program knows {known}.",
    ),
    "bundle.other_log": (
        "说的不是清单中的事件日志。",
        "it is not about the log of the manifest.",
    ),
    "bundle.no_event": (
        "缺少第 {seq} 号事件（{id}）。",
        "event {seq} ({id}) is missing.",
    ),
    "bundle.event_unlisted": (
        "第 {seq} 号事件不在清单里，或重复、次序不对。",
        "event {seq} is not in the manifest, stands twice or out of order.",
    ),
    "bundle.event_altered": (
        "第 {seq} 号事件（{id}）的内容被改动。",
        "event {seq} ({id}) was altered.",
    ),
    "bundle.event_unproved": (
        "第 {seq} 号事件（{id}）的证明与日志的链头不符。",
        "the proof of event {seq} ({id}) does not lead to the head of the log.",
    ),
    "bundle.imported_unproved": (
        "点位 {id} 的导入记录的证明与第 {seq} 号事件不符。",
        "the proof of what was imported of site {id} does not lead to event {seq}.",
    ),
    "bundle.other_since": (
        "包里的增长证明针对有 {found} 个事件的链头，所给的链头有 {size} 个："
        "请对方用 --since 重新出具。",
        "its proof of growth is for a head of {found} events, the one that was given has {size}: "
        "ask for a bundle written with --since.",
    ),
    "bundle.since_unsigned": (
        "所给的链头不是由包内的密钥签的。",
        "the head that was given is not signed by the key of the bundle.",
    ),
    "bundle.chain_broken": (
        "事件链在第 {seq} 号处断裂。",
        "the chain of events breaks at number {seq}.",
    ),
    "bundle.no_original": (
        "照片 {id} 的原始文件不在包里。",
        "the original of photo {id} is not in the bundle.",
    ),
    "bundle.other_sites": (
        "点位与清单不符。",
        "its sites are not those of the manifest.",
    ),
    # what is not opened at all
    "bundle.no_zip": ("{file} 不是 ZIP 文件，或已损坏。", "{file} is no ZIP file, or is damaged."),
    "bundle.unsafe_name": (
        "证据包里有不安全的文件名，没有打开：{name}",
        "The bundle holds an unsafe file name and was not opened: {name}",
    ),
    "bundle.twice": (
        "证据包里同名的文件不止一个，没有打开：{name}",
        "The bundle holds a file name more than once and was not opened: {name}",
    ),
    "bundle.no_file": (
        "证据包里有链接或特殊文件，没有打开：{name}",
        "The bundle holds a link or a special file and was not opened: {name}",
    ),
    "bundle.packed": (
        "证据包里的文件加了密或用了不认识的压缩方式，没有打开：{name}",
        "A file of the bundle is encrypted or packed in an unknown way; it was not opened: {name}",
    ),
    "bundle.too_large": (
        "证据包过大，没有处理完：{name}。",
        "The bundle is over the limit of size, at {name}.",
    ),
    "bundle.too_many": (
        "证据包里的文件超过 {limit} 个的上限。",
        "The bundle holds more than {limit} files.",
    ),
    "bundle.no_manifest": (
        "不是本程序的证据包：没有 {name}。",
        "Not an evidence bundle of this program: there is no {name}.",
    ),
}
