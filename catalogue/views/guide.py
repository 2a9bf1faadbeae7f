"""The guide: what each regime asks, for everybody."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue import guide, regulations
from catalogue.regulations import Regulation
from config import clock
from printing import pdf


@login_not_required
@require_safe
def guide_list(request: HttpRequest) -> HttpResponse:
    """Every regime in force, to choose one's own."""
    return render(request, "catalogue/guide/list.html", {"regulations": regulations.current()})


@login_not_required
@require_safe
def guide_detail(request: HttpRequest, regulation_id: str) -> HttpResponse:
    """One regime with all its rules, each with its clause. 404 for an unknown one."""
    return render(request, "catalogue/guide/detail.html", _told(_regulation(regulation_id)))


@login_not_required
@require_safe
def guide_sheet(request: HttpRequest, regulation_id: str) -> HttpResponse:
    """The same to print and tick off, as PDF. 404 for an unknown regime."""
    regulation = _regulation(regulation_id)
    # Drawing takes a second of a processor; whoever asks again within minutes gets the same sheet.
    key = f"guide-sheet/{regulation.id}/{regulation.version}/{clock.today()}"
    return HttpResponse(
        cache.get_or_set(key, lambda: _drawn(regulation), 600),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{regulation.id}.pdf"'},
    )


def _drawn(regulation: Regulation) -> bytes:
    context = _told(regulation) | {"site_url": settings.SITE_URL, "printed_on": clock.today()}
    return pdf.render("printing/guide.html", context)


def _regulation(regulation_id: str) -> Regulation:
    try:
        return regulations.get(regulation_id)
    except KeyError:
        raise Http404 from None


def _told(regulation: Regulation) -> dict:
    return {
        "regulation": regulation,
        "ways": guide.ways(regulation),
        "pictures": guide.pictures(regulation),
        "deadlines": guide.deadlines(regulation),
        "levels": guide.level_names(regulation),
        "offices": guide.offices(regulation),
        "province_wide": regulation.division.endswith("0000"),
        "receipt": guide.receipt(regulation),
        "evaluation": guide.evaluation(regulation),
        "video_kept": guide.video_kept(regulation),
    }
