"""What survey puts into the journal."""

from msgspec import Struct

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
