"""How much is left of a deadline."""

TABLE: dict[str, tuple[str, str]] = {
    "deadline.left": ("还有 {days} 天", "{days} days left"),
    "deadline.today": ("今天到期", "due today"),
    "deadline.late": ("超期 {days} 天", "{days} days overdue"),
    "deadline.left_working": ("还有 {days} 个工作日", "{days} working days left"),
    "deadline.late_working": ("超期 {days} 个工作日", "{days} working days overdue"),
    "deadline.left_no_working": (
        "还有 {days} 天，其间没有工作日",
        "{days} days left, none of them a working day",
    ),
    "deadline.late_no_working": (
        "超期 {days} 天，不足 1 个工作日",
        "{days} days overdue, less than a working day",
    ),
    "deadline.uncovered": (
        "{left}（日历天；{year} 年的放假安排尚未收录，无法按工作日计）",
        "{left} (calendar days: the holidays of {year} are not known here yet)",
    ),
    "deadline.no_class": (
        "GEO_APP_WORKING_DAYS_FOR 中没有这类时限：{value}（可用：{known}，或 off）",
        "GEO_APP_WORKING_DAYS_FOR: no such kind of deadline: {value} (known: {known}, or off)",
    ),
}
