"""Sentences about photos: why a file is no photo, why a fact is missing, what does not fit."""

TABLE: dict[str, tuple[str, str]] = {
    # what a file is refused for
    "photo.empty": ("文件是空的。", "The file is empty."),
    "photo.too_large": ("文件超过 {limit} MB。", "The file is larger than {limit} MB."),
    "photo.not_a_photo": (
        "不是照片：只接受 JPEG、HEIC、PNG、WebP、AVIF（看内容，不看文件名）。",
        "Not a photo: JPEG, HEIC, PNG, WebP and AVIF are read (by content, not by name).",
    ),
    "photo.name_disagrees": (
        "文件名后缀是 {suffix}，内容却是 {mime}：请改正文件名后再传。",
        "The name ends in {suffix}, but the content is {mime}: correct the name and try again.",
    ),
    "photo.damaged": (
        "照片损坏，读不出来：请换一份原片再传。",
        "The photo is damaged and cannot be read: try again with the original file.",
    ),
    "photo.too_many_pixels": (
        "照片有 {width}×{height} 像素，超过 {limit} 百万像素的上限。",
        "The photo has {width}×{height} pixels, over the limit of {limit} megapixels.",
    ),
    "photo.too_many_frames": (
        "文件里有 {frames} 幅图，超过 {limit} 幅的上限。",
        "The file holds {frames} pictures, over the limit of {limit}.",
    ),
    "photo.block_too_large": (
        "文件里的附加数据解开后过大，没有读入。",
        "What the file holds beside its picture unpacks to too much; it was not read.",
    ),
    "photo.took_too_long": (
        "这张照片解码时间过长，已停止。",
        "Decoding this photo took too long and was stopped.",
    ),
    "photo.out_of_memory": (
        "这张照片解码需要的内存超过上限，已停止。",
        "Decoding this photo needs more memory than it may take; it was stopped.",
    ),
    "photo.no_workshop": (
        "读取照片的程序无法启动，照片没有读入：请告诉管理员。",
        "The program that reads photos does not start; nothing was read: tell the administrator.",
    ),
    # what is kept, but shown with a word of warning
    "photo.no_preview": (
        "照片太大，做不出预览图；原片和拍摄信息照常保存。",
        "The photo is too large for a preview; the original and what it says are kept.",
    ),
    "photo.nothing_to_see": (
        "照片的画面已损坏，显示不出来；只有拍摄信息可读。",
        "The picture itself is damaged and cannot be shown; only what the file says can be read.",
    ),
    "photo.cut_off": (
        "照片文件不完整，只能显示一部分。",
        "The file is not whole: only a part of the picture can be shown.",
    ),
    # why a fact is missing
    "photo.absent": ("照片里没有这一项。", "The photo does not say."),
    "photo.unreadable": ("这一项写坏了，读不出来。", "The entry is broken and cannot be read."),
    "photo.no_fix": (
        "拍摄时没有定位（写的是空值）。",
        "There was no fix at that moment (the entry is void).",
    ),
    "photo.half_gps_time": (
        "卫星时间只写了日期或只写了时刻，无法采用。",
        "GPS gives a date without a time, or a time without a date; it cannot be used.",
    ),
    "photo.impossible": (
        "照片写的{fact}是 {value}，不可能为真，未采用。",
        "The photo gives {value} as its {fact}, which cannot be true; not used.",
    ),
    # what does not fit
    "photo.null_island": (
        "位置写的是经纬度 0，多半是没有定位：请勿采信。",
        "The position is 0/0, most likely no fix at all: do not rely on it.",
    ),
    "photo.minutes_over_60": (
        "经纬度的分或秒大于等于 60，按数值折算，请核对。",
        "Minutes or seconds of the position are 60 or more; taken as numbers, please check.",
    ),
    "photo.no_refs": (
        "经纬度没有写明东西南北，按东经、北纬处理。",
        "The position names no hemisphere; taken as east and north.",
    ),
    "photo.signed_angle": (
        "经纬度写成了负数，按西经、南纬处理。",
        "The position is written as a negative number; taken as west or south.",
    ),
    "photo.fix_void": (
        "照片注明定位当时无效，位置可能是旧的。",
        "The photo says that its fix was void; the position may be an old one.",
    ),
    "photo.other_datum": (
        "位置注明的坐标系是 {datum}，不是 WGS-84，可能有偏差。",
        "The position is said to be in {datum}, not in WGS-84; it may be off.",
    ),
    "photo.positions_conflict": (
        "EXIF 与 XMP 的位置不一致：XMP 写的是 {lon}, {lat}。",
        "EXIF and XMP disagree about the position: XMP says {lon}, {lat}.",
    ),
    "photo.zone_assumed": (
        "拍摄时间没有时区，按 {zone} 处理。",
        "The time has no zone; taken as {zone}.",
    ),
    "photo.time_of_file": (
        "没有拍摄时间，只有文件最后修改的时间。",
        "The time of the shot is not given, only that of the last change of the file.",
    ),
    # names of facts inside a sentence
    "fact.position": ("位置", "position"),
    "fact.hpos_error_m": ("定位误差", "positioning error"),
    "fact.altitude_m": ("海拔", "altitude"),
    "fact.direction_deg": ("拍摄方向", "direction"),
    "fact.taken_at": ("拍摄时间", "time of the shot"),
    "fact.gps_time": ("卫星时间", "GPS time"),
    "fact.camera": ("拍摄设备", "camera"),
    "fact.software": ("处理软件", "software"),
    "fact.orientation": ("画面朝向", "orientation"),
    "fact.exposure": ("曝光参数", "exposure"),
    "cli.bad_photos": (
        "{total} 个文件中有 {bad} 个不能用。",
        "{bad} of {total} files cannot be used.",
    ),
}
