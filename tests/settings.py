"""Settings of the tests: development, SQLite in memory unless DATABASE_URL says otherwise."""

import os

os.environ.setdefault("AMBIENTE", "desenvolvimento")
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")

from vidasaude.settings import *  # noqa: F403 - settings are meant to be taken whole

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; nothing else changes
# A file is looked for when it is asked for: each client would list them all.
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
