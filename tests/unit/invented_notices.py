"""Notices made up for the tests, each with what a careful reader finds in it.

The cities, rivers and firms do not exist. What is expected was written before any was read.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expected:
    """One problem as a person reads it.

    Attributes:
        status: What its reply claims.
        places: The place phrases, word for word.
        days: The days that its dated claims speak of.
        nowhere: Places that are counted but named nowhere.
        doubts: Codes that must be raised (without ``notice.``).
        quiet: Codes that must not.
    """

    status: str
    places: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    nowhere: int = 0
    doubts: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()


def problem(
    status: str,
    places: str = "",
    days: str = "",
    nowhere: int = 0,
    doubts: str = "",
    quiet: str = "",
) -> Expected:
    return Expected(
        status,
        tuple(places.split("|")) if places else (),
        tuple(days.split()),
        nowhere,
        tuple(doubts.split()),
        tuple(quiet.split()),
    )


@dataclass(frozen=True, slots=True)
class Invented:
    """A notice and what is in it; ``closing`` is how its closing begins."""

    name: str
    text: str
    issued: str | None
    problems: tuple[Expected, ...]
    closing: str = ""


NOTICES = (
    Invented(
        "words with Chinese numbers, several places in one finding",
        """云岭市第一生态环境保护督察组交办问题办理情况
（第三批）

现将第三批交办问题的办理情况公布如下：

问题一：督察人员沿白沙河徒步检查，发现清风路白沙河桥上游约３００米右岸有一处暗管排黑水，南湾镇柳塘村村东坑塘内堆有生活垃圾约４０立方米。
整改情况：已完成整改。①暗管已于６月３日封堵，接入市政管网。②柳塘村坑塘内的垃圾由南湾镇政府于６月１０日清运完毕，共清运４２立方米，并现场拍照存档。
问题二：云岭恒昌塑料颗粒有限公司无环保手续，夜间生产，气味刺鼻。
整改情况：已完成整改。６月５日，南湾镇政府会同云岭市生态环境局南湾分局对该企业断水断电，生产设备全部拆除。
问题三：基层执法人员业务不熟，执法文书填写不规范。
整改情况：正在整改。已制定培训计划，计划年底前完成全员轮训。

云岭市整改工作领导小组办公室
２０２２年６月２０日
""",
        "2022-06-20",
        (
            problem(
                "claimed",
                "清风路白沙河桥上游约３００米右岸有一处暗管|南湾镇柳塘村村东坑塘内",
                "2022-06-03 2022-06-10",
                quiet="place_not_answered no_evidence reply_off_topic no_date",
            ),
            problem("claimed", "云岭恒昌塑料颗粒有限公司", "2022-06-05",
                    quiet="place_not_answered no_evidence reply_off_topic"),
            problem("in_work", quiet="no_evidence reply_off_topic"),
        ),
        closing="云岭市整改",
    ),
    Invented(
        "round Chinese numbers under headings, a promise for the whole at the end",
        """望川县关于省级环保督察反馈意见整改落实情况的报告
省整改办：
根据要求，现将有关情况报告如下：
一、总体情况
我县共认领问题4项，已完成2项，正在推进2项，完成率50%。
二、具体问题整改情况
（一）望川县经济开发区污水管网不配套。开发区内的金盾电镀厂、望川华美印染有限公司废水未接入污水处理厂。
整改落实情况：基本完成。截至2023年9月底，开发区敷设管网3.6公里，金盾电镀厂、望川华美印染有限公司废水已接入。
（二）石门水库饮用水水源地一级保护区内有农家乐3户。
整改落实情况：已完成。2023年7月14日，石门镇政府依法拆除农家乐3户，县生态环境局于7月20日组织验收。
（三）东河镇、柏树乡污水处理站长期停运。
整改落实情况：正在整改。东河镇污水处理站已恢复运行；柏树乡污水处理站正在维修，预计11月底投入运行。
（四）县城区扬尘污染突出，裸露土地未覆盖。
整改落实情况：持续推进。建筑工地落实“六个百分之百”，出动洒水车每日作业。

