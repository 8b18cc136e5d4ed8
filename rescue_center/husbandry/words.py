"""The words for what keepers record by a key."""

#: What a concern is about.
WHAT = {
    "missing": "Missing", "injured": "Injured", "not_eating": "Not eating", "stool": "Stool",
    "behaviour": "Behaviour", "other": "Something else",
}  # fmt: skip
#: How soon somebody has to look, the most pressing first.
URGENCY = {"now": "Now", "today": "Today", "watch": "Keep watching"}
#: What became of a head that a roll-call did not find.
RESOLUTIONS = {
    "found": "It was found", "death": "It died", "escape": "It escaped",
    "move": "It was moved elsewhere", "miscount": "It was counted wrong",
}  # fmt: skip
