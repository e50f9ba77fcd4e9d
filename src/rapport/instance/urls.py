"""The addresses of the house: each room's own, under its name."""

from django.urls import include, path

from rapport.instance import closed, health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("urgent-form", closed.urgent_form, name="urgent_form"),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("rapport.demo.urls")),
    path("", include("rapport.interface.urls")),
    path("", include("rapport.access.urls")),
    path("search/", include("rapport.search.urls")),
    path("register/", include("rapport.register.urls")),
    path("reports/", include("rapport.reporting.urls")),
    path("sources/", include("rapport.sources.urls")),
    path("desk/", include("rapport.intelligence.urls")),
    path("decisions/", include("rapport.conference.urls")),
    path("walk/", include("rapport.training.urls")),
    path("oversight/", include("rapport.oversight.urls")),
]

handler500 = "rapport.instance.closed.our_mistake"
