"""What keepers do every day and what they see: roll-calls, concerns, food, cleaning, welfare."""
