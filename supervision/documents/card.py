"""督导证: what a supervisor wears, with the code that says whether it holds."""

from django.conf import settings
from django.urls import reverse

from casework.services import files
from printing import pdf, pictures, qr
from supervision import corps
from supervision.enums import CorpsSide
from supervision.models import CorpsAppointment

TEMPLATE = "printing/supervision/card.1.html"
PHOTO = (25, 35)  # mm, one inch
CODE, PORTRAIT = "code.svg", "photo.jpg"


def address(case: CorpsAppointment) -> str:
    """What the code holds."""
    return f"{settings.SITE_URL}{reverse('supervision:supervisor-card', args=[case.token])}"


def render(case: CorpsAppointment) -> bytes:
    """The card. Raises pdf.PrintError, files.DamagedFileError; ValueError where the photograph
    cannot be read."""
    resources = {CODE: qr.svg(address(case))}
    if case.photo:
        resources[PORTRAIT] = pictures.fitted(files.read(case.photo), *PHOTO)
    context = {
        "case": case,
        "name": case.person.display_name,
        "side": CorpsSide(case.side).label,
        "by": case.appointed_by.name,
        "photo": PORTRAIT if case.photo else "",
        "code": CODE,
        "basis": corps.rules(),
    }
    return pdf.render(TEMPLATE, context, resources=resources)
