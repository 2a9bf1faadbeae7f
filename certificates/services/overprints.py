"""Entries alone, for paper that is printed already (套打): made anew from what was frozen, never
stored nor signed, as the paper itself is the document then."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from assessment.models import Plan
from casework.services import files
from certificates.documents.content import Content
from certificates.documents.drawing import DrawingError, draw
from certificates.documents.layouts import Layout
from certificates.enums import CertificateStatus
from certificates.models import Certificate, Edition
from certificates.services.downloads import with_files
from printing import binding

TITLE = "职业技能等级证书套打"
PART = 100  # certificates in one file


def parts_of(plan: Plan) -> list[tuple[int, int, int]]:
    """(part, first, last) of the files of a plan."""
    total = _valid(plan).count()
    return [(at // PART + 1, at + 1, min(at + PART, total)) for at in range(0, total, PART)]


def of_plan(plan: Plan, part: int) -> bytes:
    """The newest editions of a plan's valid certificates, one a page, in the order of their
    numbers. Raises as `pages`."""
    kept = Edition.objects.filter(file__isnull=False).select_related("photo", "certificate")
    rows = _valid(plan).prefetch_related(Prefetch("editions", kept.order_by("-sequence")))
    chosen = rows[(part - 1) * PART : part * PART]
    return pages([found.editions.all()[0] for found in chosen])


def _valid(plan: Plan) -> QuerySet[Certificate]:
    return with_files(plan).filter(status=CertificateStatus.VALID)


def pages(editions: Iterable[Edition]) -> bytes:
    """One page an edition. Raises DrawingError for the first that cannot be drawn, DamagedFileError
    for a photograph that is not as it was stored."""
    editions = list(editions)
    contents = [Content.from_json(each.content) for each in editions]
    photographs = {
        content.number: files.read(edition.photo)
        for content, edition in zip(contents, editions, strict=True)
        if edition.photo
    }
    drawn = draw(contents, photographs, layout=Layout.OVERPRINT)
    for each in drawn:
        if isinstance(each, DrawingError):
            raise each
    return binding.joined(drawn, title=TITLE)
