"""Taxa, names, legal lists, quarantine protocols, hazards, code lists."""
