"""What is said of many papers made at once."""

TABLE: dict[str, tuple[str, str]] = {
    "batch.file": ("点位档案-{code}.{kind}", "site-{code}.{kind}"),
    "batch.stopped": ("已停止，没有留下文件。", "Stopped; no file was left."),
    "batch.one": (
        "点位 {site} 的档案做不出来：{reason}",
        "The file of {site} cannot be made: {reason}",
    ),
    "batch.no_sites": ("没有符合条件的点位。", "No site answers the filter."),
    "batch.too_many": (
        "共 {count} 处点位，一次最多 {limit} 处。请先缩小筛选范围。",
        "{count} sites; at most {limit} at once. Narrow the filter.",
    ),
    "batch.under_way": (
        "已有 {limit} 份正在制作，请等其中一份做完。",
        "{limit} are being made already; wait for one of them.",
    ),
    "batch.failed": (
        "制作时出错，没有留下文件。管理员可在运行日志中查到原因。",
        "It failed, and no file was left; the log of the server says why.",
    ),
    "batch.written": (
        "已写入 {file}：{count} 份档案。",
        "{file} written: {count} files of sites.",
    ),
    "batch.making": ("制作档案", "making files of sites"),
    "jobs.none": ("没有这份导出，或已过期。", "There is no such export, or it has expired."),
    "jobs.folder": (
        "数据文件夹写不进去：{reason}",
        "The data folder cannot be written to: {reason}",
    ),
    "job_state.waiting": ("等待中", "waiting"),
    "job_state.working": ("制作中", "being made"),
    "job_state.done": ("已完成", "done"),
    "job_state.stopped": ("已停止", "stopped"),
    "job_state.failed": ("未完成", "failed"),
}
