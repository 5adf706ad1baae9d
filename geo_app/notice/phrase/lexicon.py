"""The closed vocabulary of place phrases. Names are open: only how a thing's name ends is here.

Each table maps a word to what it means; the tokeniser looks for the longest word of all tables.
Kinds are those of ``words.terms`` (kind.*).
"""

from __future__ import annotations

from collections.abc import Mapping


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


COMPASS: Mapping[str, str] = {
    "东": "E", "南": "S", "西": "W", "北": "N",
    "东北": "NE", "北东": "NE", "东南": "SE", "南东": "SE",
    "西北": "NW", "北西": "NW", "西南": "SW", "南西": "SW",
    "正东": "E", "正南": "S", "正西": "W", "正北": "N",
    "北偏东": "NNE", "东偏北": "ENE", "东偏南": "ESE", "南偏东": "SSE",
    "南偏西": "SSW", "西偏南": "WSW", "西偏北": "WNW", "北偏西": "NNW",
    "正东偏北": "ENE", "正东偏南": "ESE", "正西偏北": "WNW", "正西偏南": "WSW",
    "正北偏东": "NNE", "正北偏西": "NNW", "正南偏东": "SSE", "正南偏西": "SSW",
    "东北偏北": "NNE", "东北偏东": "ENE", "东南偏东": "ESE", "东南偏南": "SSE",
    "西南偏南": "SSW", "西南偏西": "WSW", "西北偏西": "WNW", "西北偏北": "NNW",
}  # fmt: skip
COMPASS_POINTS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W",
                  "WNW", "NW", "NNW")  # fmt: skip
"""Clockwise from north, 22.5 degrees apart."""

SIDE_OF_COMPASS = {"N": "north", "S": "south", "E": "east", "W": "west"}
"""Sides have four values; a side told by two (东北侧) is kept as the direction."""

TOWARDS = _words("以 向 往 朝 偏 靠 迤 朝向 最 再向 再往 沿路向 沿河向 沿堤向")
"""Before a compass word: 以东, 向北, 往西, 偏南."""

ASIDE = _words("侧 面 方 方向 头 端 边 部 侧边 边侧 方位 一侧")
"""After a compass word: 东侧, 北面, 南头; they add nothing to it."""

BANK = _words("岸 岸边 岸坡 河岸 岸侧")
CORNER = _words("角 角处 拐角")
REACH = _words("段")
WALL = _words("墙 围墙 院墙 厂界 边界 墙体")
GATE = _words("门 大门 门口 厂门 院门")
DIKES = _words("堤 大堤 河堤 河堤防 堤防 堤岸 堤坝")

STREAM: Mapping[str, tuple[str, ...]] = {
    "上游": ("upstream",), "下游": ("downstream",), "上首": ("upstream",), "下首": ("downstream",),
    "上、下游": ("upstream", "downstream"), "上下游": ("upstream", "downstream"),
}  # fmt: skip
BARRIER_SIDE: Mapping[str, str] = {
    "前": "upstream", "上": "upstream", "后": "downstream", "下": "downstream",
}  # fmt: skip
"""After a sluice or a dam: 闸前, 坝下. After a bridge, 下 is under it and 上 on it."""

ABOUT_BEFORE = _words("直线距离 约 大约 近 大概 约为 估计 不足 将近 接近 仅 约有 相距")
ABOUT_AFTER = _words("左右 许 上下 开外")
MORE = _words("余 多 来 几")
WITHIN = _words("以内 内 之内 范围内 范围 半径内")
UNITS: Mapping[str, float] = {
    "米": 1, "m": 1, "M": 1, "公尺": 1, "公里": 1000, "千米": 1000,
    "km": 1000, "KM": 1000, "Km": 1000,
    "里": 500, "里地": 500, "华里": 500, "里路": 500, "丈": 10 / 3,
}  # fmt: skip
"""Metres. 里 is the Chinese mile of 500 m."""

