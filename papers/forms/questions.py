"""The form of a question, one for each kind, with the lines of a task's marking sheet."""

from decimal import Decimal

from django import forms

from papers.content import (
    CHOICES,
    LEAST_OPTIONS,
    LETTERS,
    LONGEST_CRITERION,
    LONGEST_OPTION,
    LONGEST_TEXT,
    MOST_CRITERIA,
    MOST_MINUTES,
    RIGHT,
    WRONG,
    Content,
    criterion_faults,
    faults,
    tidy_answer,
)
from papers.enums import Difficulty, QuestionKind
from papers.models import Bank, Question
from papers.services.questions import content_of
from ui.forms import StyledFormMixin

NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}
LINES, MORE_LINES = 5, 3
ANSWERS = {QuestionKind.SHORT: "参考答案", QuestionKind.TASK: "完成标准"}


def paragraphs(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class QuestionForm(StyledFormMixin, forms.Form):
    """A question of a kind that is fixed. `version` is the one that the page showed."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    point = forms.ModelChoiceField(label="知识点", queryset=None, empty_label="请选择")
    difficulty = forms.ChoiceField(label="难度", choices=[("", "请选择"), *Difficulty.choices])
    text = forms.CharField(label="题干", max_length=LONGEST_TEXT, widget=paragraphs(4))
    answer = forms.CharField(label="答案", max_length=LONGEST_TEXT, widget=paragraphs(3))
    explanation = forms.CharField(
        label="解析", max_length=LONGEST_TEXT, required=False, widget=paragraphs(2)
    )
    minutes = forms.IntegerField(
        label="时长（分钟）",
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        widget=forms.TextInput(attrs=NUMERIC),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"时长应为 1 至 {MOST_MINUTES} 的整数。"
        ),
    )
    image = forms.FileField(
        label="图片",
        required=False,
        help_text="jpg 或 png，印在题干下面。缩小到纸面需要的大小后加密保存。",
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
    )
    without_image = forms.BooleanField(label="去掉现有的图片", required=False)

    def __init__(self, *args, bank: Bank, kind: str, question: Question | None = None, **kwargs):
        self.bank, self.kind, self.question = bank, QuestionKind(kind), question
        kwargs.setdefault("initial", {})
        if question is not None:
            kwargs["initial"] = _initial(question) | kwargs["initial"]
        super().__init__(*args, **kwargs)
        self.fields["point"].queryset = bank.points.all()
        if question is None or question.image_id is None:
            del self.fields["without_image"]
        self._fit()
        self.order_fields([*FIRST, *self.option_names, *LAST])

    def _fit(self) -> None:
        """Give the form the options and the answer of its kind."""
        self.option_names = [f"option_{letter}" for letter in LETTERS] if self.offers else []
        for letter, name in zip(LETTERS, self.option_names, strict=False):
            self.fields[name] = forms.CharField(
                label=f"选项 {letter}",
                required=False,
                max_length=LONGEST_OPTION,
                widget=forms.Textarea(attrs={"rows": 1, "class": "form-control"}),
            )
            self.fields[name].is_conditional = letter in LETTERS[:LEAST_OPTIONS]
        answer = self.fields["answer"]
        answer.label = ANSWERS.get(self.kind, "答案")
        answer.required = self.kind != QuestionKind.TASK
        answer.error_messages["required"] = f"请填写{answer.label}。"
        letters = [(letter, letter) for letter in LETTERS]
        if self.kind == QuestionKind.SINGLE:
            self.fields["answer"] = _chosen(forms.ChoiceField, forms.RadioSelect, letters)
        elif self.kind == QuestionKind.MULTIPLE:
            self.fields["answer"] = _chosen(
                forms.MultipleChoiceField, forms.CheckboxSelectMultiple, letters
            )
        elif self.kind == QuestionKind.JUDGEMENT:
            truths = [(RIGHT, RIGHT), (WRONG, WRONG)]
            self.fields["answer"] = _chosen(forms.ChoiceField, forms.RadioSelect, truths)

    @property
    def offers(self) -> bool:
        """Whether there are options to choose from."""
        return self.kind in CHOICES

    def content(self, criteria: tuple[tuple[str, Decimal], ...] = ()) -> Content:
        """What was filled in; valid forms only."""
        given = self.cleaned_data
        return Content(
            kind=self.kind.value,
            point=given["point"].pk,
            difficulty=given["difficulty"],
            text=_plain(given["text"]),
            options=self._options(),
            answer=tidy_answer(self.kind, _plain("".join(given["answer"]))),
            explanation=_plain(given["explanation"]),
            minutes=given["minutes"],
            criteria=criteria,
        )

    def _options(self) -> tuple[str, ...]:
        texts = [_plain(self.cleaned_data[name]) for name in self.option_names]
        while texts and not texts[-1]:
            texts.pop()
        return tuple(texts)

    def judge(self, content: Content) -> None:
        """Say at the fields what is wrong with a content."""
        for name, problem, remedy in faults(content):
            at = {"options": "option_A", "criteria": None}.get(name, name)
            self.add_error(at if at in self.fields else None, f"{problem}。{remedy}。")

    def show_again(self, version: int) -> None:
        """Let the next try count: the page now has seen the question as it stands."""
        self.data = self.data.copy()
        self.data["version"] = str(version)


FIRST = ["version", "point", "difficulty", "text"]
LAST = ["answer", "explanation", "minutes", "image", "without_image"]


class CriterionForm(StyledFormMixin, forms.Form):
    """A line of a marking sheet."""

    text = forms.CharField(
        label="考核内容和评分标准",
        required=False,
        max_length=LONGEST_CRITERION,
        widget=paragraphs(2),
    )
    marks = forms.DecimalField(
        label="配分",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": "配分请填写数字，例如 10 或 2.5。"},
    )

    def clean(self) -> dict:
        given = super().clean()
        text, marks = given.get("text", ""), given.get("marks")
        if self.errors or (not text and marks is None):
            return given
        if marks is None:
            self.add_error("marks", "请填写配分。")
            return given
        for problem, remedy in criterion_faults(text, marks):
            self.add_error(
                "marks" if "配分" in problem else "text", f"{_bare(problem)}。{remedy}。"
            )
        return given


class CriterionSet(forms.BaseFormSet):
    """The lines in their order; a line left empty is left out."""

    def rows(self) -> tuple[tuple[str, Decimal], ...]:
        """What was filled in; valid sets only."""
        given = [form.cleaned_data for form in self.forms]
        return tuple(
            (_plain(row["text"]), row["marks"]) for row in given if row.get("marks") is not None
        )


def criteria_of(question: Question | None, *data) -> CriterionSet:
    """The formset of a task's marking sheet, with empty lines to add."""
    extra = MORE_LINES if question else LINES
    make = forms.formset_factory(
        CriterionForm, CriterionSet, extra=extra, max_num=MOST_CRITERIA, absolute_max=MOST_CRITERIA
    )
    if data:
        return make(data[0], prefix="criteria")
    rows = question.criteria.all() if question else []
    initial = [{"text": row.text, "marks": f"{row.marks.normalize():f}"} for row in rows]
    return make(prefix="criteria", initial=initial)


def _chosen(field: type, widget: type, choices: list) -> forms.Field:
    said = {"required": "请选择答案。", "invalid_choice": "请从列出的答案中选择。"}
    return field(label="答案", choices=choices, widget=widget, error_messages=said)


def _initial(question: Question) -> dict:
    content = content_of(question)
    options = {f"option_{LETTERS[i]}": text for i, text in enumerate(content.options)}
    answer = content.answer
    return options | {
        "version": question.version,
        "point": question.point_id,
        "difficulty": content.difficulty,
        "text": content.text,
        "answer": list(answer) if content.kind == QuestionKind.MULTIPLE else answer,
        "explanation": content.explanation,
        "minutes": content.minutes,
    }


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _bare(problem: str) -> str:
    return problem.removeprefix("的")
