"""The forms of windows and of the selection on merit."""

from functools import cached_property

from django import forms

from casework.forms import ActForm, opinion
from catalogue import workdays
from catalogue.enums import Level
from config import clock
from filing.documents import outcome
from filing.forms.experts import day
from filing.models import ScopeItem, SelectionWindow
from filing.selectors import windows
from filing.selectors.windows import CLOSED, Host
from filing.services.selection import Choice
from filing.services.windows import Terms
from filing.wording import named
from ui.forms import StyledFormMixin, style

LEVEL = {"coerce": int, "empty_value": None}
CRITERIA = "技术评估结论；场地设施设备；管理和考评人员；评价经历和质量管控；本地产业需要。"


def count(label: str, **options) -> forms.IntegerField:
    """How many applicants."""
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=1000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        **options,
    )


class WindowForm(StyledFormMixin, forms.Form):
    """A window of one of the offices for which the person publishes."""

    host = forms.ChoiceField(label="组织征集的机关和适用的政策")
    title = forms.CharField(
        label="名称", max_length=100, help_text="例如：2026年第一批评价机构征集公告。"
    )
    opens = day("开始日期", help_text="含当日。")
    closes = day("截止日期", help_text="含当日；之后不能提交，已提交的可以补正。")
    at_least = count("至少选定（家）")
    at_most = count("至多选定（家）")
    criteria = forms.CharField(
        label="择优标准",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="随公告公开，遴选时照此比较。",
    )

    def __init__(self, *args, hosts: list[Host], **kwargs):
        super().__init__(*args, **kwargs)
        self.hosts = {host.key: host for host in hosts}
        field = self.fields["host"]
        field.choices = [(host.key, host.label) for host in hosts]
        first = hosts[0]
        if len(hosts) == 1:
            field.widget = forms.HiddenInput()
        field.initial = first.key
        self.fields["opens"].initial = clock.today()
        self.fields["criteria"].initial = CRITERIA
        if rule := first.numbers:
            self.fields["at_least"].initial = rule.at_least
            self.fields["at_most"].initial = rule.at_most

    @property
    def terms(self) -> Terms:
        """What the window is to be."""
        asked = {name: value for name, value in self.cleaned_data.items() if name != "host"}
        return Terms(**asked)

    @property
    def chosen(self) -> Host:
        """For which office, under which regulation."""
        return self.hosts[self.cleaned_data["host"]]


class ExtensionForm(StyledFormMixin, forms.Form):
    closes = day("新的截止日期", help_text="含当日，应晚于现在的截止日期。")
    reason = forms.CharField(
        label="延长的原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="随更正后的公告公开。",
    )


class SelectForm(ActForm):
    """Which rows of the scope are granted, at which levels; why not, where not."""

    note = opinion("遴选意见", help_text="与同批申请比较的情况。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = list(self.case.scope.select_related("occupation"))
        for item in self.items:
            self.fields |= _fields_of(item)
        self.order_fields([name for name in self.fields if name != "note"])

    @cached_property
    def stand(self) -> windows.Tally | None:
        """How the window stands."""
        window = self.case.window
        return windows.tally(window, besides=self.case) if window else None

    @property
    def still_open(self) -> SelectionWindow | None:
        """The window, while applications may still come into it."""
        window = self.case.window
        closed = window is None or windows.standing(window, clock.today()) == CLOSED
        return None if closed else window

    def clean(self):
        given = super().clean()
        for item in self.items:
            self._check(item, given)
        granted = [item for item in self.items if given.get(f"grant_{item.pk}")]
        if self.items and not granted:
            self.add_error(None, "请至少确定一个职业（工种）；都不入选的，请办理“不予遴选”。")
        return given

    def _check(self, item: ScopeItem, given: dict) -> None:
        reason = f"reason_{item.pk}"
        if not given.get(f"grant_{item.pk}"):
            if not given.get(reason) and reason not in self.errors:
                self.add_error(reason, f"请写明{named(item)}未入选的理由。")
            return
        lowest, highest = given.get(f"lowest_{item.pk}"), given.get(f"highest_{item.pk}")
        if lowest and highest and Level(lowest).is_higher_than(Level(highest)):
            self.add_error(f"highest_{item.pk}", f"{named(item)}：最高等级不能低于最低等级。")

    def facts(self) -> dict:
        given = self.cleaned_data
        return {
            "note": given["note"],
            "choices": [_choice(item, given) for item in self.items],
        }


def _fields_of(item: ScopeItem) -> dict[str, forms.Field]:
    name = named(item)
    levels = [(level.value, level.printed) for level in item.levels]
    made: dict[str, forms.Field] = {
        f"grant_{item.pk}": forms.BooleanField(
            label=f"确定{name}",
            required=False,
            initial=True,
            help_text=f"申报：{item.level_range}。",
        ),
    }
    if len(levels) > 1:
        for key, word, first in (
            ("lowest", "最低", item.lowest),
            ("highest", "最高", item.highest),
        ):
            made[f"{key}_{item.pk}"] = forms.TypedChoiceField(
                label=f"{name}：确定的{word}等级", choices=levels, initial=first, **LEVEL
            )
    made[f"reason_{item.pk}"] = forms.CharField(
        label=f"{name}：未入选的理由",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="不确定这个职业（工种）的填写，会告知申请单位。",
    )
    for field in made.values():
        style(field.widget)
    return made


def _choice(item: ScopeItem, given: dict) -> Choice:
    if not given[f"grant_{item.pk}"]:
        return Choice(item.pk, reason=given[f"reason_{item.pk}"])
    return Choice(
        item.pk,
        lowest=given.get(f"lowest_{item.pk}", item.lowest),
        highest=given.get(f"highest_{item.pk}", item.highest),
    )


class PubliciseForm(ActForm):
    """What will be public is shown; a word goes on the timeline."""

    note = opinion("说明")

    @cached_property
    def shown(self) -> outcome.Publicity:
        """What will be published."""
        return outcome.publicity(self.case)

    @cached_property
    def rule(self):
        """How long."""
        return self.case.regulation.deadline(outcome.DEADLINE)

    @property
    def closes_on(self):
        """The last day, if it is published today."""
        return workdays.add_working_days(
            clock.today(), self.rule.amount, calendar=workdays.current()
        )


class ReopenForm(ActForm):
    note = opinion(
        "理由",
        required=True,
        help_text="写明哪些异议成立、为什么要重新评估。公示随之撤下，理由随原文公开。",
    )


class DeclineForm(ActForm):
    note = opinion(
        "未入选的理由",
        required=True,
        help_text="对照择优标准写明。印在《未入选告知书》上，送达申请单位。",
    )

    @cached_property
    def window(self) -> SelectionWindow | None:
        """The window, for its criteria."""
        return self.case.window
