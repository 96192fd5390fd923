"""Django's PostgreSQL backend, with a question less at each request."""

import select
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Knows without asking whether a kept connection still stands (CONN_HEALTH_CHECKS)."""

    connection: Any

    def is_usable(self) -> bool:
        """A server that ends a connection says so first: there is something to read on an idle one.

        Only then is it asked, as Django does at every request.
        """
        if self.connection is None or self.connection.closed:
            return False
        espera = select.poll()
        espera.register(self.connection.fileno(), select.POLLIN)
        return not espera.poll(0) or super().is_usable()
