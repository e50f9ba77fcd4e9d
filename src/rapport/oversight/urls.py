"""Addresses of the room."""

from django.urls import URLPattern, path

from rapport.oversight.views import keeping, looks

app_name = "oversight"
urlpatterns: list[URLPattern] = [
    path("", looks.looks, name="looks"),
    path("searches/<str:ref>/", looks.searched, name="searched"),
    path("reviews/", keeping.reviews, name="reviews"),
    path("reviews/<str:record_class>/<str:ref>/", keeping.review, name="review"),
    path("holds/", keeping.holds, name="holds"),
    path("early/<str:ref>/", keeping.early, name="early"),
]
