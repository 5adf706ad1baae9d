"""Sentences about files of very many sites, and about the made-up city."""

TABLE: dict[str, tuple[str, str]] = {
    "bulk.unknown_kind": (
        "{file} 不是能导入的文件：可用 GeoJSON、GeoPackage、FlatGeobuf、GeoParquet。",
        "{file} cannot be imported: GeoJSON, GeoPackage, FlatGeobuf and GeoParquet can.",
    ),
    "bulk.packed": (
        "{file} 是压缩包；程序不解压，请先自行解压再导入。",
        "{file} is packed; nothing is unpacked here. Unpack it first.",
    ),
    "bulk.no_pyarrow": (
        "读取 {file} 需要 pyarrow：请运行 pip install 'geo-app[arrow]'。",
        "Reading {file} needs pyarrow: run pip install 'geo-app[arrow]'.",
    ),
    "bulk.unreadable": (
        "{file} 读不出来，可能已损坏：{reason}",
        "{file} cannot be read; it may be damaged: {reason}",
    ),
    "bulk.cut_off": (
        "{file} 不完整：应有 {expected} 个要素，只读到 {count} 个，没有导入。",
        "{file} is cut off: it should have {expected} features, {count} were read; nothing was "
        "imported.",
    ),
    "bulk.layer": (
        "请用 --layer 指明 {file} 的图层，可用：{layers}",
        "Name the layer of {file} with --layer; there are: {layers}",
    ),
    "bulk.view": (
        "{file} 的图层 {layer} 是视图，不是数据表：请先另存为图层再导入。",
        "The layer {layer} of {file} is a view, not a table: save it as a layer first.",
    ),
    "bulk.no_geo": (
        "{file} 是 Parquet，但没有几何信息（GeoParquet 的 geo 元数据）。",
        "{file} is Parquet without geometry (the metadata geo of GeoParquet).",
    ),
    "bulk.group_too_large": (
        "{file} 的一个行组解压后超过 {limit} MB，没有读入。",
        "A group of rows of {file} unpacks to more than {limit} MB; nothing was read.",
    ),
    "bulk.value_too_large": (
        "{file} 中有一个值超过 {limit} KB，没有读入。",
        "A value in {file} is larger than {limit} KB; nothing was read.",
    ),
    "bulk.no_crs": (
        "{file} 没有说明坐标系，或说明的坐标系（{crs}）无法可靠转换为经纬度：请先指定坐标系。",
        "{file} says no coordinate system, or one from which there is no reliable way to degrees "
        "({crs}): set its coordinate system first.",
    ),
    "bulk.bad_geometry": (
        "{file} 第 {index} 个要素的几何图形已损坏，或是曲线等无法读取的类型。",
        "{file}, feature {index}: its geometry is damaged, or of a kind that cannot be read "
        "(curves).",
    ),
    "bulk.not_finite": (
        "{file} 第 {index} 个要素的几何图形含有不是数的坐标（NaN 或无穷大）。",
        "{file}, feature {index}: a coordinate of its geometry is no number (NaN or infinite).",
    ),
    "bulk.beyond_projection": (
        "{file} 第 {index} 个要素的坐标超出其坐标系的范围，无法转换为经纬度。",
        "{file}, feature {index}: its coordinates lie beyond its coordinate system and cannot "
        "become degrees.",
    ),
    "bulk.no_columns": (
        "{file} 没有本程序认识的列：至少要有 {names} 之一（见 docs/data.md）。",
        "{file} has no column that is known here: it needs at least one of {names} (docs/data.md).",
    ),
    "bulk.no_radius": (
        "文件没有说明位置精度，暂按 {metres} 米计，请核对。",
        "The file does not say how precise the position is; {metres} m is assumed. Please check.",
    ),
    "bulk.earlier_history": (
        "{file} 第 {index} 个要素：点位 {site} 曾在库中并已撤回，留有记录，不能由批量导入带回。",
        "{file}, feature {index}: the site {site} was here and was taken back; its history stays, "
        "so it cannot come in with very many others.",
    ),
    "bulk.done": (
        "新增 {added} 处点位（其中 {unlocated} 处没有位置），{unchanged} 处已在库中。",
        "{added} new sites ({unlocated} of them without a place), {unchanged} were here already.",
    ),
    "bulk.differing": (
        "已在库中的点位有 {count} 处与文件所说不同，保持原样。",
        "{count} of the sites that were here are described otherwise by the file; they stay as "
        "they are.",
    ),
    "bulk.reading": ("导入点位", "Importing sites"),
    # the made-up city
    "demo.making": ("生成示例点位", "Making demo sites"),
    "demo.in_use": (
        "数据文件夹中已有真实通报 {notices} 份，不放入示例数据；请用 --into 指定新的文件夹。",
        "The data folder has {notices} real notices; demo data do not go in there. Name a new "
        "folder with --into.",
    ),
    "demo.not_empty": (
        "文件夹 {path} 不是空的；示例数据只放入新的文件夹。",
        "The folder {path} is not empty; demo data go into a new one.",
    ),
    "demo.too_many": (
        "示例点位的数目应为 1 到 {limit}。",
        "The number of demo sites must be between 1 and {limit}.",
    ),
    "demo.done": (
        "已生成 {added} 处示例点位（种子 {seed}）。查看：geo-app serve --data {path}",
        "Made {added} demo sites (seed {seed}). See them: geo-app serve --data {path}",
    ),
}
