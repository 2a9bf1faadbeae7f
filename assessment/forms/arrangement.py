"""Sites, rooms, sessions and seats, as forms ask for them."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from assessment.enums import SeatOrder
from assessment.forms.changes import hour_field
from assessment.forms.plans import PlaceChoice, day_field, places_of
from assessment.models import Entry, Room, Seat, Session, Site
from assessment.selectors.arrangement import rooms_for
from assessment.services.seating import Move, Wish
from assessment.services.sessions import fingerprint, suggest
from casework.services.publications import MOBILE
from filing.models import Agency
from filing.rows.forms import digest
from ui.forms import StyledFormMixin

LONGEST_KEY = 18  # digits that a key has at the most
FORMS = {
    "theory": ("机考", "笔试"),
    "practice": ("实际操作", "模拟操作", "口试"),
    "review": ("答辩", "材料评审", "现场考察"),
}


class SeenForm(StyledFormMixin, forms.ModelForm):
    """Base of what several clerks keep: `seen` carries what the row held when the page opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, instance, **kwargs):
        kwargs["initial"] = {"seen": digest(instance), **kwargs.get("initial", {})}
        super().__init__(*args, instance=instance, **kwargs)

    def show_again(self) -> None:
        """Let the next try count: the page now has seen the row as it stands."""
        self.data = self.data.copy()
        present = type(self.instance).objects.filter(pk=self.instance.pk).first()
        self.data["seen"] = digest(present) if present else ""


class SiteForm(SeenForm):
    """A site of an agency."""

    division = PlaceChoice(None, label="所在地", empty_label="请选择")

    class Meta:
        model = Site
        fields = ("name", "division", "address", "contact")
        help_texts = {"contact": "会印在考务安排表上，请写办公电话，不写手机号码。"}

    def __init__(self, *args, agency: Agency, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["division"].queryset = places_of(agency.division.code)

    def clean_contact(self) -> str:
        contact = self.cleaned_data["contact"]
        if MOBILE.search(contact):
            raise ValidationError("请改用办公电话，不写手机号码。")
        return contact


class RoomForm(SeenForm):
    """A room of a site."""

    class Meta:
        model = Room
        fields = ("name", "kind", "capacity", "cameras", "order")
        help_texts = {"order": "同一考点的考场按这个顺序编排座位，数字小的在前。"}
        error_messages = {
            name: {"invalid": "请填写整数。", "max_value": "数字过大，请核对。"}
            for name in ("capacity", "cameras", "order")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "请选择"), *Room._meta.get_field("kind").choices]


