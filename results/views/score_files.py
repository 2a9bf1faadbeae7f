"""A round that comes in as a file, and the template of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from casework.views.sending import form_page, sent, taken
from printing import sheets
from printing.sheets import SheetError
from results.forms.scores import FileForm
from results.frames.scores import Frame
from results.services import rounds
from results.sheets import HEADS, read_file
from results.views.sheets import own_round_or_404, scored_or_403, workbook

SHOWN_FAULTS = 100


@require_safe
def template(request: HttpRequest, number: str, item: int, subject: str) -> HttpResponse:
    """The tickets of the sheet, with empty marks; no names."""
    plan = scored_or_403(request.user, number)
    round_ = own_round_or_404(request.user, plan, item, subject)
    rows = [(ticket, None, "") for ticket in _tickets(plan, item, subject)]
    content = sheets.write(HEADS, rows, title=str(round_.sheet.get_subject_display()))
    return workbook(content, f"成绩录入{number}-{item}-{subject}.xlsx")


def _tickets(plan, item: int, subject: str) -> dict[str, int]:
    frame = Frame.of(plan, (item, subject))
    lines = [line for key in frame.keys for line in frame.lines(key)]
    return {line.ticket: line.entry for line in lines if not line.is_void}


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, number: str, item: int, subject: str) -> HttpResponse:
    """Take a file over into one's round, whole or not at all."""
    plan = scored_or_403(request.user, number)
    round_ = own_round_or_404(request.user, plan, item, subject)
    form = FileForm(*sent(request))
    faults: list = []
    count: list[int] = []

    def do() -> None:
        file = form.cleaned_data["file"]
        full_mark = Frame.of(plan, (item, subject)).keys[0].subject.full_mark
        try:
            values, found = read_file(
                file.read(), file.name, _tickets(plan, item, subject), full_mark
            )
        except SheetError as refused:
            raise ValidationError(str(refused)) from refused
        faults.extend(found)
        if found:
            raise ValidationError(f"文件有 {len(found)} 处问题，没有导入任何成绩。改正后重新上传。")
        count.append(rounds.bring_in(round_, values, actor=request.user))

    if taken(form, do):
        messages.success(request, f"已导入 {count[0]} 人的成绩，核对后请提交。")
        return redirect("results:round", number, item, subject)
    context = {
        "title": f"导入{round_.get_position_display()}",
        "lead": "文件中的成绩会替换这些考生在本次录入中已填的成绩，其他人的不变。",
        "eyebrow": f"{round_.sheet} · {number}",
        "back": reverse("results:round", args=[number, item, subject]),
        "button": "导入",
        "template_url": reverse("results:round-template", args=[number, item, subject]),
        "faults": faults[:SHOWN_FAULTS],
        "more": max(len(faults) - SHOWN_FAULTS, 0),
    }
    return form_page(request, form, template="results/scores/file.html", **context)
