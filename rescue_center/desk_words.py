"""Sentences of the desk's pages that stand in lists, rules and the journal of other modules, where
they are plain English: marked here for the catalogues of the languages."""

from rescue_center.tongues import N_

#: What every form says, and what is put together from the names of its fields.
FORMS = (
    N_("Save"), N_("Cancel"), N_("Choose…"), N_("Nobody"), N_("None"), N_("Notes"), N_("Why"),
    N_("No tag"), N_("Choose one: {field}."), N_("{field} is missing."),
    N_("Please answer “{question}”."),
    N_("Say why it is struck out."), N_("Say why it changes."), N_("Say how many."),
    N_("Say how many were counted."), N_("Say how many died."), N_("Say how it came about."),
    N_("Say how it came back."), N_("Say what you saw."), N_("Say when it died or was found."),
    N_("{field} has {n} characters; at most {most} fit."), N_("{field} must be a whole number."),
    N_("{field} may have at most {n} decimals."), N_("A password has at most 1,000 characters."),
    N_("“{text}” is not a day. Write it like 2026-05-12 or 12 May 2026."),
    N_("“{text}” is not a day and time. Write it like 2026-05-12 14:05."),
    N_("The year must be 1900 or later."), N_("The year must be before 2200."),
    N_("The clocks went forward over that time, so it never was."),
    N_("Somebody else wrote: {text}"), N_("nothing"), N_("yes"), N_("no"),
    N_("At least 10 characters. Three or four words do well."),
    N_("Type the last four digits of its number, {word}"),
    N_("This account and this password do not go together. Try again."),
    N_("Somebody changed {what} while you were working on it. Look at the newer version, then make "
       "your change again."),
    N_("this record"),
    N_("This does not fit with what is already recorded, so nothing was saved. (Rule: {rule}.)"),
    N_("It was saved. Look at what is there before you send it again."),
    N_("That did not work."),
    N_("Received: {alive} alive, {dead} dead."), N_("{who} is in {unit} now."),
    N_("{who} are in {unit} now."), N_("Your language is {language}."),
    N_("A microchip has 15 digits; this is {n} digits."),
    N_("A microchip has 15 digits; this is not digits only."),
    N_("If it is an older chip of 9 or 10 characters, tick “Not an ISO chip”."),
    N_("There were too many tries. Wait five minutes, then try again."),
    N_("If the password is lost, ask an administrator for a link."),
    N_("Somebody else has just struck this out."),
    N_("An animal that is held as evidence is not put down by plan."),
    N_("A sample is taken of at least one animal."),
    N_("“{name}” is larger than {n} MB. Send a smaller one."), N_("“{name}” is empty."),
    N_("“{name}” is larger than {n} MB."),
    N_("“{name}” is not a photograph. Send a JPEG, PNG or WebP file."),
    N_("“{name}” is not a photograph; send a JPEG, PNG or WebP file."),
    N_("“{name}” is damaged: not all of the picture is there."),
    N_("“{name}” has more than {n} million pixels."),
    N_("“{name}” is in the HEIC format of Apple, which not everybody can open; save it as JPEG."),
    N_("Say how many: at least 1."),
    N_("{lot} has {n}. To part all of them, work on the whole lot instead."),
    N_("Alive: {name}"), N_("Dead: {name}"), N_("undeclared {n}"), N_("Unknown device"),
    N_("{browser} on {system}"),
)  # fmt: skip

#: What phones are answered, whatever they asked.
IN_SHORT = (
    N_("The centre does not know this phone, or you are to sign in again."),
    N_("This is not among your tasks."), N_("The centre does not know this."),
    N_("This is more than can be sent at once."),
    N_("There were too many tries. Wait five minutes."),
    N_("Something broke at the centre. What you wrote stays on this phone."),
    N_("The centre is very busy. What you wrote stays on this phone; it is sent again."),
)  # fmt: skip

