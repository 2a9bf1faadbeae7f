"""The form of a blueprint: a line a kind of question, with marks and numbers by difficulty."""

from decimal import Decimal

from django import forms

from catalogue.enums import SubjectKind
from papers.drawing import DIFFICULTIES, Section
from papers.enums import Difficulty, QuestionKind
from papers.models import Blueprint
from papers.services import blueprints
from ui.forms import StyledFormMixin

MOST = 300
MARKS_LACK = "请填写{kind}的每题分值。"


class BlueprintForm(StyledFormMixin, forms.ModelForm):
    """What a paper is made of. The number of questions of a kind is the sum of its difficulties."""

    class Meta:
        model = Blueprint
        fields = ["name", "subject", "minutes", "full_mark"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("minutes", "full_mark"):
            self.fields[name].validators.append(_at_least_one)
            self.fields[name].widget.attrs |= {"min": 1, "inputmode": "numeric"}
        self.fields["subject"].choices = SubjectKind.choices
        for kind in QuestionKind:
            self._add(kind)

    def _add(self, kind: QuestionKind) -> None:
        marks = forms.DecimalField(
            label=f"{kind.label}每题分值",
            required=False,
            min_value=Decimal("0.5"),
            max_value=Decimal(1000),
            max_digits=5,
            decimal_places=1,
        )
        fields = {f"{kind}-marks": marks}
        for difficulty in Difficulty:
            fields[f"{kind}-{difficulty}"] = forms.IntegerField(
                label=f"{kind.label}（{difficulty.label}）题数",
                required=False,
                min_value=0,
                max_value=MOST,
            )
        for name, field in fields.items():
            field.widget.attrs["class"] = "form-control"
            self.fields[name] = field

    @property
    def lines(self) -> list[tuple]:
        """(kind, the bound field of the marks, those of the difficulties) for the template."""
        return [
            (
                kind,
                self[f"{kind}-marks"],
                [(each.label, self[f"{kind}-{each}"]) for each in Difficulty],
            )
            for kind in QuestionKind
        ]

    @property
    def head(self) -> list:
        """The fields above the lines."""
        return [self[name] for name in self.Meta.fields]

    def sections(self) -> list[Section]:
        """The lines that have questions."""
        return [section for kind in QuestionKind if (section := self._section(kind))]

    def _section(self, kind: QuestionKind) -> Section | None:
        found = {each: self.cleaned_data.get(f"{kind}-{each}") or 0 for each in DIFFICULTIES}
        marks = self.cleaned_data.get(f"{kind}-marks")
        return Section(kind.value, marks or Decimal(0), found) if sum(found.values()) else None

    def clean(self) -> dict:
        data = super().clean()
        for kind in QuestionKind:
            name = f"{kind}-marks"
            if self._section(kind) and not data.get(name) and name not in self.errors:
                self.add_error(name, MARKS_LACK.format(kind=kind.label))
        if not self.errors:
            for text in blueprints.wrong_with(self.sections(), data["subject"], data["full_mark"]):
                self.add_error(None, text)
        return data


def initial_of(blueprint: Blueprint) -> dict:
    """What the form of a new blueprint holds that is made after another."""
    found = {name: getattr(blueprint, name) for name in BlueprintForm.Meta.fields}
    for row in blueprint.sections:
        found[f"{row['kind']}-marks"] = row["marks"]
        found |= {f"{row['kind']}-{each}": count for each, count in row["difficulty"].items()}
    return found


def _at_least_one(value: int) -> None:
    if value < 1:
        raise forms.ValidationError("至少为 1。")
