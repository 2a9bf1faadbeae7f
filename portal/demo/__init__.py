"""The demonstration: who may sign in, and the world in which they do.

Everything in it is invented. `accounts` are the people of the sign-in list with their offices and
firms; `world` builds three years of work around them, through the door, with the clock travelling.
"""

from portal.demo.accounts import (
    ACCOUNTS,
    DOMAIN,
    FIRMS,
    OFFICES,
    SKILLED,
    RealAccountError,
    accounts,
    create_accounts,
    password,
)

__all__ = [
    "ACCOUNTS",
    "DOMAIN",
    "FIRMS",
    "OFFICES",
    "SKILLED",
    "RealAccountError",
    "accounts",
    "create_accounts",
    "password",
]
