"""An organisation opens its account, and what the bureau's answer does to it."""

from dataclasses import asdict, dataclass, fields

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.enums import OrganisationStatus, Role
from accounts.models import Membership, Organisation, User
from accounts.services.people import create_account
from casework import kinds
from casework.services import door
from catalogue.models import Division
from config import clock
from onboarding import selectors
from onboarding.enums import RegistrationState
from onboarding.models import Registration
from onboarding.services.routing import bureau_for

TAKEN = "这个统一社会信用代码已经登记，不能重复登记。本单位人员请申请加入。"


@dataclass(frozen=True)
class Details:
    """What an organisation says of itself."""

    name: str
    code: str
    kind: str
    division: Division
    affiliation: str

    @classmethod
    def of(cls, organisation: Organisation) -> "Details":
        return cls(**{each.name: getattr(organisation, each.name) for each in fields(cls)})

    def write_to(self, organisation: Organisation) -> None:
        """Raises ValidationError by field; otherwise saved."""
        for each in fields(self):
            setattr(organisation, each.name, getattr(self, each.name))
        if (holder := selectors.holder_of(self.code)) and holder != organisation:
            raise ValidationError({"code": ValidationError(TAKEN, code="taken")})
        organisation.full_clean(validate_constraints=False)
        try:
            with transaction.atomic():
                organisation.save()
        except IntegrityError:  # another registered the code at this very moment
            raise ValidationError({"code": ValidationError(TAKEN, code="taken")}) from None

    def plain(self) -> dict:
        """For the timeline."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return values | {"division": self.division.code}


@dataclass(frozen=True)
class Contact:
    """Who opens the account, and how that person will sign in."""

    name: str
    phone: str
    email: str
    username: str
    password: str


def register(details: Details, contact: Contact | User) -> Registration:
    """Open an account: person (unless here already), pending organisation, its manager, and the
    case at the bureau of its territory, all or none. Anybody may; the same form sent twice by the
    same person is answered with the first case. Raises ValidationError by field, in Chinese.
    """
    try:
        return _open(details, contact)
    except ValidationError:
        if first := _sent_before(details, contact):
            return first
        raise


def _open(details: Details, contact: Contact | User) -> Registration:
    with transaction.atomic():
        office = bureau_for(details.division, details.affiliation)
        organisation = Organisation()
        details.write_to(organisation)
        person = contact if isinstance(contact, User) else _create_person(contact)
        Membership.objects.create(
            user=person, organisation=organisation, role=Role.MANAGER, since=clock.today()
        )
        return door.open_case(
            kinds.by_code("registration"),
            actor=person,
            title=_title(organisation),
            division=details.division,
            owner=organisation,
            office=office,
            receiver=office,
            state=RegistrationState.SUBMITTED,
        )


def _sent_before(details: Details, contact: Contact | User) -> Registration | None:
    """The waiting registration of the same organisation by whoever proves to be its author."""
    waiting = Registration.objects.filter(
        owner__code=details.code, owner__name=details.name, state=RegistrationState.SUBMITTED
    )
    first = waiting.select_related("created_by").first()
    if first is None:
        return None
    author = first.created_by
    if isinstance(contact, User):
        return first if author == contact else None
    named = (author.username, author.email) == (contact.username, contact.email.lower())
    return first if named and author.check_password(contact.password) else None


def _create_person(contact: Contact) -> User:
    """Its refusals name the person's `name` as the whole registration does: contact_name."""
    try:
        return create_account(**asdict(contact))
    except ValidationError as error:
        found = dict(error.error_dict)
        if "name" in found:
            found["contact_name"] = found.pop("name")
        raise ValidationError(found) from error


def _title(organisation: Organisation) -> str:
    return f"{organisation}单位登记"


# --- Effects of acts: inside the door, on the locked case ---------------------------------------


def confirm(case: Registration, *, actor: User, **_) -> dict:
    """From now on the organisation may submit."""
    _set_status(case, OrganisationStatus.ACTIVE)
    return Details.of(case.owner).plain()


def refuse(case: Registration, *, actor: User, **_) -> None:
    """The code is free again; who registered may still read why."""
    _set_status(case, OrganisationStatus.REFUSED)


def withdraw(case: Registration, *, actor: User, **_) -> None:
    """The code is free again, for whoever registers it next."""
    _set_status(case, OrganisationStatus.WITHDRAWN)


def resubmit(case: Registration, *, actor: User, details: Details, **_) -> dict:
    """What was corrected, and with another place the office of that place."""
    details.write_to(case.owner)
    case.office = case.receiver = bureau_for(details.division, details.affiliation)
    case.division, case.title = details.division, _title(case.owner)
    return details.plain()


def _set_status(case: Registration, status: OrganisationStatus) -> None:
    case.owner.status = status
    case.owner._change_reason = case.number
    case.owner.save()
