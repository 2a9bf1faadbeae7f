"""What stands in an application, section by section, in the words that an officer reads."""

from collections.abc import Iterator

from casework.services.materials import Slot
from catalogue.enums import Level
from filing.documents.dossier import Dossier
from filing.sections import SECTIONS
from filing.sections.all import FORMS, form_of


def sections(dossier: Dossier) -> list[dict]:
    """Each section with its `fields` (key, label, value, mask) and `tables` (key, title, heads,
    rows of cells; the first `by` cells name a row)."""
    return [_section(dossier, each.key, each.title) for each in SECTIONS]


def _section(dossier: Dossier, key: str, title: str) -> dict:
    fields = list(_OWN_FIELDS[key](dossier)) if key in _OWN_FIELDS else []
    if key in FORMS:
        form = form_of(dossier.filing, key, dossier.answers.get(key, {}))
        fields += [_field(row.key, row.label, row.value, row.mask) for row in form.rows()]
    tables = [make(dossier) for make in _TABLES.get(key, ())]
    return {"key": key, "title": title, "fields": fields, "tables": [t for t in tables if t]}


def _field(key: str, label: str, value: str, mask: str = "") -> dict:
    return {"key": key, "label": label, "value": value, "mask": mask}


def _table(key: str, title: str, heads: list[str], rows: list[list], *, by: int = 1) -> dict:
    """A head may name its mask after a `|`."""
    parsed = [{"label": head.partition("|")[0], "mask": head.partition("|")[2]} for head in heads]
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return {"key": key, "title": title, "heads": parsed, "rows": cells, "by": by}


def _registered(dossier: Dossier) -> Iterator[dict]:
    """What the portal knows of the applicant already."""
    owner = dossier.filing.owner
    yield _field("name", "单位名称", owner.name)
    yield _field("code", "统一社会信用代码", owner.code)
    yield _field("kind", "机构性质", owner.get_kind_display())
    yield _field("affiliation", "隶属关系", owner.get_affiliation_display())
    yield _field("division", "所在地", str(owner.division))


def _scope(dossier: Dossier) -> dict:
    rows = [
        [
            item.occupation.code,
            item.occupation.name,
            item.printed_work_type,
            item.level_range,
            item.method_labels,
            item.headcount,
            item.experience,
            item.assessed,
            item.post,
            item.reason,
        ]
        for item in dossier.scope
    ]
    heads = [
        "职业编码",
        "职业",
        "工种（职业方向）",
        "等级范围",
        "评价方式",
        "技能人员数",
        "评价经历",
        "已评价人数",
    ]
    return _table("scope", "申报的职业（工种）", [*heads, "本单位岗位", "归入理由"], rows, by=3)


def _own_levels(dossier: Dossier) -> dict:
    rows = [
        [each.name, each.get_relation_display(), Level(each.level).printed]
        for each in dossier.own_levels
    ]
    return _table("own_levels", "自设等级", ["等级名称", "关系", "对应国家等级"], rows)


def _standings(dossier: Dossier) -> dict | None:
    rows = [
        [
            each.name,
            str(each.occupation),
            Level(each.top_level).printed if each.top_level else "",
            each.unit,
            each.unit_code,
        ]
        for each in dossier.standings
    ]
    heads = ["名称", "对应职业", "最高等级", "承担工作的单位会员", "会员代码"]
    return _table("standings", "主体专业（业务）", heads, rows, by=2) if rows else None


def _people(dossier: Dossier) -> dict:
    rows = [
        [
            each.get_role_display(),
            each.name,
            each.get_document_kind_display() if each.id_number else "",
            each.id_number,
            each.phone,
            each.employer,
            each.post,
            each.title,
            each.certificate,
            each.field,
            "专职" if each.full_time else "",
        ]
        for each in dossier.people
    ]
    heads = ["类别", "姓名", "证件类型", "证件号码|id_number", "联系电话|phone", "所在单位"]
    more = ["职务或岗位", "职称或技能等级", "资质证书编号", "负责的职业（工种）", "专职"]
    return _table("people", "机构人员", [*heads, *more], rows, by=2)


def _facilities(dossier: Dossier) -> dict:
    rows = [
        [
            each.get_kind_display(),
            each.name,
            each.address,
            each.quantity,
            each.capacity,
            each.serves,
            "有" if each.monitored else "",
        ]
        for each in dossier.facilities
    ]
    heads = ["类别", "名称", "地点", "数量", "可容纳人数（工位）", "适用的职业（工种）", "视频监控"]
    return _table("facilities", "场地设备", heads, rows, by=2)


def _standards(dossier: Dossier) -> dict:
    rows = [
        [
            item.occupation.code,
            item.occupation.name,
            item.printed_work_type,
            item.basis,
            item.adjusted,
            "是" if item.adjusted and item.not_below else "",
        ]
        for item in dossier.scope
    ]
    heads = ["职业编码", "职业", "工种（职业方向）", "评价依据", "对标准的调整", "不低于国家标准"]
    return _table("standards", "评价标准（规范）", heads, rows, by=3)


def _papers(dossier: Dossier) -> dict:
    rows = [row for slot in dossier.papers for row in _paper(slot)]
    heads = ["材料", "文件", "第几版", "SHA-256", "替代方式", "说明"]
    return _table("papers", "材料", heads, rows)


def _paper(slot: Slot) -> list[list]:
    if slot.written:
        return [[slot.name, "见“工作方案”部分", "", "", "", ""]]
    if not slot.papers:
        return [[slot.name, "未提交", "", "", "", ""]] if slot.is_missing else []
    return [
        [
            slot.name
            if paper.current.title == slot.name
            else f"{slot.name}：{paper.current.title}",
            paper.current.file.name if paper.current.file else "",
            paper.current.version,
            paper.current.file.sha256 if paper.current.file else "",
            paper.current.instead_label,
            paper.current.note,
        ]
        for paper in slot.papers
    ]


def _title(slot: Slot, title: str) -> str:
    return slot.name if title == slot.name else f"{slot.name}：{title}"


_OWN_FIELDS = {"organisation": _registered}
_TABLES = {
    "scope": (_scope, _own_levels, _standings),
    "people": (_people,),
    "venue": (_facilities,),
    "standards": (_standards,),
    "papers": (_papers,),
}
