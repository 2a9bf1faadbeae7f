"""What each kind of change asks, and the answers to it."""

from django import forms
from django.utils import timezone

from assessment.enums import ChangeKind, DutyRole
from assessment.forms.plans import day_field
from assessment.models import Examiner, Plan, Room, Session
from assessment.selectors.arrangement import rooms_for
from assessment.services.change_drawing import to_come
from casework.forms import ActForm

PUBLIC = "会通知有关各方；公告内容随之变更的，原因一并公开，请不要写个人信息。"
ALL = "所有未开考的场次"


def hour_field(label: str) -> forms.TimeField:
    """A time of day, picked as the browser offers it."""
    return forms.TimeField(
        label=label, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )


class ChangeForm(ActForm):
    """Base of the proposals. `chosen` is the session from whose page one came."""

    reason = forms.CharField(
        label="变更原因",
        max_length=150,
        help_text=PUBLIC,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, chosen: Session | None = None, **kwargs):
        self.chosen = chosen
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "reason"])
        self.offer(self.case)

    def offer(self, plan: Plan) -> None:
        """Fill the lists with what the plan has."""

    def values(self) -> dict:
        """What the kind of change is drawn from."""
        return {name: value for name, value in self.facts().items() if name != "reason"}


class DaysForm(ChangeForm):
    """The days of the whole plan."""

    first_on = day_field("首场日期")
    last_on = day_field("末场日期")

    def start(self, case: Plan) -> dict:
        return {"first_on": case.first_on, "last_on": case.last_on}


class SessionForm(ChangeForm):
    """The time of one session."""

    session = forms.ModelChoiceField(None, label="场次", empty_label="请选择")
    day = day_field("新的日期")
    begins = hour_field("开始时间")
    ends = hour_field("结束时间")

    def start(self, case: Plan) -> dict:
        if self.chosen is None:
            return {}
        starts, ends = (
            timezone.localtime(each) for each in (self.chosen.starts_at, self.chosen.ends_at)
        )
        return {
            "session": self.chosen.pk,
            "day": starts.date(),
            "begins": starts.time(),
            "ends": ends.time(),
        }

    def offer(self, plan: Plan) -> None:
        self.fields["session"].queryset = to_come(plan)


class RoomForm(ChangeForm):
    """Another room instead of one that is lost."""

    room = forms.ModelChoiceField(None, label="不能使用的考场", empty_label="请选择")
    session = forms.ModelChoiceField(None, label="场次", required=False, empty_label=ALL)
    other = forms.ModelChoiceField(
        None,
        label="换成的考场",
        empty_label="请选择",
        help_text="同类、在评价所在地、当时空闲、座位足够的考场。考生按原来的座位顺序移入。",
    )

    def start(self, case: Plan) -> dict:
        return {"session": self.chosen and self.chosen.pk}

    def offer(self, plan: Plan) -> None:
        sessions = to_come(plan)
        used = Room.objects.filter(sessions__in=sessions).distinct().select_related("site")
        kinds = set(used.values_list("kind", flat=True))
        fitting = [room.pk for kind in sorted(kinds) for room in rooms_for(plan, kind)]
        others = Room.objects.filter(pk__in=fitting).select_related("site")
        self.fields["session"].queryset = sessions
        for name, rows in (("room", used), ("other", others.order_by("kind", "site", "order"))):
            self.fields[name].queryset = rows
            self.fields[name].label_from_instance = _room_label


class StaffForm(ChangeForm):
    """Somebody else for a person's duties."""

    examiner = forms.ModelChoiceField(None, label="不能到场的人员", empty_label="请选择")
    session = forms.ModelChoiceField(None, label="场次", required=False, empty_label=ALL)
    other = forms.ModelChoiceField(
        None,
        label="接替人员",
        empty_label="请选择",
        help_text="当时没有其他安排、可担任同一工作的人员。",
    )

    def start(self, case: Plan) -> dict:
        return {"session": self.chosen and self.chosen.pk}

    def offer(self, plan: Plan) -> None:
        sessions = to_come(plan)
        people = Examiner.objects.filter(agency=plan.agency_id)
        self.fields["session"].queryset = sessions
        self.fields["examiner"].queryset = people.filter(duties__session__in=sessions).distinct()
        self.fields["other"].queryset = people.filter(left_on=None)
        self.fields["other"].label_from_instance = _with_roles


def _with_roles(examiner: Examiner) -> str:
    """Whom, and what he or she may do: of two namesakes one is the invigilator."""
    return f"{examiner.name}（{'、'.join(str(DutyRole(each).label) for each in examiner.roles)}）"


def said(label: str, **options) -> forms.CharField:
    """A few sentences of the office, which the agency reads."""
    return forms.CharField(
        label=label, max_length=300, widget=forms.Textarea(attrs={"rows": 3}), **options
    )


class AgreeForm(ActForm):
    """The office agrees, with a word if one is wanted."""

    note = said("意见", required=False)


class RefuseForm(ActForm):
    """The office does not agree, and says why."""

    note = said("理由", help_text="请写明为什么不同意，机构会看到。")


class WithdrawForm(ActForm):
    """The agency takes the proposal back."""


FORMS = {
    ChangeKind.DAYS: DaysForm,
    ChangeKind.SESSION: SessionForm,
    ChangeKind.ROOM: RoomForm,
    ChangeKind.STAFF: StaffForm,
}


def _room_label(room: Room) -> str:
    return f"{room.get_kind_display()}：{room}（{room.capacity} 个座位）"
