"""A person asks to join an organisation that is here already."""

from django.core.cache import cache
from django.db import transaction

from accounts.selectors import managers_of
from casework.kinds import Message
from casework.services import notices
from onboarding import selectors

ONCE_IN = 24 * 60 * 60


def ask_to_join(*, code: str, name: str, email: str, remark: str = "") -> None:
    """Tell the organisation's managers who would like an invitation, once a day and address.

    Anybody may ask; the asker learns nothing, not even whether there is such an organisation.
    """
    organisation = selectors.holder_of(code)
    if organisation is None:
        return
    if not cache.add(f"join:{organisation.pk}:{email.lower()}", "asked", ONCE_IN):
        return
    body = f"申请人：{name}，邮箱：{email}。"
    if remark:
        body += f"\n说明：{remark}"
    body += "\n请核实确是本单位人员，再在“单位”页面向该邮箱发出邀请；不认识的，不必理会。"
    with transaction.atomic():
        managers = managers_of(organisation)
        notices.tell(
            [Message(managers, f"有人申请加入{organisation}", body)], link="/organisation/"
        )
