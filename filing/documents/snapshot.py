"""The application as the officer reads it, frozen at each submission; what changed between two."""

import hashlib
from dataclasses import dataclass
from itertools import count

from accounts import masking
from casework.services.timeline import canonical
from filing.documents import content
from filing.documents.dossier import Dossier

VERSION = 1
PAPERS = "papers"
MASKS = {"phone": masking.phone, "id_number": masking.id_number}


@dataclass(frozen=True)
class Change:
    """One thing that differs: before and after in words, empty where it was not there."""

    section: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """A field or a row of a table as one text, whole and as the screen shows it."""

    label: str
    text: str
    shown: str


ABSENT = Line("", "", "")


def of(dossier: Dossier) -> dict:
    """Everything in the application, in words; `sections` are those of `filing.documents.content`.

    Plain values only. Personal numbers stand in full: it lies encrypted, and `shown` masks them.
    """
    filing, regulation = dossier.filing, dossier.regulation
    return {
        "version": VERSION,
        "number": filing.number,
        "purpose": filing.get_purpose_display(),
        "regulation": {
            "id": regulation.id,
            "version": regulation.version,
            "name": regulation.name,
        },
        "receiver": str(filing.receiver),
        "sections": content.sections(dossier),
    }


def text_of(snapshot: dict) -> str:
    """The one spelling of a snapshot, of which its digest is taken."""
    return canonical(snapshot)


def digest_of(snapshot: dict) -> str:
    """The SHA-256 of a snapshot."""
    return hashlib.sha256(text_of(snapshot).encode()).hexdigest()


def content_digest(snapshot: dict) -> str:
    """The SHA-256 of all but the papers: of what a printed form shows, whatever is uploaded."""
    kept = [each for each in snapshot["sections"] if each["key"] != PAPERS]
    return digest_of({**snapshot, "sections": kept})


def shown(snapshot: dict) -> dict:
    """The same for the screen: personal numbers masked, empty columns left out."""
    sections = [_masked(each) for each in snapshot["sections"]]
    for section in sections:
        section["tables"] = [_without_empty_columns(table) for table in section["tables"]]
    return {**snapshot, "sections": sections}


def diff(old: dict, new: dict) -> list[Change]:
    """What differs between two submissions, in the order of the new one, masked."""
    before = {each["key"]: each for each in old["sections"]}
    after = {each["key"]: each for each in new["sections"]}
    changes = []
    for key in dict.fromkeys([*after, *before]):
        title = (after.get(key) or before[key])["title"]
        left, right = _lines(before.get(key)), _lines(after.get(key))
        for name in dict.fromkeys([*right, *left]):
            was, now = left.get(name, ABSENT), right.get(name, ABSENT)
            if was.text != now.text:
                changes.append(Change(title, now.label or was.label, was.shown, now.shown))
    return changes


def _lines(section: dict | None) -> dict[tuple, Line]:
    """Everything in a section under a name that stays the same when the rest of it changes."""
    if section is None:
        return {}
    masked = _masked(section)
    lines = {
        ("", field["key"]): Line(field["label"], field["value"], hidden["value"])
        for field, hidden in zip(section["fields"], masked["fields"], strict=True)
    }
    for table, hidden in zip(section["tables"], masked["tables"], strict=True):
        for row, row_shown in zip(table["rows"], hidden["rows"], strict=True):
            name = (table["key"], *row[: table["by"]])
            label = " ".join(part for part in row_shown[: table["by"]] if part)
            line = Line(f"{table['title']}：{label}", _told(table, row), _told(table, row_shown))
            lines[next((*name, n) for n in count() if (*name, n) not in lines)] = line
    return lines


def _told(table: dict, row: list[str]) -> str:
    pairs = zip(table["heads"], row, strict=True)
    return "，".join(f"{head['label']} {cell}" for head, cell in pairs if cell)


def _masked(section: dict) -> dict:
    fields = [{**each, "value": _hide(each["value"], each["mask"])} for each in section["fields"]]
    return {**section, "fields": fields, "tables": [_masked_table(t) for t in section["tables"]]}


def _masked_table(table: dict) -> dict:
    masks = [head["mask"] for head in table["heads"]]
    rows = [
        [_hide(cell, mask) for cell, mask in zip(row, masks, strict=True)] for row in table["rows"]
    ]
    return {**table, "rows": rows}


def _without_empty_columns(table: dict) -> dict:
    filled = [place for place, cells in enumerate(zip(*table["rows"], strict=True)) if any(cells)]
    rows = [[row[place] for place in filled] for row in table["rows"]]
    return {**table, "heads": [table["heads"][place] for place in filled], "rows": rows}


def _hide(text: str, mask: str) -> str:
    return MASKS[mask](text) if mask and text else text
