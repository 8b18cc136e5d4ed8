"""The words for what keepers record by a key."""

#: What a concern is about.
WHAT = {
    "missing": "Missing", "injured": "Injured", "not_eating": "Not eating", "stool": "Stool",
    "behaviour": "Behaviour", "dead": "Found dead", "other": "Something else",
}  # fmt: skip
#: How soon somebody has to look, the most pressing first.
URGENCY = {"now": "Now", "today": "Today", "watch": "Keep watching"}
#: What became of a head that a roll-call did not find.
RESOLUTIONS = {
    "found": "It was found", "death": "It died", "escape": "It escaped",
    "move": "It was moved elsewhere", "miscount": "It was counted wrong",
}  # fmt: skip
#: What a keeper gives an enclosure or an animal.
TENDING = {"feed": "Fed", "clean": "Cleaned", "water": "Gave water", "enrich": "Enriched"}
#: What a plan asks for.
PLANNED = {
    "feed": "Feed", "clean": "Clean", "water": "Water", "enrich": "Enrich", "observe": "Observe",
    "weigh": "Weigh", "welfare": "Assess welfare",
}  # fmt: skip
WATER = {"drank": "Drank", "not": "Did not drink", "unknown": "Not seen"}
APPETITE = {0: "Nothing", 1: "A little", 2: "Half", 3: "Most", 4: "All"}
FAECES = {1: "Hard", 2: "Firm", 3: "Well formed", 4: "Soft", 5: "Watery"}
#: Body condition of five, and how it was judged (domain rules, scores: its scale is kept with it).
BODY = {1: "Emaciated", 2: "Thin", 3: "Good", 4: "Heavy", 5: "Fat"}
BODY_SCALE = 5
BODY_SYSTEMS = {"seen": "By eye", "felt": "By hand"}
#: The same as choices, with their scores.
BODY_SCORES = {1: "1, emaciated", 2: "2, thin", 3: "3, good", 4: "4, heavy", 5: "5, fat"}
APPETITE_SCORES = {0: "0, nothing", 1: "1, a little", 2: "2, half", 3: "3, most", 4: "4, all"}
FAECES_SCORES = {1: "1, hard", 2: "2, firm", 3: "3, well formed", 4: "4, soft", 5: "5, watery"}
#: How a meal is given.
METHODS = {"self": "It eats by itself", "hand": "By hand", "tube": "By tube"}
INCIDENTS = {"bite": "Bite", "scratch": "Scratch", "escape": "Escape", "injury": "Injury",
             "other": "Something else"}  # fmt: skip
#: The Five Domains (Mellor et al. 2020), in their order.
DOMAINS = {
    "nutrition": "Nutrition", "environment": "Physical environment", "health": "Health",
    "behaviour": "Behavioural interactions", "mental": "Mental state",
}  # fmt: skip
COMPROMISE = {"A": "A, none", "B": "B, low", "C": "C, moderate", "D": "D, severe",
              "E": "E, very severe"}  # fmt: skip
ENHANCEMENT = {0: "0, none", 1: "+, low", 2: "++, medium", 3: "+++, high"}
CONFIDENCE = {"low": "Low", "medium": "Medium", "high": "High"}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
