"""Who looks at how records are handled: the inspector of the prison service, and nobody inside it."""

from rapport.access.algebra import holds
from rapport.access.roles import Role

LOOK = holds(Role.INSPECTOR)
