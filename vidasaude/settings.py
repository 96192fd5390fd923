"""Settings of every process, from the environment (see README, "Settings").

Production is the default: without AMBIENTE=desenvolvimento, SECRET_KEY and ALLOWED_HOSTS are
required and cookies travel over HTTPS only.
"""

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.urls import reverse_lazy

from vidasaude import topology
from vidasaude.aparencia import UNFOLD  # noqa: F401 - a setting, in a module of its own

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

AMBIENTE = env.str("AMBIENTE", "producao")
DESENVOLVIMENTO = AMBIENTE == "desenvolvimento"

DEBUG = False
SECRET_KEY = env.str(
    "SECRET_KEY",
    "somente-para-desenvolvimento-nao-use-em-producao-0123456789"
    if DESENVOLVIMENTO
    else env.NOTSET,
)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=["localhost", "127.0.0.1", "[::1]", "0.0.0.0", "testserver"]  # noqa: S104
    if DESENVOLVIMENTO
    else [],
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- what lives here -----------------------------------------------------------------------

TOPOLOGIA = topology.ler_topologia(os.environ)
ENDERECOS = topology.ler_enderecos(os.environ)
APPS_DAQUI = [f"apps.{app}" for app in topology.apps_daqui(TOPOLOGIA)]
COM_REDE = "apps.rede" in APPS_DAQUI
"""Accounts, sessions, pages and the admin exist only where Rede lives; elsewhere, Bearer alone."""

CHAVE_SERVICO = (
    env.str("CHAVE_SERVICO", "") or hashlib.sha256(f"servico {SECRET_KEY}".encode()).hexdigest()
)
"""What services sign their own tokens with, so that a user's key never speaks for a service."""

PLANO_SAUDE_URL = env.str(
    "PLANO_SAUDE_URL", f"http://127.0.0.1:{env.int('PLANO_PORT', 5005)}"
).rstrip("/")

INSTALLED_APPS = [
    # Before Rede: it counts a wrong password, then Rede audits whether that locked the account.
    *(["axes"] if COM_REDE else []),
    "vidasaude",
    "apps.kernel",
    *APPS_DAQUI,
    *(
        [
            "unfold",
            "unfold.contrib.filters",
            "django.contrib.admin",
            # After the admin site is there: it names pages of its own for others' entities.
            "apps.mesa",
            "django.contrib.sessions",
            "django.contrib.messages",
        ]
        if COM_REDE
        else []
    ),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
]

MIDDLEWARE = [
    "apps.kernel.middleware.PedidoMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apps.kernel.middleware.PoliticaMiddleware",
    *(["apps.kernel.page_middleware.SessionMiddleware"] if COM_REDE else []),
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    *(
        [
            "apps.kernel.page_middleware.AuthenticationMiddleware",
            "apps.kernel.page_middleware.MessageMiddleware",
        ]
        if COM_REDE
        else []
    ),
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    *(["axes.middleware.AxesMiddleware"] if COM_REDE else []),
]

ROOT_URLCONF = "vidasaude.urls"
WSGI_APPLICATION = "vidasaude.wsgi.application"
APPEND_SLASH = (
    False  # the contract's paths have no trailing slash, and a redirect would lose a POST
)

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],  # the project is an app too: its templates come first of those that Unfold has
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                *(
                    [
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                    if COM_REDE
                    else []
                ),
                "csp.context_processors.nonce",
            ],
        },
    },
]

# --- database ------------------------------------------------------------------------------

DATABASES = {
    "default": env.db("DATABASE_URL", f"sqlite:///{BASE_DIR / 'var' / 'vidasaude.sqlite3'}")
}
_banco = DATABASES["default"]
_banco["CONN_MAX_AGE"] = (
    None  # one connection per server thread, kept: 5 × faster than one per request
)
_banco["CONN_HEALTH_CHECKS"] = True
if _banco["ENGINE"].endswith("sqlite3"):
    # Without IMMEDIATE and WAL, half of concurrent read-then-write transactions fail with
    # "database is locked"; FULL makes an acknowledged commit survive a power cut.
    _banco["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 3,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        ),
    }
    if _banco["NAME"] and _banco["NAME"] != ":memory:":
        Path(_banco["NAME"]).parent.mkdir(parents=True, exist_ok=True)
else:
    _banco["ENGINE"] = "apps.kernel.postgres"
    _banco["OPTIONS"] = {
        **_banco.get("OPTIONS", {}),
        "connect_timeout": 2,
        "prepare_threshold": None,  # plans are kept by apps.kernel.postgres.plans
        "options": (
            f"-c statement_timeout={env.int('PG_STATEMENT_TIMEOUT_MS', 5000)} "
            "-c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000 "
            # The default, 4, is a spinning disk's: it has a million rows read in order where an
            # index would give the fifty that a page shows.
            "-c random_page_cost=1.1"
        ),
    }
