"""Words of the district status map: lights and what they mean."""

TABLE: dict[str, tuple[str, str]] = {
    "light.red": ("红灯", "Red"),
    "light.yellow": ("黄灯", "Yellow"),
    "light.blue": ("蓝灯", "Blue"),
    "light.dark": ("不亮灯", "No light"),
    "standing.rule_red": (
        "红灯：超期和反弹的点位之和达到总数的 {percent:g}%",
        "Red: overdue and relapsed sites together reach {percent:g}% of all",
    ),
    "standing.rule_yellow": (
        "黄灯：有点位超期、反弹，或 {days} 日内到期而未核实",
        "Yellow: a site is overdue, relapsed, or due within {days} days and not verified",
    ),
    "standing.rule_blue": (
        "蓝灯：未核实的都在时限之内，或已全部核实",
        "Blue: what is not verified is within its time, or all is verified",
    ),
    "standing.rule_dark": (
        "不亮灯：没有点位，或未核实的都没有时限，无从判断",
        "No light: no site, or nothing unverified has a deadline, so nobody can tell",
    ),
    "standing.rule_rank": (
        "排名按核实率（已核实 ÷ 总数，含未定位）；同率并列，其后名次空出；"
        "不足 {fewest} 处的不排名。",
        "Rank by verified share (verified ÷ all, the unlocated too); equal shares have one rank "
        "and the next ranks are left out; areas with fewer than {fewest} sites have none.",
    ),
}
