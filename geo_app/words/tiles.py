"""Sentences about the tiles of the map and the counts behind them."""

TABLE: dict[str, tuple[str, str]] = {
    "tiles.name": ("整改点位", "Sites to be put right"),
    "tiles.past_crowded": (
        "这张瓦片内的点位超过 {limit} 个，无法回看某一天；请放大地图，或按区县、类别筛选。",
        "More than {limit} sites stand in this tile: an earlier day cannot be shown. Zoom in, or "
        "ask for a district or a category.",
    ),
    "tiles.past_day": (
        "参数 as-of 应为不晚于今天的日期 YYYY-MM-DD，收到：{value}",
        "Parameter as-of must be a day YYYY-MM-DD, today at the latest; got: {value}",
    ),
    "tiles.rule": (
        "一张瓦片内的点位超过 {crowd} 个时只给出格网计数（图层 cells）：每格一点，位于格内点位的"
        "平均位置；否则给出各点位（sites）及线、面（shapes）。答复头 Geo-App-Tile 说明是哪一种，"
        "Geo-App-Day 说明超期以哪一天为准，Geo-App-Left-Out 说明至少有多少项放不下。",
        "A tile with more than {crowd} sites holds counts by cell (layer cells): a point a cell, "
        "at the mean of its sites; any other holds the sites themselves (sites) and lines and "
        "polygons (shapes). The header Geo-App-Tile says which of the two it is, Geo-App-Day for "
        "which day overdue is told, Geo-App-Left-Out how many things at least found no room.",
    ),
}
