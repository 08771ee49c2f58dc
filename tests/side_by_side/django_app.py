"""A Django site in one file: sessions, users, admin, static files, in a database in memory."""

from __future__ import annotations

from typing import Any

import django
from django.conf import settings
from django.http import HttpRequest, JsonResponse

settings.configure(
    SECRET_KEY="only for tests",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    STATIC_URL="/site/static/",  # with the path of the mount
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.messages",
        "django.contrib.sessions",
        "django.contrib.staticfiles",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    DATABASES={
        # shared by the threads that Django uses
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "file:site?mode=memory&cache=shared"}
    },
)
django.setup()

from django.contrib import admin  # noqa: E402 - Django must be set up
from django.contrib.auth import login  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler  # noqa: E402
from django.core.handlers.asgi import ASGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.urls import path, reverse  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402


def me(request: HttpRequest) -> JsonResponse:
    name = request.user.get_username() if request.user.is_authenticated else None
    return JsonResponse({"user": name, "here": reverse("me"), "url": request.build_absolute_uri()})


def sign_in(request: HttpRequest) -> JsonResponse:
    login(request, User.objects.get(username=request.POST["name"]))
    return JsonResponse({})


urlpatterns: list[Any] = [
    path("admin/", admin.site.urls),
    path("me", me, name="me"),
    path("sign-in", csrf_exempt(sign_in)),
]

app = ASGIStaticFilesHandler(ASGIHandler())


def make_tables() -> None:
    call_command("migrate", verbosity=0)
    if not User.objects.exists():
        User.objects.create_superuser("ann", password="quiet-harbour")