下一步，我县将进一步压实责任，确保按时完成整改任务。

望川县人民政府
2023年10月8日
""",
        "2023-10-08",
        (
            problem("in_work",
                    "望川县经济开发区|开发区内的金盾电镀厂|望川华美印染有限公司", "2023-09-30",
                    quiet="place_not_answered reply_off_topic"),
            problem("claimed", "石门水库饮用水水源地", "2023-07-14 2023-07-20",
                    quiet="place_not_answered no_evidence no_date reply_off_topic"),
            problem("in_work", "东河镇|柏树乡污水处理站", quiet="place_not_answered"),
            problem("in_work"),
        ),
        closing="下一步",
    ),
    Invented(
        "half-width round numbers; handed over, disputed, denied",
        """关于群众反映突出环境问题核查情况的通报
(一)群众反映:长青区柳林街道跃进渠与工农路交叉口西南角有一处洗车场,废水直排。
核查情况:不属实。经柳林街道办事处核查,该洗车场废水已接入市政管网,不存在直排现象。
(二)群众反映:青龙山东麓宏发采石场夜间放炮,粉尘大。
核查情况:已办结。该问题已移交长青区自然资源局处理。
(三)群众反映:运河大堤桩号12+500处临河侧堆放建筑垃圾。
核查情况:已办结。2022年3月8日,长青区城管局清理垃圾60吨。
(四)群众反映:大杨庄村北300米处养猪场粪污直排沟渠。
核查情况:部分整改。粪污已清理,养殖场限期4月底前关停。
长青区生态环境保护委员会办公室
2022年3月31日""",
        "2022-03-31",
        (
            problem("disputed", "长青区柳林街道跃进渠与工农路交叉口西南角有一处洗车场",
                    doubts="denied", quiet="place_not_answered"),
            problem("claimed", "青龙山东麓宏发采石场", doubts="handed_over"),
            problem("claimed", "运河大堤桩号12+500处临河侧", "2022-03-08",
                    quiet="place_not_answered no_evidence"),
            problem("in_work", "大杨庄村北300米处养猪场", quiet="place_not_answered"),
        ),
        closing="长青区生态",
    ),
    Invented(
        "Chinese numbers as problems, measures numbered 1. inside the replies",
        """北原市住建局关于巡察反馈问题整改情况的公示
2024年5月6日至7月5日，市委第二巡察组对我局进行了巡察。
一、黑臭水体治理不彻底。抽查发现建设路与五一渠交叉口东侧20米处、五一渠东关桥北侧两处返黑返臭。
整改情况：已完成，长期坚持。
1.组织清淤，清理底泥1200立方米；
2.2024年9月12日，完成建设路与五一渠交叉口东侧截污改造；
3.建立巡查制度，东关桥北侧安排专人保洁。
二、会议记录不全。
整改情况：已完成。
1.修订会议制度；
2.9月2日组织培训。
三、招投标监管不到位，2023年项目20个，其中3个未公开招标，公开率80%。
整改情况：已完成。
1.开展自查；
2.约谈2人。
联系电话：0001-7654321
北原市住房和城乡建设局党组
2024年10月30日
""",
        "2024-10-30",
        (
            problem("claimed", "建设路与五一渠交叉口东侧20米处|五一渠东关桥北侧", "2024-09-12",
                    quiet="place_not_answered no_evidence"),
            problem("claimed", days="2024-09-02"),
            problem("claimed", doubts="rate_wrong no_evidence"),
        ),
        closing="联系电话",
    ),
    Invented(
        "digest of complaints to 12369",
        """12369环保举报热线受理办理情况摘编（2021年第11期）
