"""The tables of a room, made in one step: the migration that begins it.

Django's own `CreateModel` renders every model that is tied to the new one anew, one table after the other; through the
prison service and the staff nearly all are tied to all, and a founding spent most of its time on that. Here the room's
models become known together and are rendered once; then each is made exactly as `CreateModel` makes it.

    Tables([migrations.CreateModel(…), migrations.CreateModel(…)])
"""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState


class Tables(Operation):
    """Makes the tables of these models in their order, and drops them backwards."""

    category = OperationCategory.ADDITION

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = list(models)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """What was rendered is let go first: kept, it would be rendered anew for each model that comes."""
        state.clear_delayed_apps_cache()
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for model in self.models:
            model.database_forwards(app_label, editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for model in reversed(self.models):
            model.database_backwards(app_label, editor, from_state, to_state)

    def describe(self) -> str:
        return "Make the tables of the room"
