"""Addresses of the room."""

from django.urls import path

from rapport.demo import views

app_name = "demo"
urlpatterns = [path("", views.welcome, name="welcome")]
