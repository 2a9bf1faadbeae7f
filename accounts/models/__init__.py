from accounts.models.invitation import Appointment, Invitation
from accounts.models.membership import Delegation, Membership
from accounts.models.organisation import Organisation
from accounts.models.privacy import DataRequest, Unmasking
from accounts.models.user import User

__all__ = [
    "Appointment",
    "DataRequest",
    "Delegation",
    "Invitation",
    "Membership",
    "Organisation",
    "Unmasking",
    "User",
]
