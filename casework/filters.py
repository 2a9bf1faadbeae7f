"""What a list of cases may be narrowed by."""

from datetime import timedelta

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django_filters import CharFilter, ChoiceFilter, FilterSet

from accounts.selectors import staffed_by
from casework import kinds, selectors
from casework.enums import PublicationKind, PublicationStatus
from casework.models import Case, Publication
from config import clock
from ui.forms import StyledFormMixin

SOON = 7


class FilterForm(StyledFormMixin, forms.Form):
    """Looks like every other form."""


def kind_choices() -> list[tuple[str, str]]:
    return [(kind.code, kind.label) for kind in kinds.all_kinds()]


def state_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The states, kind by kind: the same word may name different ones."""
    return [
        (kind.label, [(f"{kind.code}:{value}", label) for value, label in kind.states.choices])
        for kind in kinds.all_kinds()
    ]


class CaseFilter(FilterSet):
    """Narrows cases; without a choice of progress only those still open are listed."""

    search = CharFilter(label="编号、事项或单位名称", method="by_text")
    kind = ChoiceFilter(label="类别", choices=kind_choices, empty_label="全部类别")
    state = ChoiceFilter(
        label="状态", choices=state_choices, empty_label="全部状态", method="by_state"
    )
    progress = ChoiceFilter(
        label="进展",
        choices=[("closed", "已办结"), ("all", "全部")],
        empty_label="办理中",
        method="by_progress",
    )
    due = ChoiceFilter(
        label="时限",
        choices=[("overdue", "已逾期"), ("soon", f"今天起 {SOON} 日内到期")],
        empty_label="不限",
        method="by_due",
    )
    assignee = ChoiceFilter(
        label="承办人",
        choices=[("me", "我承办的"), ("nobody", "待接办的")],
        empty_label="不限",
        method="by_assignee",
    )

    reported = ChoiceFilter(
        label="报备",
        choices=[("here", "已向本机关报备")],
        empty_label="不限",
        method="by_reported",
    )

    class Meta:
        model = Case
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.told = selectors.reported_to(self.request.user)
        if self.told is None:
            del self.filters["reported"]
        if not staffed_by(self.request.user):
            del self.filters["assignee"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        found = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        narrowing = ("progress", "state", "search", "reported")
        narrowed = any(asked.get(name) for name in narrowing)
        return found if narrowed else found.filter(closed_at=None)

    def by_text(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        text = value.strip().replace("\0", "")[:100]
        return queryset.filter(
            Q(number__icontains=text) | Q(title__icontains=text) | Q(owner__name__icontains=text)
        )

    def by_state(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        kind, _, state = value.partition(":")
        return queryset.filter(kind=kind, state=state)

    def by_progress(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset.filter(closed_at__isnull=False) if value == "closed" else queryset

    def by_due(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        if value == "overdue":
            return selectors.overdue(queryset)
        today = clock.today()
        span = (today, today + timedelta(SOON))
        return queryset.filter(closed_at=None, due_on__range=span)

    def by_assignee(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset.filter(assignee=self.request.user if value == "me" else None)

    def by_reported(self, queryset: QuerySet, _name: str, _value: str) -> QuerySet:
        return queryset.filter(pk__in=self.told.values("pk"))


def canonical(query: str) -> str:
    """What of the part of an address after the question mark narrows or sorts the list: nothing
    else, in one order, so that two spellings of the same list are the same text."""
    asked = QueryDict(query[:2000].replace("\0", ""))
    names = [*CaseFilter.base_filters, "sort"]
    kept = QueryDict(mutable=True)
    for name in names:
        if value := asked.get(name, "").strip():
            kept[name] = value
    return kept.urlencode()


class PublicationFilter(FilterSet):
    """Narrows what was made public."""

    search = CharFilter(label="标题或发布单位", method="by_text")
    kind = ChoiceFilter(label="类别", choices=PublicationKind.choices, empty_label="全部")
    status = ChoiceFilter(label="状态", choices=PublicationStatus.choices, empty_label="不限")

    class Meta:
        model = Publication
        form = FilterForm
        fields: list[str] = []

    def by_text(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        text = value.strip().replace("\0", "")[:100]
        return queryset.filter(Q(title__icontains=text) | Q(office__name__icontains=text))
