"""准考证: the candidate's own paper, two to a sheet of A4, or one file each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.conf import settings

from assessment import tickets as numbers
from assessment.models import Entry, Plan, Seat
from casework.services import files
from catalogue.enums import Level, SubjectKind
from printing import pdf, pictures, qr

TEMPLATE = "printing/assessment/tickets.1.html"
PHOTO = (25, 35)  # mm, one inch
UNSAFE = set('/\\:*?"<>|.')
LONGEST_NAME = 60
LONG = 12  # characters beyond which a name is set smaller
FAR = 60  # characters beyond which a place is


def of(plan: Plan, pks: Iterable[int]) -> list[Entry]:
    """The registrations with those keys, by ticket, loaded with all that stands on the paper."""
    rows = Entry.objects.filter(plan=plan, pk__in=list(pks)).defer("phone", "details")
    loaded = rows.select_related("item__occupation", "photo").order_by("ticket", "number")
    return list(loaded)


def render(plan: Plan, entries: Sequence[Entry], *, final: bool) -> bytes:
    """One PDF of all of them. Raises pdf.PrintError, files.DamagedFileError; ValueError names
    whose photograph cannot be read."""
    return next(documents(plan, [entries], final=final))


def documents(plan: Plan, batches: Iterable[Sequence[Entry]], *, final: bool):
    """A PDF for each batch, one after the other; seats are asked for once."""
    batches = list(batches)
    seats = _seats([entry for batch in batches for entry in batch])
    for batch in batches:
        resources: dict[str, bytes] = {}
        shown = [_shown(entry, seats[entry.pk], resources) for entry in batch]
        context = {"plan": plan, "agency": plan.agency, "tickets": shown, "final": final}
        yield pdf.render(TEMPLATE, context, resources=resources)


def file_name(entry: Entry) -> str:
    """`准考证号_姓名.pdf`, safe as a file name on every system."""
    return f"{_safe(entry.ticket)}_{_safe(entry.name)}.pdf"


def _safe(text: str) -> str:
    kept = ("_" if char in UNSAFE or not char.isprintable() else char for char in text)
    parts = "".join(kept)[:LONGEST_NAME].split("_")
    return "_".join(part.strip() for part in parts if part.strip()) or "_"


def _seats(entries: list[Entry]) -> dict[int, list[Seat]]:
    rows = Seat.objects.filter(entry__in=[each.pk for each in entries], session__cancelled_at=None)
    found = defaultdict(list)
    for seat in rows.select_related("session", "room__site").order_by("session__starts_at", "pk"):
        found[seat.entry_id].append(seat)
    return found


def _shown(entry: Entry, seats: list[Seat], resources: dict[str, bytes]) -> dict:
    code, photo = f"code-{entry.pk}.svg", f"photo-{entry.pk}.jpg"
    resources[code] = qr.svg(numbers.address(settings.SITE_URL, entry.ticket))
    if entry.photo:
        resources[photo] = _photo(entry)
    return {
        "entry": entry,
        "level": Level(entry.item.level).printed,
        "document": entry.get_document_display(),
        "long": len(entry.name) > LONG,
        "seats": [(seat, len(f"{seat.room.site}{seat.room.site.address}") > FAR) for seat in seats],
        "practical": any(seat.session.subject == SubjectKind.PRACTICE for seat in seats),
        "photo": photo if entry.photo else "",
        "code": code,
    }


def _photo(entry: Entry) -> bytes:
    try:
        return pictures.fitted(files.read(entry.photo), *PHOTO)
    except (ValueError, files.DamagedFileError) as error:
        raise ValueError(f"{entry.name}（{entry.number}）的照片无法读取，请更换照片。") from error
