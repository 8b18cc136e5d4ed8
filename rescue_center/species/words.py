"""The words for what reference data keep as codes."""

CITES_WORDS = {
    "I": "Appendix I",
    "II": "Appendix II",
    "III": "Appendix III",
    "I/II": "Appendix I or II by population",
    "NL": "Not listed",
    "?": "Not checked",
}
IUCN_WORDS = {
    "EX": "Extinct",
    "EW": "Extinct in the wild",
    "CR": "Critically endangered",
    "EN": "Endangered",
    "VU": "Vulnerable",
    "NT": "Near threatened",
    "LC": "Least concern",
    "DD": "Data deficient",
    "NE": "Not evaluated",
}
LANGUAGES = {
    "en": "English",
    "km": "Khmer",
    "th": "Thai",
    "vi": "Vietnamese",
    "lo": "Lao",
    "id": "Indonesian",
    "ms": "Malay",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "la": "Latin",
    "und": "Not known",
}
LEVEL_WORDS = {
    "critical": "Critical",
    "high": "High",
    "medium": "Medium",
    "low": "Low",
    "not_zoonotic": "No danger to people",
}
SCOPES = {
    "order": "all animals of its order (mammals)",
    "class": "all animals of its class (others)",
}
NAME_KINDS = {
    "scientific": "Accepted name",
    "common": "Common name",
    "synonym": "Synonym",
    "cites": "CITES name",
}
LIST_TITLES = {
    "aitr_field": "Fields of the CITES annual illegal trade report",
    "concealment": "Concealment",
    "court_outcome": "Court outcomes",
    "detection_method": "Detection methods",
    "disposal": "Placement of confiscated animals",
    "etis_field": "Fields of ETIS",
    "legal_stage": "Legal stages",
    "location_type": "Kinds of place",
    "offender_role": "Roles of offenders",
    "offender_status": "Status of offenders",
    "penalty_type": "Penalties",
    "purpose": "CITES purposes",
    "seizure_reason": "Reasons for seizure",
    "source": "CITES sources",
    "specimen": "Specimens",
    "transport_mode": "Transport",
    "unit": "Units",
    "unit_trade_db": "Units of the CITES trade database",
}


def list_title(name: str) -> str:
    """What people call a code list."""
    return LIST_TITLES.get(name, name.replace("_", " ").capitalize())
