"""Patients and their visits, on Django REST framework and drf-spectacular."""
import os
import sys

import django
from django.conf import settings

settings.configure(
    DEBUG=False,
    SECRET_KEY="clinic",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="clinic.api",
    USE_TZ=True,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "rest_framework",
        "rest_framework.authtoken",
        "drf_spectacular",
        "clinic",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["CLINIC_DB"]}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    REST_FRAMEWORK={
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
        "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.TokenAuthentication"],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
        "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
        "PAGE_SIZE": 20,
    },
    SPECTACULAR_SETTINGS={"TITLE": "Clinic", "VERSION": "1.0.0", "SERVE_INCLUDE_SCHEMA": False},
)
django.setup()

from django.core.management import execute_from_command_line  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from clinic.models import Patient  # noqa: E402
from rest_framework.authtoken.models import Token  # noqa: E402

execute_from_command_line([sys.argv[0], "migrate", "--run-syncdb", "-v", "0"])
user = User.objects.create_user("ann")
Token.objects.create(user=user, key="clinic-token")
Patient.objects.create(name="Bob", born="1980-02-29", insurance="A123456789")
from waitress import serve  # noqa: E402

serve(get_wsgi_application(), host="127.0.0.1", port=int(os.environ["PORT"]), threads=8)
