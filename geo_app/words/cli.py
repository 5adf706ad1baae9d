"""Sentences of the command line."""

TABLE: dict[str, tuple[str, str]] = {
    "cli.aborted": ("已中止，没有写入任何内容。", "Stopped; nothing was written."),
    "cli.bad_line": (
        "{file} 第 {line} 行不是合法的 JSON：{reason}",
        "{file}, line {line} is not valid JSON: {reason}",
    ),
    "cli.line_without_text": (
        "{file} 第 {line} 行没有文字字段 text。",
        "{file}, line {line} has no text field.",
    ),
    "cli.no_file": ("找不到文件：{file}", "No such file: {file}"),
    "cli.no_phrase": (
        "没有要读的短语：请给出文字，或用 --file 指定文件。",
        "No phrase to read: give words, or a file with --file.",
    ),
    "cli.not_utf8": ("{file} 不是 UTF-8 文本：{reason}", "{file} is not UTF-8 text: {reason}"),
    "cli.os_error": ("无法读写 {file}：{reason}", "Cannot read or write {file}: {reason}"),
    "cli.port": (
        "无法在 {host} 的端口 {port} 上提供服务：{reason}。可用 --port 换一个端口。",
        "Cannot listen on {host} port {port}: {reason}. Choose another with --port.",
    ),
    "cli.setting": ("环境变量设置有误：{reason}", "A setting cannot be read: {reason}"),
    "cli.unexpected": (
        "程序出错，没有写入任何内容：{reason}（设置 GEO_APP_DEBUG=1 可看详情）",
        "The program failed; nothing was written: {reason} (set GEO_APP_DEBUG=1 for details)",
    ),
    "cli.usage": (
        "命令用法不对：{reason}（加 --help 可看用法）",
        "Wrong use: {reason} (--help shows the use)",
    ),
    "input.too_large": (
        "{file} 超过 {limit} MB 的上限，没有读入。",
        "{file} is over the limit of {limit} MB and was not read.",
    ),
    "locate.unresolved": ("无法定位「{text}」：{reasons}", "Cannot locate “{text}”: {reasons}"),
    "cli.doctor": ("有 {count} 处故障需要处理。", "{count} faults need to be mended."),
    "log.broken": (
        "事件链在第 {seq} 号处断裂：该事件或其前一事件被改动过。",
        "The chain of events breaks at number {seq}: that event or the one before was altered.",
    ),
    "notice.no_problem": (
        "「{file}」中没有找到编号的问题（如「问题1：」「（一）」「1、」）。",
        "No numbered problem was found in {file} (such as 问题1：, （一）, 1、).",
    ),
}
