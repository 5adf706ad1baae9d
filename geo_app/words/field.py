"""What is said of the phone in the field: photos in pieces, and what it takes along."""

TABLE: dict[str, tuple[str, str]] = {
    "upload.offset": (
        "照片已收到 {there} 字节，而不是 {told} 字节：请从收到处接着传。",
        "{there} bytes of the photo are here, not {told}: go on from there.",
    ),
    "upload.taken": (
        "照片编号 {id} 已用于别的内容。",
        "The photo id {id} was used for other content already.",
    ),
    "upload.none": ("没有编号为 {id} 的上传。", "There is no upload {id}."),
    "upload.gone": ("照片 {id} 的内容已不在：请重传。", "The bytes of {id} are gone: send again."),
    "upload.too_large": ("照片超过 {limit} MB。", "The photo is larger than {limit} MB."),
    "upload.too_many_bytes": (
        "传来的内容比所报的 {size} 字节多。",
        "More bytes than the {size} that were announced.",
    ),
    "upload.too_much_waiting": (
        "未收齐的照片太多（上限 {limit} 张）：请先把已开始的传完。",
        "Too many photos on their way (at most {limit}): let those that were begun arrive first.",
    ),
    "upload.version": (
        "须带请求头 Tus-Resumable: {version}。",
        "The header Tus-Resumable: {version} is missing.",
    ),
    "upload.member": ("上传请求的 {name} 应为{want}。", "{name} of the upload must be {want}."),
    "upload.a_size": ("非负整数字节数", "a number of bytes"),
    "upload.base64": ("base64 编码的 UTF-8 文字", "UTF-8 text in base64"),
    "field.other_person": (
        "这条记录属于另一位人员，现在登录的是{name}：没有发送。",
        "This record belongs to somebody else; {name} has signed in: it was not sent.",
    ),
    "field.center": (
        "lon、lat 应为经纬度（度），须同时给出。",
        "lon and lat must be degrees, both or neither.",
    ),
}
