"""What the doctor says of an installation, and what to do about it."""

TABLE: dict[str, tuple[str, str]] = {
    "doctor.no_folder": (
        "数据文件夹还不存在，第一次启动时会建立：{path}",
        "The data folder is not there yet; the first start makes it: {path}",
    ),
    "doctor.folder_open": (
        "数据文件夹对其他用户开放（{mode}），请改为仅本用户可读写（chmod 700）：{path}",
        "Other users can reach the data folder ({mode}); make it yours alone (chmod 700): {path}",
    ),
    "doctor.folder": ("数据文件夹：{path}", "Data folder: {path}"),
    "doctor.disk_full": (
        "磁盘只剩 {gigabytes} GB，很快将无法保存，请立即腾出空间。",
        "Only {gigabytes} GB are free: soon nothing can be recorded. Make room now.",
    ),
    "doctor.disk_low": (
        "磁盘只剩 {gigabytes} GB，请尽快腾出空间。",
        "Only {gigabytes} GB are free: make room soon.",
    ),
    "doctor.disk": ("磁盘可用 {gigabytes} GB。", "{gigabytes} GB are free."),
    "doctor.key_short": (
        "签名密钥太短（GEO_APP_SECRET_KEY），至少 {least} 个字符。",
        "The key of the cookies (GEO_APP_SECRET_KEY) is too short: at least {least} characters.",
    ),
    "doctor.key_set": ("签名密钥由设置给出。", "The key that signs cookies is set."),
    "doctor.key_open": (
        "签名密钥对其他用户可读，请改为 chmod 600：{path}",
        "Other users can read the key that signs cookies; chmod 600: {path}",
    ),
    "doctor.key_kept": (
        "签名密钥随机生成，保存在数据文件夹。",
        "The key that signs cookies is random and kept in the data folder.",
    ),
    "doctor.loopback": ("只在本机监听。", "Listens on this computer only."),
    "doctor.listening": (
        "在 {host} 监听：请放在带 HTTPS 的反向代理之后，否则密码和会话以明文传输。",
        "Listens on {host}: put a proxy with HTTPS before it, or passwords and sessions travel in "
        "the clear.",
    ),
    "doctor.https_unset": (
        "已设置反向代理或域名，但没有设置 GEO_APP_HTTPS=1：会话 cookie 可能以明文传输。",
        "A proxy or a name is set, but not GEO_APP_HTTPS=1: the cookie of a session may travel in "
        "the clear.",
    ),
    "doctor.hosts_loopback": (
        "没有设置 GEO_APP_HOSTS：只接受 localhost 和 127.0.0.1，经域名的访问会被拒绝（400）。",
        "GEO_APP_HOSTS is not set: only localhost and 127.0.0.1 are answered, the public name gets "
        "400.",
    ),
    "doctor.hosts_any": (
        "没有设置 GEO_APP_HOSTS：任何主机名的请求都会被接受。请填写浏览器访问所用的域名。",
        "GEO_APP_HOSTS is not set: a request by whatever name is answered. Set the name that "
        "browsers use.",
    ),
    "doctor.proxies_unset": (
        "没有设置 GEO_APP_PROXIES：若前面有反向代理，所有访客都显示为代理的地址，一人多次输错密码"
        "会让别人一起等待。有一层代理时设为 1。",
        "GEO_APP_PROXIES is not set: behind a proxy all visitors have its address, and wrong "
        "passwords of one make the others wait. With one proxy set it to 1.",
    ),
    "doctor.behind_proxy": (
        "在反向代理之后，仅限 HTTPS：{names}。",
        "Behind a proxy, by HTTPS only: {names}.",
    ),
    "doctor.behind_proxy_open": (
        "在反向代理之后，仅限 HTTPS：{names}。请确认只有代理能连到这个端口，否则访客可以冒充任何"
        "地址。",
        "Behind a proxy, by HTTPS only: {names}. See that nobody but the proxy reaches this port, "
        "or a visitor can claim any address.",
    ),
    "doctor.no_database": (
        "还没有数据库，第一次启动时会建立。",
        "There is no database yet; the first start makes it.",
    ),
    "doctor.older": (
        "数据库是旧版结构（{found}），下次启动时升级到 {known}；请先备份。",
        "The database has an older schema ({found}); the next start brings it to {known}. Back it "
        "up before.",
    ),
    "doctor.postgresql": ("PostgreSQL {version}。", "PostgreSQL {version}."),
    "doctor.sqlite_broken": (
        "SQLite 数据库已损坏：{reason}。请从备份恢复。",
        "The SQLite database is damaged: {reason}. Restore a backup.",
    ),
    "doctor.journal_long": (
        "数据库日志已有 {megabytes} MB：有程序长时间开着旧的读取，关掉它后会自行缩短。",
        "The journal of the database has {megabytes} MB: some program keeps an old look open; "
        "once that is closed it shrinks by itself.",
    ),
    "doctor.sqlite_old": (
        "SQLite {version} 的 WAL 有缺陷，已改用 {mode} 模式；请安装 pysqlite3。",
        "SQLite {version} has a fault in its WAL mode, so {mode} is used; install pysqlite3.",
    ),
    "doctor.sqlite": ("SQLite {version}，{mode} 模式。", "SQLite {version}, mode {mode}."),
    "doctor.clock": (
        "最新一条记录的时间在将来（{at}）：请校准本机时钟。",
        "The newest record lies in the future ({at}): set the clock of this computer.",
    ),
    "doctor.clock_right": (
        "时钟不早于最新一条记录。",
        "The clock is not before the newest record.",
    ),
    "doctor.administrator": ("有管理员账户。", "There is an administrator."),
    "doctor.nobody": (
        "没有可用的管理员：启动服务后打开所印的一次性链接，或用 geo-app people add。",
        "No administrator: open the one-time link that the server prints, or geo-app people add.",
    ),
    "doctor.never_counted": (
        "地图计数尚未建立：geo-app counts rebuild。",
        "The counts of the map were never made: geo-app counts rebuild.",
    ),
    "doctor.counts_wrong": (
        "地图计数有 {count} 处与点位不符：geo-app counts rebuild。",
        "The counts of the map differ from the sites in {count} rows: geo-app counts rebuild.",
    ),
    "doctor.counted": ("地图计数已建立。", "The counts of the map are there."),
    "doctor.fingerprints_old": (
        "已有照片的指纹由旧版本生成，新照片不与它们比较：geo-app photos fingerprints。",
        "An earlier version made the fingerprints of the photos; new photos are not compared with "
        "them: geo-app photos fingerprints.",
    ),
    "doctor.fingerprints": (
        "照片指纹由本版本生成。",
        "This version made the fingerprints of the photos.",
    ),
    "doctor.chain_broken": (
        "记录链在第 {seq} 条断开：geo-app log verify。",
        "The log is broken at event {seq}: geo-app log verify.",
    ),
    "doctor.chain": ("记录链完整，共 {count} 条。", "The log is whole: {count} events."),
    "doctor.public_unexplained": (
        "公众页上有 {count} 项与记录不符，不是经整改办公开的，或被改动过：geo-app log verify。",
        "{count} things stand before the public otherwise than the log says: geo-app log verify.",
    ),
    "doctor.public_explained": (
        "公众页上的点位和照片都有记录可查。",
        "The log explains all that stands before the public.",
    ),
    "doctor.files_there": ("照片存储可用。", "The photos can be reached."),
    "doctor.files": ("照片原件完整，共 {count} 个。", "All {count} original photos are whole."),
    "doctor.files_not_whole": (
        "照片原件缺 {missing} 个、被改动 {altered} 个：geo-app files check。",
        "Original photos: {missing} missing, {altered} altered: geo-app files check.",
    ),
}
