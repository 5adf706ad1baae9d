"""Words of roles and rights."""

TABLE: dict[str, tuple[str, str]] = {
    "role.inspector": ("现场检查员", "Field inspector"),
    "role.clerk": ("整改办", "Rectification office"),
    "role.responsible": ("责任单位", "Responsible unit"),
    "role.verifier": ("核查人", "Verifier"),
    "role.leader": ("领导", "Leader"),
    "role.operator": ("操作员", "Operator"),
    "right.inspect": ("记录现场检查", "record an inspection"),
    "right.report": ("替责任单位报告", "report for the responsible unit"),
    "right.verify": ("核查", "verify"),
    "right.close": ("公示、销号", "publish and close"),
    "right.override": ("证据不足时特批", "accept without the evidence that is demanded"),
    "right.originals": ("查看照片原件", "see the original photos"),
    "actor.no_right": ("{role}不能{right}。", "The role “{role}” may not {right}."),
}