1.【受理编号：D20210311】来电反映平湖市新仓镇西三环与育才路交汇处往南100米路东一家喷漆房气味扰民。
办理结果：属实。执法人员3月12日现场检查，该喷漆房未安装废气处理设施，已责令停产，3月15日设备拆除到位。
2.【受理编号：D20210315】来信反映平湖市腾飞铸造有限公司夜间偷排烟尘。
办理结果：基本属实。正在整改。该公司除尘器破损，正在更换，预计4月10日前完成。
3.【受理编号：D20210318】网络举报平湖市小金河沿线水质发黑。
办理结果：不属实。经监测，小金河各断面水质均达到Ⅲ类标准。
（本期共3件，已办结2件，办结率66.7%）
平湖市环境投诉受理中心
2021年3月31日""",
        "2021-03-31",
        (
            problem("claimed", "平湖市新仓镇西三环与育才路交汇处往南100米路东一家喷漆房",
                    "2021-03-12 2021-03-15", quiet="place_not_answered no_evidence"),
            problem("in_work", "平湖市腾飞铸造有限公司", quiet="place_not_answered"),
            problem("disputed", doubts=""),
        ),
    ),
    Invented(
        "list of problems without replies",
        """安溪区突出生态环境问题清单
1、安溪区城东污水处理厂进水浓度偏低，雨污混流严重。
2、梅河梅花桥下游500米左岸有一处直排口，晴天有污水排入河道。
3、铁山镇望铁矿业有限公司尾矿库未按要求落实防渗措施。
4、秸秆露天焚烧管控不力，全区火点同比上升12%。
5、大河乡、三桥镇、赵家集3个乡镇垃圾中转站渗滤液未收集。
安溪区污染防治攻坚战指挥部办公室
2022年11月1日
""",
        "2022-11-01",
        (
            problem("open", "安溪区城东污水处理厂", doubts="no_reply"),
            problem("open", "梅河梅花桥下游500米左岸有一处直排口", doubts="no_reply"),
            problem("open", "铁山镇望铁矿业有限公司", doubts="no_reply"),
            problem("open", doubts="no_reply"),
            problem("open", "大河乡|三桥镇|赵家集", doubts="no_reply"),
        ),
        closing="安溪区污染",
    ),
    Invented(
        "full-width dots; n of N stations, part of them listed",
        """关于农村生活污水治理专项检查整改情况的通报
１．抽查临河县１０座农村污水处理站，其中６座不正常运行。
整改结果：正在整改。全县已建成农村污水处理站２４座，其中２０座正常运行，其余４座（马坊镇、石桥乡、双庙村、陈家湾社区污水处理站）正在维修。
２．临河县规模养殖场粪污处理设施配套不足，检查２０家，其中５家未配套，配套率７５％。
整改结果：已整改到位。５家养殖场已全部配套，８月２０日通过县农业农村局验收。
３．入河排污口底数不清，６处排污口未设立标识牌。
整改结果：已整改到位。６处排污口全部设立标识牌。
临河县水污染防治攻坚战指挥部办公室
２０２３年９月５日
""",
        "2023-09-05",
        (
            problem("in_work", "马坊镇|石桥乡|双庙村|陈家湾社区污水处理站", nowhere=20,
                    doubts="sample_not_all counted_not_named", quiet="no_evidence"),
            problem("claimed", days="2023-08-20", nowhere=5,
                    quiet="rate_wrong no_evidence no_date"),
            problem("claimed", nowhere=6, doubts="no_evidence counted_not_named"),
        ),
        closing="临河县水污染",
    ),
    Invented(
        "round numbers that begin anew under headings",
        """江口市环保专项行动督查情况反馈及整改进展
一、水环境方面
（1）江口市滨江码头装卸煤炭未覆盖，雨天煤水入江。
进展情况：已完成整改，2022年4月18日通过市交通运输局验收。
（2）南岸泵站出水口下游50米处河面漂浮垃圾。
进展情况：已完成整改，已清理漂浮垃圾3吨。
二、大气环境方面
（1）江口兴达混凝土搅拌站未封闭料场。
进展情况：未完成整改，已责令限期整改。
（2）国道318线K1203+400处北侧一家砖厂冒黑烟。
进展情况：已完成整改，该砖厂已于4月20日取缔。
三、下一步工作
继续加强督查。
江口市督查办
2022年5月5日
""",
        "2022-05-05",
        (
            problem("claimed", "江口市滨江码头", "2022-04-18",
                    quiet="no_evidence place_not_answered"),
            problem("claimed", "南岸泵站出水口下游50米处", doubts="no_evidence",
                    quiet="place_not_answered"),
            problem("in_work", "江口兴达混凝土搅拌站", quiet="place_not_answered"),
            problem("claimed", "国道318线K1203+400处北侧一家砖厂", "2022-04-20",
                    quiet="place_not_answered no_evidence"),
        ),
        closing="三、下一步",
    ),
    Invented(
        "ordinals; dates without a year; until",
        """松坪县落实河长制督导反馈问题整改报告
