"""Addresses of the room."""

from django.urls import URLPattern, path

from rapport.intelligence.views import collation, evaluation

app_name = "intelligence"
urlpatterns: list[URLPattern] = [
    path("", evaluation.queue, name="queue"),
    path("items/", collation.items, name="items"),
    path("items/link/", collation.link, name="link"),
    path("notes/", collation.notes, name="notes"),
    path("notes/new/", collation.new_note, name="new_note"),
    path("notes/<str:ref>/", collation.note, name="note"),
    path("notes/<str:ref>/write/", collation.rewrite_note, name="rewrite_note"),
    path("notes/<str:ref>/hand/", collation.hand_over, name="hand_over"),
    path("<str:ref>/", evaluation.evaluate, name="evaluate"),
    path("<str:ref>/take/", evaluation.take, name="take"),
    path("<str:ref>/finish/", evaluation.finish, name="finish"),
    path("<str:ref>/return/", evaluation.return_for_more, name="return"),
    path("<str:ref>/elsewhere/", evaluation.elsewhere, name="elsewhere"),
]
