"""A section that is a form: its fields, kept as typed and judged whenever they are read."""

from dataclasses import dataclass, field

from django import forms
from django.forms.utils import ErrorDict
from django.urls import reverse

from catalogue.regulations.basis import Rule
from filing.models import Filing
from ui.forms import StyledFormMixin

LONGEST = 20_000  # of one field, in characters
TICKED = "on"


@dataclass(frozen=True)
class Heading:
    """Some fields under one title; `materials` are the keys of the papers that prove them."""

    names: tuple[str, ...]
    title: str = ""
    text: str = ""
    basis: Rule | None = None
    materials: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A heading with its fields, as a page shows them."""

    heading: Heading
    fields: list[forms.BoundField] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One answer as people read it; `mask` is its kind where it is personal data."""

    key: str
    label: str
    value: str
    mask: str = ""


class SectionForm(StyledFormMixin, forms.Form):
    """Base of the sections' forms. Bound to the text as it was typed, right or wrong; `faults` says
    by field what is wrong with it, and the form itself stays silent.

    `masks` are the kinds of personal data, `bases` the rules that a wrong field breaks, `cites`
    what is shown as the source of a field."""

    key = ""
    headings: tuple[Heading, ...] = ()
    masks: dict[str, str] = {}
    bases: dict[str, Rule] = {}
    cites: dict[str, Rule] = {}

    def __init__(self, filing: Filing, typed: dict[str, str]):
        self.filing, self.typed = filing, typed
        super().__init__(data=typed)
        self.faults = {name: list(errors) for name, errors in self.errors.items()}
        self._errors = ErrorDict()

    @classmethod
    def of(cls, filing: Filing) -> type["SectionForm"]:
        """The form as the regulation of the filing wants it."""
        return cls

    @property
    def wrong(self) -> dict[str, list[str]]:
        """The faults of fields in which something stands; an empty one is only not there yet."""
        return {name: found for name, found in self.faults.items() if self.typed.get(name, "")}

    def save_as_typed(self) -> "SectionForm":
        """Let each field send itself when it changes (`static/js/draft.js`)."""
        url = reverse("filing:save", args=[self.filing.number, self.key])
        for name, each in self.fields.items():
            notes = f"id_{name}_helptext note-{name}" if each.help_text else f"note-{name}"
            each.widget.attrs |= {
                "hx-post": url,
                "hx-trigger": "input changed delay:800ms, change",
                "hx-sync": "this:queue last",
                "hx-target": f"#note-{name}",
                "hx-swap": "outerHTML",
                "hx-vals": f'{{"field": "{name}"}}',
                "hx-params": f"field,{name},was_{name},csrfmiddlewaretoken",
                "aria-describedby": notes,
                **({"aria-invalid": "true"} if name in self.wrong else {}),
            }
        return self

    def groups(self) -> list[Group]:
        """The fields under their headings."""
        headings = self.headings or (Heading(tuple(self.fields)),)
        return [Group(each, [self[name] for name in each.names]) for each in headings]

    def rows(self) -> list[Row]:
        """Every answer as the officer reads it."""
        return [
            Row(name, each.label or "", self.said(name), self.masks.get(name, ""))
            for name, each in self.fields.items()
        ]

    def said(self, name: str) -> str:
        """One answer in words."""
        text = self.typed.get(name, "").strip()
        each = self.fields[name]
        if isinstance(each, forms.ChoiceField):
            return dict(each.choices).get(text, text)
        if isinstance(each, forms.BooleanField):
            return "是" if text == TICKED else ""
        return text


def area(label: str, *, rows: int = 4, limit: int = 2000, **options) -> forms.CharField:
    """A text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    too_long = {"max_length": f"{label}不超过 {limit} 个字，请删减。"}
    return forms.CharField(
        label=label, max_length=limit, widget=widget, error_messages=too_long, **options
    )
