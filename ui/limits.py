"""How often one visitor may do what strangers may do."""

import hashlib
import hmac
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

PERIODS = {"minute": 60, "hour": 60 * 60, "day": 24 * 60 * 60}
HOUSEHOLD = 64  # of an IPv6 address, the bits that one visitor cannot choose


@dataclass(frozen=True)
class Limit:
    """`Limit("register", "10/hour").seconds_to_wait(request)`: 0, and counted, while within it.

    A visitor is an address, or `about`: what many addresses might try the same act on, such as a
    number. Both are kept by their digest, as some of those who are counted complain unnamed. Each
    act takes a place of its own that falls free after the period. `add` takes one for one request
    alone, so that requests at the same moment are all counted.
    """

    action: str
    rate: str

    def seconds_to_wait(self, request: HttpRequest, about: str = "") -> int:
        times, _, period = self.rate.partition("/")
        seconds, now = PERIODS[period], time.time()
        key = f"limit:{self.action}:{_digest(about or _visitor(request))}"
        places = [f"{key}:{number}" for number in range(int(times))]
        if any(cache.add(place, now + seconds, seconds) for place in places):
            return 0
        free_at = cache.get_many(places).values()
        return max(1, round(min(free_at, default=now) - now))


def _digest(text: str) -> str:
    """The keyed digest of an address, or of what an act is tried on."""
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def _visitor(request: HttpRequest) -> str:
    """The visitor's address (`config.middleware.VisitorAddressMiddleware` has corrected it)."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(ip_network((address.packed, HOUSEHOLD), strict=False).network_address)
    return str(address)
