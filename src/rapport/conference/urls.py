"""Addresses of the room."""

from django.urls import URLPattern, path

from rapport.conference import views

app_name = "conference"
urlpatterns: list[URLPattern] = [
    path("", views.decisions, name="decisions"),
    path("<str:note_ref>/", views.decide, name="decide"),
    path("<str:ref>/end/", views.end, name="end"),
]
