"""What an agency publishes of itself: its rules and its fees (LN-15, SD-11)."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from casework.services import publications
from casework.services.door import ForbiddenError
from catalogue import regulations
from catalogue.regulations.basis import Text
from config import clock
from filing.models import Agency, AgencyRule
from filing.selectors import register


@dataclass(frozen=True)
class Wanted:
    """A text that the regulation has agencies publish, and the newest version, if there is one."""

    rule: Text
    newest: AgencyRule | None


def wanted_of(agency: Agency) -> list[Wanted]:
    """What the agency's regulation wants published, in the order of the regulation."""
    known = {each.id: each for each in regulations.current()}
    regulation = known.get(agency.regulation_id)
    there = {newest.title: newest for newest, _ in register.rules_on(agency, clock.today())}
    rules = regulation.published_rules if regulation else ()
    return [Wanted(rule, there.get(rule.text)) for rule in rules]


@transaction.atomic
def publish(agency: Agency, *, title: str, text: str, actor: User) -> AgencyRule:
    """Publish a text; a newer version of the same title leaves the older one to be read.

    A manager or clerk of the agency's organisation may. Raises ForbiddenError for others, and
    ValidationError where nothing would change, and for a number of a person.
    """
    if not register.run_by(actor).filter(pk=agency.pk).exists():
        raise ForbiddenError("只有本单位的管理员和经办人可以公布制度和收费。")
    if found := publications.personal_number(f"{title}\n{text}"):
        raise ValidationError(found)
    Agency.objects.select_for_update().get(pk=agency.pk)
    newest = agency.rules.filter(title=title).order_by("pk").last()
    if newest and newest.text == text:
        raise ValidationError("内容与现行版本相同，没有重复公布。")
    return agency.rules.create(
        title=title, text=text, published_on=clock.today(), published_by=actor
    )
