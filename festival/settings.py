"""Settings, all from the environment; docs/settings.md lists them. Empty means safe: no DEBUG, no known secret."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from festival import connections, paths
from festival.environment import StrictEnv

BASE_DIR = paths.CODE_ROOT
env = StrictEnv()

# The demo runs on loopback over plain HTTP with data of its own; `manage.py demo` sets it.
DEMO = env.flag("DEMO", default=False)
DEBUG = env.flag("DEBUG", default=False)
DATA_DIR = paths.data_directory(env.str("DATA_DIR", default=""), "demo" if DEMO else "data")


def _secret_key() -> str:
    """From SECRET_KEY; the demo keeps a random one beside its data, anything else makes one for this process."""
    if given := env.str("SECRET_KEY", default=""):
        return given
    kept = DATA_DIR / "secret_key"
    if DEMO and kept.exists():
        return kept.read_text(encoding="ascii")
    key = get_random_secret_key()
    if DEMO:
        connections.make_folder(DATA_DIR)
        kept.touch(mode=0o600)
        kept.write_text(key, encoding="ascii")
    return key


SECRET_KEY = _secret_key()
SECRET_KEY_IS_LASTING = DEMO or bool(env.str("SECRET_KEY", default=""))
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", default=("127.0.0.1", "localhost", "[::1]"))
ALLOWED_HOSTS_IS_DEFAULT = not env.names("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS")
# Where the site is reached from outside. Feeds and calendars use it, never the Host header of a request.
SITE_URL = (env.str("SITE_URL", default="") or "http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "screenings",
    "screenings.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_countries",
    "django_filters",
    "csp",
    "axes",
    "simple_history",
    "django_tasks_db",
]
MIDDLEWARE = [
    "screenings.public.serving.unavailable.OutageMiddleware",
    "screenings.sheets.secret_errors.SecretAddressHeaders",
    "screenings.reliability.utf8_requests.RefusesOtherCharsets",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "screenings.public_middleware.FeedMiddleware",
    # Behind the feeds, which are kept compressed; it pads each answer against BREACH.
    "django.middleware.gzip.GZipMiddleware",
    "festival.security_policy.SecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "screenings.public_middleware.PageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "screenings.desk.password_checks.PasswordCheckThrottle",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]
ROOT_URLCONF = "festival.urls"
WSGI_APPLICATION = "festival.wsgi.application"
FORM_RENDERER = "screenings.desk.form_renderer.FormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            # Its csrf_token adds the one-time token of a form, in Django's own templates too.
            "builtins": ["screenings.templatetags.form_tokens"],
        },
    },
]

DATABASES = {
    "default": connections.database(
        env.str("DATABASE_URL", default=""),
        # The demo's file has a name of its own, so that it can never open a festival's.
        default=DATA_DIR / ("demo.sqlite3" if DEMO else "festival.sqlite3"),
        max_age=env.integer("CONN_MAX_AGE", default=600),
    )
}
# What runs in the background waits in the database, beside what it is about. `embedded`: a thread of this server works
# it off; `none`: `manage.py db_worker` does, as a process of its own.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
WORKER = env.one_of("WORKER", "embedded", "none")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The wheel has it among the app's own, where Django looks anyway.
FIXTURE_DIRS = [BASE_DIR / "fixtures"] if paths.IS_CHECKOUT else []

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Proxies before the site that each write whom they serve into X-Forwarded-For. None: that header is a stranger's word.
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", default=0)
# Wrong passwords of one name from one address. By name alone, a stranger could keep a colleague out; by address alone,
# one person's typing errors would keep the whole office out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = env.integer("LOGIN_ATTEMPTS", default=5, low=1)
AXES_COOLOFF_TIME = timedelta(minutes=env.integer("LOGIN_PAUSE", default=15, low=1))
# Wrong passwords of any names from one address or /64: one password tried over many names. Well above what a whole
# office mistypes, which has one address too.
LOGIN_ATTEMPTS_PER_ADDRESS = env.integer("LOGIN_ATTEMPTS_PER_ADDRESS", default=100, low=1)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the wait the page names is the wait there is
AXES_CLIENT_IP_CALLABLE = "screenings.public.client_addresses.client_network"
AXES_LOCKOUT_CALLABLE = "screenings.desk.logins.locked_out"
# Failures are kept for the pause only; who logged in when and from where is not.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "media/"
MEDIA_ROOT = paths.outside_installation("MEDIA_ROOT", Path(env.str("MEDIA_ROOT", default="") or DATA_DIR / "media"))
STORAGES = {
    # Several app servers with disks of their own share a storage, such as an S3 bucket.
    "default": connections.uploads(env.str("MEDIA_STORAGE", default="").strip(), env.mapping("MEDIA_STORAGE_OPTIONS")),
    "staticfiles": {"BACKEND": "festival.static_files.OptionalManifestStorage"},
}
# What was not collected is served from where it lies, so that a page has its look all the same.
WHITENOISE_USE_FINDERS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "screenings.public.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# HTTPS everywhere but in the demo. Behind a proxy that ends TLS, name the header it sets: SECURE_PROXY=1.
HTTPS = env.flag("HTTPS", default=not (DEMO or DEBUG))
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", default=31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = bool(SECURE_HSTS_SECONDS)
if env.flag("SECURE_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Every handler is one of these, Django's and the server's own too, so that nothing is written past the filter; and no
# handler mails whole requests.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_secrets": {"()": "festival.log_secrets.WithoutSecrets"}},
    "formatters": {
        "line": {
            "()": "festival.log_lines.OneLineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        },
        "request": {"()": "festival.log_lines.OneLineFormatter", "format": "%(message)s"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]},
        "requests": {"class": "logging.StreamHandler", "formatter": "request", "filters": ["without_secrets"]},
    },
    "root": {"handlers": ["console"], "level": env.level("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "django": {"handlers": []},
        "django.server": {"handlers": ["requests"], "level": "INFO", "propagate": False},
        "granian.access": {"handlers": ["requests"], "level": "INFO", "propagate": False},
    },
}
