"""An organisation opens its account."""

from django_fsm import transition

from casework.models import Case
from onboarding.enums import RegistrationState as State
from onboarding.models.parties import applies, decides

OPEN = (State.SUBMITTED, State.RETURNED)


class Registration(Case):
    """The bureau of the territory confirms that the organisation is what it says.

    What was entered stands on the organisation itself, which is pending until confirmed. The
    timeline keeps the first submission by its digest, and each correction as it was.
    """

    class Meta:
        verbose_name = "单位登记"
        verbose_name_plural = "单位登记"

    @transition("state", source=State.SUBMITTED, target=State.CONFIRMED, permission=decides)
    def confirm(self): ...

    @transition("state", source=State.SUBMITTED, target=State.RETURNED, permission=decides)
    def send_back(self): ...

    @transition("state", source=State.SUBMITTED, target=State.REFUSED, permission=decides)
    def refuse(self): ...

    @transition("state", source=State.RETURNED, target=State.SUBMITTED, permission=applies)
    def resubmit(self): ...

    @transition("state", source=OPEN, target=State.WITHDRAWN, permission=applies)
    def withdraw(self): ...
