"""The tree of units, who is housed where, capacity and compatibility."""
