"""Sentences about the files that hold the photos."""

TABLE: dict[str, tuple[str, str]] = {
    "files.full": (
        "存储空间已满，照片没有保存。请保留原照片，腾出空间后重传。",
        "There is no room left; the photo was not kept. Keep it and send it again later.",
    ),
    "files.unusable": (
        "照片存储无法使用（{file}）：{reason}",
        "The place that holds the photos cannot be used ({file}): {reason}",
    ),
    "files.missing": (
        "原始照片文件缺失：{sha256}。请从备份恢复。",
        "The file of an original photo is missing: {sha256}. Restore it from a backup.",
    ),
    "files.altered": (
        "原始照片文件被改动或损坏：{sha256}。请从备份恢复，不要覆盖。",
        "The file of an original photo was altered or damaged: {sha256}. Restore it from a backup; "
        "do not overwrite it.",
    ),
    "files.extra": (
        "没有记录引用的照片文件：{sha256}（可能是上传中断留下的，无害）。",
        "No record names this file: {sha256} (left by an upload that broke off; harmless).",
    ),
    "files.stranger": (
        "照片存储中有不属于它的文件：{sha256}",
        "There is a file among the photos that does not belong there: {sha256}",
    ),
    "files.damaged": (
        "显示用图片损坏：{sha256}。再次查看时会重新生成，也可用 --repair。",
        "A rendition is damaged: {sha256}. It is made again when it is shown, or by --repair.",
    ),
    "files.rebuilt": (
        "显示用图片损坏，已重新生成：{sha256}",
        "A rendition was damaged and has been made again: {sha256}",
    ),
    "files.whole": (
        "{count} 个原始照片文件齐全，内容与登记一致。",
        "{count} files of original photos are all there and unaltered.",
    ),
    "files.not_whole": (
        "原始照片文件有问题：缺失 {missing} 个，被改动 {altered} 个。",
        "Files of original photos: {missing} missing, {altered} altered.",
    ),
    # the key of the installation, signed notes, the log
    "key.unusable": (
        "签名密钥 {file} 无法使用：{reason}",
        "The signing key {file} cannot be used: {reason}",
    ),
    "key.malformed": (
        "公钥的写法不对：应为 64 位指纹，或形如「名称+8 位编号+密钥」的一行。",
        "Not a public key: give its fingerprint of 64 digits, or its line name+number+key.",
    ),
    "note.malformed": ("不是签名文本。", "Not a signed note."),
    "note.wrong_signature": (
        "签名不对：内容在签名之后被改动过。",
        "The signature is wrong: the text was altered after it had been signed.",
    ),
    "note.not_signed": (
        "没有密钥 {name} 的签名。",
        "It is not signed by the key {name}.",
    ),
    "note.no_checkpoint": (
        "签名文本不是事件链的链头。",
        "The signed note is not a head of the log.",
    ),
    "log.no_inspection": (
        "第 {seq} 号事件记录的核查 {id} 不在库中。",
        "The inspection {id}, recorded by event {seq}, is not in the database.",
    ),
    "log.inspection_altered": (
        "核查 {id} 与第 {seq} 号事件的记录不符：被改动过。",
        "The inspection {id} is not as event {seq} recorded it: it was altered.",
    ),
    "log.inspection_unrecorded": (
        "核查 {id} 没有对应的事件：不是由程序登记的。",
        "No event records the inspection {id}: it did not come in through the program.",
    ),
    "log.no_photo": (
        "第 {seq} 号事件记录的照片 {id} 不在库中。",
        "The photo {id}, recorded by event {seq}, is not in the database.",
    ),
    "log.photo_altered": (
        "照片 {id} 与第 {seq} 号事件的记录不符：被改动过。",
        "The photo {id} is not as event {seq} recorded it: it was altered.",
    ),
    "log.photo_unrecorded": (
        "照片 {id} 没有对应的事件：不是由程序登记的。",
        "No event records the photo {id}: it did not come in through the program.",
    ),
    "log.position_altered": (
        "位置记录 {id} 与事件的记录不符：被改动过。",
        "The position {id} is not as its event recorded it: it was altered.",
    ),
    "log.position_unrecorded": (
        "位置记录 {id} 没有对应的事件：不是由程序登记的。",
        "No event records the position {id}: it did not come in through the program.",
    ),
    "log.no_position": (
        "事件记录的位置 {id} 不在库中。",
        "The position {id}, recorded by an event, is not in the database.",
    ),
    "log.imported_altered": (
        "第 {seq} 号事件导入的一批点位与登记的不符：有记录被改动、缺失或多出。",
        "The sites imported by event {seq} are not as it recorded them: "
        "one was altered, removed or added.",
    ),
    "log.imported_unrecorded": (
        "点位 {id} 的导入记录没有对应的事件：不是由程序登记的。",
        "No event records what was imported of site {id}: it did not come in through the program.",
    ),
    "log.form_altered": (
        "表单 {name} 第 {version} 版的内容被改动过。",
        "The content of form {name}, version {version}, was altered.",
    ),
    "log.unreadable": (
        "记录 {id} 的内容已损坏，读不出来。",
        "The record {id} is damaged and cannot be read.",
    ),
    "log.standing_altered": (
        "{id} 的状态或日期与它的事件不符：不是由事件得出的。",
        "The status or a day of {id} does not follow from its events.",
    ),
    "log.publication_unrecorded": (
        "点位 {id} 的公开没有对应的事件：不是由程序公开的。",
        "No event put site {id} before the public: that was not done through the program.",
    ),
    "log.publication_altered": (
        "点位 {id} 的公开情况（编号、名称、是否公开、日期）与事件的记录不符。",
        "How site {id} stands before the public (number, name, shown or not, day) is not as its "
        "events say.",
    ),
    "log.publication_untold": (
        "第 {seq} 号事件没有写明公开的是什么。",
        "Event {seq} does not say what it put before the public.",
    ),
    "log.shown_photo_unrecorded": (
        "照片 {id} 的公开没有对应的事件：不是由程序公开的。",
        "No event put photo {id} before the public: that was not done through the program.",
    ),
    "log.shown_photo_altered": (
        "照片 {id} 的公开情况（是否公开、地址、遮盖）与事件的记录不符。",
        "How photo {id} stands before the public (shown or not, address, covers) is not as its "
        "events say.",
    ),
    "log.whole": (
        "{events} 个事件，链条完整  {head}",
        "{events} events, the chain is whole  {head}",
    ),
    "log.particulars_altered": (
        "{id} 的台账填写内容（单位、措施、备注）与历史记录不符。",
        "What the ledger says of {id} (units, measures, note) is not as the events say.",
    ),
    "log.rows_altered": (
        "事件链完整，但有 {count} 条记录与事件不符。",
        "The chain of events is whole, but {count} records are not as their events say.",
    ),
    "log.rewritten": (
        "事件日志的前 {size} 个事件与所给的链头不符：日志在此之后被改写过。",
        "The first {size} events are not those of the given head: the log was rewritten since.",
    ),
    "files.no_obstore": (
        "使用 S3 存储需要 obstore：请运行 pip install 'geo-app[s3]'。",
        "S3 storage needs obstore: run pip install 'geo-app[s3]'.",
    ),
}
