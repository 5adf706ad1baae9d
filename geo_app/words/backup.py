"""Sentences about backups."""

TABLE: dict[str, tuple[str, str]] = {
    "backup.exists": (
        "文件已经存在，没有覆盖：{file}",
        "The file is there already and was not overwritten: {file}",
    ),
    "backup.nothing": (
        "数据库中还没有本程序的内容，无可备份。",
        "The database holds nothing of this program yet: there is nothing to back up.",
    ),
    "backup.row_too_large": (
        "有一条记录超过 {limit} MB 的上限，备份没有写成。",
        "A record is over the limit of {limit} MB; the backup was not written.",
    ),
    "backup.not_one": ("这个文件不是备份。", "This file is no backup."),
    "backup.malformed": (
        "备份文件已损坏或不是备份，读不出来；没有恢复任何内容。",
        "The backup is damaged, or no backup at all; nothing was restored.",
    ),
    "backup.cut_off": (
        "备份文件不完整，后面的部分缺失；没有恢复任何内容。",
        "The backup was cut off: its end is missing. Nothing was restored.",
    ),
    "backup.altered": (
        "加密的备份文件被改动过或不完整；没有恢复任何内容。",
        "The sealed backup was altered or cut off; nothing was restored.",
    ),
    "backup.member": (
        "备份文件中有不该有的内容：{name}；没有恢复任何内容。",
        "The backup holds what no backup holds: {name}. Nothing was restored.",
    ),
    "backup.damaged": (
        "备份文件中的 {name} 已损坏（摘要不符）；没有恢复任何内容。",
        "In the backup, {name} is damaged (its digest differs); nothing was restored.",
    ),
    "backup.incomplete": (
        "备份文件的内容与它自己的清单不符；没有恢复任何内容。",
        "The backup is not what its own list says; nothing was restored.",
    ),
    "backup.columns": (
        "备份文件中 {table} 表的栏目与它所说的版本不符；没有恢复任何内容。",
        "The columns of {table} are not those of the revision that the backup names; nothing was "
        "restored.",
    ),
    "backup.value": (
        "备份文件中 {table} 表的 {column} 栏有不合规的值；没有恢复任何内容。",
        "The backup holds a value that {table}.{column} cannot have; nothing was restored.",
    ),
    "backup.log_differs": (
        "恢复出来的事件日志与备份所记的不同；没有恢复任何内容。",
        "The restored log is not the one that the backup tells of; nothing was restored.",
    ),
    "backup.format": (
        "备份的格式为 {found}，本程序只认 {known}：请用写备份的那一版程序。",
        "The backup has format {found}, this program reads {known}: use the one that wrote it.",
    ),
    "backup.ask": ("备份的口令", "Passphrase of the backup"),
    "backup.sealed": (
        "备份文件已加密：请用 --ask 输入口令，或用 --passphrase-file 给出。",
        "The backup is sealed: give its passphrase by --ask or --passphrase-file.",
    ),
    "backup.passphrase": (
        "口令不对，备份文件打不开。",
        "The passphrase is wrong: the backup cannot be opened.",
    ),
    "backup.passphrase_short": (
        "口令至少 {limit} 个字符。",
        "A passphrase has at least {limit} characters.",
    ),
    "backup.not_empty": (
        "{path} 不是空的：只能恢复到空的位置，原有内容没有改动。",
        "{path} is not empty: a backup is restored into an empty place only. Nothing was touched.",
    ),
    "backup.database_not_empty": (
        "数据库中已有本程序的内容：只能恢复到空的数据库，原有内容没有改动。",
        "The database holds an installation already; nothing was touched. Name an empty one.",
    ),
    "backup.written": (
        "已备份到 {file}：事件 {events} 个，原始照片 {originals} 张，{size} 字节。\n"
        "SHA-256 {sha256}",
        "Written to {file}: {events} events, {originals} original photos, {size} bytes.\n"
        "SHA-256 {sha256}",
    ),
    "backup.readable": (
        "没有加密：备份中有密码摘要和本系统的密钥，请妥善保管，或用 --encrypt 加密。",
        "It is not sealed, and holds digests of passwords and the keys of the installation: keep "
        "it safe, or use --encrypt.",
    ),
    "backup.photos_lost": (
        "有 {faults} 张原始照片缺失或被改动，没有进入备份（用 geo-app files check 查看）。",
        "{faults} original photos are missing or altered and are not in it (geo-app files check).",
    ),
    "backup.whole": (
        "备份完好：{made_at} 由版本 {program} 写成，事件 {events} 个，原始照片 {originals} 张。",
        "The backup is whole: written {made_at} by version {program}, {events} events, {originals} "
        "original photos.",
    ),
    "backup.restored": (
        "已恢复 {made_at} 的备份：事件 {events} 个，原始照片 {originals} 张，日志完好。\n"
        "所有登录、链接和访问密钥都已失效，请重新登录。",
        "Restored the backup of {made_at}: {events} events, {originals} original photos, the log "
        "is whole.\nAll sessions, links and access keys have ended: sign in again.",
    ),
    "backup.restored_as_it_is": (
        "已按原样恢复 {made_at} 的备份；事件日志或记录有不符之处，见 geo-app log verify。",
        "Restored the backup of {made_at} as it is; its log or rows do not fit: see geo-app "
        "log verify.",
    ),
}