第一，巡河不到位。乡级河长巡河完成率不高。
整改落实情况：已落实。截止10月15日，乡级河长巡河312次，完成率100%。
第二，清水河马家渡口上首200米处非法采砂，砂堆约500立方米。
整改落实情况：已落实。9月28日，县水利局、县公安局联合执法，查扣采砂船1艘，10月2日砂堆清运完毕。
第三，跨界断面水质不稳定，1-9月达标率83.3%。
整改落实情况：推进中。截至10月20日，完成清淤4公里，总任务10公里，完成率60%。
松坪县河长制办公室
2020年10月22日
""",
        "2020-10-22",
        (
            problem("claimed", days="2020-10-15"),
            problem("claimed", "清水河马家渡口上首200米处", "2020-09-28 2020-10-02",
                    quiet="place_not_answered no_evidence no_date"),
            problem("in_work", days="2020-10-20", doubts="rate_wrong"),
        ),
        closing="松坪县河长",
    ),
    Invented(
        "rows of a ledger with tabs",
        """青州湾区整改台账
序号\t存在问题\t责任单位\t整改情况\t整改状态
1\t龙王庙村西200米废品收购站露天焚烧\t青沟镇政府\t2023年2月6日已取缔\t已完成
2\t滨海大道跨海河桥北侧50米路西渣土未覆盖\t区城管局\t覆盖防尘网3000平方米\t已完成
3\t区生活垃圾填埋场渗滤液处理能力不足\t区住建局\t正在扩建处理设施\t正在整改
4\t应急预案未修订\t区生态环境分局\t尚未修订\t未整改
青州湾区生态环境分局
2023年3月1日
""",
        "2023-03-01",
        (
            problem("claimed", "龙王庙村西200米废品收购站", "2023-02-06",
                    quiet="place_not_answered"),
            problem("claimed", "滨海大道跨海河桥北侧50米路西", quiet="place_not_answered"),
            problem("in_work", "区生活垃圾填埋场", quiet="place_not_answered"),
            problem("open"),
        ),
        closing="青州湾区",
    ),
    Invented(
        "replies without a status word at their head",
        """湖滨区整改销号公示
问题1：湖滨区顺达物流园内加油站油气回收装置停用。
整改进展：油气回收装置于2023年11月3日恢复使用，并经第三方检测合格。
问题2：新安河二桥西侧100米有一处溢流口雨天溢流。
整改进展：目前正在实施管网改造，已完成工程量的60%。
问题3：工业固废台账管理混乱。
整改进展：区委、区政府高度重视，多次召开专题会议研究。
问题4：朱家桥村东头小作坊熔炼废铝。
整改进展：11月9日，街道办事处组织力量将该小作坊设备拆除、原料清运，做到“两断三清”。
问题5：裸露地块扬尘。
整改进展：逾期未完成。因资金不足，覆盖工作滞后。
湖滨区整改办
2023年12月1日
""",
        "2023-12-01",
        (
            problem("claimed", "湖滨区顺达物流园内加油站", "2023-11-03",
                    quiet="no_status_word no_evidence"),
            problem("in_work", "新安河二桥西侧100米有一处溢流口", quiet="no_status_word"),
            problem("open", doubts="no_status_word"),
            problem("claimed", "朱家桥村东头小作坊", "2023-11-09",
                    quiet="no_status_word place_not_answered no_evidence"),
            problem("in_work", quiet="no_status_word"),
        ),
        closing="湖滨区整改办",
    ),
    Invented(
        "very short",
        "问题：2处。\n1. 红旗渠老闸口南侧50米堆放垃圾。整改情况：已清理。\n"
        "2. 台账缺页。整改情况：已补齐。",
        None,
        (
            problem("claimed", "红旗渠老闸口南侧50米", quiet="place_not_answered"),
            problem("claimed"),
        ),
    ),
    Invented(
        "one place under several names, a firm by its short name, a second place of one street",
        """望海市督察整改公开
