from accounts.models.membership import Delegation, Membership
from accounts.models.organisation import Organisation
from accounts.models.user import User

__all__ = ["Delegation", "Membership", "Organisation", "User"]
