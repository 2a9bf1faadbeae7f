from onboarding.models.change import OrganisationChange
from onboarding.models.registration import Registration

__all__ = ["OrganisationChange", "Registration"]
