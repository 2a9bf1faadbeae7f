"""Time stamps of an outside authority (RFC 3161), where one is set."""

import asyncio
import hashlib
from urllib.error import URLError
from urllib.request import Request, urlopen

from asn1crypto import tsp
from django.conf import settings
from pyhanko.sign.general import SigningError as StampError
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

from certificates.signing import der
from certificates.signing.interface import SigningError

SECONDS = 10
MOST = 64 * 1024


class HttpTimeStamper(TimeStamper):
    """Asks by HTTP."""

    def __init__(self, url: str):
        super().__init__()
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        request = Request(  # noqa: S310 - the address is of the settings
            self.url, data=req.dump(), headers={"Content-Type": "application/timestamp-query"}
        )
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return tsp.TimeStampResp.load(answer.read(MOST))


def stamp(signature: bytes) -> list[bytes]:
    """The unsigned attributes of a signature: its time stamp, none where no authority is set.
    Raises SigningError where it does not answer."""
    if not settings.SIGNING_TIMESTAMP_URL:
        return []
    stamper = HttpTimeStamper(settings.SIGNING_TIMESTAMP_URL)
    digest = hashlib.sha256(signature).digest()
    try:
        token = asyncio.run(stamper.async_timestamp(digest, "sha256"))
    except (URLError, OSError, ValueError, TimestampRequestError, StampError) as error:
        raise SigningError("时间戳服务没有应答，稍后会自动重试。") from error
    return [der.attribute("signature_time_stamp_token", token.dump())]
