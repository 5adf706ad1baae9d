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
    "people.passkey_needed": (
        "您的角色须用通行密钥登录。",
        "Your role signs in with a passkey.",
    ),
    "people.passkey_wrong": (
        "没有用通行密钥登录成功：请重试，或用密码登录。",
        "The passkey did not sign you in: try again, or use the password.",
    ),
    "people.passkey_no_name": (
        "请给通行密钥起个名字，如“单位电脑”。",
        "Give the passkey a name, such as “office computer”.",
    ),
    "people.passkey_bad": (
        "设备的回应无效，没有添加通行密钥，请重试。",
        "The answer of the device is not valid: no passkey was added, try again.",
    ),
    "people.passkey_large": (
        "设备的回应过长，没有添加通行密钥。",
        "The answer of the device is too long: no passkey was added.",
    ),
    "people.passkey_late": (
        "时限已过，没有添加通行密钥，请重新开始。",
        "That took too long: no passkey was added, start again.",
    ),
    "people.passkey_known": (
        "这个通行密钥已添加过。",
        "This passkey was added before.",
    ),
    "people.passkeys_many": (
        "一个账户最多 {limit} 个通行密钥。",
        "An account has at most {limit} passkeys.",
    ),
    "people.no_passkey": ("没有这个通行密钥。", "There is no such passkey."),
    "provider.down": (
        "{name}没有回应，请稍后再试，或改用其他方式登录。",
        "{name} does not answer: try again later, or sign in by another way.",
    ),
    "provider.setting": (
        "统一身份认证的设置不对：{reason}",
        "The settings of the provider are wrong: {reason}",
    ),
    "provider.refused": (
        "{name}没有确认您的身份，请重新登录。",
        "{name} did not confirm who you are: sign in again.",
    ),
    "provider.late": (
        "登录已超时，或不是在这个浏览器中开始的，请重新登录。",
        "That took too long, or began in another browser: sign in again.",
    ),
    "provider.unknown": (
        "这个身份没有连接本系统的账户。请先用密码登录，在“我的账户”中连接；或向管理员要一个一次性链接。",
        "This identity is not connected to an account. Sign in with the password and connect it"
        " on the page of your account, or ask the administrator for a one-time link.",
    ),
    "provider.taken": (
        "这个身份已连接另一个账户，或本账户已连接另一个身份。",
        "This identity is connected to another account, or this account to another identity.",
    ),
    "provider.none": ("没有连接统一身份认证。", "No provider is connected."),
    "provider.no_passwords": (
        "本系统不用密码登录。",
        "Passwords do not open this door.",
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
    "door.passkey_added": ("添加通行密钥", "Passkey added"),
    "door.passkey_removed": ("删除通行密钥", "Passkey removed"),
    "door.provider_bound": ("连接统一身份认证", "Provider connected"),
    "door.provider_removed": ("断开统一身份认证", "Provider disconnected"),
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
    "door.unit_added": ("单位入册", "Unit added"),
    "door.unit_renamed": ("单位更名或合并", "Unit renamed or merged"),
    "door.unit_retired": ("单位停用", "Unit retired"),
    "door.forgotten": ("按期删除联系方式", "Contacts removed when due"),
}
