"""The scene before the doors, for `served.Peopled`: how each signs in, and the references of what can be asked for."""

from __future__ import annotations


def people() -> dict[str, dict[str, str]]:
    """Build the scene in the house that is served."""
    from django.conf import settings
    from doors_scene import act_of_two_people, build_scene

    from rapport.access.links import sign_in_link

    settings.ALLOWED_HOSTS.append("testserver")
    with act_of_two_people():
        scene = build_scene()
    return {
        "links": {name: sign_in_link(one) for name, one in scene.postings.items() if one.by_link},
        "refs": scene.refs,
    }