KILOMETRES = _words("公里 千米 km KM Km")
STAKE_SIGN = _words("桩号 桩 里程桩号 里程 公里桩 里程桩 百米桩")
STONE = _words("公里桩 里程桩 桩 #桩 号桩 号公里桩 #公里桩 号里程桩")
RANGE_MARK = _words("~ - -- 至 到 —")

SIDES: Mapping[str, str] = {
    "左岸": "left_bank", "右岸": "right_bank", "两岸": "both_banks", "左右岸": "both_banks",
    **dict.fromkeys(
        _words("左、右岸 左右两岸 左岸、右岸 左岸和右岸 左、右两岸 左右岸边"), "both_banks"
    ),
    "沿岸": "both_banks", "左堤": "left_bank", "右堤": "right_bank", "两堤": "both_banks",
    "左侧": "left_bank", "右侧": "right_bank", "左侧岸": "left_bank", "右侧岸": "right_bank",
    "临河": "river_side", "临河侧": "river_side", "迎水坡": "river_side", "迎水侧": "river_side",
    "临水坡": "river_side", "临水侧": "river_side", "滩地": "river_side", "滩区": "river_side",
    "滩": "river_side", "河滩地": "river_side", "嫩滩": "river_side",
    "临河坡": "river_side", "临水": "river_side",
    "背河": "land_side", "背河侧": "land_side", "背水坡": "land_side", "背水侧": "land_side",
    "背河坡": "land_side", "淤背区": "land_side", "淤区": "land_side", "柳荫地": "land_side",
    "淤背": "land_side", "背水": "land_side", "护堤地": "land_side", "背河淤区": "land_side",
    "内侧": "inner", "外侧": "outer", "堤内": "inner", "堤外": "outer", "里侧": "inner",
    "堤内侧": "inner", "堤外侧": "outer",
    "堤顶": "top", "坝顶": "top", "堤肩": "top", "堤顶道路": "top", "桥面": "top", "坝面": "top",
    "堤脚": "foot", "坡脚": "foot", "堤根": "foot", "坝根": "foot", "坝脚": "foot", "根石": "foot",
    "堤坡": "foot",
    "正下方": "under", "桥底": "under", "桥洞": "under", "桥涵下": "under", "桥孔": "under",
    "桥洞下": "under",
}  # fmt: skip

NEAR = _words(
    "附近 周边 周围 旁 旁边 一带 边上 附近区域 周边区域 周围区域 四周 近旁 跟前 左近 外围 "
    "边缘 沿边 沿街 附近处 边 岸边 侧旁 后面 前面 背后 前方 后方 屋后 门前 附近一带"
)
NEXT_TO = _words("紧邻 邻近 临近 毗邻 靠近 紧靠 紧挨 挨着 临 位于附近")
"""Before the anchor."""

OPPOSITE = _words("对面 斜对面 对过 正对面 对侧 对岸")
INSIDE = _words(
    "内 内部 里 里面 境内 院内 厂区内 园区内 辖区内 区内 中 范围内 院里 厂院内 辖区 之内 "
    "镇区内 库区内 中间 院中"
)
OUTSIDE = _words("外 外面 以外 之外 院外 厂区外 门外 墙外 围墙外 厂界外 边界外 院墙外")
PREMISES = _words(
    "厂区 厂界 围墙 院墙 厂院 院 院落 院区 边界 场界 大门 大门口 门 门口 门前 门卫 正门 "
    "后门 侧门 墙 厂门 生产车间 生产区 办公区 罐区 厂房 车间 办公楼 园区边界 界"
)
"""Parts of a plant or a yard: they point into or round it and are not places of their own."""

ENTRANCE = _words("入口 出口 尽头 起点 终点 末端 始端 尽端 口 头")
"""A point of the anchor that the words do not tell apart further."""

