"""What supervision makes known of the pay for certificates: amounts, imports, links."""

from accounts.services import unmask
from supervision import guarded
from supervision.services.pay import importing, links

unmask.register(guarded.AMOUNTS)

__all__ = ["importing", "links"]
