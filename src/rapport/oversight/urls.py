"""Addresses of the room."""

from django.urls import URLPattern, path

from rapport.oversight import views

app_name = "oversight"
urlpatterns: list[URLPattern] = [
    path("", views.looks, name="looks"),
    path("searches/<str:ref>/", views.searched, name="searched"),
]
