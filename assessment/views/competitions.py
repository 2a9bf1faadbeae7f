"""Competitions and their results, by the people of the agency or the enterprise (JS-08)."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import identity
from assessment import person
from assessment.models import Competition, CompetitionResult
from assessment.services import competitions
from casework.views.sending import form_page, sent, taken
from catalogue.models import Occupation
from config import clock
from ui.forms import StyledFormMixin
from ui.tables import Column, Table

COLUMNS = (
    Column("name", "竞赛", ("name",)),
    Column("organiser", "主办单位", ("organiser",)),
    Column("held", "日期", ("held_on",)),
    Column("organisation", "登记单位"),
)
RESULTS = (
    Column("name", "姓名", ("name",)),
    Column("id_number", "证件号码"),
    Column("occupation", "职业", ("occupation__code",)),
    Column("rank", "名次", ("rank",), numeric=True),
    Column("level", "可晋升等级", ("level",)),
)


class CompetitionForm(StyledFormMixin, forms.ModelForm):
    """A competition."""

    class Meta:
        model = Competition
        fields = ["organisation", "name", "organiser", "document", "held_on"]
        widgets = {"held_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = competitions.registrars(user)
        self.fields["organisation"].empty_label = None
        self.fields["document"].help_text = "举办竞赛、公布成绩的文件名称和文号。"

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > clock.today():
            raise ValidationError("竞赛日期不能晚于今天。")
        return day


class ResultForm(StyledFormMixin, forms.ModelForm):
    """Somebody's rank and the level it gives."""

    id_number = forms.CharField(
        label="居民身份证号码",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    occupation = forms.CharField(label="职业编码", max_length=20, help_text="例如 6-31-01-03。")

    class Meta:
        model = CompetitionResult
        fields = ["name", "id_number", "occupation", "rank", "level"]

    def clean_name(self) -> str:
        return self._taken(person.clean_name, self.cleaned_data["name"])

    def clean_id_number(self) -> str:
        kind = identity.DocumentKind.ID_CARD
        return self._taken(lambda text: identity.clean(kind, text), self.cleaned_data["id_number"])

    def clean_occupation(self) -> Occupation:
        code = self.cleaned_data["occupation"].strip()
        found = Occupation.objects.filter(code=code, tier=4).first()
        if found is None:
            raise ValidationError("职业目录中没有这个编码，请核对。")
        return found

    @staticmethod
    def _taken(rule, text: str) -> str:
        try:
            return rule(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The competitions of one's own organisations."""
    _demand_agent(request)
    rows = competitions.of(request.user)
    table = Table(request, rows, COLUMNS, default_sort="-held", id="competitions")
    return render(request, "assessment/competitions/list.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Register a competition."""
    _demand_agent(request)
    form = CompetitionForm(*sent(request), user=request.user)
    if taken(form, lambda: competitions.keep(form.save(commit=False))):
        messages.success(request, "竞赛已登记。")
        return redirect("assessment:competition", form.instance.pk)
    back = reverse("assessment:competitions")
    return form_page(request, form, title="登记职业技能竞赛", button="登记", back=back)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """A competition with its results."""
    competition = get_object_or_404(competitions.of(request.user), pk=pk)
    rows = competition.results.select_related("occupation")
    table = Table(request, rows, RESULTS, default_sort="rank", id="results")
    context = {"competition": competition, "table": table}
    return render(request, "assessment/competitions/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a result."""
    competition = get_object_or_404(competitions.of(request.user), pk=pk)
    row = CompetitionResult(competition=competition)
    form = ResultForm(*sent(request), instance=row)
    if taken(form, lambda: competitions.keep(form.save(commit=False))):
        messages.success(request, "成绩已登记。")
        return redirect("assessment:competition", pk)
    back = reverse("assessment:competition", args=[pk])
    context = {"title": "登记竞赛成绩", "eyebrow": str(competition), "back": back}
    return form_page(request, form, button="登记", **context)


@require_POST
def remove_result(request: HttpRequest, pk: int, result: int) -> HttpResponse:
    """Take a result out."""
    competition = get_object_or_404(competitions.of(request.user), pk=pk)
    try:
        competitions.remove_result(competition, result)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, "成绩已移去。")
    return redirect("assessment:competition", pk)


def _demand_agent(request: HttpRequest) -> None:
    if not competitions.registrars(request.user).exists():
        raise PermissionDenied("只有单位的管理员或经办人可以登记竞赛。")
