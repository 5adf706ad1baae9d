"""What is wrong with a JSON value that somebody sends: where, and what should be there."""

TABLE: dict[str, tuple[str, str]] = {
    "shape.missing": ("缺少 {path}。", "{path} is missing."),
    "shape.no_such": ("没有 {path} 这一项，请去掉。", "There is no member {path}; leave it out."),
    "shape.want": ("{path} 应为{want}。", "{path} must be {want}."),
    "shape.one_of": ("{path} 应为下列之一：{names}。", "{path} must be one of: {names}."),
    "shape.number": (
        "{path} 应为 {low} 到 {high} 的数。",
        "{path} must be a number from {low} to {high}.",
    ),
    "shape.too_long": ("{path} 过长，上限 {limit}。", "{path} is too long; the limit is {limit}."),
    "shape.written": ("{path} 的写法应符合 {form}。", "{path} must be written as {form}."),
    "shape.text": ("文字", "text"),
    "shape.an_object": ("对象", "an object"),
    "shape.a_list": ("列表", "a list"),
    "shape.a_number": ("数", "a number"),
    "shape.a_whole_number": ("整数", "a whole number"),
    "shape.yes_or_no": ("true 或 false", "true or false"),
    "shape.a_uuid": ("UUID", "a UUID"),
    "shape.a_day": ("日期 YYYY-MM-DD", "a date YYYY-MM-DD"),
    "shape.a_moment": (
        "带时区的时间，如 2026-08-21T10:22:05+08:00",
        "a time with its offset, such as 2026-08-21T10:22:05+08:00",
    ),
}
