"""What is typed in this room."""

from rapport.oversight.forms.keeping import HoldForm, KeepForm, ReasonForm, SureForm
from rapport.oversight.forms.looks import LooksForm, ReadForm

__all__ = ["HoldForm", "KeepForm", "LooksForm", "ReadForm", "ReasonForm", "SureForm"]
