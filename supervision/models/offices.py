"""The roles that supervision asks for."""

from accounts.enums import Role

DECIDERS = (Role.MANAGER, Role.REVIEWER, Role.SIGNER)  # of an office
