"""The live server on SQLite answers one request at a time.

In memory there is one connection, which all threads of the server share: two requests at once would
run in one another's transaction. Elsewhere each thread has its own.
"""

from threading import RLock

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import testcases

TURN = RLock()


class InTurn(WSGIHandler):
    def get_response(self, request):
        if connection.vendor != "sqlite":
            return super().get_response(request)
        with TURN:
            return super().get_response(request)


testcases.WSGIHandler = InTurn
