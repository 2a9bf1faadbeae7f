"""Admission tickets, printed by the job and read back."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from django.utils.timezone import localtime
from pypdf import PdfReader

from assessment.models import Plan, Seat

TEXT = "q Q cm BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* Tj TJ"  # the operators of PDF that set text
SUBJECT = r"(理论知识考试|技能考核|综合评审)"
TICKET = re.compile(r"准考证号 (\d+)\s+姓名 (\S+)")
PLACE = re.compile(
    SUBJECT
    + r"\s+(\d+)年(\d+)月(\d+)日 \S+ (\d\d:\d\d)—(\d\d:\d\d)\s+(\S+)\s+\S+\s+(\S+)\s+(\d+)\s"
)


@dataclass(frozen=True)
class Ticket:
    """`places`: (subject, day, from, until, site, room, seat) in the order of the paper."""

    number: str
    name: str
    places: tuple[tuple, ...]


def read(pdf: bytes) -> list[Ticket]:
    """Every ticket of a print, in its order."""
    pages = PdfReader(io.BytesIO(_without_drawings(pdf))).pages
    return list(_tickets("\n".join(page.extract_text() for page in pages)))


def _without_drawings(pdf: bytes) -> bytes:
    """The same text without lines and QR codes, which take longer to read than all the rest."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            kept = pikepdf.parse_content_stream(page, TEXT)
            page.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))
        document.save(target)
    return target.getvalue()


def _tickets(text: str) -> Iterator[Ticket]:
    heads = list(TICKET.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=True):
        places = []
        for found in PLACE.finditer(text, head.end(), end):
            subject, year, month, day, since, until, site, room, seat = found.groups()
            on = f"{year}-{int(month):02}-{int(day):02}"
            places.append((subject, on, since, until, site, room, int(seat)))
        yield Ticket(*head.groups(), tuple(places))


def expected(plan: Plan) -> list[Ticket]:
    """What the tickets of a plan must say, by their numbers, as the seats lie in the database."""
    rows = Seat.objects.filter(session__plan=plan).order_by("entry__ticket", "session__starts_at")
    places: dict[tuple[str, str], list[tuple]] = {}
    for seat in rows.select_related("entry", "session", "room__site"):
        starts, ends = localtime(seat.session.starts_at), localtime(seat.session.ends_at)
        place = (
            seat.session.get_subject_display(),
            f"{starts:%Y-%m-%d}",
            f"{starts:%H:%M}",
            f"{ends:%H:%M}",
            seat.room.site.name,
            seat.room.name,
            seat.number,
        )
        places.setdefault((seat.entry.ticket, seat.entry.name), []).append(place)
    return [Ticket(*who, tuple(held)) for who, held in places.items()]
