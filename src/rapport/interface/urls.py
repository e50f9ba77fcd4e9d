"""Addresses of the room."""

from django.urls import path

from rapport.interface import views

app_name = "interface"
urlpatterns = [path("look/", views.look, name="look")]
