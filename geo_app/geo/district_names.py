"""What districts and accounting units are called in running text."""

from __future__ import annotations

import re

# Units that answer for an area in ledgers without being a legal district of GB/T 2260. Written
# forms, longest first; the value is the form that the ledger uses.
ACCOUNTING_UNITS = {
    "城乡一体化示范区": "示范区",
    "经济技术开发区": "经开区",
    "高新技术产业开发区": "高新区",
    "航空港经济综合实验区": "航空港区",
    "自由贸易试验区": "自贸区",
    "自贸试验区": "自贸区",
    "经开区": "经开区",
    "高新区": "高新区",
    "航空港区": "航空港区",
    "自贸区": "自贸区",
    "示范区": "示范区",
}

_NATIONS = (
    "壮族|回族|满族|苗族|维吾尔|彝族|土家族|藏族|蒙古族|侗族|布依族|瑶族|白族|朝鲜族|哈尼族|黎族|"
    "哈萨克|傣族|畲族|傈僳族|东乡族|仡佬族|拉祜族|佤族|水族|纳西族|羌族|土族|仫佬族|锡伯族|柯尔克孜|"
    "景颇族|达斡尔族|撒拉族|布朗族|毛南族|塔吉克|普米族|怒族|鄂温克族|保安族|京族|独龙族|鄂伦春|"
    "裕固族|各族"
)
# what makes a name without 区 or 县 a street's or a landmark's: 鼓楼街 does not say 鼓楼区
_NOT_DISTRICT = (
    "路|街|大道|大街|巷|桥|湖|河|渠|村|庄|社区|小区|广场|公园|景区|医院|学校|中学|小学|站"
    "|[东西南北]"
)
_LONG_NAME = re.compile(rf"^(?P<root>.{{2,}}?)(?:{_NATIONS})+(?:族)?(?P<kind>自治县|自治旗|区)$")


def standing(name: str) -> re.Pattern[str]:
    """Finds a district's name where it means the district."""
    whole = name[-1] in "区县市旗"
    return re.compile(re.escape(name) + ("" if whole else f"(?!{_NOT_DISTRICT})"))


def short_names(name: str) -> tuple[str, ...]:
    """Forms that people write for a district's official name.

    >>> short_names("顺河回族区")
    ('顺河区', '顺河回族', '顺河')
    >>> short_names("杞县")
    ()
    """
    forms: list[str] = []
    long_name = _LONG_NAME.match(name)
    if long_name:
        root, kind = long_name["root"], long_name["kind"]
        forms += [root + ("县" if kind == "自治县" else kind[-1]), name[: -len(kind)], root]
    elif name[-1] in "区县市旗" and len(name) > 2:
        forms.append(name[:-1])
    return tuple(form for form in dict.fromkeys(forms) if len(form) >= 2 and form != name)
