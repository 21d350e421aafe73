"""The kinds of entry a board of the first three stages understands."""

from yipanqi.close import events as close
from yipanqi.journal.kinds import Kind, Kinds
from yipanqi.plan.events import PlanAdopted, PlanProposed
from yipanqi.survey.events import SurveyRecorded

KINDS = Kinds(
    [
        Kind("survey.recorded", SurveyRecorded, "survey", "decision"),
        Kind("plan.proposed", PlanProposed, "proposal", "desk"),
        Kind("plan.adopted", PlanAdopted, "plan", "decision"),
        Kind("crew.set_out", close.CrewSetOut, "crew/crew"),
        Kind("crew.loaded", close.CrewLoaded, "crew/crew"),
        Kind("crew.lost", close.CrewLost, "crew/crew"),
        Kind("crew.back", close.CrewBack, "crew/crew"),
        Kind("crew.late", close.CrewLate, "crew/crew"),
        Kind("opening.started", close.OpeningStarted, "opening/opening"),
        Kind("opening.done", close.OpeningDone, "opening/opening"),
        Kind("opening.blocked", close.OpeningBlocked, "opening/opening"),
        Kind("opening.unblocked", close.OpeningUnblocked, "opening/opening"),
        Kind("opening.found", close.OpeningFound, "opening/opening"),
        Kind("supplier.counted", close.SupplierCounted, "supplier/supplier"),
        Kind("quarantine.kept", close.Quarantined, "quarantine", "desk"),
    ]
)
