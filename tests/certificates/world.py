"""Plans whose results are confirmed, and certificates as they lie in the database."""

import hashlib
import io
from datetime import date

from PIL import Image

from assessment.enums import EntryStatus
from assessment.models import Entry, Plan
from casework.models import StoredFile
from casework.services import files
from catalogue.regulations.terms import PlanStep
from certificates.enums import CertificateStatus, Origin
from certificates.models import Certificate, Edition, StatusChange
from config import clock
from filing.models import Agency
from results.enums import Outcome
from results.models import Result
from tests.assessment.entering import id_number, portrait
from tests.results.world import AFTER, Day, a_day

ISSUED = date(2026, 6, 30)
PREFIX = "Y000037000001"


def confirmed(agencies, key: str = "lc", people: int = 3, state=PlanStep.CONFIRMED) -> Day:
    """A plan of an agency (lc, ln, sd, js, hb) whose people all qualified, each with a photo; the
    agency has a prefix for its numbers."""
    day = a_day(agencies, key, people, state)
    agency = day.plan.agency
    if not agency.prefix:
        letter = "S" if key == "sd" else "Y"
        province = agency.division.code[:2]
        agency.prefix = f"{letter}0000{province}{agency.pk % 1_000_000:06}"
        agency.save(update_fields=["prefix"])
    qualify(day.plan, day.entries)
    return day


def qualify(plan: Plan, entries: list[Entry]) -> None:
    """Let these have qualified, and give each a photo."""
    Result.objects.bulk_create(
        Result(plan=plan, entry=entry, outcome=Outcome.QUALIFIED, computed_at=AFTER)
        for entry in entries
    )
    for number, entry in enumerate(entries, 1):
        entry.photo = photo_of(plan, number)
        entry.status = EntryStatus.APPROVED
        entry.save(update_fields=["photo", "status"])


def photo_of(plan: Plan, number: int) -> StoredFile:
    """A JPEG of nobody; each number has another colour."""
    skin = (200 - number % 40, 150, 90 + number % 60)
    target = io.BytesIO()
    Image.open(io.BytesIO(portrait(skin=skin))).convert("RGB").save(target, "JPEG", quality=90)
    return files.keep(target.getvalue(), case=plan, name=f"照片{number}.jpg", kind="jpg", by=None)


def a_certificate(agency: Agency, number: int = 1, **columns) -> Certificate:
    """A certificate of the third level with its first edition, issued on `ISSUED`, without a file.
    `number` makes the serial and the holder."""
    prefix = agency.prefix or PREFIX
    made = Certificate.objects.create(
        **{
            "number": f"{prefix}263{number:06}",
            "origin": Origin.GENERATED,
            "standing_since": ISSUED,
            "name": f"考生{number}",
            "id_number": id_number(number),
            "employer": "第一机械厂",
            "occupation_code": "6-31-01-03",
            "occupation": "电工",
            "level": 3,
            "agency": agency,
            "agency_name": agency.name,
            "division": agency.division,
            "issued_on": ISSUED,
            **columns,
        }
    )
    StatusChange.objects.create(
        certificate=made,
        status=CertificateStatus.VALID,
        since=made.issued_on,
        at=clock.now(),
    )
    content = "{}"
    Edition.objects.create(
        certificate=made,
        content=content,
        content_sha256=hashlib.sha256(content.encode()).hexdigest(),
        made_at=clock.now(),
    )
    return made
