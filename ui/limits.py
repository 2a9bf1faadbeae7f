"""How often one address may do what strangers may do."""

from django.http import HttpRequest
from rest_framework.throttling import SimpleRateThrottle


class Limit(SimpleRateThrottle):
    """`Limit("register", "10/hour").seconds_to_wait(request)`: 0, and counted, while within it."""

    def __init__(self, action: str, rate: str):
        self.action, self.rate = action, rate
        super().__init__()

    def get_cache_key(self, request: HttpRequest, view: object) -> str:
        return f"limit:{self.action}:{request.META.get('REMOTE_ADDR', '')}"

    def seconds_to_wait(self, request: HttpRequest) -> int:
        if self.allow_request(request, None):
            return 0
        return max(1, round(self.wait() or self.duration))
