"""People with tickets, photographs and seats: an arrangement as it is when it is printed."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

from django.test import TestCase
from pypdf import PdfReader

from assessment.models import Entry, Plan, PlanItem, PrintRun, Room, Seat, Session, Site
from casework.services import files, jobs
from config import clock
from tests.assessment.entering import an_entry, portrait

CHINA = ZoneInfo("Asia/Shanghai")
ROOM = 10  # seats in a room


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """An hour in March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=CHINA)


def a_site(agency, name: str = "第一考点", address: str = "建设路1号") -> Site:
    return Site.objects.create(agency=agency, name=name, division=agency.division, address=address)


def a_session(plan: Plan, *items: PlanItem, subject: str = "theory", day: int = 25) -> Session:
    hour = {"theory": 9, "practice": 14, "review": 16}[subject]
    made = Session.objects.create(
        plan=plan,
        subject=subject,
        starts_at=moment(day, hour),
        ends_at=moment(day, hour + 1, 30),
        form="笔试" if subject == "theory" else "现场操作",
    )
    made.items.set(items)
    return made


def people(plan: Plan, item: PlanItem, numbers, *, photos: bool = True, **columns) -> list[Entry]:
    """Approved candidates with their tickets; one photograph serves them all."""
    picture = None
    if photos:
        picture = files.keep(portrait(), case=plan, name="照片.png", kind="png", by=None)
    approved = {"status": "approved", "decided_by": plan.created_by, "decided_at": clock.now()}
    return [
        an_entry(
            plan,
            item,
            number,
            **{"photo": picture, "ticket": f"202603{number:06}", **approved, **columns},
        )
        for number in numbers
    ]


def seat(session: Session, entries: list[Entry], site: Site, kind: str = "theory") -> None:
    """Ten to a room, as many rooms as it takes; those that are there are used again."""
    rows = []
    for at, entry in enumerate(entries):
        room, _ = Room.objects.get_or_create(
            site=site,
            name=f"{'理论' if kind == 'theory' else '实操'}第{at // ROOM + 1}考场",
            defaults={"kind": kind, "capacity": ROOM, "order": at // ROOM + 1},
        )
        rows.append(Seat(session=session, room=room, number=at % ROOM + 1, entry=entry))
    Seat.objects.bulk_create(rows)
    session.rooms.add(*{row.room for row in rows})


def arranged(plan: Plan, item: PlanItem, numbers=range(1, 4), **columns) -> list[Entry]:
    """Candidates who all sit in a session of theory and one of practice."""
    entries = people(plan, item, numbers, **columns)
    site = a_site(plan.agency)
    seat(a_session(plan, item), entries, site)
    seat(a_session(plan, item, subject="practice", day=26), entries, site, "practice")
    return entries


def printed(run: PrintRun) -> PrintRun:
    """The run when its job has come to its end."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        jobs.work_off(seconds=600)
    return PrintRun.objects.select_related("job", "plan").get(pk=run.pk)


def pages(data: bytes) -> list[str]:
    """The text of each page without blanks."""
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    return ["".join(text.split()) for text in texts]
