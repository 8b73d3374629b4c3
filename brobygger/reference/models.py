"""Facts that come from others, loaded from versioned files with their source."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Municipality(models.Model):
    """A Norwegian municipality. Source: SOURCES.md, geo/."""

    number = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(_("kommune"), max_length=80)

    def __str__(self) -> str:
        return self.name


class PostalCode(models.Model):
    """A postal code with a point, where the point can be trusted. Source: GeoNames, see SOURCES.md, geo/."""

    code = models.CharField(max_length=4, primary_key=True)
    place = models.CharField(_("poststed"), max_length=60)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="postal_code_has_both_coordinates_or_none",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.place}"
