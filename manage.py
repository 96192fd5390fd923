#!/usr/bin/env python
"""Django's command line."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vidasaude.settings")
    # A migration or an import may take longer than a request may.
    os.environ.setdefault("PG_STATEMENT_TIMEOUT_MS", "0")
    try:
        from django.core.management import execute_from_command_line

        from vidasaude.topology import TopologiaInvalida

        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)  # whoever typed Ctrl-C knows why
    except TopologiaInvalida as motivo:
        sys.exit(str(motivo))


if __name__ == "__main__":
    main()
