"""Health, verification, backup and restore."""
