"""Who hears what became of a destruction."""

from collections.abc import Iterable

from casework.kinds import Message
from casework.models import Case, Event


def decided(case: Case, event: Event) -> Iterable[Message]:
    yield Message([case.proposed_by], f"{case.title}：已有批准意见", "请到本件的页面查看。")


def destroyed(case: Case, event: Event) -> Iterable[Message]:
    told = {case.proposed_by.pk: case.proposed_by, case.approved_by.pk: case.approved_by}
    yield Message(told.values(), f"{case.title}：已销毁", "销毁清册在本件的页面，永久保存。")
