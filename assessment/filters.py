"""What the registrations of a plan may be narrowed by."""

from django.db.models import Q, QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet

from accounts import protection
from assessment.checks.entries import PROOFS
from assessment.enums import EntryStatus, EvidenceKind, Ground
from assessment.models import Entry
from assessment.selectors import papers
from casework.filters import FilterForm

PROBLEMS = [
    ("ineligible", "未核出符合的申报条件"),
    ("proof", "缺破格、越级、直接认定或职称的材料"),
    ("social_security", "依工作年限申报，缺社保信息"),
    ("photo", "缺照片"),
]


class EntryFilter(FilterSet):
    """Narrows registrations; who withdrew is listed only when asked for."""

    search = CharFilter(label="姓名、编号或完整证件号码", method="by_text")
    status = ChoiceFilter(label="状态", choices=EntryStatus.choices, empty_label="全部（未退出）")
    item = ChoiceFilter(label="职业等级", empty_label="全部")
    employer = CharFilter(label="工作单位", method="by_employer")
    problem = ChoiceFilter(
        label="存在的问题", choices=PROBLEMS, empty_label="不限", method="by_problem"
    )

    class Meta:
        model = Entry
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args, items, **kwargs):
        self.items = items
        super().__init__(*args, **kwargs)
        self.form.fields["item"].choices = [(str(item.pk), str(item)) for item in items]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        found = super().filter_queryset(queryset)
        asked = self.form.cleaned_data.get("status")
        return found if asked else found.exclude(status=EntryStatus.WITHDRAWN)

    def by_text(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        text = value.strip().replace("\0", "")[:100]
        hashed = protection.fingerprint("id_number", text)
        return queryset.filter(
            Q(name__icontains=text) | Q(number__iendswith=text) | Q(id_hash=hashed)
        )

    def by_employer(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset.filter(employer__icontains=value.strip().replace("\0", "")[:100])

    def by_problem(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        if value == "photo":
            return queryset.filter(photo=None)
        if value == "ineligible":
            return queryset.filter(ground=Ground.CONDITION, condition=None)
        if value == "social_security":
            return queryset.filter(papers.lacking(EvidenceKind.SOCIAL_SECURITY))
        lacking = Q(pk__in=[])
        for ground, kinds in PROOFS.items():
            if kinds:
                lacking |= Q(ground=ground) & ~papers.having(*kinds)
        return queryset.filter(lacking)
