"""How columns of publications and patents are called, by data bases and by people."""

from __future__ import annotations

from typing import Final

# Of several columns that mean the same the earlier name is asked first.
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "id": (
        "id", "workid", "paperid", "recordid", "anthologyid", "aclid", "arxivid", "lensid", "ut",
        "accessionnumber", "uniquewosid", "citationkey", "bibkey", "文献编号", "编号", "序号标识",
        "唯一标识", "标识", "公开公告号", "公开号", "公告号", "公布号", "授权公告号", "专利号",
        "publicationnumber", "patentnumber", "patentid", "申请号", "applicationnumber",
    ),
    "doi": ("doi", "doilink", "digitalobjectidentifier", "数字对象标识符"),
    "title": (
        "title", "articletitle", "documenttitle", "primarytitle", "papertitle", "displayname",
        "inventiontitle", "题名", "标题", "篇名", "论文题目", "论文名称", "题目", "文献标题",
        "中文题名", "中文标题", "发明名称", "专利名称", "名称", "英文题名",
    ),
    "abstract": (
        "abstract", "abstracttext", "summary", "notesabstract", "abstractinvertedindex", "摘要",
        "中文摘要", "文摘", "内容摘要", "英文摘要",
    ),
    "language": ("language", "lang", "语种", "语言", "文献语种"),
    "year": ("year", "publicationyear", "pubyear", "publishyear", "年", "年份", "出版年", "发表年份", "发表年", "年度"),
    "month": ("month", "publicationmonth", "月", "月份", "出版月"),
    "date": (
        "date", "pubdate", "published", "publisheddate", "coverdate", "submitteddate", "created",
        "updatedate", "pubtime", "earlyaccessdate", "发表时间", "发表日期", "出版日期", "出版时间",
        "在线日期", "日期", "时间",
    ),
    "priority_date": ("prioritydate", "earliestprioritydate", "优先权日", "最早优先权日"),
    "application_date": ("applicationdate", "filingdate", "申请日", "申请日期", "申请时间"),
    "publication_date": (
        "publicationdate", "grantdate", "公开日", "公开公告日", "公告日", "公布日", "授权日",
        "授权公告日", "公开日期",
    ),
    "authors": (
        "authors", "author", "creator", "creators", "authorships", "authorfullnames",
        "authorfullname", "firstauthors", "authornames", "inventors", "inventor", "作者", "全部作者",
        "著者", "责任者", "发明人", "发明设计人",
    ),
    "affiliations": (
        "affiliations", "affiliation", "institutions", "organization", "organizations", "organ",
        "authoraddress", "addresses", "authoraffiliations", "assignee", "assignees", "applicant",
        "applicants", "单位", "机构", "作者单位", "作者机构", "申请人", "专利权人", "申请专利权人",
        "当前权利人",
    ),
    "keywords": (
        "keywords", "keyword", "authorkeywords", "keywordsplus", "tags", "关键词", "关键字",
        "中文关键词", "主题词", "英文关键词",
    ),
    "venue": (
        "venue", "journal", "journalname", "journaltitle", "sourcetitle", "booktitle",
        "publicationname", "secondarytitle", "containertitle", "alternatetitle3", "journalref",
        "source", "primarylocation", "hostvenue", "刊名", "期刊", "期刊名称", "文献来源", "来源",
        "出版物", "会议名称", "会议录名称",
    ),
    "fields": (
        "fields", "field", "topics", "concepts", "categories", "primarycat", "category",
        "primarycategory", "subjects", "subject", "discipline", "fieldsofstudy", "woscategories",
        "researchareas", "ipc", "cpc", "ipcs", "cpcs", "ipcclasses", "cpcclasses", "ipccodes",
        "cpccodes", "ipc分类号", "cpc分类号", "ipc主分类号", "主分类号", "分类号", "国际专利分类号",
        "学科", "学科分类", "专题", "中图分类号", "专辑",
    ),
    "references": (
        "references", "referencedworks", "citedreferences", "citedworks", "citations", "citedids",
        "outcitations", "citedpatents", "参考文献", "引用文献", "引文", "引证专利", "引用专利",
    ),
}  # fmt: skip
# The two-letter tags of Web of Science, which mean something else elsewhere.
WOS: Final = {
    "UT": "id", "DI": "doi", "TI": "title", "AB": "abstract", "LA": "language", "PY": "year",
    "PD": "month", "AF": "authors", "AU": "authors", "C1": "affiliations", "DE": "keywords",
    "ID": "keywords", "SO": "venue", "WC": "fields", "SC": "fields", "CR": "references",
}  # fmt: skip
# Fields in which several columns add to each other; in the others the first that says something counts.
ADDED: Final = frozenset({"affiliations", "keywords", "fields", "references"})
PATENT_SIGNS: Final = frozenset({
    "priority_date", "application_date", "cpc", "ipc", "cpcs", "ipcs", "cpc分类号", "ipc分类号",
    "ipc主分类号", "国际专利分类号", "发明人", "公开公告号", "专利号", "patentnumber",
    "assignee", "assignees", "inventor", "inventors",
})  # fmt: skip
# Which data base a file comes from, by columns that only it has.
SOURCES: Final = {
    "openalex": ({"authorships"}, {"referencedworks"}, {"abstractinvertedindex"}),
    "arxiv": ({"primarycat", "categories"}, {"journalref", "categories"}, {"arxivid"}),
    "cnki": ({"srcdatabase来源库"}, {"title题名"}, {"organ单位"}),
    "wanfang": ({"作者单位", "中图分类号"}, {"刊名", "中图分类号"}),
    "wos": ({"ut", "ti"}, {"ti", "so"}, {"uniquewosid"}),
    "acl": ({"anthologyid"}, {"aclid"}),
}
