"""Pages made of many packages; owns no table and no rule."""
