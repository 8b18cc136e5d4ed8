"""Whom an animal met: the animals and the people that an infection may have reached, and how."""
