"""What survey puts into the journal."""

from msgspec import Struct

from yipanqi.ground.ids import EventId
from yipanqi.survey.edits import Edit
from yipanqi.survey.model import Neighbourhood, Opening, Registry


class SurveyRecorded(Struct, frozen=True):
    """A decision: this is the ground we plan on. Kind `survey.recorded`, stream `survey`."""

    name: str
    exercise: bool
    attribution: str
    bounds: tuple[float, float, float, float]
    map_digest: str
    """The document that holds the base map."""
    neighbourhoods: tuple[Neighbourhood, ...]
    openings: tuple[Opening, ...]
    registry: Registry
    time_zone: str = ""
    """The town's, as the IANA names it; empty where nobody said."""
    extract_digest: str = ""
    """The document that holds the map itself, for planning on it again; empty where there is none."""


class SurveyEdited(Struct, frozen=True):
    """A decision: somebody corrects the map. Kind `survey.edited`, stream `edits`."""

    edit: Edit


class SurveyEditUndone(Struct, frozen=True):
    """A decision: an edit is taken back; one that names an undoing redoes. Kind `survey.edit_undone`.

    The stream is named after what is undone, so that of two at once one is told of the other.
    """

    edit: EventId