PG_PREPARAR = env.bool("PG_PREPARAR", True)
"""Keep plans of the queries of apps.kernel.prepared. False behind a pooler by transaction."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- work behind the requests (apps.kernel.worker) ---------------------------------------------

BROKER_URL = env.str("BROKER_URL", "")
CELERY_APP = "vidasaude.celery"
CELERY_BROKER_URL = BROKER_URL
CELERY_WORKER_CONCURRENCY = env.int("TAREFAS_AO_MESMO_TEMPO", 1)
CELERY_TASK_DEFAULT_QUEUE = f"vidasaude.{'.'.join(topology.apps_daqui(TOPOLOGIA))}"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True  # a worker that dies leaves its message to another
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a broker may be away for as long as it is
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False  # nobody commands a worker but by a signal
CELERY_WORKER_REDIRECT_STDOUTS = False

# --- people --------------------------------------------------------------------------------

AUTH_USER_MODEL = "kernel.Usuario"
AUTHENTICATION_BACKENDS = [
    *(["axes.backends.AxesStandaloneBackend"] if COM_REDE else []),
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("rest_framework:login") if COM_REDE else "/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# Ten wrong passwords lock the account for that address; SBIS NGS1.02.13 asks for ten or fewer.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # sign-ins are in our own audit trail
AXES_LOCKOUT_CALLABLE = "apps.kernel.problem.responder_bloqueio"
AXES_VERBOSE = False

SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=env.int("TOKEN_MINUTOS", 60)),
    "REFRESH_TOKEN_LIFETIME": timedelta(hours=12),
    "ISSUER": "vidasaude",
    "USER_ID_CLAIM": "sub",
}
SESSION_COOKIE_AGE = 12 * 3600
# The admin's messages may name a patient: kept here, not in a cookie that anyone can read.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "apps.kernel.problem.falha_csrf"

# --- the API -------------------------------------------------------------------------------

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "apps.kernel.access.authentication.TokenAuthentication",
        *(["apps.kernel.access.authentication.SessaoAuthentication"] if COM_REDE else []),
    ],
    "DEFAULT_PERMISSION_CLASSES": ["apps.kernel.access.permission.Ninguem"],
    "DEFAULT_PARSER_CLASSES": ["apps.kernel.api.json.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": [
        "apps.kernel.api.json.JSONRenderer",
        *(["apps.kernel.api.browsable.NavegavelRenderer"] if COM_REDE else []),
    ],
    "DEFAULT_SCHEMA_CLASS": "apps.kernel.api.openapi.OperacaoSchema",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "apps.kernel.api.negotiation.Negociacao",
    "EXCEPTION_HANDLER": "apps.kernel.problem.tratar",
    "DEFAULT_THROTTLE_RATES": {"anonimo": env.str("LIMITE_ANONIMO", "3000/min")},
    "NUM_PROXIES": env.int("NUM_PROXIES", 0),
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Vida+ Saúde",
    "VERSION": "1.0.0",
    "DESCRIPTION": (
        "Pacientes, consultas, prontuários e faturamento de uma rede de clínicas. "
        "Entre em `/auth/token` e envie `Authorization: Bearer …`."
    ),
    "OAS_VERSION": "3.1.0",  # 3.0 cannot say "this object or null"
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SORT_OPERATIONS": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "apps.kernel.api.openapi.arrumar_componentes",
    ],
    "ENUM_NAME_OVERRIDES": {"UfEnum": "apps.kernel.states.UFS"},
    "APPEND_COMPONENTS": {
        "securitySchemes": {
            "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            "sessao": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
        }
    },
    "TAGS": [
        {"name": "Rede", "description": "Quem entra, as clínicas e os profissionais."},
        {"name": "Paciente", "description": "O cadastro, único na rede."},
        {"name": "Consulta", "description": "A agenda e o caminho de cada consulta."},
        {"name": "Prontuário", "description": "O registro clínico, que nunca se altera."},
        {"name": "Faturamento", "description": "A cobrança, com a resposta do plano."},
        {"name": "Operação", "description": "Auditoria e saúde do processo."},
    ],
}

# --- words, time, files --------------------------------------------------------------------

LANGUAGE_CODE = "pt-br"
TIME_ZONE = "America/Sao_Paulo"
USE_I18N = True
FORMAT_MODULE_PATH = "vidasaude.formatos"
LOCALE_PATHS = [BASE_DIR / "locale"]  # Unfold speaks no Portuguese of its own
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = None if DESENVOLVIMENTO else BASE_DIR / "var" / "static"
WHITENOISE_ROOT = BASE_DIR / "vidasaude" / "raiz"  # /favicon.ico, /robots.txt
WHITENOISE_USE_FINDERS = DESENVOLVIMENTO
WHITENOISE_AUTOREFRESH = False

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- what a browser may do -----------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # Unfold's Alpine evaluates expressions, and its markup carries inline styles.
        "script-src": [SELF, NONCE, "'unsafe-eval'"],
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if not DESENVOLVIMENTO:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessao"
    CSRF_COOKIE_NAME = "__Host-csrf"

# --- logs: no query string, no body, no name (apps.kernel.middleware) ------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"pedido": {"()": "apps.kernel.logs.FiltroDePedido"}},
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.msgspec.MsgspecFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(id_requisicao)s %(message)s",
        },
        "texto": {"format": "%(asctime)s %(levelname)s %(id_requisicao)s %(message)s"},
    },
    "handlers": {
        "saida": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "filters": ["pedido"],
            "formatter": "texto" if DESENVOLVIMENTO else "json",
        }
    },
    "root": {"handlers": ["saida"], "level": env.str("LOG_NIVEL", "INFO")},
    "loggers": {
        # Django's own request log prints paths with what it likes; ours says the same in one line.
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
        "axes": {"level": "ERROR"},
        "celery": {"level": "WARNING"},
        # While the broker is away it would tell so every second; the worker beside it tells it too.
        "celery.beat": {"level": "CRITICAL"},
    },
}