ENDS_UNKNOWN = _words("尽头 末端 尽端 端头")
ALONG = _words("全流域 流域 沿线 沿岸 全线 全段 沿途 沿路 沿河 全程 两旁 全长 全域段")
ALONG_BEFORE = _words("沿 沿着 顺着 顺")
BOTH_SIDES = _words("两侧 两边 两旁 双侧")
STRETCH: Mapping[str, str | None] = {
    "中段": None, "上段": None, "下段": None, "全段": None, "段": None,
    "上游段": "upstream", "下游段": "downstream", "中游": None, "中游段": None,
    "区间": None, "一段": None, "首段": None, "末段": None,
}  # fmt: skip
BETWEEN = _words("之间 中间 间 段之间 之间段")

FROM = _words("距 距离 离 距离于 距离于 自 从 由")
JOIN = _words("与 和 同 及 跟")
LIST = _words("、 和 及 与 以及 , / ;")
CROSSING_WORDS: Mapping[str, str] = {
    **dict.fromkeys(
        _words(
            "交叉口 十字路口 丁字路口 十字口 丁字口 交叉路口 路口 三岔路口 岔路口 交口 交叉处 "
            "交汇处 交汇口 交会处 交会口 交叉点 交汇点 交叉 交汇 相交处 相交 汇合处 汇合口 汇流处 "
            "汇流口 合流处 交接处 十字 转盘 环岛 立交 立交桥 互通 互通立交 平交道口 道口 交叉桥 "
            "交叉口处 相交路口 合流口 汇流点 汇合点"
        ),
        "crossing",
    ),
    **dict.fromkeys(
        _words(
            "交界处 交界 边界处 接壤处 分界处 交界线 接壤 结合部 毗邻处 交界地带 交界口"
        ), "boundary"),
}  # fmt: skip
MERGING = _words("入 汇入 流入 注入 排入")
OVER = _words("跨 跨越 上跨 下穿 穿")

INTRO = _words(
    "位于 地处 坐落于 坐落在 座落于 处于 位 在 地址 地点 位置 地点位于 如 发现 经查 "
    "沿线的 设在 建在 即 在建的 在建 拟建的 新建的"
)
REPORTING = _words(
    "反映 举报 投诉 来电 来信 来访 称 检查 核查 排查 巡查 巡河 巡堤 督查 督察 暗访 走访 核实 调查 "
    "监测 获悉 得知 据 经 时 中 近日 日前 上午 下午 晚上 凌晨 当天 在 对 ， 现场检查 现场核查 实地 "
    "投诉人 举报人 反映人 信访人 群众 市民 网民 网友 执法人员 工作人员 检查人员 "
    "督察组 督查组 检查组 巡查组 暗访组 工作组 调查组 专班 现场 复查 据查 经查 发现 看到"
)
"""Who found it and how: 巡查时发现, 投诉人反映; said before the place."""

PASSING = _words("流经 途经 穿过 经过")
"""Between a line and the area that it runs through."""

PLACES_AFTER = _words("位于 地处 坐落于 坐落在 座落于 设在 建在")
FILLER = _words(
    "处 的 之 地 该处 位置 地方 区域 附近的 地段 之处 一处 点 点位 "
    "干流及支流 干流和支流 干流、支流 干支流 及支流 及其支流 "
    "那 远 各 走 直走 为中心 为圆心"
)
POINTING = _words("该 本 此 这 上述 前述 其 所在 当地 涉事 我")
VERBS = _words(
    "有 存在 发现 仍 仍有 仍然 堆放 堆 排入 排放 直排 流入 正在 未 被 是 往 建有 设有 "
    "出现 倾倒 直接 将 已 随处 长期 正 生产 散发 偷排 直接排入 排向 通过 现场 非法 违规 "
    "露天 私自 擅自 依然 有一 可见 新增 为 停运 停产 停用 停工 未运行 运行 外溢 泄漏 破损 渗漏 "
    "扰民 "
    "超标 堵塞 淤积 漂浮 发黑 发臭 乱堆 乱倒 私设 未按 未经 存放 堆存 堆积 裸露 不正常 不能 没有 "
    "私搭 "
    "侵占 围垦 损毁 塌陷 坍塌 未办理"
)
MEASURES = _words(
    "一 一处 一个 一片 一堆 一座 一家 一口 一条 两个 两处 三处 几处 有一 大量 大片 少量 "
    "成片 数处 有一处 个 处"
)
WHOLE_AREA = _words(
    "全市 全县 全区 全省 全镇 全乡 全国 全域 我市 我县 我区 本市 各县区 各县 各区 各乡镇 "
    "各镇 各乡 各村 各地 各县市区 县区 各街道 各园区 各企业 各河流"
)
MANY = _words(
    "多处 多个 若干 若干处 部分 个别 多地 多家 多条 不少 某处 某地 某些 一些 数个 各处 "
    "多点 部分地区 到处"
)

