"""Sentences of keepers' screens that stand in forms, lists and rules of other modules, where they
are plain English: marked here for the catalogues of the languages."""

from rescue_center.tongues import N_

#: Labels, hints and choices of the forms that keepers fill in.
FORMS = (
    N_("Number on the tag"), N_("Eight digits: 4821 7307"),
    N_("This is not a tag number: it has eight digits. Look again."),
    N_("Number on the tag is missing."),
    N_("Accession number of the animal"), N_("Accession number of the animal is missing."),
    N_("Amount given"), N_("When"), N_("If less: why"), N_("If too soon: why (a vet)"),
    N_("Why not"), N_("More"), N_("Choose why it was not given."),
    N_("Refused it"), N_("Vomited it"), N_("Animal was away"), N_("No stock"),
    N_("Vet said no"), N_("Another reason"),
    N_("Weight"), N_("The number alone will do: 2.4"), N_("Unit"), N_("Animals on the scale"),
    N_("How"), N_("On a scale"), N_("Estimated"), N_("Note"), N_("Yes, this weight is right"),
    N_("Weight is missing."), N_("Say when."),
    N_("From this enclosure"), N_("Animals"),
    N_("Scan or type tag, chip or accession numbers, or names; one per line."),
    N_("How many"), N_("Fewer than the whole lot are split off first."), N_("To"),
    N_("Choose where they go."), N_("Why"), N_("Why it must be so all the same"),
    N_("The override ends"),
    N_("Write the weight as a number and a unit, like 2.4 kg or 850 g."),
    N_("Write the number without marks between thousands, like 1250.5."),
    N_("Write the number without marks between thousands, like 1250 g."),
    N_("Weights are kept to the gram. Round it to a whole gram."),
    N_("Choose at least one."), N_("optional"),
)  # fmt: skip

#: What refuses a keeper most often, and says nothing of whom.
RULES = (
    N_("Somebody else has just recorded this dose."),
    N_("This animal is no longer in our care."),
    N_("A second vet has to confirm this order first."),
    N_("The amount given is above zero."),
    N_("Say why it was not given."),
    N_("No animal has this accession number."),
    N_("Undo"),
    N_("This was saved already, and was not saved again."),
    N_("Thank you. A vet will look at it."),
)

#: A controlled drug: its vial, its second signature, and what refuses them.
REGISTER = (
    N_("Vial"), N_("Drawn up"), N_("Wasted of it"), N_("Put back"), N_("If wasted: why"),
    N_("Witness"), N_("The witness's own password"), N_("Vial {number} of lot {lot}"),
    N_("This is a controlled drug: say from which vial, and who witnesses it."),
    N_("This vial is of another drug."),
    N_("This vial has another strength than the order."),
    N_("The dose is {amount} of the product."),
    N_("Drawn up {drawn} is not given {given} + wasted {wasted} + put back {returned}."),
    N_("Say why some of it was wasted."),
    N_("{vial} expired on {day}. Take another."), N_("{vial} is finished. Take another."),
    N_("{vial} holds {there}, not {amount}."),
    N_("The witness is somebody else than you."),
    N_("{name} may not witness this: a keeper, vet or manager may."),
    N_("Choose who signs as the witness."),
    N_("The witness signs with their own password."),
    N_("This is not the witness's password. Nothing was saved."),
    N_("Somebody else has just drawn from this. Look at the balance."),
)  # fmt: skip

#: States, stages, kinds and places to go.
WORDS = (
    N_("Overdue"), N_("Due"), N_("Due now"), N_("Planned"), N_("Given"), N_("Partly given"),
    N_("Refused"), N_("Not given"), N_("Cancelled"), N_("Not recorded"), N_("Done"),
    N_("Not known"), N_("Admitted"), N_("Quarantine"), N_("Hospital"), N_("Rehab"),
    N_("Pre-release"), N_("Long-term care"), N_("Released"), N_("Transferred"), N_("Dead"),
    N_("Escaped"), N_("Merged"), N_("Legal hold"), N_("Female"), N_("Male"), N_("Mixed"),
    N_("Egg"), N_("Neonate"), N_("Infant"), N_("Juvenile"), N_("Subadult"), N_("Adult"),
    N_("Gloves"), N_("Gloves and mask"), N_("Full protection"), N_("Warnings"),
    N_("Cage"), N_("Aviary"), N_("Pool"), N_("Terrarium"), N_("Tank"), N_("Pen"), N_("Paddock"),
    N_("Room"), N_("Bin"), N_("Island"), N_("Box"), N_("Other"), N_("Area"), N_("Site"),
    N_("Clean"), N_("Isolation"), N_("Standard"),
    N_("By mouth (PO)"), N_("Into the muscle (IM)"), N_("Under the skin (SC)"),
    N_("Into the vein (IV)"), N_("Into the belly (IP)"), N_("Into the coelom (ICe)"),
    N_("On the skin (TOP)"), N_("Inhaled (INH)"), N_("Into the eye (OPH)"),
    N_("Into the rectum (PR)"), N_("Into the bone (IO)"),
    N_("Weigh"), N_("Move"), N_("Photo"), N_("Escape"), N_("Death"), N_("Move animals in"),
    N_("Move animals out"), N_("Call the roll"), N_("Raise a concern"), N_("Something happened"),
    N_("Cleaned and empty"), N_("The day"), N_("Write down care"), N_("Bite, scratch, injury"),
    N_("Plan care"), N_("Door card"), N_("Edit"), N_("Examine"), N_("Add a photo"),
    N_("Home"), N_("Scan"), N_("Treatments"), N_("Enclosures"), N_("Keeper"), N_("Light"),
    N_("Dark"), N_("Auto"), N_("Round sheets"), N_("Plans"),
)  # fmt: skip
