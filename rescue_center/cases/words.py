"""The words for what a case keeps as codes."""

KIND_WORDS = {
    "seizure": "Seizure",
    "intake": "Intake",
    "release": "Release",
    "transfer": "Transfer",
    "birth": "Birth",
    "death_report": "Report of deaths",
}
CONDITION_WORDS = {
    "alive": "Alive",
    "dead": "Dead",
    "mixed": "Live and dead",
    "unknown": "Not known",
}
UNIT_WORDS = {
    "individual": "animals",
    "kg": "kg",
    "pieces": "pieces",
    "litres": "litres",
    "m3": "m³",
}
ORDER_WORDS = {
    "lift_hold": "Lifts the evidence hold",
    "place_hold": "Places an evidence hold",
    "confiscation": "Confiscation",
    "release": "Release",
    "transfer": "Transfer",
    "euthanasia": "Euthanasia",
    "disposal": "Disposal of remains",
    "other": "Something else",
}
