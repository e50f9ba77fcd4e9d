"""Addresses of the room."""

from django.urls import URLPattern, path

from rapport.sources import views

app_name = "sources"
urlpatterns: list[URLPattern] = [
    path("", views.register, name="register"),
    path("key/", views.key, name="key"),
    path("find/", views.find, name="find"),
    path("origin/<str:ref>/", views.origin, name="origin"),
    path("origin/<str:ref>/enter/", views.enter, name="enter"),
    path("opening/<str:ref>/", views.opening, name="opening"),
    path("<str:ref>/", views.source, name="source"),
]