TARGETS = _words(
    "污水总排口 雨水总排口 雨水口 清下水口 生活污水直排口 污水直排口 直排口 入河排污口 "
    "入河排口 雨污混排口 雨水排放口 "
    "污水排放口 雨水排口 污水排口 排污口 排放口 排水口 排口 溢流口 暗管 排污管 排水管 "
    "污水管 雨水管 管道 管网 污水管网 雨水管网 雨水井 污水井 检查井 雨水篦子 雨水箅子 "
    "井盖 窨井 排污沟 臭水沟 黑臭水体 黑水 污水 废水 废液 油污 泡沫 垃圾堆放点 垃圾堆 "
    "垃圾堆放 生活垃圾 建筑垃圾 垃圾 建筑石子 石子 渣土 渣土堆 砂石 砂石料 土堆 煤堆 料堆 "
    "固废 危废 粪污 粪便 秸秆 废品 弃渣 弃土 坑塘 沙坑 砂坑 土坑 水塘 鱼塘 塘坑 纳污坑塘 "
    "渗坑 取土坑 树林 林地 林带 绿化带 绿地 农田 耕地 空地 地块 荒地 院子 厂房 大棚 违建 "
    "养殖场 养猪场 养鸡场 养殖户 砂场 沙场 砖厂 砖窑 石料厂 搅拌站 废品站 废品收购站 "
    "收购站 小作坊 作坊 加工点 加工厂 料场 堆场 仓库 民房 房屋 工地 异味 气味 "
    "油烟 噪声 噪音 扬尘 烟囱 "
    "设施 设备 河道 水面 沟渠 路面 站房 公厕 旱厕"
)
"""What stands or lies at the place; the longest word wins."""

OUTLETS = frozenset(word for word in TARGETS if word.endswith(("口", "管", "沟", "暗管")))
SUBPARTS = _words("进水口 出水口 取水口 总排口 总排放口 尾水口 进口 出口 尾水排放口 入水口 退水口")
"""Named with the plant or pump station that they belong to."""

NAME_WORDS = _words(
    "东方 东风 东升 东兴 东盛 东华 东海 东湖 东城 东郊 东关 东岳 东丰 东旭 东昌 西郊 西城 "
    "西关 西华 西苑 西藏 南郊 南方 南关 南海 南苑 南阳 南昌 北郊 北关 北方 北海 北京 北美 "
    "北苑 北斗 北控 上海 上街 上蔡 下岗 中牟 中原 中州 中国 中铁 中建 有色 有机 未来 正大 "
    "内黄 内蒙古 边防 沿江 河南省 河北省 湖南省 湖北省 江西省 江苏省 浙江省 黑龙江 营销 "
    "营养 如意 将军 临港 临江 临安 临沂 临汾 临颍 临泉 临海 临空 临夏 临朐 临沭 临澧 临邑 "
    "临清 临淄 临潼 临漳 临猗 临湘 临高 临川 临平 矿业 顺达 顺发 "
    "顺丰 顺通 顺鑫 顺义 顺德 顺昌 顺兴"
)
"""Words of names that begin with, or hold, a character which means something else alone."""


def _kinds(**words: str) -> dict[str, str]:
    return {word: kind for kind, listed in words.items() for word in listed.split()}


