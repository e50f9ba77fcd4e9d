"""The house with one page more: a page that forgets to ask for whom."""

from django.http import HttpRequest, JsonResponse
from django.urls import path

from rapport.access.models import Posting
from rapport.access.viewers import viewer_for
from rapport.instance import urls
from rapport.reporting.models import Report


def nosy(request: HttpRequest) -> JsonResponse:
    """The prison services of all reports that the database shows."""
    if "and" in request.GET:
        viewer_for(Posting.with_all().get(pk=request.GET["and"]))
    return JsonResponse(sorted(set(Report.unfiltered.values_list("service_id", flat=True))), safe=False)


urlpatterns = [*urls.urlpatterns, path("nosy/", nosy)]
handler500 = urls.handler500