#: States, kinds and choices, by what keeps them as codes.
CHOICES = (
    N_("Void"), N_("Planned"), N_("Result pending"), N_("Negative"), N_("Acceptable"),
    N_("Positive"), N_("Inconclusive"), N_("Waived"), N_("Result in"), N_("Struck out"),
    N_("Illness"), N_("Death"), N_("Positive test"), N_("Escape"), N_("Incident"),
    N_("Acceptable: not negative, but no ground to keep it"),
    N_("Natural: illness, injury, age"), N_("Euthanised"), N_("Accident"),
    N_("Natural"), N_("Conspecific"), N_("Predator"),
    N_("Killed by one of its kind"), N_("Killed by a predator"), N_("To be done"),
    N_("Done without"), N_("Burial"), N_("Incineration"), N_("Evidence freezer"), N_("Museum"),
    N_("Whole"), N_("Whole animal"), N_("Left"), N_("Right"), N_("Left side"), N_("Right side"),
    N_("Front"), N_("Back"), N_("Face"), N_("Mark"), N_("Wound"), N_("Crate or container"),
    N_("Container"), N_("Ring"), N_("Ring or band"), N_("Tattoo"), N_("Notch"),
    N_("Notch in shell, scute or ear"), N_("Clip"), N_("Scale or hair clip"), N_("Paint"),
    N_("Pattern, by photograph"), N_("Another mark"), N_("Microchip"), N_("Midline"),
    N_("In place"), N_("Lost"), N_("Removed"), N_("Unreadable"), N_("Can no longer be read"),
    N_("Transferred in"), N_("Came back"), N_("Split"), N_("Made an individual"), N_("Died"),
    N_("Death struck out"), N_("Stolen"), N_("Intake"), N_("Birth"), N_("Recapture"), N_("Return"),
    N_("Transfer in"), N_("Taken over"), N_("Found"), N_("Merge"), N_("Individualise"),
    N_("Solution"), N_("Suspension"), N_("Tablet"), N_("Capsule"), N_("Powder"), N_("Paste"),
    N_("Drops"), N_("On arrival"), N_("Routine"), N_("Sick or injured"), N_("Recheck"),
    N_("Quarantine clearance"), N_("Before transport"), N_("Before release"), N_("Enhanced"),
    N_("Maximum"), N_("Species"), N_("Subspecies"), N_("Genus"), N_("Subfamily"), N_("Family"),
    N_("Suborder"), N_("Order"), N_("Class"), N_("Stages"), N_("Cleared"), N_("Early exit"),
    N_("Blood, EDTA"), N_("Blood, heparin"), N_("Serum"), N_("Blood smear"), N_("Faeces"),
    N_("Urine"), N_("Swab"), N_("Feather or hair"), N_("Skin scraping"), N_("Tissue"),
    N_("Trunk or tracheal wash"), N_("Kept for one of the two"), N_("Both were given"),
)  # fmt: skip

#: The steps of an intake.
STEPS = (
    N_("Facts of the seizure"), N_("Not complete"), N_("Completed"), N_("To do"),
    N_("Species and counts as declared"), N_("Receive the animals"), N_("Cannot start yet"),
    N_("Differences, explained and signed"), N_("Evidence hold"), N_("Held as evidence"),
    N_("Not held"), N_("Tags"), N_("Receipt for those who brought them"), N_("Issued"),
)  # fmt: skip

#: What the enclosures' board says of one.
PROBLEMS = (
    N_("Movement stop since {when}: {why}"),
    N_("{n} over its capacity, allowed until {when}: {why}"), N_("{n} over its capacity."),
    N_("{n} over its capacity; the allowance ended {when}."),
    N_("An allowance of {n} ended {when} and can be taken back."),
    N_("Housed by an override that ended {when}: {why}"),
    N_("Housed by an override that ends {when}: {why}"),
    N_("{species} is kept alone, and is not here."), N_("{one} and {other}: {why}."),
    N_("{species} is kept alone, or as a mother with her young; here are {n}."),
    N_("{one} cannot share {unit} with {other}: {why}."),
    N_("{one} cannot share the air of {unit} with {other}: {why}."),
    N_("{species} is kept alone; in {unit} it would be with {other}."),
    N_("{species} is kept alone, or as a mother with her young; {unit} would hold {n}."),
)  # fmt: skip

#: Why a quarantine can't be cleared yet.
BLOCKERS = (
    N_("Quarantine lasts 1 more day, until {when}."),
    N_("Quarantine lasts {n} more days, until {when}."), N_("{test} was positive."),
    N_("{test} was inconclusive; repeat it."), N_("{test}: result pending since {when}."),
    N_("{test} was due {when}."), N_("{test} is due {when}."),
    N_("{kind} in {unit} on {day} is not explained yet."),
    N_("{kind} in {unit} on {day} stayed unexplained; wait until {when}."),
)  # fmt: skip