问题1：望海市临港工业园区的望海市天成化工有限公司（以下简称天成化工）异味扰民，2022年投诉80件。
整改情况：已整改。天成化工完成密闭改造，2023年1至6月投诉30件，同比下降。市生态环境局对园区开展走航监测。
问题2：解放大道青云河大桥西侧河堤北侧有一排口。
整改情况：已整改。2023年5月16日，解放大道青云河大桥排污口已由望海市港区分局监督封堵。
问题3：解放大道36号院内有一家食品加工厂，油烟直排；解放大道与港城路交叉口西北角烧烤店油烟直排。
整改情况：已整改。上述2家均已安装油烟净化设施。
望海市人民政府办公室
2023年7月7日
""",
        "2023-07-07",
        (
            problem("claimed", "望海市临港工业园区的望海市天成化工有限公司|临港工业园区",
                    "2023-06-30", quiet="place_not_answered periods_unequal"),
            problem("claimed", "解放大道青云河大桥西侧河堤北侧有一排口", "2023-05-16",
                    doubts="name_varies", quiet="place_not_answered"),
            problem("claimed", "解放大道36号院内有一家食品加工厂|解放大道与港城路交叉口西北角",
                    quiet="place_not_answered", doubts="no_evidence"),
        ),
        closing="望海市人民",
    ),
    Invented(
        "sub-labels, long findings, a reply in several paragraphs with its own 下一步",
        """关于第二轮督察反馈问题整改情况的公示
整改任务一：湿地保护不力。
存在问题：东湖湿地公园北门外300米处侵占湿地建设停车场，面积20亩。
整改目标：恢复湿地。
整改措施：拆除停车场。
整改情况：部分完成。2024年3月拆除硬化地面15亩，完成率85%。
下一步，继续拆除剩余部分。
整改任务二：污泥处置不规范。
存在问题：城北污水处理厂污泥倾倒在刘寨村砖窑坑内。
整改目标：规范处置。
整改措施：清运污泥。
整改情况：已完成。污泥2300吨于2024年1月25日全部清运，坑体回填复绿，市生态环境局采样监测达标。

下一步，我市将举一反三，巩固成果。
特此公示。
东湖市整改办
2024年4月30日
""",
        "2024-04-30",
        (
            problem("in_work", "东湖湿地公园北门外300米处", "2024-03-31", doubts="rate_wrong",
                    quiet="place_not_answered"),
            problem("claimed", "城北污水处理厂|刘寨村砖窑坑内", "2024-01-25",
                    quiet="no_evidence no_date"),
        ),
        closing="下一步，我市",
    ),
    Invented(
        "a bureau's own check, brackets as labels, coordinates",
        """巡查发现问题及处置情况
【问题1】巡河发现东经113.5021°、北纬34.7213°处有一排污口。
【处置情况】已封堵。2021年8月2日由乡政府封堵。
【问题2】沙河右岸桩号8+200～8+600段堤坡种植农作物。
【处置情况】已移交县河务局。
【问题3】赵庄桥下堆放秸秆约3立方米。
【处置情况】秸秆已清运。
颍北县生态环境局
2021年8月31日
""",
        "2021-08-31",
        (
            problem("claimed", "东经113.5021°、北纬34.7213°处有一排污口", "2021-08-02",
                    quiet="no_evidence"),
            problem("transferred", "沙河右岸桩号8+200～8+600段堤坡", doubts="handed_over"),
            problem("claimed", "赵庄桥下", quiet="place_not_answered"),
        ),
        closing="颍北县",
    ),
)  # fmt: skip
