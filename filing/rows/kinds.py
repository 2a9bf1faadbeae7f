"""Which kinds of row an application has, and in which section each stands."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from filing.models import Filing
from filing.rows.bases import BasisForm
from filing.rows.forms import RowForm
from filing.rows.ladder import OwnLevelForm
from filing.rows.people import PersonForm
from filing.rows.scope import ScopeForm
from filing.rows.standings import StandingForm, word_of
from filing.rows.venue import FacilityForm


@dataclass(frozen=True)
class RowKind:
    """`related`: the name of the rows at a filing; `form` asks for one; `noun` is its name."""

    key: str
    section: str
    related: str
    form: type[RowForm]
    noun: str
    removable: bool = True

    def rows(self, filing: Filing) -> QuerySet:
        return getattr(filing, self.related)

    def fresh(self, filing: Filing):
        """A new row, not kept yet."""
        return self.form._meta.model(filing=filing)

    def removal(self, row) -> str:
        """Where a row is taken out; empty for one that is not kept yet, or stands elsewhere."""
        if not self.removable or row.pk is None:
            return ""
        return reverse(f"filing:{self.key}-remove", args=[row.filing.number, row.pk])

    def is_for(self, filing: Filing) -> bool:
        """Whether this application has such rows at all."""
        if self.key == "level":
            ladder = filing.regulation.limits.ladder
            return ladder.sub_levels or ladder.above_first or ladder.apprentice
        return self.key != "standing" or bool(word_of(filing))


SCOPE = RowKind("scope", "scope", "scope", ScopeForm, "职业（工种）")
LEVEL = RowKind("level", "scope", "own_levels", OwnLevelForm, "自设等级")
STANDING = RowKind("standing", "scope", "standings", StandingForm, "主体专业（业务）")
PERSON = RowKind("person", "people", "people", PersonForm, "人员")
FACILITY = RowKind("facility", "venue", "facilities", FacilityForm, "场地设备")
BASIS = RowKind("basis", "standards", "scope", BasisForm, "评价依据", removable=False)