SUFFIXES: Mapping[str, str] = _kinds(
    bridge=(
        "桥 大桥 特大桥 中桥 小桥 铁路桥 公路桥 高架桥 天桥 漫水桥 生产桥 人行桥 跨河桥 浮桥 "
        "涵洞 桥涵 高速桥 交通桥 便桥 老桥 新桥 铁路大桥 公路大桥"
    ),
    river=(
        "河 江 渠 沟 溪 涧 干渠 支渠 总干渠 分干渠 支沟 排水沟 排涝沟 排涝河 干沟 斗渠 农渠 "
        "运河 河道 引黄渠 水系 支流 干流 排水渠 斗沟 农沟 支河 灌渠 引水渠 退水渠 故道 人工河 引河"
    ),
    dike=(
        "堤 大堤 河堤 河堤防 堤防 围堤 生产堤 遥堤 险工 控导工程 "
        "控导 护岸工程 护滩工程 下延工程 上延工程 续建工程 下续工程 上续工程 "
        "控导下延工程 控导上延工程 控导续建工程 防洪堤 堤坝 "
        "左堤 右堤 土堤 圩堤 格堤 隔堤"
    ),
    road=(
        "路 大道 街 大街 巷 胡同 公路 国道 省道 县道 乡道 村道 高速 高速公路 环路 快速路 辅路 "
        "东延段 西延段 南延段 北延段 延伸段 东延 西延 南延 北延 "
        "一环 二环 三环 四环 五环 外环 内环 绕城高速 "
        "连接线 东路 西路 南路 北路 中路 东街 西街 南街 北街 中街 前街 后街 东大街 西大街 "
        "南大街 北大街 一路 二路 三路 四路 五路 六路 七路 八路 九路 十路 一街 二街 三街 四街 "
        "五街 道路 堤顶路 防汛路 生产路 引道 匝道 步行街 专线 小路 土路 高速路"
    ),
    railway=("铁路 高铁 铁路线 铁路专用线 专用线 货运线 城际铁路 客运专线"),
    village=(
        "村 行政村 自然村 新村 庄 寨 屯 营 社区 居委会 村庄 村组 岗 组 堡 楼 嘴 疃 郢 圩 埠 沱"
    ),
    township=("乡 镇 街道 街道办 街道办事处 办事处 铺 集 建制镇 民族乡 回族乡 回族镇 农场"),
    district=(
        "区 县 市 省 自治区 自治县 回族区 示范区 城乡一体化示范区 一体化示范区 新区 市辖区 先行区"
    ),
    park=(
        "园区 产业园 工业园 产业园区 工业园区 产业集聚区 集聚区 工业区 开发区 高新区 经开区 "
        "化工园区 化工园 科技园 物流园 创业园 高新技术产业开发区 经济技术开发区 经济开发区 "
        "工业集聚区 精细化工园区 精细化工产业园 产业区 保税区 示范园区 示范园 农业园 生态园 "
        "先进制造业开发区 专业园区 专业园 孵化园 孵化器 高新园区 开发园区"
    ),
    plant=(
        "污水处理厂 污水处理站 污水站 污水厂 污水处理设施 净水厂 自来水厂 水厂 净化厂 中水厂 "
        "再生水厂 垃圾填埋场 填埋场 垃圾处理厂 垃圾处理场 垃圾焚烧厂 焚烧厂 垃圾中转站 中转站 "
        "垃圾转运站 转运站 水质净化厂 净水站 处理站 处理厂 处理设施 湿地 人工湿地 尾水湿地 "
        "污水处理中心 垃圾站 焚烧发电厂 生活垃圾填埋场"
    ),
    pump_station=(
        "泵站 提灌站 排涝站 抽水站 提排站 泵房 提升泵站 污水泵站 雨水泵站 排涝泵站 提升站 "
        "污水提升泵站 扬水站 排灌站 电灌站 灌排站 排水站 机电站 引水站 加压站"
    ),
    section=(
        "断面 国考断面 省考断面 市考断面 国控断面 省控断面 市控断面 监测断面 考核断面 水文站 "
        "出境断面 入境断面 监测点 监测站 自动站 水质自动站 水质监测站 控制断面 水质断面 "
        "空气站"
    ),
    dam_spur=(
        "坝 丁坝 坝裆 垛 坝垛 护岸 顺坝 人字坝 坝头 号坝 号坝裆 号丁坝 号垛 号护岸 #坝 #坝裆 "
        "号坝垛 坝档 号坝档 号顺坝"
    ),
    poi=(
        "小区 号楼 #楼 栋 幢 学校 小学 中学 大学 高中 初中 学院 幼儿园 医院 卫生院 卫生室 "
        "卫生所 村委会 村委 村部 村室 政府 乡政府 镇政府 区政府 县政府 市政府 广场 公园 市场 "
        "批发市场 农贸市场 菜市场 加油站 加气站 收费站 服务区 车站 火车站 高铁站 汽车站 码头 "
        "渡口 庙 寺 塔 闸 水闸 节制闸 进水闸 退水闸 分水闸 拦河闸 引黄闸 排水闸 防洪闸 涵闸 "
        "溢洪道 输水洞 放水洞 副坝 "
        "橡胶坝 拦河坝 大坝 拦水坝 溢流坝 滚水坝 水库 湖 水塘 检查站 派出所 超市 商场 酒店 "
        "宾馆 饭店 家属院 花园 敬老院 服务中心 公墓 陵园 景区 镇区 乡区 城区 县城 建成区 主城区 "
        "中心城区 大厦 公交站 "
        "地铁站 停车场 体育场 体育馆 纪念馆 博物馆 图书馆 文化馆 祠堂 教堂 清真寺 别墅 家园 "
        "嘉园 公寓 雅苑 花苑 大院 调蓄池 蓄水池 沉沙池 坑 烈士陵园 变电站 基站 信号塔 铁塔 "
        "水源地 饮用水水源地 饮用水源地 集中式饮用水水源地 水源保护区 闸口 老闸口 "
        "信用社 银行 邮局 供电所 管理所 管理处 养护站 收费口 高速口 高速出口 高速入口 河务局 "
        "河务段 仓储中心 物流中心 冷库 粮库 粮管所 服务站 码头处 驾校 庄园"
    ),
    enterprise=(
        "公司 有限公司 有限责任公司 股份有限公司 股份公司 分公司 集团 厂 企业 砖厂 养殖场 "
        "养猪场 养鸡场 养牛场 石料厂 搅拌站 矿 合作社 屠宰场 作坊 加工厂 沙场 砂场 料场 煤场 "
        "商砼站 商混站 电厂 热电厂 发电厂 化工厂 药厂 酒厂 纸厂 水泥厂 场 饲养场 建材厂 "
        "造纸厂 食品厂 机械厂 养殖小区 养殖基地 采石场 洗车场 修理厂 回收站 收购站 拌合站 "
        "有限责任 商行 商店 基地 林场"
    ),
    river_mouth=("入河口 入黄口 河口 汇入口 入湖口 入江口 入海口 入淮口 入渠口 入口处河口 入沟口"),
)
"""How names end: word → kind."""

