"""HTTPS on a local network: what the command says, and the page that hands out the certificate."""

TABLE: dict[str, tuple[str, str]] = {
    "lan.no_network": (
        "本机没有连接任何局域网；也可用 --host 指定本机的局域网地址。",
        "This computer is on no network; --host can name its address there.",
    ),
    "lan.no_address": (
        "--lan 时 --host 须为本机的局域网 IP 地址，不是：{host}",
        "With --lan, --host is this computer's IP address on the network, not {host}",
    ),
    "lan.public_address": (
        "{host} 不是局域网地址，自建证书不为它签发；公网请用正式证书（docs/deploy.md）。",
        "{host} is not of a private network, which is all that our own certificates are for; "
        "use an official one there (docs/deploy.md).",
    ),
    "lan.scan": (
        "手机第一次使用：连同一网络，扫码或打开 {address}",
        "A phone's first visit: on the same network, scan this or open {address}",
    ),
    "lan.fingerprint": (
        "安装前请核对证书指纹（SHA-256）：{fingerprint}",
        "Compare the certificate's fingerprint before it is installed (SHA-256): {fingerprint}",
    ),
    "lan.title": ("让这部手机信任本系统", "Let this phone trust the inspection map"),
    "lan.why": (
        "现场拍照要用到定位、相机和离线保存。浏览器只在受信任的 HTTPS 地址上提供这些；"
        "装好下面的证书后才能使用。",
        "Work in the field takes position, camera and keeping without a network. Browsers give them"
        " to a trusted HTTPS address only: install the certificate below first.",
    ),
    "lan.without": (
        "不装证书会怎样：地图和台账可以看（浏览器每次都会警告）；页面得不到位置，不能在页内拍照"
        "和叠加旧照片，没有网络时打不开，也不能保存待发记录。照片只能从相册选，且不算本机定位。",
        "Without it: map and ledger can be read (the browser warns each time); the page gets "
        "no position, no camera and no ghost of the earlier photo, does not open without a "
        "network and keeps nothing to be sent later. Photos come from the gallery, without a fix.",
    ),
    "lan.limits": (
        "这张证书只对局域网地址有效，不能用来冒充任何公网网站。不再需要时可在系统设置中删除。",
        "The certificate holds for addresses of local networks only: it cannot pose as any site of "
        "the internet. Remove it in the phone's settings when it is no longer needed.",
    ),
    "lan.get": ("1. 下载证书", "1. Get the certificate"),
    "lan.check": (
        "与服务器屏幕上的指纹逐位核对：",
        "Compare with the fingerprint on the server's screen:",
    ),
    "lan.install": ("2. 安装", "2. Install it"),
    "lan.android": (
        "安卓：设置 → 安全 → 更多安全设置 → 加密与凭据 → 安装证书 → CA 证书，选刚下载的文件。"
        "各品牌的名称略有不同，可在设置中搜索「证书」。",
        "Android: Settings → Security → More → Encryption & credentials → Install a certificate "
        "→ CA certificate, and choose the file. Names differ a little; the search "
        "of the settings finds them.",
    ),
    "lan.ios": (
        "iPhone：须用 Safari 打开本页。下载后到 设置 → 已下载描述文件 → 安装；"
        "再到 设置 → 通用 → 关于本机 → 证书信任设置，打开这张证书的开关。",
        "iPhone: open this page in Safari. Then Settings → Profile Downloaded → Install, and "
        "Settings → General → About → Certificate Trust Settings: switch this certificate on.",
    ),
    "lan.wechat": (
        "微信内打开时请点右上角「在浏览器打开」：微信不使用手机上安装的证书。",
        "Inside WeChat choose to open it in the browser: WeChat does not use certificates that "
        "were installed on the phone.",
    ),
    "lan.open": ("3. 打开系统", "3. Open the map"),
    "lan.open_hint": (
        "没有警告就是装好了。可从浏览器菜单「添加到主屏幕」。",
        "No warning: it is in place. The browser's menu can add it to the home screen.",
    ),
    "lan.file": ("下载证书文件", "Download the certificate"),
    "lan.other": ("English", "中文"),
}
