"""The words of a post-mortem examination (domain rules 4.2 d, 6.4)."""

SYSTEMS = {
    "skin": "Skin, feathers, scales", "muscle": "Muscle and bone", "cavities": "Body cavities",
    "heart": "Heart and vessels", "lungs": "Airways and lungs", "gut": "Mouth, gut and cloaca",
    "liver": "Liver and pancreas", "urinary": "Kidneys and bladder",
    "reproductive": "Reproductive organs", "nervous": "Brain, nerves, eyes and ears",
    "lymphatic": "Spleen, lymph nodes, glands",
}  # fmt: skip
ORGANS = {
    "heart": "Heart", "lungs": "Lungs", "liver": "Liver", "spleen": "Spleen",
    "kidney_left": "Left kidney", "kidney_right": "Right kidney", "brain": "Brain",
    "gonads": "Gonads",
}  # fmt: skip
CONDITIONS = {"fresh": "Fresh", "fair": "Fair", "poor": "Poor"}
#: Before a carcass is opened; one that may be of anthrax is not.
SAFETY = {
    "not_suspected": "No sign of anthrax or rabies",
    "ruled_out": "Suspected, and ruled out before it was opened",
    "suspected": "Anthrax is suspected",
}
UNITS = {"kg": "kg", "g": "g", "piece": "pieces"}
