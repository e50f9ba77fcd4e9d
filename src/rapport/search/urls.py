"""Addresses of the room. What was looked for never stands in one: it would stay in the browser and in logs."""

from django.urls import URLPattern, path

from rapport.search import views

app_name = "search"
urlpatterns: list[URLPattern] = [
    path("", views.search, name="search"),
    path("saved/<str:ref>/", views.run_saved, name="run_saved"),
    path("saved/<str:ref>/drop/", views.drop_saved, name="drop_saved"),
    path("<str:ref>/", views.found, name="found"),
    path("<str:ref>/reason/", views.reason, name="reason"),
    path("<str:ref>/save/", views.save, name="save"),
]
