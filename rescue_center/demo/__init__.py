"""The demo centre: a believable centre built through the same verbs, from published cases."""