class ItemsField(forms.ModelMultipleChoiceField):
    """Several rows by their keys; one that no key can be is refused before databases see it."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        for key in value if isinstance(value, list | tuple) else ():
            if len(str(key)) > LONGEST_KEY:
                code = "invalid_pk_value"
                message = self.error_messages[code]
                raise ValidationError(message, code=code, params={"pk": f"{str(key)[:9]}…"})
        return super().clean(value)


class RoomsField(ItemsField):
    """Rooms with what they hold."""

    def label_from_instance(self, room: Room) -> str:
        return f"{room.site} {room.name}（{room.capacity} 座）"


class SessionForm(StyledFormMixin, forms.Form):
    """A session of a subject; a new one comes with what is suggested."""

    items = ItemsField(None, label="职业等级")
    day = day_field("日期")
    begins = hour_field("开始时间")
    ends = hour_field("结束时间")
    form = forms.ChoiceField(label="考试形式")
    rooms = RoomsField(None, label="考场")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, session: Session, **kwargs):
        self.session = session
        kwargs["initial"] = _kept(session) if session.pk else _suggested(session)
        super().__init__(*args, **kwargs)
        plan, kind = session.plan, session.subject
        items = plan.items.filter(subjects__kind=kind, subjects__waived=False)
        self.fields["items"].queryset = items.select_related("occupation")
        rooms = rooms_for(plan, kind)
        fitting = Room.objects.filter(pk__in=[room.pk for room in rooms]).select_related("site")
        self.fields["rooms"].queryset = fitting.order_by("site__name", "site", "order", "name")
        known = dict.fromkeys([*FORMS[kind], session.form or FORMS[kind][0]])
        self.fields["form"].choices = [(each, each) for each in known]
        if plan.first_on:
            days = self.fields["day"].widget.attrs
            days["min"], days["max"] = f"{plan.first_on}", f"{plan.last_on or plan.first_on}"

    def clean(self) -> dict:
        given = super().clean()
        if given.get("begins") and given.get("ends") and given["ends"] <= given["begins"]:
            self.add_error("ends", "结束时间应晚于开始时间。")
        return given

    def wanted(self) -> Session:
        """The session with what was asked for; items and rooms apart."""
        given, session = self.cleaned_data, self.session
        session.starts_at, session.ends_at = (
            timezone.make_aware(datetime.combine(given["day"], given[name]))
            for name in ("begins", "ends")
        )
        session.form = given["form"]
        return session

    def show_again(self) -> None:
        """Let the next try count: the page now has seen the session as it stands."""
        self.data = self.data.copy()
        present = Session.objects.filter(pk=self.session.pk).first()
        self.data["seen"] = fingerprint(present) if present else ""


def _kept(session: Session) -> dict:
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return {
        "items": list(session.items.all()),
        "rooms": list(session.rooms.all()),
        "day": starts.date(),
        "begins": starts.time(),
        "ends": ends.time(),
        "form": session.form,
        "seen": fingerprint(session),
    }


def _suggested(session: Session) -> dict:
    found = suggest(session.plan, session.subject)
    if found is None:
        return {}
    starts, ends = timezone.localtime(found.starts_at), timezone.localtime(found.ends_at)
    return {
        "items": found.items,
        "rooms": found.rooms,
        "day": starts.date(),
        "begins": starts.time(),
        "ends": ends.time(),
    }


class AllotForm(StyledFormMixin, forms.Form):
    """How seats are given out. `drawn`: a lot has been drawn before, and again needs a reason."""

    order = forms.ChoiceField(label="编排方式", choices=SeatOrder, widget=forms.RadioSelect)
    rest = forms.BooleanField(
        label="只给还没有座位的人安排：按报名编号坐空位，已有的座位不动", required=False
    )
    reason = forms.CharField(
        label="重新抽取的原因",
        max_length=200,
        required=False,
        help_text="已经抽取过的，再次随机抽取须写明原因；两次抽取都留有记录。",
    )

    def __init__(self, *args, drawn: bool, seated: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.drawn = drawn
        self.fields["order"].initial = SeatOrder.SEQUENCE
        if not drawn:
            del self.fields["reason"]
        if not seated:
            del self.fields["rest"]

    def clean(self) -> dict:
        given = super().clean()
        anew = given.get("order") == SeatOrder.LOT and not given.get("rest")
        if self.drawn and anew and not given.get("reason"):
            self.add_error("reason", "请写明重新抽取的原因。")
        return given

    def wish(self) -> Wish:
        given = self.cleaned_data
        return Wish(given["order"], given.get("rest", False), given.get("reason", ""))


class MoveForm(StyledFormMixin, forms.Form):
    """Another seat for somebody. `had` carries the seat that the page showed, `swap` whom it named
    as sitting on the other: to exchange two seats one sends the form a second time."""

    room = forms.ModelChoiceField(None, label="考场", empty_label=None)
    number = forms.IntegerField(
        label="座位号", min_value=1, error_messages={"invalid": "座位号应为整数。"}
    )
    had = forms.CharField(required=False, widget=forms.HiddenInput)
    swap = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, session: Session, entry: Entry, own: Seat | None, **kwargs):
        self.session, self.entry, self.own = session, entry, own
        kwargs["initial"] = {"had": _word(own), "room": own and own.room_id}
        super().__init__(*args, **kwargs)
        rows = session.rooms.select_related("site").order_by("site__name", "site", "order", "name")
        self.fields["room"].queryset = rows

    def clean(self) -> dict:
        given = super().clean()
        room, number = given.get("room"), given.get("number")
        if room and number and number > room.capacity:
            self.add_error("number", f"{room.name}只有 {room.capacity} 个座位。")
        elif room and number and self.own:
            self._ask(room, number, given["swap"])
        return given

    def _ask(self, room: Room, number: int, named: str) -> None:
        rows = self.session.seats.filter(room=room, number=number).exclude(entry=self.entry)
        there = rows.select_related("entry").first()
        if there is not None and str(there.entry_id) != named:
            self.add_error(
                "number", f"{there.entry.name}坐在这个座位。要与他（她）互换的，请再次提交。"
            )
        self.data = self.data.copy()
        self.data["swap"] = str(there.entry_id) if there else ""

    def move(self) -> Move:
        """What was asked for."""
        given = self.cleaned_data
        room, _, number = given["had"].partition("/")
        had = (int(room), int(number)) if room.isdecimal() and number.isdecimal() else None
        occupant = int(given["swap"]) if given["swap"].isdecimal() else None
        here = (given["room"].pk, given["number"])
        return Move(
            self.entry.pk, *here, had, self.entry.pk if here == had and not occupant else occupant
        )


def _word(seat: Seat | None) -> str:
    return f"{seat.room_id}/{seat.number}" if seat else ""
