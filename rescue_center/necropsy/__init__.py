"""The examination of the dead: what was found in each system, what it weighed, why it died, and
what was kept of it."""
