"""What officers tell each other about a case."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from casework import rules
from casework.forms import CommentForm
from casework.services import comments
from casework.views.acts import answer
from casework.views.cases import visible_or_404
from casework.views.sending import sent


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, number: str) -> HttpResponse:
    """An internal comment: 403 for the applicant's people, 404 for whom the case does not exist."""
    case = visible_or_404(request.user, number)
    if not rules.sees_inner_side(request.user, case):
        raise PermissionDenied("只有机关工作人员可以写内部意见。")
    form = CommentForm(*sent(request), case=case, actor=request.user)

    def do() -> None:
        if form.is_bound:
            given = form.cleaned_data
            comments.add(case, text=given["note"], actor=request.user, token=given["token"])

    return answer(request, form, do, {"label": "写内部意见"}, done="内部意见已记入办理进程。")
