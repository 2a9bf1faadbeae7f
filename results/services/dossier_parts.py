"""What goes into a dossier, piece by piece: each a small ZIP with members in a fixed order."""

import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import timezone

from assessment.models import Plan
from casework import history
from casework.models import Case, Event, StoredFile
from casework.services import files
from casework.services.timeline import canonical
from papers.models import Paper, Picture
from papers.services import contents, pictures
from results.documents import dossier
from results.documents.dossier_outcome import LAST
from results.documents.dossier_tables import FIRST, stored

SHEETS = {sheet.path: sheet for sheet in (*FIRST, *LAST)}
PLAN, PAPERS, TIMELINE = "plan", "papers", "timeline"
SINGLE = (PLAN, PAPERS, TIMELINE)
EACH = 200  # stored files in a part
TITLES = {
    "01_计划/计划.json": "评价计划",
    "11_办理记录/timeline.jsonl": "办理记录（每行一条，含摘要链）",
}
STORED = (".pdf", ".jpg", ".png", ".docx", ".xlsx")  # packed already


def sections(plan: Plan) -> Iterator[dict]:
    """What each part holds, as the payload of its piece of work."""
    for name in (*SINGLE, *SHEETS):
        yield {"section": name}
    kept = stored(plan).exclude(material__destroyed_on__isnull=False)
    pks = [str(pk) for pk in kept.values_list("pk", flat=True)]
    for first in range(0, len(pks), EACH):
        yield {"section": "files", "files": pks[first : first + EACH]}


def info(path: str, moment: datetime) -> zipfile.ZipInfo:
    """The head of a member: the time is that of the last record, so that the same plan gives the
    same bytes."""
    made = zipfile.ZipInfo(path, timezone.localtime(moment).timetuple()[:6])
    packed = path.endswith(STORED)
    made.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    made.external_attr = 0o600 << 16
    return made


def write(plan: Plan, payload: dict, moment: datetime, target: Path) -> dict:
    """Write one part. Answers how many rows each of its tables has. Raises ValueError or
    DamagedFileError (Chinese) for what is not as it was stored."""
    section = payload["section"]
    with zipfile.ZipFile(target, "w") as pack:
        if sheet := SHEETS.get(section):
            with pack.open(info(sheet.path, moment), "w", force_zip64=True) as member:
                return {sheet.path: dossier.write(sheet, plan, member)}
        for path, data in MAKERS[section](plan, payload):
            with pack.open(info(path, moment), "w", force_zip64=True) as member:
                for piece in data:
                    member.write(piece)
    return {}


def _plan(plan: Plan, payload: dict) -> Iterator[tuple[str, Iterator[bytes]]]:
    names = ("number", "title", "state", "regulation_id", "regulation_version", "method")
    dates = ("opened_at", "enrol_from", "enrol_until", "first_on", "last_on")
    texts = ("contact", "complaints", "enrol_way", "schedule", "entry_terms", "contents")
    values = {
        name: getattr(plan, name) for name in (*names, *dates, *texts, "incentives", "quality")
    }
    values |= {
        "agency": {"code": plan.agency.code, "name": plan.agency.name},
        "division": str(plan.division),
        "office": str(plan.office or ""),
        "receiver": str(plan.receiver or ""),
        "regulation": plan.regulation.name,
        "audiences": plan.audiences,
        "commission": plan.for_commission.number if plan.for_commission else "",
        "permit": plan.permit.document if plan.permit else "",
        "closed_at": plan.closed_at,
    }
    text = json.dumps(values, ensure_ascii=False, indent=2, sort_keys=True, default=dossier.plain)
    yield "01_计划/计划.json", iter([text.encode()])


def _papers(plan: Plan, payload: dict) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Papers that were opened, with their key: exactly the bytes of which the sealed digest is.
    What was never opened stays sealed; only its digest is in the table."""
    rows = Paper.objects.filter(plan=plan, openings__isnull=False).distinct().order_by("number")
    named: set[str] = set()
    for paper in rows.iterator(chunk_size=10):
        held = contents.read(paper)
        named |= {
            each["image"]
            for section in held["sections"]
            for each in section["questions"]
            if each.get("image")
        }
        yield (
            f"05_试卷/{paper.pk}_{paper.subject}_{paper.form}.json",
            iter([paper.contents.encode()]),
        )
    for picture in Picture.objects.filter(pk__in=named).order_by("pk").iterator(chunk_size=10):
        yield f"05_试卷/图片/{picture.pk}.jpg", iter([pictures.read(picture)])


def _timeline(plan: Plan, payload: dict) -> Iterator[tuple[str, Iterator[bytes]]]:
    yield "11_办理记录/timeline.jsonl", _events(plan)


def _events(plan: Plan) -> Iterator[bytes]:
    """Every record with all that its digest is made of. What officers keep among themselves is left
    out, its digest is not, so the chain can be proved all the same; nor are officers named."""
    case = Case.objects.get(pk=plan.pk)
    rows = Event.objects.filter(case=case).order_by("sequence")
    for event in rows.select_related("actor", "actor_office", "note").iterator(chunk_size=2000):
        note = getattr(event, "note", None)
        shared = note if note and note.public else None
        yield (
            canonical(
                {
                    "case": event.case_id,
                    "sequence": event.sequence,
                    "at": event.at.astimezone(UTC).isoformat(),
                    "actor": event.actor_id,
                    "actor_office": event.actor_office_id,
                    "act": event.act,
                    "source": event.source,
                    "target": event.target,
                    "facts": event.facts,
                    "note_digest": event.note_digest,
                    "token": str(event.token or ""),
                    "previous": event.previous,
                    "digest": event.digest,
                    "by": history.actor_of(event, inner=False),
                    "note": shared and {"text": shared.text, "public": True, "salt": shared.salt},
                }
            ).encode()
            + b"\n"
        )


def _files(plan: Plan, payload: dict) -> Iterator[tuple[str, Iterator[bytes]]]:
    rows = StoredFile.objects.filter(case_id=plan.pk, pk__in=payload["files"]).order_by("pk")
    for file in rows:
        yield dossier.path_of(file), iter([files.read(file)])


MAKERS = {PLAN: _plan, PAPERS: _papers, TIMELINE: _timeline, "files": _files}


def index(plan: Plan, members: list[dict], head: dict) -> tuple[bytes, bytes]:
    """index.json and the readable 目录.html; `members` each have path, size, sha256 and rows."""
    titles = {**{path: sheet.title for path, sheet in SHEETS.items()}, **TITLES}
    listed = [{**each, "title": titles.get(each["path"], "")} for each in members]
    about = {
        "number": plan.number,
        "title": plan.title,
        "agency": plan.agency.name,
        "regulation": f"{plan.regulation_id}.{plan.regulation_version}",
        "timeline": head,
        "members": listed,
    }
    text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True)
    folders: dict[str, list] = {}
    for each in listed:
        folders.setdefault(each["path"].partition("/")[0].partition("_")[2], []).append(each)
    shown = {
        "plan": plan,
        "folders": [
            (name, rows, sum(row["size"] for row in rows)) for name, rows in folders.items()
        ],
        "head": head,
        "files_folder": dossier.FILES.partition("_")[2],
    }
    return text.encode(), render_to_string("results/archive/contents.html", shown).encode()
