from django.db import models
from django.urls import include, path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework import routers, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from .models import Patient, Visit


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
