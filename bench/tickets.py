"""Admission tickets as they are drawn: ours against the same tickets in flex containers."""

import io
from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.test import override_settings
from PIL import Image
from pypdf import PdfReader

from assessment.documents.tickets import PHOTO, TEMPLATE
from bench.race import Race
from printing import engine, pictures, qr

CHINA = ZoneInfo("Asia/Shanghai")
FLEXED = """<style>
.ticket-person, .ticket-foot { display: flex; min-height: 0; }
.ticket-person { align-items: flex-start; }
.ticket-foot { align-items: flex-end; }
.ticket-photo, .ticket-code { position: static; }
.ticket-photo { margin-left: 4mm; }
.ticket-code { margin-left: 2mm; }
</style></head>"""
PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def tickets(count: int) -> tuple[str, dict[str, bytes]]:
    """The page of so many tickets of two subjects, and the pictures on it."""
    numbers = [f"202603{each:06}" for each in range(1, count + 1)]
    picture = io.BytesIO()
    Image.effect_noise((295, 413), 80).convert("RGB").save(picture, "JPEG")
    pictures_of = {f"code-{number}.svg": qr.svg(number) for number in numbers}
    pictures_of["photo.jpg"] = pictures.fitted(picture.getvalue(), *PHOTO)
    context = {
        "plan": SimpleNamespace(title="基准机械有限公司第一批评价计划", contact="0635-8200000"),
        "agency": SimpleNamespace(name="基准机械有限公司"),
        "tickets": [_ticket(number) for number in numbers],
        "final": True,
    }
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": PLAIN}):
        return render_to_string(TEMPLATE, context), pictures_of


def _ticket(number: str) -> dict:
    item = SimpleNamespace(occupation=SimpleNamespace(name="电工"), printed_work_type="--")
    who = {"ticket": number, "name": "基准", "sex": "男", "id_number": "0" * 18, "item": item}
    return {
        "entry": SimpleNamespace(**who),
        "level": "四级/中级工",
        "document": "居民身份证",
        "long": False,
        "seats": [(_seat("理论知识考试", 25), False), (_seat("技能考核", 26), False)],
        "practical": True,
        "photo": "photo.jpg",
        "code": f"code-{number}.svg",
    }


def _seat(subject: str, day: int) -> SimpleNamespace:
    session = SimpleNamespace(
        get_subject_display=subject,
        starts_at=datetime(2026, 3, day, 9, tzinfo=CHINA),
        ends_at=datetime(2026, 3, day, 11, tzinfo=CHINA),
    )
    site = SimpleNamespace(name="第一考点", address="建设路1号")
    return SimpleNamespace(
        session=session, room=SimpleNamespace(site=site, name="第1考场"), number=7
    )


def the_same_is_said(ours: bytes, theirs: bytes) -> bool:
    return _words(ours) == _words(theirs)


def _words(pdf: bytes) -> list[list[str]]:
    """The words of each page, in whatever order they are drawn."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [sorted("".join(page.extract_text().split())) for page in pages]


def race(count: int) -> Race:
    """So many tickets, two to a sheet."""
    page, drawn = tickets(count)
    return Race(
        f"{count} 张准考证",
        "弹性盒排版",
        lambda: engine.draw(page, drawn),
        lambda: engine.draw(page.replace("</head>", FLEXED), drawn),
        floor=1.3,
        agree=the_same_is_said,
    )
