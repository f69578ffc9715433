from django.db import models


class Patient(models.Model):
    name = models.CharField(max_length=80)
    born = models.DateField()
    insurance = models.CharField(max_length=12, unique=True)
    email = models.EmailField(blank=True)

    class Meta:
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
        ordering = ["id"]
