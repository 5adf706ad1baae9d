"""Words of roles and rights."""

TABLE: dict[str, tuple[str, str]] = {
    "role.inspector": ("现场检查员", "Field inspector"),
    "role.clerk": ("整改办", "Rectification office"),
    "role.responsible": ("责任单位", "Responsible unit"),
    "role.verifier": ("核查人", "Verifier"),
    "role.leader": ("领导", "Leader"),
    "role.administrator": ("管理员", "Administrator"),
    "role.operator": ("操作员", "Operator"),
    "right.view": ("查看点位", "see sites"),
    "right.ledger": ("修改台账", "amend the ledger"),
    "right.notices": ("录入通报、确定点位", "read notices and place their sites"),
    "right.gazetteer": ("更正地名", "correct place names"),
    "right.administer": ("管理账户", "administer accounts"),
    "right.inspect": ("记录现场检查", "record an inspection"),
    "right.take_in": ("接收手机导出的检查", "take in what a phone exported"),
    "right.report": ("替责任单位报告", "report for the responsible unit"),
    "right.verify": ("核查", "verify"),
    "right.close": ("公示、销号", "publish and close"),
    "right.override": ("证据不足时特批", "accept without the evidence that is demanded"),
    "right.publish": ("决定向公众公开什么", "decide what the public sees"),
    "right.originals": ("查看照片原件", "see the original photos"),
    "actor.no_key": (
        "访问密钥不能用于这一页，请登录。",
        "An access key is not for this page: sign in.",
    ),
    "actor.no_right": ("{role}不能{right}。", "The role “{role}” may not {right}."),
}