#: What the journal says was done, to an animal or in an enclosure.
DONE = (
    N_("Added a crate"), N_("Added a mark"), N_("Added a photograph"),
    N_("Added to a death record"), N_("Admitted"), N_("Allowed over capacity"), N_("Amended"),
    N_("Answered a concern"), N_("Assessed welfare"), N_("Began a new stay"),
    N_("Began quarantine"), N_("Called the roll"), N_("Changed a diet"),
    N_("Chose the cover"), N_("Cleaned it and left it empty"), N_("Cleared quarantine"),
    N_("Closed"), N_("Closed an event"), N_("Disposed of the carcass"), N_("Dose given"),
    N_("Dose partly"), N_("Dose refused"), N_("Dose omitted"), N_("Ended a plan"),
    N_("Ended allowance"), N_("Ended the keeping of an area"), N_("Escaped"),
    N_("Explained an event"), N_("Exposed"), N_("Followed an incident up"),
    N_("Gave an area to keep"), N_("Gave birth"), N_("Handed over"), N_("Identified"),
    N_("Issued a paper"), N_("Kept apart"), N_("Left its unit"), N_("Left quarantine early"),
    N_("Lifted movement stop"), N_("Made an individual of the last one"), N_("Mark lost"),
    N_("Mark removed"), N_("Mark unreadable"), N_("May share a unit"),
    N_("Missed it at roll-call"), N_("Moved"), N_("Moved to stage"), N_("Observed"), N_("Opened"),
    N_("Photographed a concern"), N_("Photographed an incident"),
    N_("Photographed what was seen"), N_("Planned a transfer"), N_("Prolonged quarantine"),
    N_("Put on a shift"), N_("Put on a transfer"), N_("Quarantine clock restarted"),
    N_("Quarantine ended with the stay"), N_("Quarantine prolonged"), N_("Raised a concern"),
    N_("Received animals"), N_("Recounted"), N_("Released"), N_("Reopened"),
    N_("Reported a dose to review"), N_("Reported an event"), N_("Resolved a roll-call"),
    N_("Resolved that it was missed"), N_("Reversed a death"), N_("Reviewed a dose"),
    N_("Revoked a tag"), N_("Said that no quarantine is needed"),
    N_("Set a dose aside for review"), N_("Stopped movement"), N_("Struck out a dose"),
    N_("Struck out a mark"), N_("Struck out a photograph"), N_("Struck out a weight"),
    N_("Struck out an event"), N_("Struck out a concern"), N_("Struck out an incident"),
    N_("Struck out an observation"), N_("Struck out a roll-call"),
    N_("Struck out a welfare assessment"), N_("Struck out a meal"), N_("Struck out a cleaning"),
    N_("Struck out water"), N_("Struck out enrichment"), N_("Tagged"),
    N_("Taken back to its stage"),
    N_("Taken off a transfer"), N_("Took a diet out of use"),
    N_("Took a unit that was not cleaned"), N_("Took back a shift"),
    N_("Took in a phone's file"), N_("Transferred"), N_("Was stolen"), N_("Weighed"),
    N_("Weighed what was left"), N_("Went on with its quarantine"),
    N_("Went on with the quarantine of its lot"), N_("Went on with the treatment of its lot"),
    N_("Took a sample"), N_("Ordered for many"),
    N_("Wrote a diet"), N_("Wrote down an incident"), N_("Wrote out doses"),
)  # fmt: skip

#: What the journal calls the facts of it.
FACTS = (
    N_("Age"), N_("Alive"), N_("Amount"), N_("Animals"), N_("At"), N_("Because"),
    N_("Biosecurity"), N_("Born of"), N_("Capacity"), N_("Cause"), N_("Clock starts"),
    N_("Condition"), N_("Count"), N_("Crate"), N_("Day"), N_("Days"), N_("Dead"),
    N_("Doses cancelled"), N_("Drug"), N_("Due"), N_("Eaten"), N_("Enclosure"),
    N_("Ends at the earliest"), N_("Expected"), N_("From"), N_("Happened"), N_("How"),
    N_("How soon"), N_("Hurt"), N_("Keeper"), N_("Kind"), N_("Label"), N_("Level"), N_("Manner"),
    N_("Method"), N_("Missing"), N_("More animals allowed"), N_("More doses"), N_("Name"),
    N_("Necropsy"), N_("Not before"), N_("Note"), N_("Number"), N_("Offered"), N_("On"),
    N_("Overall"), N_("Override until"), N_("Part"), N_("Place"), N_("Position"), N_("Reader"),
    N_("Reason"), N_("Received by"), N_("Record"), N_("Replaced by"), N_("Reported to"),
    N_("Result"), N_("Sex"), N_("Side"), N_("Size"), N_("Source"), N_("Stage"), N_("Status"),
    N_("Stay"), N_("Test"), N_("Text"), N_("To"), N_("Transfer"), N_("Until"), N_("View"),
    N_("Weighed together"), N_("Weight"), N_("What"), N_("Who"), N_("With"), N_("Witness"),
    N_("Young"), N_("Tube"), N_("Whom"), N_("Orders"),
    N_("Hygiene"), N_("Walking order"), N_("Notes"),
)  # fmt: skip
