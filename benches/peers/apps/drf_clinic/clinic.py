"""Patients and their visits, on Django REST framework and drf-spectacular, in one file."""
import os
import sys

import django
from django.conf import settings

settings.configure(
    DEBUG=False,
    SECRET_KEY="clinic",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "rest_framework",
        "rest_framework.authtoken",
        "drf_spectacular",
        "__main__",
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
from django.db import models  # noqa: E402
from django.urls import include, path  # noqa: E402
from drf_spectacular.utils import OpenApiParameter, extend_schema  # noqa: E402
from drf_spectacular.views import SpectacularJSONAPIView  # noqa: E402
from rest_framework import routers, serializers, viewsets  # noqa: E402
from rest_framework.decorators import action  # noqa: E402
from rest_framework.response import Response  # noqa: E402


class Patient(models.Model):
    name = models.CharField(max_length=80)
    born = models.DateField()
    insurance = models.CharField(max_length=12, unique=True)
    email = models.EmailField(blank=True)

    class Meta:
        app_label = "__main__"
        ordering = ["id"]


class Visit(models.Model):
    class Kind(models.TextChoices):
        FIRST = "first"
        FOLLOW_UP = "follow-up"
        URGENT = "urgent"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="visits")
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.FIRST)
    minutes = models.PositiveSmallIntegerField(default=15)
    fee = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    remark = models.TextField(blank=True)

    class Meta:
        app_label = "__main__"
        ordering = ["id"]


class PatientSerializer(serializers.ModelSerializer):
    class Meta:
        model = Patient
        fields = ["id", "name", "born", "insurance", "email"]


class VisitSerializer(serializers.ModelSerializer):
    class Meta:
        model = Visit
        fields = ["id", "patient", "at", "kind", "minutes", "fee", "remark"]


class SummarySerializer(serializers.Serializer):
    visits = serializers.IntegerField()
    minutes = serializers.IntegerField()


class PatientViewSet(viewsets.ModelViewSet):
    queryset = Patient.objects.all()
    serializer_class = PatientSerializer

    @extend_schema(
        parameters=[OpenApiParameter("since", int, description="Only visits of this year and later")],
        responses=SummarySerializer,
    )
    @action(detail=True)
    def summary(self, request, pk=None):
        visits = self.get_object().visits.all()
        if "since" in request.query_params:
            visits = visits.filter(at__year__gte=int(request.query_params["since"]))
        return Response({"visits": visits.count(), "minutes": visits.aggregate(models.Sum("minutes"))["minutes__sum"]})


class VisitViewSet(viewsets.ModelViewSet):
    queryset = Visit.objects.all()
    serializer_class = VisitSerializer

    @extend_schema(request=None, responses=VisitSerializer)
    @action(detail=True, methods=["post"])
    def prolong(self, request, pk=None):
        visit = self.get_object()
        visit.minutes *= 2
        visit.save()
        return Response(VisitSerializer(visit).data)


router = routers.DefaultRouter()
router.register("patients", PatientViewSet)
router.register("visits", VisitViewSet)
urlpatterns = [
    path("openapi.json", SpectacularJSONAPIView.as_view(), name="schema"),
    path("", include(router.urls)),
]

if __name__ == "__main__":
    from django.contrib.auth.models import User
    from django.core.wsgi import get_wsgi_application
    from rest_framework.authtoken.models import Token

    execute_from_command_line([sys.argv[0], "migrate", "--run-syncdb", "-v", "0"])
    user = User.objects.create_user("ann")
    Token.objects.create(user=user, key="clinic-token")
    Patient.objects.create(name="Bob", born="1980-02-29", insurance="A123456789")
    from waitress import serve

    serve(get_wsgi_application(), host="127.0.0.1", port=int(os.environ["PORT"]), threads=8)
