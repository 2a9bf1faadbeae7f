"""The people of a session, arranged by the agency; one's own duties."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from assessment.checks import staffing
from assessment.enums import DutyRole
from assessment.forms.staffing import DutyForm
from assessment.frames.arrangement import Frame
from assessment.models import Duty, Plan, Room, Session
from assessment.selectors import arrangement as rights
from assessment.selectors import rotation, supervision
from assessment.selectors.norms import Norms, Post
from assessment.selectors.suggestions import Choice, Choices
from assessment.services import duties
from assessment.services.duties import Given
from assessment.views.entries import plan_or_404
from casework.services.door import DoorError, ForbiddenError
from casework.views.sending import sent, taken
from config import clock
from ui import ports
from ui.tables import Column, Table

AT_ONCE = 40  # sessions that one request fills: each looks at all people of the plan
WHOLE = (DutyRole.CHIEF, DutyRole.INTERNAL, DutyRole.SUPPORT)
OWN_DUTIES = (
    Column("when", "时间", ("session__starts_at",)),
    Column("place", "地点"),
    Column("role", "工作", ("role",)),
    Column("agency", "评价机构"),
    Column("state", "状态"),
    Column("ways", "办理"),
)


@dataclass(frozen=True)
class Place:
    """A card of the page: a role in a room, or one for all rooms; `post` says what a room takes,
    `barred` who cannot come and why."""

    role: DutyRole
    room: Room | None
    duties: list[Duty]
    post: Post | None
    form: DutyForm | None
    barred: list[Choice]

    @property
    def title(self) -> str:
        return f"{self.room.name}：{self.role.label}" if self.room else self.role.label

    @property
    def key(self) -> str:
        return f"{self.role}-{self.room.pk if self.room else 0}"


@require_http_methods(["GET", "HEAD", "POST"])
def session_staff(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Who is where in a session. Everybody who sees the plan may read it; managers and clerks of
    the agency arrange it while the plan allows."""
    plan, session = session_or_404(request.user, number, pk)
    may = rights.arranges(request.user, plan)
    if request.method == "POST" and not may:
        raise PermissionDenied(_refusal(request.user, plan))
    frame, session = _read(plan, session)
    places = _places(request, frame, session, may=may)
    if request.method == "POST":
        place = next((p for p in places if p.key == request.POST.get("place")), None)
        if place is None:
            raise Http404
        if taken(place.form, lambda: _assign(request, session, place)):
            messages.success(request, f"已安排{place.form.cleaned_data['examiner']}。")
            return redirect("assessment:session-staff", number, pk)
    context = {
        "plan": plan,
        "session": session,
        "when": staffing.span(session),
        "places": places,
        "may": may,
        "external": [d for d in frame.duties.get(session.pk, []) if d.role == DutyRole.EXTERNAL],
        "sends": supervision.sends(request.user, plan),
        "issues": _issues(frame, session),
        "rotation": rotation.of(frame),
        "people": not may or plan.agency.examiners.exists(),
        "back": reverse("assessment:sessions", args=[number]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "assessment/staffing/session.html", context, status=status)


@require_POST
def fill(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give every post that lacks people those who are free and fit."""
    plan, session = session_or_404(request.user, number, pk)
    _demand(request.user, plan)
    made: list[int] = []
    if _done(request, lambda: made.append(duties.fill(session, actor=request.user))):
        told = f"已按建议安排 {made[0]} 人。" if made[0] else "没有可以再安排的空闲人员。"
        messages.success(request, told)
    return redirect("assessment:session-staff", number, pk)


@require_POST
def fill_all(request: HttpRequest, number: str) -> HttpResponse:
    """Fill the posts of the sessions of a plan, each as `fill` does: those where nobody is yet come
    first, then the earlier ones; a great plan takes more than one turn."""
    plan = plan_or_404(request.user, number)
    _demand(request.user, plan)
    rows = plan.sessions.filter(cancelled_at=None).annotate(staffed=Count("duties__examiner"))
    made: list[int] = []

    def do() -> None:
        for session in sorted(rows, key=lambda s: (s.staffed > 0, s.starts_at, s.pk))[:AT_ONCE]:
            made.append(duties.fill(session, actor=request.user))

    if _done(request, do):
        told = f"已按建议安排 {sum(made)} 人次。" if any(made) else "没有可以再安排的空闲人员。"
        left = rows.filter(staffed=0).count() if any(made) else 0
        messages.success(request, f"{told}还有 {left} 场没有安排，请再办理一次。" if left else told)
    return redirect("assessment:sessions", number)


@require_POST
def remove(request: HttpRequest, number: str, pk: int, duty: int) -> HttpResponse:
    """Take somebody out."""
    plan, session = session_or_404(request.user, number, pk)
    _demand(request.user, plan)
    rows = session.duties.filter(examiner__isnull=False).select_related("examiner", "session")
    row = get_object_or_404(rows, pk=duty)
    if _done(request, lambda: duties.release(row, actor=request.user)):
        messages.success(request, f"已撤下{row.examiner}。")
    return redirect("assessment:session-staff", number, pk)


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What the person has to do, the next first; `?show=past` for what is over."""
    past = request.GET.get("show") == "past"
    rows = supervision.duties_of(request.user)
    now = clock.now()
    rows = rows.filter(session__ends_at__lt=now) if past else rows.filter(session__ends_at__gte=now)
    sort = "-when" if past else "when"
    table = Table(request, rows, OWN_DUTIES, default_sort=sort, id="duties")
    ways = ports.duty_ways(list(table.page), request.user)
    context = {
        "table": table,
        "past": past,
        "rows": [
            (
                row,
                staffing.span(row.session),
                row.session.plan.state in rotation.OPEN,
                ways.get(row.pk, []),
            )
            for row in table.page
        ],
    }
    return render(request, "assessment/staffing/own.html", context)


def session_or_404(user: User, number: str, pk: int) -> tuple[Plan, Session]:
    """The plan and its session; 404 for whom the plan does not exist, and for one cancelled."""
    plan = plan_or_404(user, number)
    session = get_object_or_404(plan.sessions.filter(cancelled_at=None), pk=pk)
    session.plan = plan
    return plan, session


def _read(plan: Plan, session: Session) -> tuple[Frame, Session]:
    frame = Frame.of(plan)
    for each in frame.sessions:
        each.plan = plan
    found = next((each for each in frame.sessions if each.pk == session.pk), None)
    if found is None:
        raise Http404
    return frame, found


def _places(request: HttpRequest, frame: Frame, session: Session, *, may: bool) -> list[Place]:
    choices = Choices(frame, session) if may else None
    slots = [(role, None, None) for role in WHOLE]
    slots[1:1] = [(post.role, post.room, post) for post in Norms(frame).posts(session)]
    there = frame.duties.get(session.pk, [])
    places = []
    for role, room, post in slots:
        room_pk = room.pk if room else None
        held = [duty for duty in there if duty.role == role and duty.room_id == room_pk]
        found = choices.of(role, room_pk) if choices else []
        place = Place(role, room, held, post, None, [c for c in found if c.barred])
        places.append(replace(place, form=_form(request, place, found) if may else None))
    return places


def _form(request: HttpRequest, place: Place, found: list[Choice]) -> DutyForm:
    data = sent(request) if request.POST.get("place") == place.key else ()
    label = f"安排{place.role.label}"
    return DutyForm(*data, choices=found, label=label, auto_id=f"{place.key}-%s")


def _assign(request: HttpRequest, session: Session, place: Place) -> None:
    given = Given(place.form.cleaned_data["examiner"], place.role, place.room)
    duties.assign(session, given, actor=request.user)


def _issues(frame: Frame, session: Session) -> list:
    """What concerns this session alone; how the judges change is a matter of the whole plan."""
    found = staffing.check(replace(frame, sessions=[session]))
    head = staffing.where(session)
    return [
        replace(each, message=each.message.removeprefix(head).lstrip("，："))
        for each in found
        if each.code != "staff-rotation"
    ]


def _done(request: HttpRequest, do) -> bool:
    try:
        do()
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except (ValidationError, DoorError) as refused:
        said = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
        for text in said:
            messages.error(request, text)
        return False
    return True


def _demand(user: User, plan: Plan) -> None:
    if not rights.arranges(user, plan):
        raise PermissionDenied(_refusal(user, plan))


def _refusal(user: User, plan: Plan) -> str:
    if not rights.of_agency(user, plan):
        return duties.NOT_YOURS
    return duties.closed(plan)
