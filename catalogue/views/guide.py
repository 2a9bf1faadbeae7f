"""The guide: what each regime asks, for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from catalogue import guide, regulations


@login_not_required
def guide_list(request: HttpRequest) -> HttpResponse:
    """Every regime in force, to choose one's own."""
    return render(request, "catalogue/guide/list.html", {"regulations": regulations.current()})


@login_not_required
def guide_detail(request: HttpRequest, regulation_id: str) -> HttpResponse:
    """One regime with all its rules, each with its clause. 404 for an unknown one."""
    try:
        regulation = regulations.get(regulation_id)
    except KeyError:
        raise Http404 from None
    context = {
        "regulation": regulation,
        "ways": guide.ways(regulation),
        "pictures": guide.pictures(regulation),
        "deadlines": guide.deadlines(regulation),
        "levels": guide.level_names(regulation),
        "offices": guide.offices(regulation),
    }
    return render(request, "catalogue/guide/detail.html", context)
