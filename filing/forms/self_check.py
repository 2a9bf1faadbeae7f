"""What the public self-check asks."""

from django import forms
from django.core.exceptions import ValidationError

from catalogue.enums import Level
from catalogue.models import Occupation
from catalogue.regulations.terms import Affiliation, ApplicantKind
from filing.selectors.finding import meant
from filing.self_check import Question
from onboarding.places import PlaceField
from ui.forms import StyledFormMixin

MOST = 10
LEVELS = [("", "暂不填"), *Level.choices]


class OccupationsField(forms.CharField):
    """One occupation a line, by code or name. Cleans to a list without doubles."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def clean(self, value) -> list[Occupation]:
        text = super().clean(value)
        lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
        if len(lines) > MOST:
            raise ValidationError(f"一次最多查 {MOST} 个职业，现有 {len(lines)} 行。")
        found: dict[int, Occupation] = {}
        problems = []
        for line in lines:
            result = meant(line)
            if result.occupation:
                found[result.occupation.pk] = result.occupation
            else:
                problems.append(_problem(line, result.choices))
        if problems:
            raise ValidationError(problems)
        return list(found.values())


def _problem(line: str, choices: tuple[Occupation, ...]) -> str:
    if not choices:
        return f"职业目录中没有“{line[:20]}”，请换一个名称，或填写职业编码。"
    offered = "、".join(f"{each.name} {each.code}" for each in choices[:5])
    return f"“{line[:20]}”可能是：{offered}。请改填其中一个的编码。"


class CheckForm(StyledFormMixin, forms.Form):
    kind = forms.ChoiceField(label="单位类别", choices=[("", "请选择"), *ApplicantKind.choices])
    division = PlaceField(label="所在地", help_text="登记注册的地方，选到市或县（市、区）。")
    affiliation = forms.ChoiceField(
        label="隶属关系", choices=Affiliation.choices, widget=forms.RadioSelect
    )
    occupations = OccupationsField(
        label="想评价的职业",
        required=False,
        max_length=1000,
        help_text=f"每行一个，填职业名称、工种或编码，最多 {MOST} 个。不填也可以查。",
    )
    lowest = forms.TypedChoiceField(
        label="最低等级", required=False, choices=LEVELS, coerce=lambda n: Level(int(n))
    )
    highest = forms.TypedChoiceField(
        label="最高等级", required=False, choices=LEVELS, coerce=lambda n: Level(int(n))
    )

    def clean(self):
        given = super().clean()
        lowest, highest = given.get("lowest"), given.get("highest")
        if lowest and highest and highest > lowest:
            self.add_error("highest", "最高等级不能低于最低等级。")
        return given

    def question(self) -> Question:
        """One level alone stands for both ends."""
        given = self.cleaned_data
        lowest, highest = given["lowest"] or given["highest"], given["highest"] or given["lowest"]
        return Question(
            kind=ApplicantKind(given["kind"]),
            division=given["division"],
            affiliation=Affiliation(given["affiliation"]),
            occupations=tuple(given["occupations"]),
            lowest=lowest or None,
            highest=highest or None,
        )
