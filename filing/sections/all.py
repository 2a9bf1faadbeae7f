"""The forms of the sections that are forms, wholly or beside their rows."""

from filing.models import Filing
from filing.sections.conditions import ConditionsForm
from filing.sections.forms import SectionForm
from filing.sections.organisation import OrganisationForm
from filing.sections.plan import PlanForm
from filing.sections.promise import PromiseForm

# Sections that are nothing but a form.
ALONE: dict[str, type[SectionForm]] = {
    form.key: form for form in (OrganisationForm, ConditionsForm, PlanForm, PromiseForm)
}
FORMS: dict[str, type[SectionForm]] = {**ALONE}


def form_of(filing: Filing, section: str, typed: dict[str, str]) -> SectionForm:
    """The form of a section over what was typed into it. KeyError where it has none."""
    return FORMS[section].of(filing)(filing, typed)
