"""The kinds of entry a board of the first three stages understands."""

from yipanqi.close import claims_model as claims
from yipanqi.close import closure_events as closures
from yipanqi.close import decisions_model as decisions
from yipanqi.close import events as close
from yipanqi.close import goods_events as goods
from yipanqi.close import problems_model as problems
from yipanqi.close import quarantine_model as quarantine
from yipanqi.close.alerts import AlertIssued
from yipanqi.journal.kinds import Kind, Kinds
from yipanqi.plan.events import PlanAdopted, PlanProposed
from yipanqi.survey.events import SurveyEdited, SurveyEditUndone, SurveyRecorded

KINDS = Kinds(
    [
        Kind("survey.recorded", SurveyRecorded, "survey", "decision"),
        Kind("survey.edited", SurveyEdited, "edits", "decision"),
        Kind("survey.edit_undone", SurveyEditUndone, "undone/edit", "decision"),
        Kind("closure.rules_set", closures.ClosureRulesSet, "closure_rules", "decision"),
        Kind("closure.proposed", closures.ClosureProposed, "closure_proposal", "desk"),
        Kind("closure.adopted", closures.ClosureAdopted, "closure", "decision"),
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
        Kind("opening.taken_down", close.OpeningTakenDown, "opening/opening"),
        Kind("opening.found", close.OpeningFound, "opening/opening"),
        Kind("supplier.counted", close.SupplierCounted, "supplier/supplier"),
        Kind("problem.raised", problems.ProblemRaised, "problem/problem"),
        Kind("problem.passed_on", problems.ProblemPassedOn, "problem/problem"),
        Kind("problem.answered", problems.ProblemAnswered, "problem/problem"),
        Kind("problem.closed", problems.ProblemClosed, "problem/problem"),
        Kind("decision.made", decisions.DecisionMade, "decision/about", "decision"),
        Kind("decision.carried_out", decisions.DecisionCarriedOut, "carried_out/decision"),
        Kind("job.locked", decisions.JobLocked, "lock/opening", "decision"),
        Kind("job.unlocked", decisions.JobUnlocked, "lock/opening", "decision"),
        Kind("job.taken", claims.JobTaken, "claim/opening", "decision"),
        Kind("job.given_back", claims.JobGivenBack, "claim/opening", "decision"),
        Kind("standing_rule.set", decisions.StandingRuleSet, "standing_rule", "decision"),
        Kind("standing_rule.lifted", decisions.StandingRuleLifted, "standing_rule", "decision"),
        Kind("terms.set", decisions.TermsSet, "terms/neighbourhood", "decision"),
        Kind("key.given", decisions.KeyGiven, "key/opening", "decision"),
        Kind("goods.planned", goods.GoodsPlanned, "goods_plan", "desk"),
        Kind("goods.ordered", goods.GoodsOrdered, "order/order"),
        Kind("goods.arrived", goods.GoodsArrived, "order/order"),
        Kind("goods.handed_out", goods.GoodsHandedOut, "supplier/supplier"),
        Kind("loan.offered", goods.LoanOffered, "loan/loan"),
        Kind("loan.withdrawn", goods.LoanWithdrawn, "loan/loan"),
        Kind("loan.taken", goods.LoanTaken, "taking/loan", "decision"),
        Kind("loan.declined", goods.LoanDeclined, "taking/loan", "decision"),
        Kind("loan.returned", goods.LoanReturned, "loan/loan"),
        Kind("alert.issued", AlertIssued, "alert/neighbourhood", "decision"),
        Kind("quarantine.kept", close.Quarantined, "quarantine", "desk"),
        Kind("quarantine.accepted", quarantine.QuarantineAccepted, "settled/entry", "decision"),
        Kind("quarantine.left", quarantine.QuarantineLeft, "settled/entry", "decision"),
    ]
)
