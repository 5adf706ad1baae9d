"""Words of reminders: in the inbox, in calendars, in messages."""

TABLE: dict[str, tuple[str, str]] = {
    "duty.do": ("请完成整改并报告", "put it right and report"),
    "duty.check": ("已自报完成，尚未核实：请核查", "claimed, not verified: please check"),
    "duty.settle": ("有争议或已移交：请定夺", "disputed or handed over: please decide"),
    "duty.recheck": ("销号后回头看", "look again after the closure"),
    "reminder.problem": ("问题 {number}：{name}", "Problem {number}: {name}"),
    "reminder.subject": (
        "【整改提醒】超期 {overdue} 项，将到期 {coming} 项",
        "[Rectification] {overdue} overdue, {coming} coming due",
    ),
    "reminder.head": (
        "{name}：以下各项需要留意（截至 {day}）。",
        "{name}: the following needs your attention (as of {day}).",
    ),
    "reminder.unit": ("责任单位：{unit}", "responsible: {unit}"),
    "reminder.more": ("另有 {count} 项，见收件箱。", "{count} more: see the inbox."),
    "reminder.inbox": ("收件箱：{url}", "Inbox: {url}"),
    "reminder.claim_is_no_fact": (
        "“自报完成”不等于已核实；核实之前期限照常计算。",
        "A claim is not a verification: until somebody has checked, the clock runs.",
    ),
    "reminder.no_calendar": (
        "没有这个日历，或地址已失效。",
        "There is no such calendar, or its address has ended.",
    ),
    "calendar.name": ("整改期限", "Rectification deadlines"),
    "reminder.group": ("各位", "To all"),
    "remind.no_channel": (
        "没有设置发往何处：请设 GEO_APP_SMTP_HOST、GEO_APP_WECOM_URL 或 GEO_APP_DINGTALK_URL。",
        "Nowhere to send to: set GEO_APP_SMTP_HOST, GEO_APP_WECOM_URL or GEO_APP_DINGTALK_URL.",
    ),
    "remind.security": (
        "GEO_APP_SMTP_SECURITY 须为 starttls、tls 或 none：{value}",
        "GEO_APP_SMTP_SECURITY is starttls, tls or none: {value}",
    ),
    "remind.clear_password": (
        "不加密的连接不送密码：请改 GEO_APP_SMTP_SECURITY，或去掉用户名和密码。",
        "No password over a connection without encryption: change GEO_APP_SMTP_SECURITY, or set"
        " neither user nor password.",
    ),
    "remind.sender": (
        "GEO_APP_SMTP_FROM 不是邮件地址：{value}",
        "GEO_APP_SMTP_FROM is no mail address: {value}",
    ),
    "remind.robot_url": (
        "{variable} 须为 https 地址（本机可用 http），不含用户名。",
        "{variable} must be an https address (http on this computer), without a user name.",
    ),
    "remind.address": (
        "GEO_APP_ADDRESS 须为 http(s)://主机，不含参数：{value}",
        "GEO_APP_ADDRESS is http(s)://host without a query: {value}",
    ),
    "remind.days": (
        "提醒天数须为 0 至 3650 的整数：{value}",
        "Days of reminders are whole numbers from 0 to 3650: {value}",
    ),
    "remind.busy": (
        "另一个 geo-app remind 正在发送；什么都没有发。",
        "Another geo-app remind is sending; nothing was sent.",
    ),
    "remind.failed": (
        "有 {count} 条没有发出，下次再试。",
        "{count} messages were not taken; they are tried again next time.",
    ),
    "remind.not_taken": ("没有发出：{reason}", "It was not taken: {reason}"),
    "remind.done": (
        "发出 {sent} 条，共 {reminders} 项提醒。",
        "{sent} messages, {reminders} reminders.",
    ),
    "remind.refused": ("{channel} → {addressee}：{reason}", "{channel} → {addressee}: {reason}"),
    "remind.would": (
        "{channel} → {addressee}：{reminders} 项",
        "{channel} → {addressee}: {reminders}",
    ),
    "channel.mail": ("邮件", "mail"),
    "channel.wecom": ("企业微信", "WeCom"),
    "channel.dingtalk": ("钉钉", "DingTalk"),
    "people.mail_shape": (
        "不是邮件地址：{mail}",
        "This is no mail address: {mail}",
    ),
}
