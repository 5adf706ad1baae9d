"""Sentences about photos: why a file is no photo, why a fact is missing, what does not fit."""

TABLE: dict[str, tuple[str, str]] = {
    "photo.empty": ("文件是空的。", "The file is empty."),
    "photo.too_large": ("文件超过 {limit} 兆字节。", "The file is larger than {limit} MB."),
    "photo.not_a_photo": (
        "不是照片：只接受 JPEG、HEIC、PNG、WebP、AVIF（看内容，不看文件名）。",
        "Not a photo: JPEG, HEIC, PNG, WebP and AVIF are read (by content, not by name).",
    ),
    "photo.name_disagrees": (
        "文件名后缀是 {suffix}，内容却是 {mime}：请改正文件名后再传。",
        "The name ends in {suffix}, but the content is {mime}: correct the name and try again.",
    ),
    "photo.damaged": ("照片损坏，读不出来。", "The photo is damaged and cannot be read."),
    "photo.too_many_pixels": (
        "照片有 {width}×{height} 像素，超过 {limit} 百万像素的上限。",
        "The photo has {width}×{height} pixels, over the limit of {limit} megapixels.",
    ),
    "photo.absent": ("照片里没有这一项。", "The photo does not say."),
    "photo.impossible": (
        "照片写的是 {value}，不可能为真，未采用。",
        "The photo says {value}, which cannot be true; not used.",
    ),
    "photo.unreadable": ("这一项写坏了，读不出来。", "The entry is broken and cannot be read."),
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
        "The position names no hemisphere; taken as north and east.",
    ),
    "photo.positions_conflict": (
        "EXIF 与 XMP 的位置不一致：XMP 写的是 {lon}, {lat}。",
        "EXIF and XMP disagree about the position: XMP says {lon}, {lat}.",
    ),
    "photo.zone_assumed": (
        "拍摄时间没有时区，按 {zone} 处理。",
        "The time has no zone; taken as {zone}.",
    ),
    "cli.bad_photos": (
        "{total} 个文件中有 {bad} 个不能用。",
        "{bad} of {total} files cannot be used.",
    ),
}
