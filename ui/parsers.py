"""What an API takes in."""

from io import BytesIO

from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser

MOST_BYTES = 64 * 1024


class TooLargeError(APIException):
    """413: nothing that is asked here is so long."""

    status_code, default_code = 413, "too_large"
    default_detail = "请求内容过大。"


class ShortJSONParser(JSONParser):
    """JSON of up to `MOST_BYTES`, and of no more depth than can be read. The framework's own takes
    any length into memory, whoever sends it, and falls over deep brackets."""

    def parse(self, stream, media_type=None, parser_context=None):
        data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise TooLargeError
        try:
            return super().parse(BytesIO(data), media_type, parser_context)
        except RecursionError as error:
            raise ParseError("请求内容的层次过深。") from error
