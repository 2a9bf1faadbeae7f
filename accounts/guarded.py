"""Which protected data of accounts is shown in full, to whom."""

from operator import attrgetter

from django.db.models import QuerySet

from accounts import selectors
from accounts.enums import Role
from accounts.models import DataRequest, Membership, User
from accounts.services import unmask
from config import clock


def people_visible_to(user: User) -> QuerySet[User]:
    """The people of the organisations that one sees."""
    memberships = Membership.objects.on(clock.today()).filter(
        organisation__in=selectors.organisations_visible_to(user)
    )
    return User.objects.filter(pk__in=memberships.values("user"))


def may_see_phone(user: User, person: User) -> bool:
    """Oneself; a manager of the person's organisation; an officer of its territory."""
    if user == person:
        return True
    return any(
        selectors.holds(user, organisation.pk, Role.MANAGER)
        or any(selectors.governs(o, organisation.division) for o in selectors.staffed_by(user))
        for organisation in selectors.organisations_visible_to(user).filter(
            pk__in=selectors.organisations_of(person)
        )
    )


def requests_visible_to(user: User) -> QuerySet[DataRequest]:
    """Requests to the bureaus where one works."""
    return DataRequest.objects.filter(office__in=selectors.staffed_by(user))


def register() -> None:
    """Make them known to the unmasking page."""
    phone = unmask.Guarded(
        User,
        {"phone": "手机号码"},
        people_visible_to,
        may_see_phone,
        attrgetter("display_name"),
    )
    fields = {
        "name": "姓名",
        "document_number": "证件号码",
        "contact": "联系方式",
        "detail": "具体要求",
        "answer": "答复",
    }
    unmask.register(phone)
    unmask.register(
        unmask.Guarded(
            DataRequest,
            fields,
            requests_visible_to,
            lambda user, row: True,
            attrgetter("number"),
        )
    )
