"""People from a spreadsheet: read, judged row by row, and only then kept, all or none.

Between preview and confirmation the rows travel with the page, sealed for this application: no
list of ID numbers is left lying on the server, and nobody can change what was previewed.
"""

import json
from dataclasses import dataclass
from typing import BinaryIO

from django.core.exceptions import ValidationError

from accounts import protection
from accounts.identity import DocumentKind
from filing.enums import PersonRole
from filing.models import Filing, Person
from filing.rows.people import PersonForm, people_of
from printing import sheets
from printing.sheets import CellFault, Sheet, SheetError, SheetRow

MOST_ROWS = 500
# Column heads and the fields of the form that they fill.
COLUMNS = {
    "类别": "role",
    "姓名": "name",
    "证件类型": "document_kind",
    "证件号码": "id_number",
    "联系电话": "phone",
    "所在单位": "employer",
    "职务或岗位": "post",
    "职称或职业技能等级": "title",
    "资质证书编号": "certificate",
    "负责的职业（工种）": "field",
    "专职": "full_time",
}
NEEDED = ("类别", "姓名")
ROLES = {role.label: role.value for role in PersonRole}
DOCUMENTS = {kind.label: kind.value for kind in DocumentKind}
LISTED = ("role", "document_kind")  # said in words of the sheet
YES, NO = ("是", "专职", "√"), ("", "否", "兼职")

Values = dict[str, str]


@dataclass(frozen=True)
class Reading:
    """What a file came to: rows ready to be kept, or everything that is wrong with it."""

    rows: list[Values]
    faults: list[str]


def template() -> bytes:
    """An empty sheet with the right heads."""
    return sheets.write(list(COLUMNS), [], title="机构人员")


def read(file: BinaryIO, filing: Filing) -> Reading:
    """Every row of an uploaded file, or every fault with row and column. Writes nothing."""
    try:
        sheet = sheets.read(file, max_rows=MOST_ROWS)
    except SheetError as error:
        return Reading([], [str(error)])
    faults = _faults_of_heads(sheet)
    if faults:
        return Reading([], faults)
    named = [str(fault) for fault in sheet.faults]
    doubtful = {row.number for row in sheet.rows if row.doubts}
    rows: list[Values] = []
    seen: dict[tuple[str, str], int] = {}
    for row in sheet.rows:
        values = _values(sheet, row)
        if row.number not in doubtful:
            found = _faults_of_row(values, row, filing) + _repeated(values, row, seen)
            named += [str(fault) for fault in found]
        rows.append(values)
    return Reading([], named) if named else Reading(rows, [])


def _faults_of_heads(sheet: Sheet) -> list[str]:
    missing = [name for name in NEEDED if name not in sheet.headers]
    unknown = [name for name in sheet.headers if name not in COLUMNS]
    faults = []
    if missing:
        faults.append(f"第 1 行缺少列：{'、'.join(missing)}。请用模板填写。")
    if unknown:
        faults.append(f"第 1 行有模板没有的列：{'、'.join(unknown)}。请删去，或改成模板的列名。")
    return faults


def _values(sheet: Sheet, row: SheetRow) -> Values:
    values = dict.fromkeys(COLUMNS.values(), "")
    for name, text in zip(sheet.headers, row.cells, strict=True):
        values[COLUMNS[name]] = text
    values["role"] = ROLES.get(values["role"], values["role"])
    document = values["document_kind"] or DocumentKind.ID_CARD.label
    values["document_kind"] = DOCUMENTS.get(document, document)
    return values


def _faults_of_row(values: Values, row: SheetRow, filing: Filing) -> list[CellFault]:
    heads = {field: head for head, field in COLUMNS.items()}
    form = _form(values, filing, _there(values, filing))
    faults = []
    if values["role"] not in PersonRole.values:
        remedy = f"请填写{'、'.join(ROLES)}之一"
        faults.append(CellFault(row.number, heads["role"], "类别不对", remedy))
    if values["document_kind"] not in DocumentKind.values:
        remedy = f"请填写{'、'.join(DOCUMENTS)}之一，或者不填"
        faults.append(CellFault(row.number, heads["document_kind"], "证件类型不对", remedy))
    if values["full_time"] not in YES + NO:
        faults.append(CellFault(row.number, heads["full_time"], "只能填是或否", "请改正"))
    for name, errors in form.errors.items():
        if name not in LISTED and name in heads:
            problem = str(errors[0]).rstrip("。")
            faults.append(CellFault(row.number, heads[name], problem, "请改正后重新上传"))
    return faults


def _repeated(values: Values, row: SheetRow, seen: dict[tuple[str, str], int]) -> list[CellFault]:
    key = (values["role"], protection.normalise(values["id_number"]))
    if not key[1]:
        return []
    first = seen.setdefault(key, row.number)
    if first == row.number:
        return []
    return [CellFault(row.number, "证件号码", f"与第 {first} 行相同", "同一类别中请只留一行")]


def _there(values: Values, filing: Filing) -> Person:
    """The person who is in the list already (by number, without one by name), else a new one."""
    number = protection.normalise(values["id_number"])
    for person in people_of(filing):
        if person.role != values["role"]:
            continue
        same = person.id_number == number if number else person.name == values["name"]
        if same:
            return person
    return Person(filing=filing)


def _form(values: Values, filing: Filing, person: Person) -> PersonForm:
    data = {**values, "full_time": "on" if values["full_time"] in YES else ""}
    return PersonForm(data, filing=filing, instance=person)


def seal(rows: list[Values], filing: Filing) -> str:
    """The rows as the page of the preview carries them."""
    carried = {"people_of": filing.pk, "rows": rows}
    return protection.encrypt(json.dumps(carried, ensure_ascii=False))


def unseal(sealed: str, filing: Filing) -> list[Values]:
    """The rows of a preview. Raises ValidationError where it is none of this application."""
    try:
        carried = json.loads(protection.decrypt(sealed))
        if carried["people_of"] == filing.pk:
            return carried["rows"]
    except (protection.ProtectionError, ValueError, TypeError, KeyError):
        pass
    raise ValidationError("预览的内容不完整，没有写入。请重新上传文件。")


def forms(rows: list[Values], filing: Filing) -> list[PersonForm]:
    """A form for each row, of the person who is there already or of a new one."""
    return [_form(values, filing, _there(values, filing)) for values in rows]
