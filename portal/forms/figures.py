"""By what the figures are narrowed."""

from datetime import date

from django import forms

from catalogue.enums import DivisionTier
from catalogue.models import Division
from certificates.enums import CertificateLevel
from portal.selectors.figures.asked import Asked, Scope, places_of, prefix
from ui.forms import StyledFormMixin

MONTH = "年月写成 2026-01 的样子。"
INDENT = {DivisionTier.COUNTY: "　"}
FIRST_YEAR, LAST_YEAR = 1990, 2200


class MonthField(forms.DateField):
    """A month, as its first day."""

    def __init__(self, **options):
        widget = forms.DateInput(
            format="%Y-%m", attrs={"type": "month", "placeholder": "2026-01", "maxlength": 7}
        )
        super().__init__(
            input_formats=["%Y-%m"],
            widget=widget,
            required=False,
            error_messages={"invalid": MONTH},
            **options,
        )

    def to_python(self, value) -> date | None:
        found = super().to_python(value)
        if found and not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise forms.ValidationError(MONTH)
        return found


class PlaceChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, place: Division) -> str:
        """Counties stand under their city."""
        return INDENT.get(place.tier, "") + place.name


class FiguresForm(StyledFormMixin, forms.Form):
    """What the figures are of. `fields`: those that the topic can be narrowed by. A scope or place
    beyond one's own is for the view to refuse."""

    scope = forms.ChoiceField(label="范围", required=False)
    place = PlaceChoiceField(None, label="地区", empty_label="全部地区", required=False)
    since = MonthField(label="自（年月）")
    until = MonthField(label="至（年月）")
    occupation = forms.CharField(label="职业名称或编码", max_length=100, required=False)
    level = forms.TypedChoiceField(
        label="等级",
        choices=[("", "全部等级"), *CertificateLevel.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args, scope: Scope, scopes: list[Scope], fields: tuple[str, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.of = scope
        self.fields["scope"].choices = [(each.key, each.label) for each in scopes]
        places = places_of(scope.office) if scope.office else []
        self.fields["place"].queryset = Division.objects.filter(pk__in=[p.pk for p in places])
        shown = {*fields, *(["scope"] if scopes[1:] else []), *(["place"] if places else [])}
        for name in set(self.fields) - shown:
            del self.fields[name]

    def clean(self) -> dict:
        given = super().clean()
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", "截止年月早于开始年月，请对调或改正。")
        return given

    def asked(self, user) -> Asked:
        """What was asked for; what makes no sense is said beside its field and left out."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return Asked(
            user=user,
            scope=self.of,
            place=prefix(given.get("place"), self.of) if self.of.office else "",
            since=given.get("since"),
            until=given.get("until"),
            occupation=(given.get("occupation") or "").strip(),
            level=given.get("level"),
        )

    def said(self) -> str:
        """What was asked for, in words: the head of what is printed or taken away."""
        given = getattr(self, "cleaned_data", {})
        levels = dict(CertificateLevel.choices)
        months = [f"{given[name]:%Y-%m}" if given.get(name) else "" for name in ("since", "until")]
        parts = (
            self.of.label,
            given["place"].full_name if given.get("place") else "",
            "至".join(months) if any(months) else "",
            (given.get("occupation") or "").strip(),
            str(levels[given["level"]]) if given.get("level") else "",
        )
        return "，".join(part for part in parts if part)
