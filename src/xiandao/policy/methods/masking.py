"""Blank out what looks like a number but is none: dates, names, codes, slogans, ordinals."""

from __future__ import annotations

import re

from xiandao.policy.methods.amounts import BLANK

_HAN = "零〇一二两三四五六七八九十百千万亿"
# Nothing below begins with another character: the check spares most places the long list.
_FIRST = rf"(?=[\dA-Za-z《〔\[（“‘第每世中全亚省民制企软{_HAN}])"
_NOISE = re.compile(
    _FIRST
    + "(?:"
    + "|".join(
        [
            r"《[^《》]{0,120}》",
            r"\d{4}年?(?:—{1,2}|-|～|至|到)\d{4}年",
            r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?",
            r"\d{1,2}月\d{1,2}日|\d{1,2}月(?:底|末|前|份)",
            r"[一二][〇零一二三四五六七八九]{3}年",
            r"“?十[一二三四五六]五”?(?=期间|末|时期|规划|以来|期末|初|”|，|开局|收官|中期|[^年家个项人名户件])",
            r"[〔\[（]\d{4}[〕\]）](?:第)?\d{1,5}号|第?\d{1,5}号(?:令|文)",
            rf"第(?:\d{{1,5}}|[{_HAN}]{{1,6}})(?:[届次条章节批期代位名款项个步类轮]|产业)?",
            r"“[^“”，。；]{0,30}\+[^“”，。；]{0,30}”",
            r"[“‘][^“”‘’，。；]{0,14}[”’](?=[\u4e00-\u9fff，。；、）]|$)",
            rf"[\dA-Za-z{_HAN}]{{1,4}}(?:\+[\dA-Za-z{_HAN}]{{1,6}})+",
            rf"每(?:新增|增加|新?招用|新?招收|吸纳|录用|聘用|新?引进)?(?:\d{{1,6}}|[{_HAN}]{{1,4}})(?:亿元|万元|元|人口|名|人|户|亩|平方公里|平方米|家)?",
            r"万元(?:地区生产总值|国内生产总值|工业增加值|GDP|产值|生产总值)",
            rf"(?:世界|中国|全国|全球|亚洲|省|民营企业|制造业|企业|软件)(?:\d{{2,4}}|百|[{_HAN}]{{1,2}}百)强",
            r"(?:\d{1,2}|[一二三四五六七八九十])(?:周岁|届|月份|号线|级(?![^，。；]{0,2}(?:产业|集群|企业)))",
            r"\d{1,4}(?:年|个?月)",
            r"(?:[一二两三四五六七八九十]|\d)(?:位一体|方面|阶段|步走|体化|站式|次性|把手|网通办|件事|事一议|企一策|业一策|链一策|区一策|地一策)",
            r"(?<![A-Za-z])[A-Za-z]{1,12}(?:-?\d{1,6}){1,3}(?:\.\d{1,4})?|(?<!\d)\d{1,6}[GDCVX](?![A-Za-z])",
            r"(?<!\d)\d{1,6}(?:\.\d{1,4})?[:∶：]\d{1,6}(?:\.\d{1,4})?",
            r"(?:千家万户|千行百业|百花齐放|万物互联|千方百计|万众创新|百年|千年|万无一失|一批|一系列|一流|一体|一定)",
        ]
    )
    + ")"
)


def blank(text: str) -> str:
    """Replace dates, document numbers, quoted names, slogans and ordinals by blanks of one length.

    Args:
        text: folded text.

    >>> blank("“1+8+N”体系，到2027年建设10个").replace(BLANK, "_")
    '_______体系，到_____建设10个'
    >>> blank("专精特新“小巨人”企业200家").replace(BLANK, "_")
    '专精特新_____企业200家'
    """
    return _NOISE.sub(lambda found: BLANK * len(found[0]), text)