SUFFIXES = {word: kind for word, kind in SUFFIXES.items() if word not in {"化工厂", "高速口"}}
# 化工厂 stays out: in 某化工厂界 the word is 厂界

AREAS = frozenset({"village", "township", "district", "park"})
LINES = frozenset({"river", "dike", "road", "railway"})
ROADS = frozenset({"road", "railway"})

GENERIC_STEMS = _words("新 老 大 小 旧 该 本 一 两 某")
TRADES = _words(
    "新型 建材 化工 造纸 水泥 食品 机械 养殖 塑料 石料 家具 饲料 木材 纺织 印染 电镀 铸造 颗粒 "
    "砖瓦 砖 瓦 窑 石灰 碳素 橡胶 轮胎 炼油 皮革 制革 服装 面粉 屠宰 豆制品 豆腐 五金 铸铁 铁 钢 "
    "预制 构件 混凝土 制品 石材 玻璃 陶瓷 纸箱 包装 印刷 彩钢 涂料 油漆 化肥 肥料 有机肥 农药 制药 "
    "汽修 汽车 修理 维修 洗车 喷漆 洗砂 洗沙 板材 木器 木料 废旧 废品 废铁 回收 再生 编织袋 塑编 "
    "拔丝 "
    "镀锌 肉牛 肉鸡 蛋鸡 奶牛 生猪 养牛 养羊 养鸭 猪 牛 羊 鸡 鸭 散乱污 制砖 沥青 搅拌 粉碎 加工 "
    "采石 "
    "采砂 小型 大型 家庭 个体 "
    "中心 文化 实验 人民 希望 第一 第二 第三 完全"
)
"""A name made only of these and a suffix (村北建材厂) is a common noun, not a proper name."""

