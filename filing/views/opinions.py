"""Where an expert writes his opinion, on a phone beside the machine he looks at."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from casework.forms import refuse
from casework.services import door, materials
from casework.views.acts import answer
from filing.forms.experts import DissentForm, OpinionForm, StepBackForm
from filing.models import Filing, PanelMember
from filing.selectors import experts
from filing.services import opinions, seats
from filing.views.panels import filing_or_404

SAVE = "save"  # the button that only saves; any other send says it for good


@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, number: str) -> HttpResponse:
    """The opinion on every condition and on the whole. Once spoken, the panel's page takes over."""
    filing, member = _seat_or_404(request.user, number)
    if not opinions.is_silent(member):
        return redirect("filing:panel", number)
    save_url = reverse("filing:opinion-save", args=[number])
    form = OpinionForm(request.POST or None, member=member, save_url=save_url)
    if not form.is_valid():
        return _page(request, filing, member, form)
    try:
        done = _take(member, form, finally_=SAVE not in request.POST)
    except ValidationError as refused:
        refuse(form, refused)
        return _page(request, filing, member, form)
    except door.DoorError as refused:
        form.add_error(None, str(refused))
        return _page(request, filing, member, form, status=409)
    messages.success(request, done)
    return redirect("filing:opinion", number)


def _take(member: PanelMember, form: OpinionForm, *, finally_: bool) -> str:
    """Save what was sent, and say it for good if so wanted; answers what to tell the person."""
    for name in form.changed_data:
        _save(member, name, form.cleaned_data[name])
    if not finally_:
        return "已保存，还没有提交。"
    opinions.speak(member, actor=member.user)
    return "意见已提交，谢谢。"


@require_POST
def save(request: HttpRequest, number: str) -> HttpResponse:
    """Keep one field as it is typed; answers what to show beside the page's title."""
    _, member = _seat_or_404(request.user, number)
    problem = ""
    for name, value in request.POST.items():
        if name == "csrfmiddlewaretoken":
            continue
        try:
            _save(member, name, value.replace("\r\n", "\n"))
        except ValidationError as refused:
            problem = refused.messages[0]
    return render(request, "filing/panel/saved.html", {"problem": problem})


@require_http_methods(["GET", "HEAD", "POST"])
def step_back(request: HttpRequest, number: str) -> HttpResponse:
    """Leave the panel (回避)."""
    filing, member = _seat_or_404(request.user, number)
    form = StepBackForm(*_sent(request), case=filing, actor=request.user)

    def do() -> None:
        if form.is_bound:
            token = form.cleaned_data["token"]
            seats.step_back(member, actor=request.user, token=token, **form.facts())
        elif not opinions.is_silent(member):
            raise door.NotNowError("意见已经提交，不能再申请回避；有特殊情况的，请联系受理机关。")

    page = {
        "label": "申请回避",
        "warning": "提交后即退出专家组，由候补专家递补，不能撤销。",
        "to": reverse("filing:my-panels"),
    }
    return answer(request, form, do, page, done="已退出专家组。")


@require_http_methods(["GET", "HEAD", "POST"])
def dissent(request: HttpRequest, number: str) -> HttpResponse:
    """Put one's own view on record where the others think otherwise."""
    filing, member = _seat_or_404(request.user, number)
    form = DissentForm(*_sent(request), case=filing, actor=request.user)

    def do() -> None:
        if form.is_bound:
            token = form.cleaned_data["token"]
            opinions.dissent(member, actor=request.user, token=token, **form.facts())
        elif not opinions.may_dissent(request.user, filing):
            raise door.NotNowError(
                "全部专家提交意见后、结论形成前，与多数意见不同的专家可以记录保留意见。"
            )

    page = {"label": "记录保留意见", "to": reverse("filing:panel", args=[number])}
    return answer(request, form, do, page, done="保留意见已记录。")


def _seat_or_404(user: User, number: str) -> tuple[Filing, PanelMember]:
    """The filing and the person's seat. Who may see the filing without one: 403."""
    filing = filing_or_404(user, number)
    member = experts.seat_of(user, filing)
    if member is None:
        raise PermissionDenied("只有专家组成员可以填写意见。")
    return filing, member


def _save(member: PanelMember, name: str, value: str) -> None:
    """Field names are `<condition>-<field>`, or the field alone for the whole."""
    condition, _, field = name.rpartition("-")
    opinions.save(member, condition=condition, field=field, value=value)


def _page(
    request: HttpRequest,
    filing: Filing,
    member: PanelMember,
    form: OpinionForm,
    status: int | None = None,
) -> HttpResponse:
    slots = {slot.key: slot for slot in materials.overview(filing)}
    rows = [
        row | {"slots": [slots[key] for key in row["condition"].materials if key in slots]}
        for row in form.rows()
    ]
    context = {"filing": filing, "member": member, "form": form, "rows": rows}
    wrong = form.is_bound and not form.is_valid()
    return render(
        request, "filing/panel/opinion.html", context, status=status or (422 if wrong else 200)
    )


def _sent(request: HttpRequest) -> tuple:
    return (request.POST,) if request.method == "POST" else ()
