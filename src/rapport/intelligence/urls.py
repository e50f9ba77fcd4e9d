"""Addresses of the room."""

from django.urls import URLPattern, path

from rapport.intelligence.views import collation, evaluation, items, requirements

app_name = "intelligence"
urlpatterns: list[URLPattern] = [
    path("", evaluation.queue, name="queue"),
    path("items/", collation.items, name="items"),
    path("items/link/", collation.link, name="link"),
    path("items/<str:ref>/", items.item, name="item"),
    path("items/<str:ref>/regrade/", items.regrade, name="regrade"),
    path("items/<str:ref>/permit/", items.permit, name="permit"),
    path("items/<str:ref>/name/", items.name, name="name"),
    path("items/<str:ref>/tie/", items.tie, name="tie"),
    path("items/<str:ref>/untie/", items.untie, name="untie"),
    path("labels/", items.labels, name="labels"),
    path("labels/<str:kind>/<str:ref>/", items.label, name="label"),
    path("requirements/", requirements.requirements, name="requirements"),
    path("questions/", requirements.questions, name="questions"),
    path("questions/<str:ref>/", requirements.answer, name="answer_question"),
    path("notes/", collation.notes, name="notes"),
    path("notes/new/", collation.new_note, name="new_note"),
    path("notes/<str:ref>/", collation.note, name="note"),
    path("notes/<str:ref>/write/", collation.rewrite_note, name="rewrite_note"),
    path("notes/<str:ref>/hand/", collation.hand_over, name="hand_over"),
    path("<str:ref>/", evaluation.evaluate, name="evaluate"),
    path("<str:ref>/take/", evaluation.take, name="take"),
    path("<str:ref>/let-go/", evaluation.let_go, name="let_go"),
    path("<str:ref>/hand-over/", evaluation.hand_over, name="hand_report_over"),
    path("<str:ref>/telling/", evaluation.telling, name="telling"),
    path("<str:ref>/sanitise/", evaluation.sanitise, name="sanitise"),
    path("<str:ref>/finish/", evaluation.finish, name="finish"),
    path("<str:ref>/return/", evaluation.return_for_more, name="return"),
    path("<str:ref>/elsewhere/", evaluation.elsewhere, name="elsewhere"),
]
