"""Settings that hold everywhere; what differs by place is in env.py, what differs by purpose in the sibling modules."""

from datetime import timedelta
from pathlib import Path

from xiandao.project import env

HOME = env.home()
ROOT = Path(__file__).resolve().parents[4]
SECRET_KEY = env.secret_key(HOME)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

# The province pack: names, organisations, catalogue and calendar are data (xiandao/packs/<name>).
XIANDAO_PACK = env.pack()
XIANDAO_DOCUMENTS = HOME / "documents"
# Approved returns as Parquet files, made anew from the database whenever they are older than it.
XIANDAO_LAKE = HOME / "lake"
# The confidentiality rules of this site, where they differ from those shipped; known to the statistics role alone.
XIANDAO_DISCLOSURE = HOME / "disclosure.toml"
# What the province publishes of the carbon of industries; without the file the invented figures that are shipped.
XIANDAO_CARBON_BENCHMARKS = HOME / "carbon-benchmarks.toml"
XIANDAO_AUDIT_ALGORITHM = "sm3"
# Outside the database on purpose: a cut tail of the chain shows only against a witness kept elsewhere.
XIANDAO_AUDIT_CHECKPOINT = HOME / "audit-checkpoint.jsonl"

# Name, organisation and time across every page, on the screen and on paper.
XIANDAO_WATERMARK = env.flag("WATERMARK")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "csp",
    "xiandao.ui",
    "xiandao.registry",
    "xiandao.casework",
    "xiandao.catalog",
    "xiandao.policy",
    "xiandao.statistics",
    "xiandao.evaluate",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "xiandao.ui.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "xiandao.registry.web.session.SessionGuard",
    "xiandao.ui.failures.FailurePages",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "xiandao.project.urls"
WSGI_APPLICATION = "xiandao.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "xiandao.ui.shell.shell",
            ],
        },
    },
]
DATABASES = {"default": env.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "registry.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "signin"
LOGIN_REDIRECT_URL = "overview"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Locking by name alone would let anybody lock anybody out: name and address together.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "xiandao.registry.web.signin.locked_out"
AXES_VERBOSE = False
# How many proxies of one's own stand before the site; without any, what a request says about its origin is not heard.
XIANDAO_TRUSTED_PROXIES = env.count("TRUSTED_PROXIES")
AXES_CLIENT_IP_CALLABLE = "xiandao.registry.web.session.client_address"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "xiandao_session"
CSRF_COOKIE_HTTPONLY = False
SESSION_IDLE_MINUTES = 15

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "src" / "xiandao" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATICFILES_DIRS = [ROOT / "assets" / "dist"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"reference": {"()": "xiandao.ui.failures.Reference"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}{reference} {message}", "style": "{"}
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["reference"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}},
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
