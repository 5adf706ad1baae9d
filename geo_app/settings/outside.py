"""What lies outside of the program: a store for files, base maps, where reminders go."""

from __future__ import annotations

from dataclasses import dataclass

from geo_app.settings.entry import secret, setting


@dataclass(frozen=True, slots=True)
class Files:
    """Where the bytes of photos are kept: a folder, or a bucket of an S3-compatible store."""

    place: str = setting(
        "", "A folder, or s3://bucket/prefix; empty = files in the data folder.", "GEO_APP_FILES"
    )
    s3_endpoint: str = setting("", "Address of the S3-compatible store.", "GEO_APP_S3_ENDPOINT")
    s3_region: str = setting("", "Region; empty = the store's own.", "GEO_APP_S3_REGION")
    s3_access_key: str = secret("Access key.", "GEO_APP_S3_ACCESS_KEY")
    s3_secret_key: str = secret("Secret key; never shown or logged.", "GEO_APP_S3_SECRET_KEY")
    s3_connect_seconds: float = setting(3.0, "Longest wait for a connection, seconds.")
    s3_answer_seconds: float = setting(
        10.0, "Longest wait for an answer, seconds.", "GEO_APP_S3_SECONDS"
    )
    part_hours: float = setting(1.0, "Age at which half-written files are swept away, hours.")
    orphan_hours: float = setting(
        24.0, "A younger file that no record names is no fault: it may be arriving, hours."
    )


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider of the office, by which people sign in (extra ``oidc``)."""

    issuer: str = setting(
        "",
        "Its issuer, https://…, exactly as it says of itself; empty = off.",
        "GEO_APP_OIDC_ISSUER",
    )
    client_id: str = setting("", "Our name there.", "GEO_APP_OIDC_CLIENT")
    client_secret: str = secret("Our secret there; never shown or logged.", "GEO_APP_OIDC_SECRET")
    name: str = setting(
        "统一身份认证", "What the button of the door calls it.", "GEO_APP_OIDC_NAME"
    )
    passwords: bool = setting(
        True,
        "Passwords open the door as well; 0 = only the provider, passkeys and one-time links.",
        "GEO_APP_OIDC_PASSWORDS",
    )
    minutes: float = setting(10.0, "So long somebody may take to come back from there, minutes.")
    seconds: float = setting(5.0, "Longest wait for it, seconds.", "GEO_APP_OIDC_SECONDS")


@dataclass(frozen=True, slots=True)
class BaseMaps:
    """Online base maps; all off by default, the offline sheet always works."""

    tianditu_key: str = setting("", "天地图 browser key; empty = off.", "GEO_APP_TIANDITU_KEY")
    amap: bool = setting(False, "Offer 高德 tiles (GCJ-02; our data is shifted).", "GEO_APP_AMAP")
    osm: bool = setting(False, "Offer OpenStreetMap tiles.", "GEO_APP_OSM")
    tianditu_url: str = setting(
        "https://t{s}.tianditu.gov.cn/DataServer?T={layer}&x={x}&y={y}&l={z}&tk={key}",
        "URL template of 天地图 tiles.",
        "GEO_APP_TIANDITU_URL",
    )
    amap_url: str = setting(
        "https://webrd0{s}.is.autonavi.com/appmaptile?lang=zh_cn&size=1&scale=1&style=8"
        "&x={x}&y={y}&z={z}",
        "URL template of 高德 tiles.",
        "GEO_APP_AMAP_URL",
    )
    osm_url: str = setting(
        "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        "URL template of OpenStreetMap tiles.",
        "GEO_APP_OSM_URL",
    )


@dataclass(frozen=True, slots=True)
class MapApps:
    """Map apps of a phone that the way to a site is handed to; no page asks them."""

    amap_url: str = setting(
        "https://uri.amap.com/navigation?to={lon},{lat},{name}&mode=car&callnative=1",
        "高德; takes GCJ-02.",
    )
    baidu_url: str = setting(
        "https://api.map.baidu.com/direction?destination=latlng:{lat},{lon}|name:{name}"
        "&mode=driving&coord_type=bd09ll&output=html",
        "百度; takes BD-09.",
    )
    tencent_url: str = setting(
        "https://apis.map.qq.com/uri/v1/routeplan?type=drive&to={name}&tocoord={lat},{lon}",
        "腾讯; takes GCJ-02.",
    )
    apple_url: str = setting(
        "https://maps.apple.com/?daddr={lat},{lon}&q={name}", "苹果; takes GCJ-02 in China."
    )
    geo_url: str = setting(
        "geo:{lat},{lon}?q={lat},{lon}({name})", "Any other app of the phone; takes WGS-84."
    )


SMTP_SECURITY = ("starttls", "tls", "none")
"""How a connection to a mail server may be kept from others."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Where ``geo-app remind`` sends to: set by who runs the installation, by nobody else."""

    address: str = setting(
        "",
        "Address of this installation in links of messages: https://map.example.cn; empty = none.",
        "GEO_APP_ADDRESS",
    )
    smtp_host: str = setting("", "Mail server; empty = no mail.", "GEO_APP_SMTP_HOST")
    smtp_port: int = setting(
        587, "Its port; usually 587 with starttls, 465 with tls.", "GEO_APP_SMTP_PORT"
    )
    smtp_security: str = setting(
        "starttls",
        "starttls, tls, or none: without encryption, and then without a password.",
        "GEO_APP_SMTP_SECURITY",
    )
    smtp_user: str = setting("", "User at the mail server; empty = none.", "GEO_APP_SMTP_USER")
    smtp_password: str = secret("Password of that user.", "GEO_APP_SMTP_PASSWORD")
    smtp_from: str = setting("", "Sender of the mails.", "GEO_APP_SMTP_FROM")
    wecom_url: str = secret(
        "Address of a robot of a WeCom group (企业微信), its key included; empty = none.",
        "GEO_APP_WECOM_URL",
    )
    wecom_areas: str = setting(
        "",
        "Districts and accounting units that this group hears of, with commas; empty = all.",
        "GEO_APP_WECOM_AREAS",
    )
    dingtalk_url: str = secret(
        "Address of a robot of a DingTalk group (钉钉), its token included; empty = none.",
        "GEO_APP_DINGTALK_URL",
    )
    dingtalk_secret: str = secret(
        "Secret by which messages to that robot are signed; empty = unsigned.",
        "GEO_APP_DINGTALK_SECRET",
    )
    dingtalk_areas: str = setting(
        "", "As GEO_APP_WECOM_AREAS, for that group.", "GEO_APP_DINGTALK_AREAS"
    )
    seconds: float = setting(
        10.0, "Longest wait for a mail server or a robot, seconds.", "GEO_APP_REMIND_SECONDS"
    )
