"""One settings file over the environment. Every variable stands in docs/operations.md.

Safe by default: without DEBUG or DEMO the site asks for a secret key, an https address and a
mail server, and stops the start with a sentence when one is missing.
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from enbyforalle import environment

BASE_DIR = Path(__file__).resolve().parent.parent

# Where and how it runs

DEBUG = environment.flag("DEBUG")
DEMO = environment.flag("DEMO")
# "At home" is a developer's machine or the demo: plain http, a known key, no mail server.
_AT_HOME = DEBUG or DEMO

if _AT_HOME:
    SECRET_KEY = environment.text("SECRET_KEY", "known-to-everyone-and-fit-for-a-demo-only")
else:
    SECRET_KEY = environment.required(
        "SECRET_KEY",
        "Set it to a long random text that stays the same, for instance from "
        "`python3 -c 'import secrets; print(secrets.token_urlsafe(50))'`, "
        "or set DEBUG=1 on your own machine.",
    )
# Old keys: signatures made with them stay valid while a new key is brought in.
SECRET_KEY_FALLBACKS = environment.listed("SECRET_KEY_FALLBACKS")

SITE_URL = environment.site_address(
    "SITE_URL", "http://127.0.0.1:8000" if _AT_HOME else "", secure=not _AT_HOME
)
_HOST = urlsplit(SITE_URL).hostname or ""
_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = environment.listed("ALLOWED_HOSTS", _HOST) + (
    ["127.0.0.1", "localhost", "[::1]"] if _AT_HOME else []
)
# Number of proxies in front that set X-Forwarded-For and X-Forwarded-Proto. With 0 these
# headers are ignored, since anyone could send them.
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", 0, maximum=9)

# Who it is for: another municipality changes these and not the code

SITE_NAME = environment.text("SITE_NAME", "En by for alle-uka")
SITE_NAME_EN = environment.text("SITE_NAME_EN", "A City for All Week")
_OURS = "Kristiansand kommune"
MUNICIPALITY = environment.text("MUNICIPALITY", _OURS)
# Whoever changes the name must not publish data in Kristiansand's.
ORGANISATION_NUMBER = environment.organisation_number(
    "ORGANISATION_NUMBER", "820852982" if MUNICIPALITY == _OURS else ""
)
CONTACT_EMAIL = environment.text("CONTACT_EMAIL", "enbyforalle@example.org")
# The right-hand side of calendar UIDs. It must never change: calendars would show everything
# twice. So it does not follow SITE_URL.
UID_DOMAIN = environment.text("UID_DOMAIN", "enbyforalle.example.org")
# The statement is made and kept at uustatus.no by the municipality; the site links to it.
ACCESSIBILITY_STATEMENT_URL = environment.web_address("ACCESSIBILITY_STATEMENT_URL")

# The demo's clock: DEMO_NOW is the local time it showed when it started, DEMO_STARTED the
# unix time of that start. From there it runs on.
DEMO_NOW = environment.moment("DEMO_NOW")
DEMO_STARTED = environment.number("DEMO_STARTED", 0) or ""

# Parts

INSTALLED_APPS = [
    "enbyforalle",
    "events",
    "organisers",
    "enbyforalle.pages",
    "enbyforalle.jobs",
    "enbyforalle.publishing",
    "django.forms",
    "enbyforalle.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
]

# Order matters, from the outside in.
MIDDLEWARE = [
    # Probes come by IP address and plain http, so they are answered before host and https.
    "enbyforalle.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "enbyforalle.middleware.RequestLogMiddleware",
    # A stored page is answered here, before sessions and users. It stands inside the security
    # middleware so that a stored page too is sent on to https, and outside everything that
    # writes headers into the page that is stored.
    "enbyforalle.publishing.middleware.PageStoreMiddleware",
    "csp.middleware.CSPMiddleware",
    "enbyforalle.middleware.LanguageMiddleware",
    # Old addresses, for what nothing further in has found.
    "enbyforalle.pages.middleware.RedirectMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every view is closed unless it is marked otherwise.
    "enbyforalle.access.ClosedViewsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "enbyforalle.urls"
WSGI_APPLICATION = "enbyforalle.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "enbyforalle.context.our_site",
            ]
        },
    }
]

# Forms are drawn by the templates in templates/forms/.
FORM_RENDERER = "enbyforalle.rendering.Renderer"
# «www.uka.no» is completed with https; what Django 6.0 does by itself.
FORMS_URLFIELD_ASSUME_HTTPS = True

# Data

DATABASES = {"default": environment.database("DATABASE_URL", "sqlite:///var/db.sqlite3", BASE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits on guessing live in the cache, so it must be one that all processes share.
REDIS_URL = environment.text("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",  # The table, made by `manage.py setup`.
    }
}

MEDIA_ROOT = Path(environment.text("MEDIA_ROOT", str(BASE_DIR / "var" / "media")))
# Pictures are served by a view that asks whether they are public, never straight from a folder.
MEDIA_URL = "/bilder/"
# Bytes of finished pages that each process keeps in memory. In DEBUG none, so that an edited
# template shows; with 0 every page is made anew.
PAGE_STORE_BYTES = environment.number(
    "PAGE_STORE_BYTES", 0 if DEBUG else 64 * 1024 * 1024, maximum=4 * 1024**3
)
# The same pages in a folder, for the next process; "" keeps none.
PAGE_STORE_FOLDER = environment.text("PAGE_STORE_FOLDER", str(BASE_DIR / "var" / "pages"))
PAGE_STORE_FOLDER_BYTES = environment.number(
    "PAGE_STORE_FOLDER_BYTES", 256 * 1024 * 1024, maximum=1024**4
)
# A published view that looks at its visitor fails loudly instead of being logged.
PUBLISHED_VIEWS_STRICT = DEBUG
# The texts of a form, files not counted; the longest form here sends some tens of kilobytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(environment.text("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
# Another site has no business with our scripts; WhiteNoise would allow it for web fonts.
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Mail

globals().update(
    environment.mail("EMAIL_URL", "none://" if DEMO else "console://" if DEBUG else "")
)
EMAIL_TIMEOUT = 10  # Seconds. The queue tries again, so a slow server need not be waited for.
EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", f"{SITE_NAME} <{CONTACT_EMAIL}>")
SERVER_EMAIL = CONTACT_EMAIL

# People

AUTH_USER_MODEL = "organisers.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
_DJANGO = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{module}.{name}", "OPTIONS": options}
    for module, name, options in [
        (_DJANGO, "UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("organisers.validators", "LengthValidator", {"min_length": 10}),
        (_DJANGO, "CommonPasswordValidator", {}),
        (_DJANGO, "NumericPasswordValidator", {}),
    ]
]
# The other kinds put messages in a cookie of their own, which public addresses would be sent.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "events:home"

ACCOUNT_ADAPTER = "organisers.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "organisers.forms.accounts.SignInForm",
    "signup": "organisers.forms.accounts.SignUpForm",
    "request_login_code": "organisers.forms.accounts.RequestCodeForm",
    "confirm_login_code": "organisers.forms.accounts.SignInCodeForm",
    "confirm_email_verification_code": "organisers.forms.accounts.EmailCodeForm",
    "confirm_password_reset_code": "organisers.forms.accounts.PasswordCodeForm",
    "reset_password": "organisers.forms.accounts.ForgottenPasswordForm",
    "reset_password_from_key": "organisers.forms.accounts.ResetPasswordForm",
    "set_password": "organisers.forms.accounts.SetPasswordForm",
    "change_password": "organisers.forms.accounts.ChangePasswordForm",
    "add_email": "organisers.forms.accounts.NewEmailForm",
    "reauthenticate": "organisers.forms.accounts.PasswordAgainForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# No password is asked for at sign-up: a code by e-mail is enough, and a password may be set
# afterwards by those who want one.
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Volunteers open their mail on another device, and slow mail servers take minutes.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Whoever loses a mailbox or a password to somebody else is told.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Digits can be typed with the number pad of a phone; nine of them, since three guesses are free.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 9, "dashed": True}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _HTTPS else "http"
# Shared machines in libraries: a sign-in ends with the browser unless the user asks otherwise.
ACCOUNT_SESSION_REMEMBER = None
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# Language and time

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Norwegian (Bokmål)")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["enbyforalle.formats"]
TIME_ZONE = "Europe/Oslo"
USE_I18N = True
USE_TZ = True

# What browsers are told

SECURE_SSL_REDIRECT = _HTTPS
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
_YEAR = 365 * 24 * 3600
SECURE_HSTS_SECONDS = environment.number("HSTS_SECONDS", _YEAR if _HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if _HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _HTTPS else "csrf"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "enbyforalle.errors.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "worker-src": [SELF],
        # Only the page that makes the snippet for other websites shows itself in a frame.
        "frame-src": [NONE],
    }
}

# Logging: to stdout, one line each, with the request's id; no query strings and no addresses

LOG_LEVEL = environment.text("LOG_LEVEL", "INFO").upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "enbyforalle.middleware.RequestIdFilter"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}
    },
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "line",
            "filters": ["request_id"],
        }
    },
    "root": {"handlers": ["stdout"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Our own line tells of 404 and 403 already, and without the address as it was typed.
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        # Complains of every HEAD that a view answers as a GET; it drops the body, as it should.
        "gunicorn.http.wsgi": {"handlers": [], "level": "ERROR", "propagate": True},
        # The development server's own lines repeat the query string.
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
    },
}

# What a stored page depends on besides the database: the code, and every variable read above.
PAGE_STORE_RELEASE = environment.fingerprint(
    BASE_DIR, ("enbyforalle", "events", "organisers", "templates", "static", "locale")
)
