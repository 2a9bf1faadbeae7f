"""What the holder finds of the pay beside the certificate that was looked up."""

from collections.abc import Sequence

from casework.parts import Part
from supervision.models import PayRecord
from supervision.services.pay import links


def parts(certificates: Sequence[int], *, knows_id: bool) -> tuple[Part, ...]:
    """For who gave the full ID number: the way to confirm or contest what the enterprise recorded.
    The page itself says no more than that something was recorded."""
    if not knows_id:
        return ()
    rows = PayRecord.objects.filter(certificate__in=certificates, superseded_at=None, answer=None)
    shown = [
        {"record": row, "key": links.key_of(row)}
        for row in rows.select_related("certificate", "payer").order_by("pk")
    ]
    return (Part("supervision/pay/holder_part.html", {"records": shown}),) if shown else ()
