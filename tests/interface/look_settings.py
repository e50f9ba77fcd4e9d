"""The room by itself: no database and no other room, so that its pages can be looked at in a browser."""

from rapport.interface.security import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY

SECRET_KEY = "for tests only; opens nothing"
ALLOWED_HOSTS = ["127.0.0.1"]
LOOK_PAGE = True
INSTALLED_APPS = [
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "rapport.interface",
]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "look_urls.an_officer",
]
ROOT_URLCONF = "look_urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "rapport.interface.context_processors.page",
            ]
        },
    }
]
FORM_RENDERER = "rapport.interface.forms.PageRenderer"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
LANGUAGES = [("en", "English"), ("ru", "Russian"), ("ky", "Kyrgyz"), ("fr", "French")]
USE_TZ = True
STATIC_URL = "/static/"
DATABASES: dict[str, object] = {}