UNNAMED = (
    "废弃",
    "无名",
    "闲置",
    "停产",
    "停用",
    "关停",
    "某",
    "一处",
    "一无名",
    "一家",
    "一个",
    "一座",
)
"""How a thing is called that has no name, whatever follows: 废弃窑厂, 某企业."""

FORMER = _words("原 老 旧 小 大 新 废 废弃 无名 闲置 一 已")
"""As much before a trade: 原造纸厂, 小养殖场. Before a name they are part of it."""

NEIGHBOURING = _words("邻 临 靠 接 毗邻 紧邻 紧靠 邻近 临近 连接")
"""After a compass word: 北邻甲河 tells what lies there, not where the thing is."""

ALIAS = ("原名", "又名", "俗称", "原称", "曾用名", "也称", "又称", "简称", "以下简称", "别名", "即")
"""Open a bracket that says the name again."""

CANALS = _words("干渠 分干渠 支渠 斗渠 农渠 干沟 支沟 斗沟 农沟 干河 支河")
"""Have their number for a name: 一干渠, 二支沟."""

WORKS = _words(
    "险工 控导工程 控导 护岸工程 护滩工程 下延工程 上延工程 续建工程 下续工程 上续工程 "
    "控导下延工程 控导上延工程 控导续建工程"
)
"""River works; what stands before is their name whatever it means alone (花园险工)."""

ROUTES = frozenset(["国道", "省道", "县道", "乡道"])
"""May have their number after them: 省道219线, 国道310, 省道S312."""

ROUTE_LETTERS = frozenset("GSXYCZ")
"""National, provincial, county, township, village and special roads (GB/T 917)."""

OVERLAPPING = ("村委会", "村委", "村部", "村室", "部分", "城关", "城区")
"""Take their first character from the word before: 王楼|村委会, 园内|部分."""

TRADITIONAL = _words("庄 寨 屯 营 岗 楼 堡 组 铺 集 嘴 疃 郢 圩 埠 沱")
"""Ends of place names that do not say that an area is meant."""

WORDS = frozenset().union(
    COMPASS, TOWARDS, ASIDE, BANK, CORNER, STREAM, ABOUT_BEFORE, ABOUT_AFTER, MORE, WITHIN, UNITS,
    STAKE_SIGN, STONE, RANGE_MARK, SIDES, NEAR, NEXT_TO, OPPOSITE, INSIDE, OUTSIDE, PREMISES,
    ENTRANCE, ALONG, ALONG_BEFORE, BOTH_SIDES, STRETCH, BETWEEN, FROM, JOIN, LIST, CROSSING_WORDS,
    MERGING, OVER, INTRO, FILLER, POINTING, VERBS, MEASURES, WHOLE_AREA, MANY, TARGETS, SUBPARTS,
    PASSING, {word for word in REPORTING if len(word) > 1}, NAME_WORDS, SUFFIXES, BARRIER_SIDE,
    WALL, GATE, ("口", "号", "#", "°", "度", "(", ")", "。"),
)  # fmt: skip
LONGEST_WORD = max(map(len, WORDS))
