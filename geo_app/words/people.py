"""People: signing in, links, keys, and what the door's book says."""

TABLE: dict[str, tuple[str, str]] = {
    "people.sign_in_needed": ("请先登录。", "Sign in first."),
    "people.wrong": ("登录名或密码不对。", "The login or the password is wrong."),
    "people.wait": (
        "错误次数过多，请 {seconds} 秒后再试。",
        "Too many wrong tries: try again in {seconds} seconds.",
    ),
    "people.no_person": ("没有这个账户：{login}", "There is no such account: {login}"),
    "people.login_shape": (
        "登录名须为 2 至 60 个字，不含空格：{login}",
        "A login has 2 to 60 characters and no blanks: {login}",
    ),
    "people.login_taken": ("登录名已被使用：{login}", "This login is taken: {login}"),
    "people.no_role": ("没有这个角色：{role}", "There is no such role: {role}"),
    "people.no_area": (
        "没有这个区县或考核单位：{area}",
        "There is no such district or accounting unit: {area}",
    ),
    "people.areas_many": (
        "一个账户最多限定 {limit} 个区县或考核单位。",
        "An account is bound to at most {limit} districts and accounting units.",
    ),
    "people.password_short": (
        "密码至少 {limit} 个字符。",
        "A password has at least {limit} characters.",
    ),
    "people.password_long": (
        "密码最多 {limit} 个字符。",
        "A password has at most {limit} characters.",
    ),
    "people.password_like_login": (
        "密码不能与登录名或姓名相同。",
        "The password must not be the login or the name.",
    ),
    "people.password_common": (
        "这个密码太容易猜到，请换一个。",
        "This password is too easy to guess: choose another one.",
    ),
    "people.password_differs": ("两次输入的密码不同。", "The two passwords differ."),
    "people.link_spent": (
        "链接无效、已用过或已过期，请向管理员要一个新的。",
        "The link is not valid, was used or has expired: ask the administrator for a new one.",
    ),
    "people.last_administrator": (
        "这是最后一个管理员，不能停用或改为其他角色。",
        "This is the last administrator, who cannot be disabled or given another role.",
    ),
    "people.no_session": ("没有这个登录。", "There is no such session."),
    "people.code_wrong": (
        "验证码不对，或已用过。",
        "The code is wrong, or was used already.",
    ),
    "people.code_late": (
        "验证超时，请重新输入密码。",
        "That took too long: enter the password again.",
    ),
    "people.has_second_factor": (
        "两步验证已开启。",
        "Two-step verification is on already.",
    ),
    "people.no_second_factor": ("没有开启两步验证。", "Two-step verification is not on."),
    "people.own_second_factor": (
        "自己的两步验证，请在「我的账户」里关闭。",
        "Turn off your own two-step verification on the page of your account.",
    ),
    "people.second_factor_needed": (
        "您的角色须先开启两步验证。",
        "Your role needs two-step verification: turn it on first.",
    ),
    "people.no_key": ("没有这个访问密钥。", "There is no such access key."),
    "people.key_days": (
        "访问密钥的有效期为 1 至 {limit} 天。",
        "An access key lives 1 to {limit} days.",
    ),
    "people.key_rights": (
        "访问密钥不能有这项权限：{right}",
        "An access key cannot have this right: {right}",
    ),
    "people.setup": (
        "首次使用：在浏览器中打开此链接，设立管理员（{hours} 小时内有效，只能用一次）：",
        "First use: open this link to make the administrator (once, within {hours} h):",
    ),
    "people.link": (
        "一次性链接（{hours} 小时内有效）：{url}",
        "One-time link (valid for {hours} h): {url}",
    ),
    # the door's book
    "door.signed_in": ("登录", "Signed in"),
    "door.signed_out": ("退出", "Signed out"),
    "door.session_ended": ("结束登录", "Session ended"),
    "door.refused": ("登录失败", "Sign-in refused"),
    "door.denied": ("越权被拒", "Denied"),
    "door.added": ("新增账户", "Account added"),
    "door.changed": ("更改账户", "Account changed"),
    "door.disabled": ("停用账户", "Account disabled"),
    "door.enabled": ("恢复账户", "Account enabled"),
    "door.second_factor_set": ("开启两步验证", "Two-step verification turned on"),
    "door.second_factor_removed": ("关闭两步验证", "Two-step verification turned off"),
    "door.paper_renewed": ("更换备用码", "Backup codes renewed"),
    "door.link_made": ("签发链接", "Link issued"),
    "door.password_set": ("设置密码", "Password set"),
    "door.key_made": ("签发访问密钥", "Access key issued"),
    "door.key_revoked": ("吊销访问密钥", "Access key revoked"),
    "door.calendar_made": ("签发日历地址", "Calendar address issued"),
    "door.calendar_revoked": ("吊销日历地址", "Calendar address revoked"),
    "door.exported": ("导出", "Exported"),
    "door.backed_up": ("备份", "Backed up"),
    "door.restored": ("从备份恢复", "Restored from a backup"),
    "door.imported": ("导入", "Imported"),
    "door.forgotten": ("按期删除联系方式", "Contacts removed when due"),
}
