"""Addresses of the room."""

from django.urls import path

from rapport.register.views import imports, people, places, protected, ties

app_name = "register"
urlpatterns = [
    path("", places.establishments, name="establishments"),
    path("establishments/<str:ref>/", places.establishment, name="establishment"),
    path("places/<str:ref>/", places.place, name="place"),
    path("people/", people.people, name="people"),
    path("people/<str:ref>/", people.person, name="person"),
    path("people/<str:ref>/names/", people.note_name, name="note_name"),
    path("people/<str:ref>/move/", people.move, name="move"),
    path("people/<str:ref>/with/", ties.associate, name="associate"),
    path("people/<str:ref>/same/", ties.same, name="same"),
    path("names/<str:ref>/end/", people.end_name, name="end_name"),
    path("associations/<str:ref>/", ties.keep_association, name="keep_association"),
    path("associations/<str:ref>/end/", ties.end_association, name="end_association"),
    path("same/<str:ref>/undo/", ties.undo_same, name="undo_same"),
    path("files/", imports.imports, name="imports"),
    path("files/<str:ref>/", imports.import_file, name="import"),
    path("files/<str:ref>/progress/", imports.import_progress, name="import_progress"),
    path("protected/", protected.protected, name="protected"),
    path("protected/<str:ref>/end/", protected.end_protected, name="end_protected"),
]
