"""Due dates that a change of the calendar moved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casework import selectors
from casework.models import DeadlineMove
from ui.tables import Column, Table

COLUMNS = (
    Column("case", "事项", ("deadline__case__number",)),
    Column("deadline", "时限", ("deadline__name",)),
    Column("old", "原到期日", ("old",)),
    Column("new", "现到期日", ("new",)),
    Column("at", "调整时间", ("at",)),
)


@require_safe
def move_list(request: HttpRequest) -> HttpResponse:
    """Those of the cases that the person may see, the newest first."""
    visible = selectors.cases_visible_to(request.user)
    moves = DeadlineMove.objects.filter(deadline__case__in=visible).select_related("deadline__case")
    table = Table(request, moves, COLUMNS, default_sort="-at", id="moves")
    return render(request, "casework/moves.html", {"table": table})
